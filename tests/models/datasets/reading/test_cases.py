"""What is read of files as they come: right values, not only an exit code."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from benchmarks.catalogues.dialects import DIALECTS, write
from benchmarks.catalogues.planted import planted
from models.datasets.reading.folder import Reading, read_data

CASES = Path(__file__).resolve().parents[5] / "shared" / "cases"
WORLD = planted()


@dataclass(frozen=True)
class Expected:
    """Of one input: what a careful person would say that it holds."""

    kind: str = "ratings"
    worst: float = 1.0
    best: float = 5.0
    like: float = 4.0
    liked: float = 0.682
    n_ratings: int = 3693
    n_people: int = 150
    n_items: int = 120
    missing: int = 0
    first: str = "The Hollow River"


CASES_EXPECTED = {
    "anime10_zero": Expected(best=10, like=8, liked=0.557, n_ratings=2939, missing=754),
    "bgg10": Expected(best=10, like=7.5, liked=0.532),
    "column_ratings": Expected(),
    "forty_items_half_rated": Expected(
        liked=0.704, n_ratings=496, n_people=80, n_items=40, first="The Winter Orchard"
    ),
    "genres_comma": Expected(),
    "goodreads_all": Expected(liked=0.677, n_ratings=2561, missing=1132),
    "gz": Expected(),
    "jester": Expected(worst=-10, best=10, like=5, liked=0.486),
    "kuairec": Expected("counts", 0.0022, 4.192, 0.6264, 0.511),
    "latin1": Expected(first="The Hollow River Amélie"),
    "leading_zeros": Expected(),
    "movielens_files": Expected(worst=0.5, liked=0.486),
    "movielens_names": Expected(worst=0.5, liked=0.486),
    "oldest_first": Expected(),
    "orphan_items": Expected(n_ratings=3691),
    "plays_as_rating": Expected("counts", 1, 18640, 167, 0.51),
    "retailrocket": Expected("events", 0, 5, 1, 1.0),
    "same_title_no_year": Expected(first="The Hollow River · k0"),
    "semicolon": Expected(worst=0.5, liked=0.486),
    "survey_same_items": Expected(liked=0.472, n_ratings=1500, n_people=60),
    "tiny20": Expected(
        liked=0.663, n_ratings=288, n_people=24, n_items=20, first="The Iron Museum"
    ),
    "utf16": Expected(),
    "words_partial": Expected(),
    "year_na": Expected(),
}


def read(path: Path) -> Reading:
    reading = read_data(path)
    assert reading.dataset is not None, reading.report.troubles
    for file in reading.report.files:  # nothing is lost without a word
        assert file.rows == file.used + sum(left.n for left in file.left)
    return reading


@pytest.mark.parametrize("name", CASES_EXPECTED)
def test_inputs_in_the_shape_of_real_exports(name: str) -> None:
    if not (CASES / name).is_dir():
        pytest.skip(f"{CASES} is not on this machine; the same kinds are generated below")
    expected, reading = CASES_EXPECTED[name], read(CASES / name)
    report, dataset = reading.report, reading.dataset
    assert dataset is not None and report.ratings is not None
    ratings = report.ratings
    assert ratings.kind == expected.kind
    assert (ratings.worst, ratings.best) == pytest.approx((expected.worst, expected.best))
    assert ratings.like == pytest.approx(expected.like)
    assert ratings.liked_share == pytest.approx(expected.liked, abs=0.001)
    assert sum(n for _, n in ratings.missing) == expected.missing
    shape = dataset.interactions.ratings.shape
    assert shape == (expected.n_people, expected.n_items)
    assert dataset.interactions.ratings.nnz == report.n_ratings == expected.n_ratings
    assert dataset.liked.nnz == pytest.approx(expected.liked * expected.n_ratings, abs=3)
    assert dataset.catalogue.titles[0] == expected.first
    assert report.usable


def test_every_input_there_has_an_expectation() -> None:
    if not CASES.is_dir():
        pytest.skip(f"{CASES} is not on this machine")
    assert {path.name for path in CASES.iterdir()} == set(CASES_EXPECTED)


def test_the_newest_row_wins_and_years_genres_and_titles_are_read() -> None:
    if not CASES.is_dir():
        pytest.skip(f"{CASES} is not on this machine")
    renewed, once = read(CASES / "oldest_first").dataset, read(CASES / "column_ratings").dataset
    assert renewed is not None and once is not None
    order = [renewed.interactions.users.index(user) for user in once.interactions.users]
    np.testing.assert_array_equal(
        renewed.interactions.ratings[order].toarray(), once.interactions.ratings.toarray()
    )
    for name in ("genres_comma", "movielens_files", "utf16"):
        dataset = read(CASES / name).dataset
        assert dataset is not None
        assert dataset.catalogue.genres[0] == ("Romance", "Sci-Fi")
        assert dataset.catalogue.years[:2] == (1989, 1991)
    missing = read(CASES / "year_na").dataset
    assert missing is not None and missing.catalogue.years[:2] == (0, 1991)
    words = read(CASES / "words_partial").dataset
    assert words is not None and (words.words.item, words.words.use) == ("game", "watch")
    orphans = read(CASES / "orphan_items").report
    assert (orphans.n_orphans, orphans.orphans) == (2, ("gone-17", "gone-18"))
    zeros = read(CASES / "leading_zeros").report
    assert re.match(r"(\d+) would match 00\1 .* 120 keys", zeros.repair)


@pytest.mark.parametrize("name", DIALECTS)
def test_generated_files_of_the_same_kinds(name: str, tmp_path: Path) -> None:
    reading = read(write(tmp_path / "world", DIALECTS[name](WORLD)))
    dataset, clean = reading.dataset, WORLD.stars >= 4
    assert dataset is not None and reading.report.ratings is not None
    n_zeros = sum(n for _, n in reading.report.ratings.missing)
    assert dataset.interactions.ratings.nnz + n_zeros == len(clean)
    assert dataset.interactions.ratings.shape == (150, 120)
    if name == "events":  # the stronger ones are too rare, so whatever was taken up is a like
        assert reading.report.ratings.liked_share == 1.0
        assert sorted(set(dataset.interactions.ratings.data)) == pytest.approx([1.8, 3.4])
        return
    assert 0.35 < reading.report.ratings.liked_share < 0.75
    liked = dataset.liked.toarray() > 0
    keys = {key: number for number, key in enumerate(dataset.catalogue.titles)}
    rows = [
        (dataset.interactions.users.index(f"u{u}"), keys[f"The Film {i}"])
        for u, i in zip(WORLD.people, WORLD.items, strict=True)
    ]
    found = np.array([liked[row] for row in rows])
    assert WORLD.felt[found].mean() > WORLD.felt[~found].mean() + 0.7
