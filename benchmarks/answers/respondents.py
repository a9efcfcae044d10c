"""Respondents with recorded answers: a pool of pairs to ask, and held-out pairs to predict."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from models.rewards.factorisation import Factors, canonical
from models.rewards.population import population_of
from models.rewards.preferences import Preferences

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
MOST_ITEMS = 40  # of one person in a pool: 780 pairs to choose from
MOST_PAIRS = 600  # that are judged


@dataclass(frozen=True, eq=False)
class Pairs:
    """Answers of one person to pairs: 1 = first, 0 = second, 0.5 = about the same."""

    items: Integers  # (n_pairs, 2) item numbers
    outcomes: Floats  # (n_pairs,)

    def __len__(self) -> int:
        return len(self.outcomes)


NOTHING = np.zeros(0, dtype=np.int64), np.zeros(0)


@dataclass(frozen=True, eq=False)
class Respondent:
    """A respondent; ``utilities`` (n_items,) only for simulated ones."""

    pool: Pairs
    judged: Pairs  # without ties
    utilities: Floats | None = None
    rated: tuple[Integers, Floats] = NOTHING  # items of the pool with their ratings, if it has any
    held: tuple[Integers, Floats] = NOTHING  # likewise of the judged pairs
    number: int = -1  # row of the data set, where people are rows


@dataclass(frozen=True, eq=False)
class World:
    """Model learned from other people, with validation and test people."""

    basis: RewardBasis
    validation: list[Respondent]
    tested: list[Respondent]
    width: float = 1.0  # of the population believed in, against that which was fitted


def pairs_of(items: Integers, values: Floats, rng: np.random.Generator) -> Pairs:
    """All pairs of the items a person rated, in random order and on random sides."""
    first, second = np.triu_indices(len(items), 1)
    order = rng.permutation(len(first))
    turned = rng.random(len(first)) < 0.5
    first, second = np.where(turned, second, first)[order], np.where(turned, first, second)[order]
    outcomes = (np.sign(values[first] - values[second]) + 1.0) / 2.0
    return Pairs(np.column_stack([items[first], items[second]]), outcomes)


def without_ties(pairs: Pairs, most: int = MOST_PAIRS) -> Pairs:
    clear = np.flatnonzero(pairs.outcomes != 0.5)[:most]
    return Pairs(pairs.items[clear], pairs.outcomes[clear])


def raters(ratings: csr_matrix, people: Integers, seed: int) -> list[Respondent]:
    """Respondents whose items are split at random; people with too few ratings are left out."""
    found = []
    for person, number in enumerate(people.tolist()):
        rng = np.random.default_rng([seed, person])
        row = slice(ratings.indptr[number], ratings.indptr[number + 1])
        order = rng.permutation(row.stop - row.start)
        items, values = ratings.indices[row][order].astype(np.int64), ratings.data[row][order]
        half = min(len(items) // 2, MOST_ITEMS)
        pool = pairs_of(items[:half], values[:half], rng)
        held = items[half:][:80], values[half:][:80]
        judged = without_ties(pairs_of(*held, rng))
        if half >= 8 and len(judged) >= 10 and (pool.outcomes != 0.5).any():
            rated = items[:half], values[:half]
            found.append(Respondent(pool, judged, None, rated, held, number))
    return found


def basis_of(
    keys: tuple[str, ...], factors: Factors, mean: Floats, cov: Floats, weights: Floats
) -> RewardBasis:
    canon, population, _ = canonical(factors, mean, cov, weights)
    names = tuple(f"base {k}" for k in range(canon.rewards.shape[1]))
    return RewardBasis(keys, canon.rewards, canon.offsets, names, population, "benchmark")


def fold_of(
    people: list[Respondent], seed: int, fold: int, n_folds: int
) -> tuple[list[Respondent], list[Respondent]]:
    order = np.random.default_rng([seed, 1]).permutation(len(people))
    tested = [people[k] for k in order[fold::n_folds]]
    others = np.setdiff1d(order, order[fold::n_folds])
    return tested, [people[k] for k in np.random.default_rng([seed, 3]).permutation(others)]


def joined(parts: list[Pairs]) -> Pairs:
    return Pairs(
        np.concatenate([part.items for part in parts]),
        np.concatenate([part.outcomes for part in parts]),
    )


def adapted(basis: RewardBasis, people: list[Respondent], n_pseudo: float = 0.0) -> RewardBasis:
    """Base rewards with the population re-estimated from these people's answers.

    The basis's own population counts as ``n_pseudo`` people.
    """
    rows = []
    for number, person in enumerate(people):
        both = joined([person.pool, person.judged])
        clear = both.outcomes != 0.5
        items = np.where(both.outcomes[:, None] == 1.0, both.items, both.items[:, ::-1])[clear]
        rows.append(np.column_stack([np.full(len(items), number), items]))
    who, preferred, other = np.concatenate(rows).T
    counts = np.bincount(who, minlength=len(people))
    # pairs of one ranking repeat each other: n items make n - 1 independent steps, not n^2 / 2
    weights = np.minimum(1.0, 40.0 / counts[who])
    factors = Factors(basis.rewards, basis.offsets)
    preferences = Preferences(who, preferred, other, weights)
    mean, cov, _ = population_of(factors, preferences, len(people), basis.prior, n_pseudo)
    return basis_of(basis.keys, factors, mean, cov, np.ones(basis.n_items))


def with_lapse(world: World, lapse: float) -> World:
    """World whose choice model has this lapse probability."""
    return replace(
        world, basis=replace(world.basis, response=replace(world.basis.response, lapse=lapse))
    )


def with_width(world: World, width: float) -> World:
    """World whose population's tastes spread ``width`` times as far from their mean."""
    prior = world.basis.prior
    narrowed = Gaussian(prior.mean, width**2 * prior.cov)
    return replace(world, basis=replace(world.basis, prior=narrowed), width=width * world.width)
