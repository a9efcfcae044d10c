"""Effects of familiarity in the networks of benchmarks.activation, one value a graph.

A graph is a world of facts with two networks, the twins, in which the facts' exposures are
mirrored. A graph's slope compares each fact with itself: the difference of a statistic between the
twins against the difference of log4 exposure.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.common.seeds import Named
from models.activation.task import EXPOSURES, HELD_OUT, LONG, SHORT, ActivationWorld

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
LOSS, RIGHT = "loss of the answer", "right of ten"
LAST = "after the last norm"
UNTRAINED, END = 0, -1  # checkpoints


@dataclass(frozen=True, eq=False)
class Twin:
    """One network: its world, and (layer or 'answer', what, update) -> (n_facts,)."""

    world: ActivationWorld
    found: Named

    @property
    def updates(self) -> list[int]:
        return sorted({update for _, _, update in self.found})

    def at(self, layer: str, name: str, checkpoint: int) -> Floats:
        return self.found[layer, name, self.updates[checkpoint]]


Pair = tuple[Twin, Twin]


def contrast(pair: Pair, layer: str, name: str, checkpoint: int) -> Floats:
    """Plain minus mirrored network, for the facts shown in training."""
    shown = pair[0].world.exposure != HELD_OUT
    one, other = (twin.at(layer, name, checkpoint)[shown] for twin in pair)
    return one - other


def exposure_contrast(pair: Pair) -> Floats:
    """Difference of exposure between the twins, in units of log4, -3 to 3."""
    shown = pair[0].world.exposure != HELD_OUT
    one, other = (np.log(twin.world.exposure[shown]) / np.log(4.0) for twin in pair)
    return np.asarray(one - other)


def slope(pair: Pair, layer: str, name: str, checkpoint: int) -> float:
    """Change of a statistic per fourfold exposure, with an intercept for the twins' difference."""
    return _first_slope(contrast(pair, layer, name, checkpoint), exposure_contrast(pair))


def partial_slope(pair: Pair, layer: str, name: str, checkpoint: int) -> float:
    """``slope`` with the loss of the right answer as a covariate."""
    loss = contrast(pair, "answer", LOSS, checkpoint)
    return _first_slope(contrast(pair, layer, name, checkpoint), exposure_contrast(pair), loss)


def permuted_slope(pair: Pair, layer: str, name: str, seed: int) -> float:
    """Negative control: ``slope`` with exposures permuted after training."""
    steps = np.random.default_rng([seed, 73]).permutation(exposure_contrast(pair))
    return _first_slope(contrast(pair, layer, name, END), steps)


def _first_slope(values: Floats, *causes: Floats) -> float:
    design = np.stack([*causes, np.ones_like(values)], axis=1)
    return float(np.linalg.lstsq(design, values)[0][0])


def unseen_gap(pair: Pair, lengths: tuple[int, ...], name: str, checkpoint: int) -> float:
    """Held-out minus shown facts of the same relations, relations weighted by facts.

    Over both twins, so that every shown fact counts with both of its exposures.
    """
    world = pair[0].world
    values = np.mean([twin.at(LAST, name, checkpoint) for twin in pair], axis=0)
    gaps, weights = [], []
    for relation in np.unique(world.facts[np.isin(world.body, lengths), 1]):
        own = world.facts[:, 1] == relation
        held, shown = own & (world.exposure == HELD_OUT), own & (world.exposure != HELD_OUT)
        if held.any() and shown.any():
            gaps.append(values[held].mean() - values[shown].mean())
            weights.append(min(held.sum(), shown.sum()))
    return float(np.average(gaps, weights=weights))


def curve(pair: Pair, which: str, layer: str, name: str) -> Floats:
    """Mean over a group of facts at every checkpoint."""
    means = []
    for twin in pair:
        group = groups(twin.world)[which]
        means.append([np.nanmean(twin.at(layer, name, c)[group]) for c in range(len(twin.updates))])
    return np.mean(means, axis=0)


def groups(world: ActivationWorld) -> dict[str, Booleans]:
    held = world.exposure == HELD_OUT
    return {
        **{f"shown {n} times": world.exposure == n for n in EXPOSURES},
        "unseen, short rules": held & np.isin(world.body, SHORT),
        "unseen, long rules": held & np.isin(world.body, LONG),
        "all shown": ~held,
    }


def turning(curves: Floats, sign: int) -> tuple[Floats, Floats, Floats]:
    """Rise to the peak, change after it, and where it is, (n_graphs,) each.

    curves (n_graphs, n_checkpoints); a graph's peak is located in the other graphs, so that
    the maximum of noisy values does not count as a rise. The first and last are no peak.
    """
    rises, falls, peaks = [], [], []
    for number, own in enumerate(curves):
        others = sign * np.delete(curves, number, axis=0).mean(axis=0)
        peak = 1 + int(others[1:-1].argmax())
        rises.append(own[peak] - own[0])
        falls.append(own[-1] - own[peak])
        peaks.append(peak / (curves.shape[1] - 1))
    return np.array(rises), np.array(falls), np.array(peaks)
