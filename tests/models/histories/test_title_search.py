import numpy as np
import pytest

from models.datasets.catalogue import Catalogue
from models.histories.title_search import TitleSearch

TITLES = (
    "The Matrix",
    "Amélie (Le fabuleux destin d'Amélie Poulain)",
    "Matrix Reloaded, The",
    "Spider-Man",
    "Die Hard",
    "Alien",
    "Aliens",
    "The Hard Way",
    "The Silence of the Lambs",
)


def searcher(known: tuple[float, ...] | None = None) -> TitleSearch:
    n = len(TITLES)
    catalogue = Catalogue(
        tuple(f"film:{i}" for i in range(n)),
        TITLES,
        (2000,) * n,
        ((),) * n,
        ("",) * n,
        ("",) * n,
        other_titles=tuple(
            (("de", "Das Schweigen der Lämmer"),) if i == 8 else () for i in range(n)
        ),
    )
    return TitleSearch(catalogue, known or tuple(np.linspace(1.0, 0.1, n)))


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("matrix", ["The Matrix", "Matrix Reloaded, The"]),
        ("the mat", ["The Matrix", "Matrix Reloaded, The"]),
        ("MATRIX rel", ["Matrix Reloaded, The"]),
        ("amelie", ["Amélie (Le fabuleux destin d'Amélie Poulain)"]),
        ("spiderman", ["Spider-Man"]),
        ("spider man", ["Spider-Man"]),
        ("die hard", ["Die Hard"]),
        ("hard", ["Die Hard", "The Hard Way"]),
        ("alien", ["Alien", "Aliens"]),
        ("schweigen der l", ["The Silence of the Lambs"]),
        ("lambs silence", ["The Silence of the Lambs"]),
    ],
)
def test_titles_are_found_while_they_are_typed(typed: str, titles: list[str]) -> None:
    found = searcher().find(typed, 5)
    assert found.is_exact
    assert [TITLES[item] for item in found.items] == titles


def test_of_titles_that_fit_alike_the_best_known_come_first() -> None:
    known = [0.1] * len(TITLES)
    known[6] = 0.9  # Aliens
    assert TITLES[searcher(tuple(known)).find("ali", 5).items[0]] == "Aliens"
    assert len(searcher().find("a", 2).items) == 2


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("alyens", "Aliens"), ("matricks", "The Matrix"), ("spidrman", "Spider-Man")],
)
def test_where_nothing_fits_the_nearest_titles_are_told(typed: str, nearest: str) -> None:
    found = searcher().find(typed, 3)
    assert not found.is_exact
    assert nearest in [TITLES[item] for item in found.items]


def test_what_is_like_no_title_finds_none_and_nothing_finds_nothing() -> None:
    found = searcher().find("qqqq zzzz", 5)
    assert not found.is_exact and found.items == ()
    for empty in ("", "   ", "?!"):
        assert searcher().find(empty, 5).items == ()
