"""Preferences between pairs of items, sampled from ratings: training data of the base rewards.

There are two kinds. A *choice*: an item that a person likes over one that is popular and that the
person never rated. A *rating pair*: two items that one person rated differently. Choices tell what
people select, rating pairs what they enjoy after selecting it.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Preferences:
    """``preferred[k]`` over ``other[k]`` by person ``people[k]``, counting ``weights[k]``."""

    people: Integers  # (n_preferences,)
    preferred: Integers  # (n_preferences,)
    other: Integers  # (n_preferences,)
    weights: Floats  # (n_preferences,)

    def by_person(self, n_people: int) -> list["Preferences"]:
        """The preferences of each of the people 0 to ``n_people`` - 1, in their order."""
        order = np.argsort(self.people, kind="stable")
        people, weights = self.people[order], self.weights[order]
        preferred, other = self.preferred[order], self.other[order]
        ends = np.searchsorted(people, np.arange(n_people + 1)).tolist()
        rows = (slice(*pair) for pair in itertools.pairwise(ends))
        return [Preferences(people[r], preferred[r], other[r], weights[r]) for r in rows]


def sample_preferences(
    ratings: sparse.csr_matrix,  # (n_users, n_items)
    exposure: Floats,  # (n_items,) how often the crowd meets each item
    pair_share: float,
    rng: np.random.Generator,
    like: float,
    n_rivals: int = 4,
    exposure_power: float = 0.75,
    pairs_per_person: int = 30,
) -> Preferences:
    """Choices and rating pairs of all people; ``pair_share``, 0 to 1, is the weight of the pairs.

    An item of ``like`` stars or more is liked and is one choice of weight 1 - ``pair_share``,
    spread over ``n_rivals`` negatives sampled in proportion to ``exposure ** exposure_power`` among
    the items that the person never rated; the power 0.75 is that of word2vec [Mikolov2013]. A
    person's rating pairs together weigh as much as their choices at ``pair_share = 0.5``.
    """
    cumulative = np.cumsum(exposure**exposure_power)
    cumulative /= cumulative[-1]
    parts: list[tuple[Integers, Integers, Integers, Floats]] = []
    for person in range(ratings.shape[0]):
        row = slice(ratings.indptr[person], ratings.indptr[person + 1])
        items, values = ratings.indices[row], ratings.data[row]
        liked = items[values >= like]
        if len(liked):
            rivals = np.searchsorted(cumulative, rng.random(len(liked) * n_rivals))
            chosen = np.repeat(liked, n_rivals)
            fresh = ~np.isin(rivals, items)
            weight = np.full(int(fresh.sum()), (1.0 - pair_share) / n_rivals)
            parts.append((np.full(len(weight), person), chosen[fresh], rivals[fresh], weight))
        if len(items) > 1:
            first, second = rng.integers(len(items), size=(2, 2 * pairs_per_person))
            better = values[first] > values[second]
            weight = np.full(
                int(better.sum()), pair_share * max(1, len(liked)) / max(1, better.sum())
            )
            parts.append(
                (np.full(len(weight), person), items[first[better]], items[second[better]], weight)
            )
    people, preferred, other, weights = (
        (np.concatenate(column) for column in zip(*parts, strict=True))
        if parts
        else (np.zeros(0, int), np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    )
    return Preferences(
        people.astype(np.int64), preferred.astype(np.int64), other.astype(np.int64), weights
    )


def disjoint_pairs(
    ratings: sparse.csr_matrix,  # (n_users, n_items)
    rng: np.random.Generator,
) -> Preferences:
    """Random rating pairs of each person that share no item, each of weight 1; ties are left out.

    Without shared items a person's pairs are nearly independent.
    """
    rows = []
    for person in range(ratings.shape[0]):
        row = slice(ratings.indptr[person], ratings.indptr[person + 1])
        order = rng.permutation(row.stop - row.start)
        items, values = ratings.indices[row][order], ratings.data[row][order]
        n_pairs = len(items) // 2
        first, second = items[:n_pairs], items[n_pairs : 2 * n_pairs]
        gap = values[:n_pairs] - values[n_pairs : 2 * n_pairs]
        better, worse = np.where(gap > 0.0, first, second), np.where(gap > 0.0, second, first)
        rows.append(np.column_stack([np.full(n_pairs, person), better, worse])[gap != 0.0])
    people, preferred, other = np.concatenate(rows).T.astype(np.int64)
    return Preferences(people, preferred, other, np.ones(len(people)))
