"""Filters are those by which a catalogue's items differ, and an unknown value fits none."""

from dataclasses import replace

import numpy as np
import pytest

from models.datasets.catalogue import Catalogue
from pages.components.picks.facets import MOST_DECADES, Facet, facets

N = 30
CATALOGUE = Catalogue(
    keys=tuple(f"k{n}" for n in range(N)),
    titles=tuple(f"T{n}" for n in range(N)),
    years=tuple(0 if n == 0 else 1970 + n for n in range(N)),
    genres=tuple((("Drama",), ("Comedy", "War"), ())[n % 3] for n in range(N)),
    images=("",) * N,
    descriptions=("",) * N,
    durations=tuple(0 if n == 1 else 60 + 4 * n for n in range(N)),
    languages=tuple(("en", "eng", "de-AT", "")[n % 4] for n in range(N)),
)


def of(catalogue: Catalogue) -> dict[str, Facet]:
    return {facet.key: facet for facet in facets(catalogue)}


def test_every_column_that_differs_is_a_filter() -> None:
    found = of(CATALOGUE)
    assert list(found) == ["genres", "decades", "lengths", "languages_spoken"]
    labels = {
        key: [facet.label(option) for option in facet.options] for key, facet in found.items()
    }
    assert labels == {
        "genres": ["Comedy", "Drama", "War"],
        "decades": ["1970s", "1980s", "1990s"],
        "lengths": ["up to 1 h 40 min", "1 h 40 min to 2 h 20 min", "over 2 h 20 min"],
        "languages_spoken": ["English", "German"],
    }


def test_options_choose_the_items_that_have_one_of_them() -> None:
    found = of(CATALOGUE)
    decades, lengths = found["decades"], found["lengths"]
    assert np.flatnonzero(decades.fits(decades.options[:1])).tolist() == list(range(1, 10))
    assert np.flatnonzero(decades.fits(decades.options)).tolist() == list(range(1, N))
    minutes = np.array(CATALOGUE.durations)
    assert np.array_equal(lengths.fits(lengths.options[:1]), (minutes > 0) & (minutes <= 100))
    assert np.array_equal(lengths.fits(lengths.options[2:]), minutes > 140)
    assert np.array_equal(lengths.fits(lengths.options), minutes > 0)
    assert found["genres"].fits(["Drama", "War"]).sum() == 20
    assert found["languages_spoken"].fits(["en"]).sum() == 16
    assert not found["genres"].fits([]).any()


def test_a_column_that_says_the_same_of_all_or_nothing_is_none() -> None:
    blank = replace(
        CATALOGUE,
        years=(1999,) * N,
        durations=(90,) * N,
        languages=("en",) * (N - 1) + ("",),
        genres=((),) * N,
    )
    assert facets(blank) == ()


@pytest.mark.parametrize("first", [1890, 1700, -800])
def test_early_decades_are_one_choice(first: int) -> None:
    years = tuple(int(year) for year in np.linspace(first, 2019, N))
    decades = of(replace(CATALOGUE, years=years))["decades"]
    assert len(decades.options) == MOST_DECADES
    second = decades.options[1][0]
    assert decades.label(decades.options[0]) == f"before {second:.0f}"
    assert decades.fits(decades.options).all()
    early = np.array(years) < second
    assert np.array_equal(decades.fits(decades.options[:1]), early) and early.any()
