"""Rows of exports find their items, and only theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.datasets.catalogue import Catalogue
from models.histories.rated import Row
from models.histories.titles import TitleIndex, forms, normalised

ITEMS = (  # key, title, year, imdb
    ("movielens:1", "The Matrix", 1999, "tt0133093"),
    ("movielens:2", "Solaris (Solyaris)", 1972, ""),
    ("movielens:3", "Solaris", 2002, ""),
    ("movielens:4", "The City of Lost Children (La cité des enfants perdus)", 1995, "0112682"),
    ("movielens:5", "Hamlet", 1990, ""),
    ("movielens:6", "Hamlet", 1991, ""),
    ("movielens:7", "1984", 1984, ""),
    ("movielens:8", "Fast & Furious", 2009, ""),
    ("movielens:9", "Unknown Year", 0, ""),
    ("movielens:10", "Dr. Strangelove or: How I Learned to Stop Worrying", 1964, ""),
)
N = len(ITEMS)
CATALOGUE = Catalogue(
    *(tuple(column) for column in list(zip(*ITEMS, strict=True))[:3]),
    genres=((),) * N,
    images=("",) * N,
    descriptions=("",) * N,
    imdb=tuple(item[3] for item in ITEMS),
    tmdb=("603", *("",) * (N - 1)),
    links=("", "https://www.imdb.com/title/tt0069293/", *("",) * (N - 2)),
    other_titles=(*((),) * (N - 1), (("de", "Dr. Seltsam"),)),
)
INDEX = TitleIndex(CATALOGUE)


@pytest.mark.parametrize(
    ("row", "number"),
    [
        (Row(("Matrix, The",), 1999), 0),
        (Row(("MATRIX",), 2000), 0),  # a year late
        (Row(("The Matrix",), 2003), None),
        (Row(("The Matrix (1999)",)), 0),
        (Row((), 0, ("tt0133093",)), 0),
        (Row(("Another title",), 1980, ("tt0133093",)), 0),  # an IMDb id means one film
        (Row((), 0, ("https://www.imdb.com/title/tt0133093/",)), 0),
        (Row(("Solaris",), 1972, ("tt0069293",)), 1),  # by the link
        (Row((), 0, ("tt0112682",)), 3),
        (Row((), 0, ("tmdb:603",)), 0),
        (Row(("Solaris",), 2002), 2),
        (Row(("Solaris",), 1972), 1),  # without its bracket, and by its year
        (Row(("Solyaris",)), 1),
        (Row(("Solaris",)), None),  # both are called so, and no year decides
        (Row(("La cite des enfants perdus",), 1996), 3),
        (Row(("Hamlet",)), None),  # two fit
        (Row(("Hamlet",), 1991), 5),
        (Row(("Hamlet",), 1992), 5),
        (Row(("1984",)), 6),
        (Row(("Fast and furious",), 2009), 7),
        (Row(("unknown year",), 1950), 8),
        (Row(("Dr Seltsam",), 1964), 9),
        (Row((), 0, ("1",), "MovieLens"), 0),
        (Row((), 0, ("movielens:3",)), 2),
        (Row((), 0, ("1",), "Goodreads"), None),  # another place's numbers
        (Row(("Hamlet",), 1990, ("1",), "MovieLens"), 4),  # the title contradicts the key
        (Row(("",), 0, ("",)), None),
        (Row(("???",)), None),
    ],
)
def test_a_row_finds_its_item(row: Row, number: int | None) -> None:
    assert INDEX.find(row) == number


def test_editions_of_one_work_are_one() -> None:
    n = 3
    catalogue = Catalogue(
        ("a", "b", "c"), ("Emma",) * n, (1815, 1815, 2020), ((),) * n, ("",) * n, ("",) * n,
        works=("a", "a", ""),
    )  # fmt: skip
    assert TitleIndex(catalogue).find(Row(("Emma",), 1815)) == 0
    assert TitleIndex(catalogue).find(Row(("Emma",))) is None


def test_a_series_in_brackets_is_no_title() -> None:
    assert forms("The Hunger Games (The Hunger Games, #1)")[1:] == ("hunger games",)
    assert "solyaris" in forms("Solaris (a.k.a. Solyaris)")


@given(st.text(max_size=60))
def test_normalising_any_text_is_stable_and_blind_to_case(text: str) -> None:
    once = normalised(text)
    assert normalised(f"  {text} ") == once
    assert once == once.strip() and "  " not in once
    INDEX.find(Row((text,), 1999, (text,)))


@given(st.sampled_from(range(N)))
def test_every_item_is_found_by_its_own_title_and_year(number: int) -> None:
    row = Row((CATALOGUE.titles[number],), CATALOGUE.years[number])
    assert INDEX.find(row) == number
