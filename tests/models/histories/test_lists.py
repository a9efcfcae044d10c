"""Lists to take home."""

import csv
import io
import json

import pytest

from models.datasets.catalogue import Catalogue
from models.histories.lists import ListedItem, imdb_csv, letterboxd_csv, to_json

CATALOGUE = Catalogue(
    ("m:1", "m:2", "m:3"),
    ("Heat", '=HYPERLINK("http://evil")', "Ümlaut, a \"film\""),
    (1995, 0, 2001),
    (("Crime", "Drama"), (), ()),
    ("",) * 3,
    ("",) * 3,
    imdb=("tt0113277", "", ""),
    tmdb=("949", "", ""),
    durations=(170, 0, 0),
)  # fmt: skip
ITEMS = [ListedItem(2, "saved"), ListedItem(0, "recommended"), ListedItem(1, "recommended")]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_letterboxd_list_has_titles_years_and_ids() -> None:
    rows = rows_of(letterboxd_csv(CATALOGUE, ITEMS))
    assert [row["Title"] for row in rows][:2] == ['Ümlaut, a "film"', "Heat"]
    assert rows[1]["imdbID"] == "tt0113277" and rows[1]["tmdbID"] == "949"
    assert [row["Year"] for row in rows] == ["2001", "1995", ""]
    assert [row["Position"] for row in rows] == ["1", "2", "3"]


def test_an_imdb_list_has_its_columns() -> None:
    (_, heat, other) = rows_of(imdb_csv(CATALOGUE, ITEMS))
    assert heat["Const"] == "tt0113277" and heat["Genres"] == "Crime, Drama"
    assert heat["Runtime (mins)"] == "170" and other["Const"] == "m:2"


@pytest.mark.parametrize("write", [letterboxd_csv, imdb_csv])
def test_no_cell_is_a_formula(write) -> None:
    for row in rows_of(write(CATALOGUE, ITEMS)):
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_json_leaves_out_what_is_unknown() -> None:
    record = json.loads(to_json(CATALOGUE, ITEMS))
    assert record["format"] == "tenfold-list-1"
    assert [item["title"] for item in record["items"]] == [CATALOGUE.titles[n] for n in (2, 0, 1)]
    assert record["items"][2] == {
        "rank": 3, "why": "recommended", "key": "m:2", "title": CATALOGUE.titles[1]
    }  # fmt: skip
