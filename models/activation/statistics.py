"""Activation sparsity: how much of one hidden vector sits in few of its coordinates.

A property of one state vector of a network. It is unrelated to data sparsity (how few items a
person has rated), which has its own modules; neither side imports the other.

The statistics and their definitions follow "Farther the Shift, Sparser the Representation" (arXiv
2603.03415, 2026): energies are squared coordinates over their sum. None depends on scale. A vector
of independent Gaussian numbers already has a third of its energy in a twentieth of its
coordinates, so no value means anything without ``gaussian_activation`` of the same dimension
beside it.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def activation_top_energy(hidden: Floats, share: float) -> Floats:
    """Part of the energy in the floor(share * D) largest coordinates, at least one; up = sparser.

    hidden (..., D) -> (...), between the share itself (all alike) and 1 (one coordinate).
    """
    energy = _energies(hidden)
    n_largest = max(1, int(share * hidden.shape[-1]))
    return np.asarray(np.sort(energy, axis=-1)[..., -n_largest:].sum(axis=-1))


def activation_rank(hidden: Floats) -> Floats:
    """Effective rank over D: exp(entropy of the energies) / D, (...); down = sparser.

    1 where all coordinates are alike, 1/D where there is but one.
    """
    energy = _energies(hidden)
    entropy = -(energy * np.log(np.where(energy > 0.0, energy, 1.0))).sum(axis=-1)
    return np.asarray(np.exp(entropy) / hidden.shape[-1])


def activation_hoyer(hidden: Floats) -> Floats:
    """Hoyer 2004: (sqrt D - |h|_1 / |h|_2) / (sqrt D - 1), (...), from 0 to 1; up = sparser."""
    root = np.sqrt(hidden.shape[-1])
    ratio = np.abs(hidden).sum(axis=-1) / np.sqrt(_squared_length(hidden))
    return np.asarray((root - ratio) / (root - 1.0))


def activation_gini(hidden: Floats) -> Floats:
    """Gini coefficient of |h|, (...), from 0 to 1 - 1/D; up = sparser."""
    n = hidden.shape[-1]
    _squared_length(hidden)
    size = np.sort(np.abs(hidden), axis=-1)
    weighted = (np.arange(1, n + 1) * size).sum(axis=-1)
    return np.asarray(2.0 * weighted / (n * size.sum(axis=-1)) - (n + 1.0) / n)


ACTIVATION_STATISTICS: Mapping[str, Callable[[Floats], Floats]] = {
    "top-5% energy": lambda hidden: activation_top_energy(hidden, 0.05),
    "top-10% energy": lambda hidden: activation_top_energy(hidden, 0.10),
    "effective rank": activation_rank,
    "Hoyer": activation_hoyer,
    "Gini": activation_gini,
}
# +1 where a larger value means a sparser vector
ACTIVATION_SIGN = {name: -1 if name == "effective rank" else 1 for name in ACTIVATION_STATISTICS}


def measure_activation(hidden: Floats) -> dict[str, Floats]:
    """Every statistic of each vector, hidden (..., D) -> (...) by name.

    Raises ValueError if a vector is zero or not finite: it has no direction to be sparse in.
    """
    hidden = np.asarray(hidden, dtype=np.float64)
    return {name: statistic(hidden) for name, statistic in ACTIVATION_STATISTICS.items()}


def gaussian_activation(
    n_dimensions: int, rng: np.random.Generator, n_draws: int = 4000
) -> dict[str, tuple[float, float]]:
    """Mean and standard deviation per vector of each statistic for independent Gaussian numbers."""
    found = measure_activation(rng.standard_normal((n_draws, n_dimensions)))
    return {name: (float(values.mean()), float(values.std())) for name, values in found.items()}


def without_largest_activation(hidden: Floats, share: float = 0.005) -> Floats:
    """The same vectors without the coordinates of most energy over all of them.

    hidden (n, D) -> (n, D - max(1, floor(share * D))). A few coordinates of trained networks are
    huge for any input ("massive activations") and would decide every statistic alone.
    """
    n_dropped = max(1, int(share * hidden.shape[-1]))
    order = np.argsort(_energies(hidden).mean(axis=0), kind="stable")
    return hidden[:, np.sort(order[: hidden.shape[-1] - n_dropped])]


def _energies(hidden: Floats) -> Floats:
    return np.asarray(hidden**2 / _squared_length(hidden)[..., None])


def _squared_length(hidden: Floats) -> Floats:
    squared = np.asarray((hidden**2).sum(axis=-1))
    if not (np.isfinite(squared) & (squared > 0.0)).all():
        wrong = int((~(np.isfinite(squared) & (squared > 0.0))).sum())
        raise ValueError(f"{wrong} of {squared.size} hidden vectors are zero or not finite")
    return squared
