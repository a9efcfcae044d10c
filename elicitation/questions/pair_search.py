"""Exact search for the pair of the highest score, by branch and bound.

A policy's bound grows with the distance of two items in the policy's own metric, and no distance
exceeds the sum of the two items' radii around the centre. An item's bound over all partners
therefore needs only the Pareto front of (radius, familiarity), and an item whose bound does not
exceed the best score so far is in no better pair. The remaining items are scanned in tiles in
descending order of their bounds; more of them drop out as the best score rises.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.candidates import Candidates
from elicitation.questions.pair_geometry import PairGeometry, Tile, pair_geometry, radii
from elicitation.questions.policies import Acquisition, Bound, QuestionPolicy

Pair = tuple[int, int, float]  # positions among the candidates, and the score

MIN_DISTANCE = 0.2  # of the typical distance between two candidates
ROWS, PAIRS = 64, 64 * 192  # of a tile: larger temporaries are given back to the system each time
ROUNDING = 1.0 + 1e-12  # a pair must beat the best by more than this to count as better
NO_PAIR: Pair = (-1, -1, -np.inf)


def best_pair(
    policy: QuestionPolicy,
    belief: Gaussian,
    candidates: Candidates,
    rng: np.random.Generator,
    keep: int | None = None,
    min_distance: float = MIN_DISTANCE,
) -> Pair:
    """Positions i, j with the highest acquisition * answerable_i * answerable_j, and that score.

    ``belief`` is over the coefficients (n_bases,) of the candidates' rewards. ``keep`` is the
    position of an item that must be in the pair; it is returned as i. Pairs closer
    under the prior than ``min_distance`` (below 0.5) times the root mean square distance are
    near-duplicates and are left out; some pair always remains. ``random`` draws a pair with
    probability in proportion to answerable_i * answerable_j, which is its score; no other policy
    uses ``rng``. Raises ValueError with fewer than two candidates.
    """
    geometry = pair_geometry(candidates, belief, min_distance, policy.extra)
    if policy.acquisition is None:
        return _drawn(geometry, rng, keep)
    problem = _problem(policy, belief, geometry)
    if keep is not None:
        return _scan(problem, np.array([keep]), np.arange(len(geometry)), NO_PAIR)
    return _pruned(problem)


def brute_force_pair(
    policy: QuestionPolicy,
    belief: Gaussian,
    candidates: Candidates,
    min_distance: float = MIN_DISTANCE,
) -> Pair:
    """The pair that ``best_pair`` finds, by scoring every pair: for tests and benchmarks.

    Raises ValueError for policies that draw their pairs and with fewer than two candidates.
    """
    problem = _problem(
        policy, belief, pair_geometry(candidates, belief, min_distance, policy.extra)
    )
    best, everything = NO_PAIR, np.arange(len(candidates))
    for start in range(0, len(everything), ROWS):
        best = _scan(problem, everything[start : start + ROWS], everything[start:], best)
    return best


class _Problem(NamedTuple):
    """Search problem: the score, its bounds and the candidates."""

    acquisition: Acquisition
    screen: Acquisition | None
    bound: Callable[[float], Bound]  # holds for pairs whose acquisition exceeds the level
    geometry: PairGeometry


def _problem(policy: QuestionPolicy, belief: Gaussian, geometry: PairGeometry) -> _Problem:
    if policy.acquisition is None or policy.bound is None:
        raise ValueError(f"policy {policy.name!r} draws its pairs, none is the best")
    return _Problem(policy.acquisition, policy.screen, partial(policy.bound, belief), geometry)


class _Envelope(NamedTuple):
    """Radii such that no pair's acquisition exceeds ``ceiling((r_i + r_j)^2)``."""

    radii: Floats  # (m,)
    ceiling: Callable[[Floats], Floats]

    def over(self, items: Integers, radius: float) -> Floats:
        """Upper bounds of the acquisition of each of ``items`` with a partner at ``radius``."""
        return self.ceiling((self.radii[items] + radius) ** 2)


def _envelope(problem: _Problem, level: float) -> _Envelope:
    metric, ceiling = problem.bound(level)
    return _Envelope(radii(problem.geometry, metric), ceiling)


def _pruned(problem: _Problem) -> Pair:
    answerable = problem.geometry.answerable
    best = _promising(problem)
    most = float(answerable.max())
    envelope = _envelope(problem, best[2] / max(most**2, 1e-300))
    left = np.arange(len(answerable))
    crude = envelope.over(left, float(envelope.radii.max())) * answerable * most
    left = left[crude > best[2] * ROUNDING]
    bounds = _bounds(envelope, answerable, left)
    order = np.argsort(-bounds, kind="stable")
    left, bounds = left[order], bounds[order]
    for start in range(0, len(left), ROWS):
        if bounds[start] <= best[2] * ROUNDING:
            break
        rows, columns = left[start : start + ROWS], left[start:]
        over = envelope.over(columns, float(envelope.radii[rows].max()))
        over *= answerable[columns] * float(answerable[rows].max())
        best = _scan(problem, rows, columns[over > best[2] * ROUNDING], best)
    return best


def _promising(problem: _Problem) -> Pair:
    """A first pair: the best among items of high bounds, then its best partners in turn."""
    looks = problem.geometry.answerable * _envelope(problem, 0.0).radii
    everything = np.arange(len(looks))
    top = everything if len(looks) <= ROWS else np.argpartition(-looks, ROWS)[:ROWS]
    best = _scan(problem, top, top, NO_PAIR)
    for side in (0, 1):
        best = _scan(problem, np.array([best[side]]), everything, best)
    return best


def _bounds(envelope: _Envelope, answerable: Floats, items: Integers) -> Floats:
    """Upper bound of the score of each of ``items`` with any partner."""
    bounds = np.zeros(len(items))
    for radius, best_known in zip(*_pareto_front(envelope.radii, answerable), strict=True):
        np.maximum(bounds, best_known * envelope.over(items, radius), out=bounds)
    return bounds * answerable[items]


def _pareto_front(radii: Floats, answerable: Floats) -> tuple[Floats, Floats]:
    """Pareto front of (radius, familiarity): no item exceeds all of its corners in both."""
    # rounding radii up to 64 steps keeps the front short and spares a sort of all items
    step = max(float(radii.max()) / 63.0, 1e-300)
    levels = np.zeros(65)
    np.maximum.at(levels, np.ceil(radii / step).astype(np.int64), answerable)
    reached = np.maximum.accumulate(levels[::-1])[::-1]  # best familiarity at this radius or more
    corners = np.flatnonzero(np.diff(reached, append=-1.0) < 0.0)
    return np.multiply(corners, step, dtype=np.float64), reached[corners]


def _scan(problem: _Problem, rows: Integers, columns: Integers, best: Pair) -> Pair:
    """The best pair among rows x columns, or ``best`` where none beats it."""
    width = PAIRS // max(len(rows), 1)
    for start in range(0, len(columns), width):
        best = _scan_tile(problem, rows, columns[start : start + width], best)
    return best


def _scan_tile(problem: _Problem, rows: Integers, columns: Integers, best: Pair) -> Pair:
    tile = problem.geometry.tile(rows, columns)
    scores = (problem.screen or problem.acquisition)(
        tile.mean, tile.variance, tile.extra
    ) * tile.weight
    k = int(scores.argmax())
    if not scores.flat[k] > best[2] * ROUNDING:
        return best
    if not problem.geometry.allowed(rows[k // len(columns)], columns[k % len(columns)]):
        # rare, as near-duplicates score low: only now is the whole tile checked
        scores = np.where(problem.geometry.allowed(rows[:, None], columns), scores, -np.inf)
        k = int(scores.argmax())
        if not scores.flat[k] > best[2] * ROUNDING:
            return best
    if problem.screen is not None:
        return _best_screened(problem, rows, columns, tile, scores, best)
    return int(rows[k // len(columns)]), int(columns[k % len(columns)]), float(scores.flat[k])


def _best_screened(
    problem: _Problem, rows: Integers, columns: Integers, tile: Tile, over: Floats, best: Pair
) -> Pair:
    """The best pair of a tile, given upper bounds ``over`` of its scores."""
    over = over.ravel()
    left = np.flatnonzero(over > best[2] * ROUNDING)
    left = left[np.argsort(-over[left], kind="stable")]
    for start in range(0, len(left), ROWS):
        pairs = left[start : start + ROWS]
        if over[pairs[0]] <= best[2] * ROUNDING:
            break
        first, second = rows[pairs // len(columns)], columns[pairs % len(columns)]
        scores = tile.weight.flat[pairs] * problem.acquisition(
            tile.mean.flat[pairs], tile.variance.flat[pairs], tile.extra.flat[pairs]
        )
        scores[~problem.geometry.allowed(first, second)] = -np.inf
        k = int(scores.argmax())
        if scores[k] > best[2] * ROUNDING:
            best = (int(first[k]), int(second[k]), float(scores[k]))
    return best


def _drawn(geometry: PairGeometry, rng: np.random.Generator, keep: int | None) -> Pair:
    """A pair with probability in proportion to the product of the two familiarities."""
    weights = geometry.answerable if geometry.answerable.any() else np.ones(len(geometry))
    cumulative = np.cumsum(weights)
    for _ in range(100):
        drawn = np.searchsorted(cumulative, rng.random(2) * cumulative[-1], side="right")
        first, second = np.int64(drawn[0] if keep is None else keep), np.int64(drawn[1])
        if geometry.allowed(first, second):
            break
    else:
        # nearly all the weight is on one item or on near-duplicates: take the best that is allowed
        first = np.int64(weights.argmax() if keep is None else keep)
        second = np.int64(
            np.where(geometry.allowed(first, np.arange(len(geometry))), weights, -1).argmax()
        )
    return int(first), int(second), float(geometry.answerable[first] * geometry.answerable[second])
