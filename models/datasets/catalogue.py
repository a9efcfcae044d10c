"""Items and what people did with them: the records that every model is fitted on."""

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.datasets.scale import STARS_LIKE, Scale

MINIMUM_ITEMS = 20  # fewer rateable items leave nothing to ask about
ENOUGH_LIKES = 5  # of people who are learned from (Liang et al. 2018)
ENOUGH_PEOPLE = 20  # with so many likes: fewer are too few to learn from

UNKNOWN: dict[str, Any] = {  # optional columns of a catalogue, and what is not known
    **dict.fromkeys(("creators", "links", "languages", "imdb", "tmdb", "works"), ""),
    "durations": 0,
    "warnings": (),
    "other_titles": (),
}


@dataclass(frozen=True)
class Catalogue:
    """What an item is called. Position i in every field is item number i.

    Raises ValueError if the lengths disagree or a key occurs twice.
    """

    keys: tuple[str, ...]  # stable, such as "movielens:31"
    titles: tuple[str, ...]
    years: tuple[int, ...]  # 0 = unknown
    genres: tuple[tuple[str, ...], ...]
    images: tuple[str, ...]  # address of a picture, "" = none
    descriptions: tuple[str, ...]
    # what an older artifact lacks; () stands for "unknown for every item"
    creators: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # addresses that lead out
    durations: tuple[int, ...] = ()  # minutes, 0 = unknown
    languages: tuple[str, ...] = ()
    warnings: tuple[tuple[str, ...], ...] = ()  # about content
    other_titles: tuple[tuple[tuple[str, str], ...], ...] = ()  # (language, title)
    imdb: tuple[str, ...] = ()  # "tt0133093"
    tmdb: tuple[str, ...] = ()
    works: tuple[str, ...] = ()  # key of the first edition, "" = no other edition
    numbers: dict[str, int] = field(init=False, repr=False, compare=False)  # key -> item number

    def __post_init__(self) -> None:
        for name in (part.name for part in fields(self) if part.init):
            if name in UNKNOWN and not getattr(self, name):
                object.__setattr__(self, name, (UNKNOWN[name],) * len(self.keys))
            if len(column := getattr(self, name)) != len(self.keys):
                raise ValueError(f"catalogue: {len(self.keys)} keys but {len(column)} values")
        numbers = {key: number for number, key in enumerate(self.keys)}
        if len(numbers) != len(self.keys):
            raise ValueError(f"catalogue: {len(self.keys) - len(numbers)} keys occur twice")
        object.__setattr__(self, "numbers", numbers)

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def work_numbers(self) -> NDArray[np.int64] | None:
        """(n_items,) of each item the number of its work; None where no item has two editions."""
        if not any(self.works):
            return None
        names = (work or key for work, key in zip(self.works, self.keys, strict=True))
        numbers: dict[str, int] = {}
        return np.array([numbers.setdefault(name, len(numbers)) for name in names])


@dataclass(frozen=True, eq=False)
class Interactions:
    """Ratings in stars, of five where people only took things up; never changed after entry.

    Raises ValueError if a rating is not above 0, or there is not one user a row.
    """

    ratings: sparse.csr_matrix  # (n_users, n_items) stored value > 0 = rated; float64 or float32
    users: tuple[str, ...]  # n_users keys

    def __post_init__(self) -> None:
        # float32 holds half stars exactly and tens of millions of them in half the memory
        single = self.ratings.dtype == np.float32
        dtype = np.float32 if single else np.float64
        ratings = sparse.csr_matrix(self.ratings, dtype=dtype, copy=True)
        ratings.sum_duplicates()
        ratings.sort_indices()
        if ratings.shape[0] != len(self.users):
            raise ValueError(f"interactions: {len(self.users)} users, {ratings.shape[0]} rows")
        unusable = int((~((ratings.data > 0.0) & np.isfinite(ratings.data))).sum())
        if unusable:
            raise ValueError(
                f"interactions: expected ratings above 0 (none = not rated), {unusable} are not"
            )
        for array in (ratings.data, ratings.indices, ratings.indptr):
            array.setflags(write=False)
        object.__setattr__(self, "ratings", ratings)


@dataclass(frozen=True, eq=False)
class Words:
    """How the app speaks of the items of a data set."""

    item: str = "film"
    items: str = "films"
    use: str = "watch"
    unknown: str = "Haven't seen"


@dataclass(frozen=True, eq=False)
class Dataset:
    """A catalogue, what people did with it, and the words and notices that go with it.

    Raises ValueError if there are too few items that anybody rated.
    """

    name: str
    catalogue: Catalogue
    interactions: Interactions
    words: Words = Words()
    notice: str = ""  # licence and citation, shown to people
    like: float = STARS_LIKE  # stars from which on a rating is a like
    scale: Scale = Scale()  # of the file that it was read from

    def __post_init__(self) -> None:
        rated = int((np.bincount(self.interactions.ratings.indices) > 0).sum())
        if rated < MINIMUM_ITEMS:
            raise ValueError(
                f"{self.name}: {rated} items were rated by anybody; at least {MINIMUM_ITEMS} are "
                f"needed to ask questions. Add items, or interactions with the items there are."
            )

    @property
    def liked(self) -> sparse.csr_matrix:
        """Binary (n_users, n_items): rated ``like`` or more."""
        return likes(self.interactions.ratings, self.like)

    def people_with_history(self, minimum_liked: int) -> sparse.csr_matrix:
        """Ratings of the people who liked at least so many items (Liang et al. take five)."""
        return self.interactions.ratings[_counts(self.liked) >= minimum_liked]


def likes(ratings: sparse.csr_matrix, like: float) -> sparse.csr_matrix:
    """Binary (n_users, n_items): rated ``like`` stars or more."""
    return (ratings >= like).astype(np.float64)


def _counts(rows: sparse.csr_matrix) -> NDArray[np.int64]:
    return np.asarray(rows.sum(axis=1)).ravel().astype(np.int64)
