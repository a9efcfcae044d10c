"""The candidates as points, so that every input of an acquisition function is a distance.

Policies depend on differences between items only. With w ~ N(mu, L L') the variance of the utility
difference of i and j is |L'(phi_i - phi_j)|^2, a squared distance, and so are the shift norm and
the prior variance. The squared distances of a tile of pairs take one matrix product.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats, Integers
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.candidates import Candidates
from elicitation.questions.policies import Extra

Positions = Integers | np.int64


class Points(NamedTuple):
    """Points and their squared norms; no columns where distances are never asked for."""

    rows: Floats  # (m, n_columns)
    norms: Floats  # (m,)

    def squared_distances(self, first: Integers, second: Integers) -> Floats:
        """(n_first, n_second)."""
        squares = self.rows[first] @ self.rows[second].T
        squares *= -2.0
        squares += self.norms[first][:, None]
        squares += self.norms[second]
        return np.maximum(squares, 0.0, out=squares)


class Tile(NamedTuple):
    """Inputs of the acquisition function for all pairs of rows x columns, (n_rows, n_columns)."""

    mean: Floats
    variance: Floats
    extra: Floats
    weight: Floats  # probability that the person can compare the two


ROUNDING = 1e-20  # of squared lengths, as a share


@dataclass(frozen=True, eq=False)
class PairGeometry:
    """All candidates under one belief; position k is candidate k."""

    centred: Floats  # (m, n_bases) rewards around their mean
    utilities: Floats  # (m,) expected, log-odds
    answerable: Floats  # (m,)
    variance: Points
    extra: Extra
    shift: Points
    prior_coordinates: Floats  # (m, n_bases) squared distance = variance under the prior
    too_close: (
        float  # squared distance in ``prior_coordinates`` below which two items are near-duplicates
    )

    def __len__(self) -> int:
        return len(self.answerable)

    def tile(self, rows: Integers, columns: Integers) -> Tile:
        variance = self.variance.squared_distances(rows, columns)
        extra = variance
        if self.extra == "shift_norm":
            extra = self.shift.squared_distances(rows, columns)
        elif self.extra == "shortfall":
            best = np.maximum(self.utilities[rows][:, None], self.utilities[columns])
            extra = self.utilities.max() - best
        mean = self.utilities[rows][:, None] - self.utilities[columns]
        weight = self.answerable[rows][:, None] * self.answerable[columns]
        return Tile(mean, variance, extra, weight)

    def allowed(self, first: Positions, second: Positions) -> NDArray[np.bool_]:
        """Whether two positions are different items and no near-duplicates; they are broadcast."""
        squares = ((self.prior_coordinates[first] - self.prior_coordinates[second]) ** 2).sum(
            axis=-1
        )
        allowed: NDArray[np.bool_] = (squares >= self.too_close) & (first != second)
        return allowed


def pair_geometry(
    candidates: Candidates, belief: Gaussian, min_distance: float, extra: Extra
) -> PairGeometry:
    """The geometry of ``candidates`` under ``belief``; ``extra`` is what the policy needs.

    Near-duplicates are closer under the prior than ``min_distance`` times the root mean square
    distance. Below 0.5 any item has a partner left: were all others that near to it, no two of
    them could be the root mean square distance apart. Raises ValueError with fewer than two
    candidates.
    """
    if len(candidates) < 2:
        raise ValueError(f"a pair needs two candidates or more, got {len(candidates)}")
    centred = candidates.rewards - candidates.rewards.mean(axis=0)
    coordinates = candidates.prior_coordinates - candidates.prior_coordinates.mean(axis=0)
    # the mean square distance of two points drawn with replacement is twice the mean square norm
    typical = 2.0 * float(_norms(coordinates).mean())
    if typical <= ROUNDING * float(_norms(candidates.prior_coordinates).mean()):
        typical = 0.0  # all alike but for rounding: every pair is as good as another
    return PairGeometry(
        centred,
        candidates.offsets + candidates.rewards @ belief.mean,
        candidates.answerable,
        _points(centred @ belief.factor),
        extra,
        _points(centred @ belief.cov if extra == "shift_norm" else centred[:, :0]),
        coordinates,
        min_distance**2 * typical,
    )


def radii(geometry: PairGeometry, metric: Floats) -> Floats:
    """Distances r (m,) from the candidates' mean: |metric'(phi_i - phi_j)| <= r_i + r_j.

    ``metric`` is (n_bases, n_bases).
    """
    return np.sqrt(_norms(geometry.centred @ metric))


def _points(rows: Floats) -> Points:
    return Points(rows, _norms(rows))


def _norms(rows: Floats) -> Floats:
    norms: Floats = np.einsum("ij,ij->i", rows, rows)
    return norms
