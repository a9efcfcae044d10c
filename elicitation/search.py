"""The best pair among all pairs, exactly, without looking at most of them.

Only differences count, so items are centred and put where squared distance is the variance (or
the reach) of a pair: then |y_i - y_j| <= r_i + r_j bounds every gain. An item's bound over all its
partners needs only those partners that no other beats in both radius and familiarity. Items whose
bound does not exceed the best pair found so far can be in no better pair.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats, Integers
from elicitation.candidates import Candidates
from elicitation.gaussian import Gaussian
from elicitation.policies import QuestionPolicy

Pair = tuple[int, int, float]  # positions among the candidates, and the score

MIN_DISTANCE = 0.2  # of the typical distance between two candidates
ROWS, COLUMNS = 64, 512  # a tile whose temporaries stay in the cache
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
    """Positions i, j with the highest gain * answerable_i * answerable_j, and that score.

    ``keep`` is the position of an item that must be in the pair; it is returned as i. Pairs closer
    under the prior than ``min_distance`` (below 0.5) times the root mean square distance are
    near-duplicates and are left out; some pair always remains. ``random`` draws a pair with
    probability in proportion to answerable_i * answerable_j, which is its score; no other policy
    uses ``rng``. Raises ValueError with fewer than two candidates.
    """
    field = _field(policy, belief, candidates, min_distance)
    if policy.gain is None:
        return _drawn(field, rng, keep)
    if keep is not None:
        return _scan(field, np.array([keep]), _all(field), NO_PAIR)
    return _pruned(field)


def brute_force_pair(
    policy: QuestionPolicy,
    belief: Gaussian,
    candidates: Candidates,
    min_distance: float = MIN_DISTANCE,
) -> Pair:
    """The same maximum by scoring every pair in tiles: the oracle, and the benchmark's peer."""
    field = _field(policy, belief, candidates, min_distance)
    best, everything = NO_PAIR, _all(field)
    for start in range(0, len(everything), ROWS):
        best = _scan(field, everything[start : start + ROWS], everything[start:], best)
    return best


@dataclass(frozen=True, eq=False)
class _Field:
    """The candidates as points; squared distances in them are what a policy asks about a pair."""

    policy: QuestionPolicy
    belief: Gaussian
    rewards: Floats  # (m, n_bases) centred
    utilities: Floats  # (m,) expected, log-odds
    answerable: Floats  # (m,)
    variance: Floats  # (m, n_bases) squared distance = variance of the utility difference
    variance_norms: Floats  # (m,) squared norms of the rows
    reach: Floats  # (m, n_bases) squared distance = reach; no columns where no policy asks
    reach_norms: Floats  # (m,)
    places: Floats  # (m, n_bases) squared distance = variance under the prior
    too_close: float  # squared distance in ``places`` below which two items are near-duplicates


def _field(
    policy: QuestionPolicy, belief: Gaussian, candidates: Candidates, min_distance: float
) -> _Field:
    if len(candidates) < 2:
        raise ValueError(f"a pair needs two candidates or more, got {len(candidates)}")
    centred = candidates.rewards - candidates.rewards.mean(axis=0)
    variance = centred @ belief.factor
    reach = centred @ (belief.cov if policy.uses_reach else belief.cov[:, :0])
    places = candidates.places - candidates.places.mean(axis=0)
    # the mean square distance of two points drawn with replacement is twice the mean square norm
    typical = 2.0 * float(_norms(places).mean())
    return _Field(
        policy,
        belief,
        centred,
        candidates.offsets + candidates.rewards @ belief.mean,
        candidates.answerable,
        variance,
        _norms(variance),
        reach,
        _norms(reach),
        places,
        min_distance**2 * typical,
    )


def _norms(points: Floats) -> Floats:
    """Squared norms of the rows, (m,)."""
    norms: Floats = np.einsum("ij,ij->i", points, points)
    return norms


def _all(field: _Field) -> Integers:
    return np.arange(len(field.answerable))


class _Cone(NamedTuple):
    """Radii such that no pair gains more than ``ceiling((r_i + r_j)^2)``."""

    radii: Floats  # (m,)
    ceiling: Callable[[Floats], Floats]

    def over(self, radii: Floats, radius: float) -> Floats:
        """Most that a pair can gain that joins one of ``radii`` with ``radius``."""
        return self.ceiling((radii + radius) ** 2)


def _cone(field: _Field, level: float) -> _Cone:
    """For the pairs that gain more than ``level``."""
    assert field.policy.bound is not None
    metric, ceiling = field.policy.bound(field.belief, level)
    return _Cone(np.sqrt(_norms(field.rewards @ metric)), ceiling)


def _bounds(field: _Field, cone: _Cone, items: Integers) -> Floats:
    """Upper bound of the score of each of ``items`` with any partner."""
    bounds, radii = np.zeros(len(items)), cone.radii[items]
    for radius, answerable in zip(*_front(cone.radii, field.answerable), strict=True):
        np.maximum(bounds, answerable * cone.over(radii, radius), out=bounds)
    return bounds * field.answerable[items]


def _front(radii: Floats, answerable: Floats) -> tuple[Floats, Floats]:
    """Radii and familiarities such that every item is beaten by one of them in both."""
    # rounding radii up to 64 steps keeps the front short and spares a sort of all items
    step = max(float(radii.max()) / 63.0, 1e-300)
    levels = np.zeros(65)
    np.maximum.at(levels, np.ceil(radii / step).astype(np.int64), answerable)
    reached = np.maximum.accumulate(levels[::-1])[::-1]  # best familiarity at this radius or more
    corners = np.flatnonzero(np.diff(reached, append=-1.0) < 0.0)
    return np.multiply(corners, step, dtype=np.float64), reached[corners]


def _pruned(field: _Field) -> Pair:
    best = _promising(field)
    most = float(field.answerable.max())
    cone = _cone(field, best[2] / max(most**2, 1e-300))
    crude = cone.over(cone.radii, float(cone.radii.max())) * field.answerable * most
    left = np.flatnonzero(crude > best[2] * ROUNDING)
    bounds = _bounds(field, cone, left)
    order = np.argsort(-bounds, kind="stable")
    left, bounds = left[order], bounds[order]
    for start in range(0, len(left), ROWS):
        if bounds[start] <= best[2] * ROUNDING:
            break
        rows, columns = left[start : start + ROWS], left[start:]
        over = cone.over(cone.radii[columns], float(cone.radii[rows].max()))
        over *= field.answerable[columns] * float(field.answerable[rows].max())
        best = _scan(field, rows, columns[over > best[2] * ROUNDING], best)
    return best


def _promising(field: _Field) -> Pair:
    """A good pair to begin with: from the best looking items, then its best partners in turn."""
    looks = field.answerable * _cone(field, 0.0).radii
    m = len(looks)
    top = np.argpartition(looks, m - ROWS)[m - ROWS :] if m > ROWS else _all(field)
    best = _scan(field, top, top, NO_PAIR)
    for side in (0, 1):
        best = _scan(field, np.array([best[side]]), _all(field), best)
    return best


def _scan(field: _Field, rows: Integers, columns: Integers, best: Pair) -> Pair:
    """The best pair among rows x columns, or ``best`` where none beats it."""
    for start in range(0, len(columns), COLUMNS):
        best = _scan_tile(field, rows, columns[start : start + COLUMNS], best)
    return best


def _scan_tile(field: _Field, rows: Integers, columns: Integers, best: Pair) -> Pair:
    gain, screen = field.policy.gain, field.policy.screen
    assert gain is not None
    tile = _tile(field, rows, columns)
    scores = (screen or gain)(tile.mean, tile.variance, tile.reach) * tile.weight
    k = int(scores.argmax())
    if not _allowed(field, rows[k // len(columns)], columns[k % len(columns)]):
        # rare, as near-duplicates gain little: only now is the whole tile looked at
        scores = np.where(_allowed(field, rows[:, None], columns), scores, -np.inf)
        k = int(scores.argmax())
    if not scores.flat[k] > best[2] * ROUNDING:
        return best
    if screen is None:
        return int(rows[k // len(columns)]), int(columns[k % len(columns)]), float(scores.flat[k])
    return _best_screened(field, rows, columns, tile, scores, best)


def _best_screened(
    field: _Field, rows: Integers, columns: Integers, tile: "_Tile", over: Floats, best: Pair
) -> Pair:
    """The best pair of a tile whose scores are only over-estimated so far."""
    assert field.policy.gain is not None
    over = over.ravel()
    left = np.flatnonzero(over > best[2] * ROUNDING)
    left = left[np.argsort(-over[left], kind="stable")]
    for start in range(0, len(left), ROWS):
        pairs = left[start : start + ROWS]
        if over[pairs[0]] <= best[2] * ROUNDING:
            break
        first, second = rows[pairs // len(columns)], columns[pairs % len(columns)]
        scores = tile.weight.flat[pairs] * field.policy.gain(
            tile.mean.flat[pairs], tile.variance.flat[pairs], tile.reach.flat[pairs]
        )
        scores[~_allowed(field, first, second)] = -np.inf
        k = int(scores.argmax())
        if scores[k] > best[2] * ROUNDING:
            best = (int(first[k]), int(second[k]), float(scores[k]))
    return best


def _allowed(
    field: _Field, first: Integers | np.int64, second: Integers | np.int64
) -> NDArray[np.bool_]:
    """Which pairs are two different items and no near-duplicates; elementwise, broadcast."""
    squares = ((field.places[first] - field.places[second]) ** 2).sum(axis=-1)
    allowed: NDArray[np.bool_] = (squares >= field.too_close) & (first != second)
    return allowed


class _Tile(NamedTuple):
    """What the policies ask about every pair of rows x columns; all (n_rows, n_columns)."""

    mean: Floats
    variance: Floats
    reach: Floats
    weight: Floats  # probability that the person can compare the two


def _tile(field: _Field, rows: Integers, columns: Integers) -> _Tile:
    variance = _distances(field.variance, field.variance_norms, rows, columns)
    reach = variance
    if field.policy.uses_reach:
        reach = _distances(field.reach, field.reach_norms, rows, columns)
    mean = field.utilities[rows][:, None] - field.utilities[columns]
    return _Tile(mean, variance, reach, field.answerable[rows][:, None] * field.answerable[columns])


def _distances(points: Floats, norms: Floats, rows: Integers, columns: Integers) -> Floats:
    """Squared distances, (n_rows, n_columns)."""
    squares = points[rows] @ points[columns].T
    squares *= -2.0
    squares += norms[rows][:, None]
    squares += norms[columns]
    return np.maximum(squares, 0.0, out=squares)


def _drawn(field: _Field, rng: np.random.Generator, keep: int | None) -> Pair:
    """A pair with probability in proportion to the product of the two familiarities."""
    weights = field.answerable if field.answerable.any() else np.ones(len(field.answerable))
    cumulative = np.cumsum(weights)
    for _ in range(100):
        drawn = np.searchsorted(cumulative, rng.random(2) * cumulative[-1], side="right")
        first, second = np.int64(drawn[0] if keep is None else keep), np.int64(drawn[1])
        if _allowed(field, first, second):
            break
    else:
        # nearly all the weight is on one item or on near-duplicates: take the best that is allowed
        first = np.int64(weights.argmax() if keep is None else keep)
        allowed = _allowed(field, first, _all(field))
        second = np.int64(np.where(allowed, weights, -1.0).argmax())
    return int(first), int(second), float(field.answerable[first] * field.answerable[second])
