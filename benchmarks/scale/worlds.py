"""Made-up catalogues of any size with a planted truth: 16 tastes, items of very unequal fame.

Each item belongs to one to three tastes, each person to a few; a person takes up an item as often
as its fame and their taste for it say, and rates it by the taste for it, with noise. Fame falls as
a power of the rank, and how much people rate is log-normal, as in MovieLens.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

N_TASTES = 16
FAME = 0.9  # power by which the chance of being met falls with an item's rank
SPREAD = 1.0  # standard deviation of the logarithm of how much people rate
FEWEST = 20  # ratings of a person, as in MovieLens
BLOCK = 2_000_000  # draws at a time


@dataclass(frozen=True, eq=False)
class World:
    """What people rated, and the truth behind it."""

    ratings: sparse.csr_matrix  # (n_people, n_items) half stars, float32
    tastes: NDArray[np.float32]  # (n_people, N_TASTES) shares, sum 1
    kinds: NDArray[np.float32]  # (n_items, N_TASTES) shares, sum 1

    def utilities(self, people: NDArray[np.int64]) -> NDArray[np.float32]:
        """What these people really care for, (n, n_items): the product of the shares."""
        return self.tastes[people] @ self.kinds.T


def made_up(n_people: int, n_items: int, n_ratings: int, seed: int = 0) -> World:
    """A world of exactly these numbers; everybody rated something and every item was rated.

    Same numbers and seed, same world. Raises ValueError if the numbers do not go together.
    """
    if not max(FEWEST * n_people, n_items) <= n_ratings <= 0.3 * n_people * n_items:
        raise ValueError(f"{n_people} people, {n_items} items and {n_ratings} ratings do not fit")
    rng = np.random.default_rng([seed, 19])
    kinds = _shares(n_items, 3, rng)
    tastes = _shares(n_people, 4, rng)
    fame = (1.0 + rng.permutation(n_items)) ** -FAME
    wanted = np.exp(SPREAD * rng.standard_normal(n_people))
    wanted = np.minimum(
        FEWEST + wanted * (n_ratings / n_people - FEWEST) / wanted.mean(), n_items / 4
    )
    of_taste = np.cumsum(kinds.T * fame, axis=1)  # (N_TASTES, n_items)
    of_taste /= of_taste[:, -1:]
    of_person = np.cumsum(tastes, axis=1)
    cells = kept = np.unique(_one_each(n_people, n_items, rng))
    fresh = 0.5  # share of draws that are of a new cell: who draws an item twice rated it once
    while len(cells) < n_ratings:
        n_drawn = int(1.1 * (n_ratings - len(cells)) / fresh) + 1000
        shares = wanted / wanted.sum()
        people = np.repeat(np.arange(n_people), rng.multinomial(n_drawn, shares))
        drawn = [cells]
        for start in range(0, n_drawn, BLOCK):
            own = people[start : start + BLOCK]
            drawn.append(own * np.int64(n_items) + _taken_up(own, of_person, of_taste, rng))
        joined = np.concatenate(drawn)
        joined.sort()
        joined = joined[np.append(True, joined[1:] != joined[:-1])]
        fresh = max(0.05, (len(joined) - len(cells)) / n_drawn)
        cells = joined
    cells = _thinned(cells, kept, n_ratings, rng)
    people, items = np.divmod(cells, n_items)
    stars = np.empty(len(cells), dtype=np.float32)
    for start in range(0, len(cells), BLOCK):
        rows = slice(start, start + BLOCK)
        liking = np.einsum("ij,ij->i", tastes[people[rows]], kinds[items[rows]])
        felt = 2.4 + 2.2 * np.sqrt(liking) + 0.8 * rng.standard_normal(len(liking))
        stars[rows] = np.clip(np.round(2.0 * felt) / 2.0, 0.5, 5.0)
    ends = np.searchsorted(people, np.arange(n_people + 1))
    ratings = sparse.csr_matrix((stars, items.astype(np.int32), ends), shape=(n_people, n_items))
    return World(ratings, tastes, kinds)


def _taken_up(
    people: NDArray[np.int64],
    of_person: NDArray[np.floating],  # (n_people, N_TASTES) cumulative shares
    of_taste: NDArray[np.floating],  # (N_TASTES, n_items) cumulative chances
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """An item that each of ``people`` takes up, by one of their tastes."""
    taste = (rng.random(len(people))[:, None] > of_person[people]).sum(axis=1)
    taste = np.minimum(taste, N_TASTES - 1)
    where, items = rng.random(len(people)), np.empty(len(people), dtype=np.int64)
    for number, chances in enumerate(of_taste):
        among = np.flatnonzero(taste == number)
        items[among] = np.searchsorted(chances, where[among])
    return np.minimum(items, of_taste.shape[1] - 1)


def _shares(n: int, most: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Shares (n, N_TASTES) of one to ``most`` tastes each."""
    order = rng.random((n, N_TASTES)).argsort(axis=1)
    held = order < rng.integers(1, most + 1, size=(n, 1))
    weights = np.where(held, rng.gamma(2.0, size=(n, N_TASTES)), 0.0)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def _one_each(n_people: int, n_items: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Cells in which every person and every item stands at least once."""
    n = max(n_people, n_items)
    people = rng.permutation(n) % n_people
    return people * np.int64(n_items) + np.arange(n) % n_items


def _thinned(
    cells: NDArray[np.int64], kept: NDArray[np.int64], n: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """``n`` of the sorted ``cells``, with all that are ``kept`` among them."""
    spare = np.flatnonzero(~np.isin(cells, kept))
    return np.delete(cells, rng.choice(spare, len(cells) - n, replace=False))
