"""The best pair among all pairs, exactly, without looking at most of them.

Only differences count, so items are centred and put where squared distance is the variance (or
the reach) of a pair: then |y_i - y_j| <= r_i + r_j bounds every gain. An item's bound over all its
partners needs only those partners that no other beats in both radius and familiarity. Items whose
bound does not exceed the best pair found so far can be in no better pair.
"""

from dataclasses import dataclass

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
    utilities: Floats  # (m,) expected, log-odds
    answerable: Floats  # (m,)
    variance: Floats  # (m, n_bases) squared distance = variance of the utility difference
    variance_norms: Floats  # (m,) squared norms of the rows
    reach: Floats | None  # (m, n_bases) squared distance = reach; None where no policy asks
    reach_norms: Floats | None  # (m,)
    places: Floats  # (m, n_bases) squared distance = variance under the prior
    too_close: float  # squared distance in ``places`` below which two items are near-duplicates
    stretch: float  # largest eigenvalue of the belief's covariance: reach <= stretch * variance


def _field(
    policy: QuestionPolicy, belief: Gaussian, candidates: Candidates, min_distance: float
) -> _Field:
    if len(candidates) < 2:
        raise ValueError(f"a pair needs two candidates or more, got {len(candidates)}")
    centred = candidates.rewards - candidates.rewards.mean(axis=0)
    variance = centred @ belief.factor
    by_reach = policy.grows_with == "reach"
    reach = centred @ belief.cov if by_reach else None
    places = candidates.places - candidates.places.mean(axis=0)
    # the mean square distance of two points drawn with replacement is twice the mean square norm
    typical = 2.0 * float(_norms(places).mean())
    return _Field(
        policy,
        candidates.offsets + candidates.rewards @ belief.mean,
        candidates.answerable,
        variance,
        _norms(variance),
        reach,
        None if reach is None else _norms(reach),
        places,
        min_distance**2 * typical,
        float(np.linalg.eigvalsh(belief.cov)[-1]) if by_reach else 1.0,
    )


def _norms(points: Floats) -> Floats:
    """Squared norms of the rows, (m,)."""
    norms: Floats = np.einsum("ij,ij->i", points, points)
    return norms


def _all(field: _Field) -> Integers:
    return np.arange(len(field.answerable))


def _ceiling(field: _Field, size: Floats) -> Floats:
    """Most that any pair can gain whose radii add up to ``size``."""
    assert field.policy.ceiling is not None
    return field.policy.ceiling(size**2, field.stretch * size**2)


def _radii(field: _Field) -> Floats:
    """(m,) distances from the centre such that variance (or reach / stretch) <= (r_i + r_j)^2."""
    if field.reach_norms is not None:
        return np.sqrt(field.reach_norms / field.stretch)
    return np.sqrt(field.variance_norms)


def _bounds(field: _Field, radii: Floats) -> Floats:
    """Upper bound of each item's score with any partner, (m,)."""
    bounds = np.zeros(len(radii))
    for radius, answerable in zip(*_front(radii, field.answerable), strict=True):
        np.maximum(bounds, answerable * _ceiling(field, radii + radius), out=bounds)
    return bounds * field.answerable


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
    radii = _radii(field)
    bounds = _bounds(field, radii)
    m = len(bounds)
    top = np.argpartition(bounds, m - ROWS)[-ROWS:] if m > ROWS else _all(field)
    best = _scan(field, top, top, NO_PAIR)
    left = np.flatnonzero(bounds > best[2] * ROUNDING)
    left = left[np.argsort(-bounds[left], kind="stable")]
    for start in range(0, len(left), ROWS):
        rows = left[start : start + ROWS]
        if bounds[rows[0]] <= best[2] * ROUNDING:
            break
        columns = left[start:]
        reachable = (
            field.answerable[rows].max()
            * field.answerable[columns]
            * _ceiling(field, radii[rows].max() + radii[columns])
        )
        best = _scan(field, rows, columns[reachable > best[2] * ROUNDING], best)
    return best


def _scan(field: _Field, rows: Integers, columns: Integers, best: Pair) -> Pair:
    """The best pair among rows x columns, or ``best`` where none beats it."""
    for start in range(0, len(columns), COLUMNS):
        best = _scan_tile(field, rows, columns[start : start + COLUMNS], best)
    return best


def _scan_tile(field: _Field, rows: Integers, columns: Integers, best: Pair) -> Pair:
    scores = _scores(field, rows, columns, best[2])
    k = int(scores.argmax())
    if not scores.flat[k] > best[2] * ROUNDING:
        return best
    i, j = divmod(k, len(columns))
    if not _allowed(field, rows[i : i + 1], columns[j : j + 1])[0, 0]:
        # rare: a near-duplicate gains little, so only now is the whole tile looked at
        scores = np.where(_allowed(field, rows, columns), scores, -np.inf)
        k = int(scores.argmax())
        if not scores.flat[k] > best[2] * ROUNDING:
            return best
        i, j = divmod(k, len(columns))
    return int(rows[i]), int(columns[j]), float(scores[i, j])


def _allowed(field: _Field, rows: Integers, columns: Integers) -> NDArray[np.bool_]:
    """Which pairs are two different items and no near-duplicates, (n_rows, n_columns)."""
    apart = field.places[rows][:, None, :] - field.places[columns][None, :, :]
    squares = (apart**2).sum(axis=2)
    allowed: NDArray[np.bool_] = (squares >= field.too_close) & (rows[:, None] != columns)
    return allowed


def _scores(field: _Field, rows: Integers, columns: Integers, floor: float) -> Floats:
    """Scores of all pairs of a tile, (n_rows, n_columns); -inf where ``floor`` is out of reach."""
    policy = field.policy
    assert policy.gain is not None
    mean = field.utilities[rows][:, None] - field.utilities[columns]
    variance = _distances(field.variance, field.variance_norms, rows, columns)
    reach = variance
    if field.reach is not None and field.reach_norms is not None:
        reach = _distances(field.reach, field.reach_norms, rows, columns)
    weight = field.answerable[rows][:, None] * field.answerable[columns]
    if policy.screen is None:
        weight *= policy.gain(mean, variance, reach)
        return weight
    over = policy.screen(mean, variance, reach) * weight
    passed = np.flatnonzero(over > floor)
    scores = np.full(over.shape, -np.inf)
    scores.flat[passed] = weight.flat[passed] * policy.gain(
        mean.flat[passed], variance.flat[passed], reach.flat[passed]
    )
    return scores


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
        first, second = np.searchsorted(cumulative, rng.random(2) * cumulative[-1], side="right")
        first = first if keep is None else keep
        if _allowed(field, np.array([first]), np.array([second]))[0, 0]:
            return int(first), int(second), float(field.answerable[[first, second]].prod())
    # nearly all the weight is on one item or on near-duplicates: take the best that is allowed
    first = int(weights.argmax()) if keep is None else keep
    allowed = _allowed(field, np.array([first]), _all(field))[0]
    second = int(np.where(allowed, weights, -1.0).argmax())
    return first, second, float(field.answerable[[first, second]].prod())
