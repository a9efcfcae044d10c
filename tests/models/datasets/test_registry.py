import hashlib
import json
import logging
import re
from pathlib import Path

import numpy as np
import pytest

from models.datasets.catalogue import Dataset
from models.datasets.errors import DatasetError
from models.datasets.goodbooks import genres_of
from models.datasets.grouplens import EDITIONS, find_edition
from models.datasets.movielens import require_sha256
from models.datasets.registry import DATASETS, load_dataset
from models.datasets.titles import readable_title

ITEMS = "key,title,year,genres\n" + "".join(f"k{i},Item {i},19{i:02},A|B\n" for i in range(25))
INTERACTIONS = "user,item,rating\n" + "".join(
    f"u{u},k{i},{1 + (u + i) % 5}\n" for u in range(5) for i in range(25)
)


def folder(tmp_path: Path, items: str | bytes = ITEMS, interactions: str = INTERACTIONS) -> str:
    target = tmp_path / "books"
    target.mkdir()
    (target / "items.csv").write_bytes(items if isinstance(items, bytes) else items.encode())
    (target / "interactions.csv").write_text(interactions)
    return str(target)


def test_the_embedded_films_are_readable_and_complete(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        dataset = load_dataset("movielens")
    catalogue = dataset.catalogue
    assert "7 rows without title or year dropped" in caplog.text
    assert dataset.interactions.ratings.shape == (671, 9061)
    assert dataset.interactions.ratings.nnz == 100_004 - 7
    matrix = catalogue.numbers["movielens:2571"]
    assert (catalogue.titles[matrix], catalogue.years[matrix]) == ("The Matrix", 1999)
    assert "Sci-Fi" in catalogue.genres[matrix]
    assert not any("no genres" in genre for genres in catalogue.genres for genre in genres)
    assert min(catalogue.years) > 1890


def present(name: str) -> Dataset:
    """The data set, or a skipped test where a set outside the project is absent."""
    if name in EDITIONS and find_edition(name) is None:
        pytest.skip(f"{name} is not on this machine, and a test downloads nothing")
    try:
        return load_dataset(name)
    except DatasetError as error:
        if name != "goodbooks" or "no such file" not in str(error):
            raise
        pytest.skip(str(error))


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_has_ratings_and_likes(name: str) -> None:
    dataset = present(name)
    assert dataset.name == name
    assert all(key.startswith(f"{name}:") for key in dataset.catalogue.keys)
    assert all(title == title.strip() != "" for title in dataset.catalogue.titles)
    assert dataset.interactions.ratings.data.min() > 0.0
    assert 0 < dataset.liked.nnz <= dataset.interactions.ratings.nnz
    assert (np.diff(dataset.people_with_history(5).indptr) >= 5).all()


@pytest.mark.parametrize("name", ["movielens", "ml-latest-small"])
def test_no_film_keeps_an_article_or_a_year_behind_its_title(name: str) -> None:
    titles = present(name).catalogue.titles
    assert [
        title for title in titles if re.search(r", (The|A|An|Les|Le|La|L'|Il)($|\)| \()", title)
    ] == []
    assert [title for title in titles if re.search(r"\(\d{4}\)$", title)] == []
    assert [title for title in titles if readable_title(title) != title] == []


def test_ml_latest_small_is_the_published_edition() -> None:
    dataset = present("ml-latest-small")
    # 100,836 ratings of 9,724 of its 9,742 films by 610 people
    assert dataset.interactions.ratings.shape == (610, 9_724)
    assert dataset.interactions.ratings.nnz == 100_836
    likers = dataset.people_with_history(5)
    assert (likers >= 4).shape[0] == 603 and (likers >= 4).nnz == 48_562
    toy_story = dataset.catalogue.numbers["ml-latest-small:1"]
    assert (dataset.catalogue.titles[toy_story], dataset.catalogue.years[toy_story]) == (
        "Toy Story",
        1995,
    )


def test_goodbooks_is_the_published_sample() -> None:
    dataset = present("goodbooks")
    assert dataset.interactions.ratings.shape == (2_672, 9_990)
    assert dataset.interactions.ratings.nnz == 298_176
    likers = dataset.people_with_history(5)
    assert (likers >= 4).shape[0] == 2_669 and (likers >= 4).nnz == 203_695
    odyssey = dataset.catalogue.titles.index("The Odyssey")
    assert dataset.catalogue.years[odyssey] == -720
    assert "Classics" in dataset.catalogue.genres[odyssey]
    assert dataset.catalogue.descriptions[odyssey].startswith("by Homer")
    assert dataset.words.use == "read"
    without = sum(not genres for genres in dataset.catalogue.genres)
    assert without < 0.02 * len(dataset.catalogue)


def test_shelves_of_readers_become_genres() -> None:
    assert genres_of("ya,romance,ya-books,fantasy,to-read") == ("Fantasy", "Young adult", "Romance")
    assert genres_of("") == ()


def test_a_file_of_pickles_that_was_not_checked_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.pkl"
    path.write_bytes(b"looked at")
    digest = hashlib.sha256(b"looked at").hexdigest()
    require_sha256(path, digest)
    path.write_bytes(b"looked At")
    with pytest.raises(DatasetError, match=r"table.pkl is not the file .* make env"):
        require_sha256(path, digest)
    with pytest.raises(DatasetError, match="got no such file"):
        require_sha256(tmp_path / "gone.pkl", digest)


def test_a_data_set_outside_the_project_says_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_DATA", str(tmp_path))
    with pytest.raises(DatasetError, match=r"no such file.*set TENFOLD_DATA") as refusal:
        load_dataset("goodbooks")
    assert str(tmp_path) in str(refusal.value)


def test_a_folder_may_say_what_its_items_are_called(tmp_path: Path) -> None:
    place = Path(folder(tmp_path))
    assert load_dataset(str(place)).words.use == "watch"
    words = {"item": "wine", "items": "wines", "use": "drink", "unknown": "Never tried"}
    (place / "words.json").write_text(json.dumps(words))
    assert vars(load_dataset(str(place)).words) == words
    (place / "words.json").write_text('{"item": "wine"}')
    assert load_dataset(str(place)).words.items == "wines"
    for wrong in ("{", "[]", '{"itme": "wine"}', json.dumps(words | {"use": 3})):
        (place / "words.json").write_text(wrong)
        with pytest.raises(DatasetError, match=r"words\.json"):
            load_dataset(str(place))


def test_a_folder_becomes_a_data_set(tmp_path: Path) -> None:
    dataset = load_dataset(folder(tmp_path))
    assert dataset.name == "books"
    assert dataset.catalogue.titles[3] == "Item 3"
    assert dataset.catalogue.genres[3] == ("A", "B")
    assert dataset.interactions.ratings[2, 3] == 1.0


def test_without_ratings_every_interaction_is_a_like(tmp_path: Path) -> None:
    lines = "user,item\n" + "".join(f"u{i % 3},k{i}\n" for i in range(25))
    dataset = load_dataset(folder(tmp_path, interactions=lines))
    assert dataset.liked.nnz == 25


@pytest.mark.parametrize(
    ("items", "interactions", "message"),
    [
        ("key,title\n", INTERACTIONS, "items.csv: the catalogue is empty"),
        ("key,name\nk0,x\n", INTERACTIONS, "1 items were rated by anybody; at least 20"),
        ("sku number,colour\nk0,x\n", "when,where\n1,2\n", "no table has a column of people"),
        (ITEMS, "user,item\n", "there are no interactions"),
        (ITEMS, "user,item\nu0,k1\nu0,k2\n", "at least 20 are needed"),
        (ITEMS, INTERACTIONS + "u0,k7,good\n" * 9, "9 of 134 rows cannot be read"),
        (ITEMS + "k99,New\n" * 9, INTERACTIONS, "9 of 34 rows cannot be read"),
        (ITEMS, INTERACTIONS.replace("rating", "raitng"), "did you mean rating?"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, items: str | bytes, interactions: str, message: str
) -> None:
    with pytest.raises(DatasetError) as refusal:
        load_dataset(folder(tmp_path, items, interactions))
    assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("items", "interactions", "n_ratings"),
    [
        (ITEMS + "k3,Again,1999,A\n", INTERACTIONS, 125),  # a key twice
        (ITEMS + "k99,,1999,A\n", INTERACTIONS, 125),  # no title
        (ITEMS + "k99,New,soon,A\n", INTERACTIONS, 125),  # no year
        (ITEMS + "k99,New,1e300,A\n", INTERACTIONS, 125),
        (ITEMS + "k99,New\n", INTERACTIONS, 125),  # a value too few
        (ITEMS.encode() + b"k99,\xff\xfe,1999,A\n", INTERACTIONS, 125),  # no UTF-8
        (ITEMS, INTERACTIONS + "u0,k77,3\n", 125),  # an orphan
        (ITEMS, INTERACTIONS + "u5,k7,good\n", 125),  # no number
        (ITEMS, INTERACTIONS + "u5,k7,nan\n", 125),
        (ITEMS, INTERACTIONS + "u5,k7,-1\n", 125),  # not rated
        (ITEMS + 'k99,"New,1999,A\n\n\n', INTERACTIONS, 125),  # a quotation mark left open
        (ITEMS, INTERACTIONS + "u5,k7,4\n", 126),
    ],
)
def test_a_few_odd_rows_are_left_out(
    tmp_path: Path, items: str | bytes, interactions: str, n_ratings: int
) -> None:
    dataset = load_dataset(folder(tmp_path, items, interactions))
    assert dataset.interactions.ratings.nnz == n_ratings
    assert dataset.catalogue.titles[3] == "Item 3"


def test_only_addresses_of_the_web_are_addresses(tmp_path: Path) -> None:
    items = "key,title,image_url,link\n" + "".join(
        f"k{i},Item {i},javascript:alert({i}),data:text/html;x\n" for i in range(25)
    )
    catalogue = load_dataset(folder(tmp_path, items)).catalogue
    assert set(catalogue.images) == set(catalogue.links) == {""}


def test_an_empty_folder_is_refused_with_the_format(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"no table in it. A data set is a folder"):
        load_dataset(str(tmp_path))


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(DatasetError, match="Known are movielens"):
        load_dataset("no such thing")


def test_a_table_saved_with_gaps_and_another_systems_line_ends_is_read(tmp_path: Path) -> None:
    items = "key,title,year,image_url\n" + "".join(
        f'k{i},"Item\n{i}",{"1999.0" if i % 2 else ""},{"HTTPS://a.b/c.png" if i == 3 else ""}\n'
        for i in range(25)
    )
    target = folder(tmp_path, b"\xef\xbb\xbf" + items.replace("\n", "\r\n").encode())
    catalogue = load_dataset(target).catalogue
    assert catalogue.years[:2] == (0, 1999)
    assert catalogue.images[2:4] == ("", "HTTPS://a.b/c.png")
