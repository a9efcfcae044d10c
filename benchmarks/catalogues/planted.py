"""A planted world: what people really like, and what they rated.

120 items of six genres, 150 people with tastes of their own; everybody rated about 25 items.
"""

from dataclasses import dataclass

import numpy as np

GENRES = ("Drama", "Comedy", "Horror", "Romance", "Sci-Fi", "Western")
N_ITEMS, N_PEOPLE, N_RATED = 120, 150, 25


@dataclass(frozen=True, eq=False)
class Planted:
    """``liking`` (n_people, n_items) is the truth; rows are what people rated, with noise."""

    liking: np.ndarray
    people: np.ndarray  # (n,) row -> person
    items: np.ndarray  # (n,) row -> item
    felt: np.ndarray  # (n,) about -2 to 2: what a rating expresses
    genres: list[str]
    years: np.ndarray

    def people_before(self, person: int) -> "Planted":
        """The same world with the rows of the first people only."""
        rows = self.people < person
        return Planted(
            self.liking[:person],
            self.people[rows],
            self.items[rows],
            self.felt[rows],
            self.genres,
            self.years,
        )

    @property
    def stars(self) -> np.ndarray:
        """Whole stars, 1 to 5; about two thirds are 4 or 5."""
        return np.clip(np.round(3.9 + 1.1 * self.felt), 1, 5).astype(int)


def planted(seed: int = 0, n_people: int = N_PEOPLE, n_items: int = N_ITEMS) -> Planted:
    """Same seed, same world. More people come after the first ones."""
    rng = np.random.default_rng(seed)
    kinds = np.array([rng.choice(6, 2, replace=False) for _ in range(n_items)])
    mix = np.zeros((n_items, 6))
    mix[np.arange(n_items)[:, None], kinds] = [0.7, 0.3]
    taste = rng.standard_normal((n_people, 6)) * 1.3
    quality = 0.35 * rng.standard_normal(n_items)
    liking = taste @ mix.T + quality
    fame = np.linspace(0.0, -2.0, n_items)[rng.permutation(n_items)]
    people, items = [], []
    for person in range(n_people):
        weights = np.exp(0.5 * fame + 0.9 * liking[person])
        n = min(n_items, int(rng.integers(N_RATED - 10, N_RATED + 11)))
        own = rng.choice(n_items, n, replace=False, p=weights / weights.sum())
        people.append(np.full(n, person))
        items.append(own)
    who, what = np.concatenate(people), np.concatenate(items)
    felt = liking[who, what] + 0.4 * rng.standard_normal(len(who))
    felt -= felt.mean()  # people rate what they chose to watch
    genres = [f"{GENRES[a]}|{GENRES[b]}" for a, b in kinds]
    return Planted(liking, who, what, felt, genres, rng.integers(1950, 2024, n_items))
