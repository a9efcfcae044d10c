import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.datasets.catalogue import Dataset
from models.datasets.errors import DatasetError
from models.datasets.grouplens import EDITIONS, edition_of, find_edition, load_edition, read_edition
from models.datasets.rating_files import Layout, read_ratings
from models.datasets.registry import load_dataset

FILMS = [(3 * n + 1, f"Misérable {n}, Le (19{n + 10})", ("Comedy", "War")) for n in range(30)]
RATINGS = [
    (user, FILMS[n][0], 1.0 + (user + n) % 5)
    for user in (900, 7, 12)  # the oldest edition is not in order
    for n in range(30)
    if (user + n) % 7
]
NEXT = len(RATINGS) + 2  # the line behind them, where the first is a header


def written(folder: Path, layout: Layout, films: str = "", ratings: str = "") -> Path:
    """The small world in the words of an edition, with more lines behind it."""
    folder.mkdir(parents=True)
    part = layout.separator
    lines = [part.join((str(user), str(film), f"{stars:g}", "97")) for user, film, stars in RATINGS]
    rows = []
    for number, title, genres in FILMS:
        flags = [str(int(flag in genres)) for flag in layout.flags]
        labels = ["1-Jan-1995", "", "http://a.b/"] + flags if flags else ["|".join(genres)]
        rows.append(part.join((str(number), f'"{title}"' if part == "," else title, *labels)))
    if layout.header:
        lines.insert(0, "userId,movieId,rating,timestamp")
        rows.insert(0, "movieId,title,genres")
    for file, text, more in ((layout.ratings, lines, ratings), (layout.films, rows, films)):
        (folder / file).write_text("\n".join(text) + "\n" + more, layout.encoding)
    return folder


def zipped(folder: Path, top: str = "") -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{top}{file.name}")
    return path


def read(name: str, source: Path) -> Dataset:
    return read_edition(name, replace(EDITIONS[name], n_ratings=None), source)


@pytest.mark.parametrize("name", EDITIONS)
def test_every_edition_is_read_from_a_folder_and_from_an_archive(name: str, tmp_path: Path) -> None:
    folder = written(tmp_path / name, EDITIONS[name].layout)
    expected = {(str(user), f"{name}:{film}"): stars for user, film, stars in RATINGS}
    for source in (folder, zipped(folder), zipped(folder, top="some folder/")):
        dataset = read(name, source)
        ratings = dataset.interactions.ratings.tocoo()
        keys, users = dataset.catalogue.keys, dataset.interactions.users
        cells = zip(ratings.row, ratings.col, ratings.data, strict=True)
        assert {(users[u], keys[i]): float(stars) for u, i, stars in cells} == expected
        third = dataset.catalogue.numbers[f"{name}:7"]
        assert dataset.catalogue.titles[third] == "Le Misérable 2"
        assert dataset.catalogue.years[third] == 1912
        assert dataset.catalogue.genres[third] == ("Comedy", "War")
        assert "GroupLens" in dataset.notice


def test_ratings_need_twelve_bytes_until_they_are_indexed(tmp_path: Path) -> None:
    layout = EDITIONS["ml-20m"].layout
    columns = read_ratings(written(tmp_path / "ml-20m", layout), layout, block_size=7)
    assert [column.dtype for column in columns] == [np.int32, np.int32, np.float32]
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == RATINGS


def test_half_stars_are_kept_exactly_and_in_half_the_memory(tmp_path: Path) -> None:
    layout = EDITIONS["ml-10m"].layout
    folder = written(tmp_path / "ml-10m", layout, ratings="13::1::0.5::97\n13::4::3.5::97\n")
    ratings = read("ml-10m", folder).interactions.ratings
    assert ratings.dtype == np.float32
    assert ratings[2].data.tolist() == [0.5, 3.5]  # people are in the order of their numbers


def test_a_film_without_year_or_genre_is_kept_and_one_nobody_rated_is_not(tmp_path: Path) -> None:
    layout = EDITIONS["ml-20m"].layout
    films = "500,Cosmos,(no genres listed)\n501,Nobody's (2001),War\n502,Long (1995-),War\n"
    folder = written(tmp_path / "ml-20m", layout, films, "5,500,4.0,97\n5,502,4.0,97\n")
    catalogue = read("ml-20m", folder).catalogue
    cosmos, long = catalogue.numbers["ml-20m:500"], catalogue.numbers["ml-20m:502"]
    assert catalogue.years[cosmos] == 0 and catalogue.genres[cosmos] == ()
    assert (catalogue.titles[long], catalogue.years[long]) == ("Long", 1995)
    assert "ml-20m:501" not in catalogue.numbers


def test_links_are_read_where_the_edition_has_them(tmp_path: Path) -> None:
    folder = written(tmp_path / "ml-20m", EDITIONS["ml-20m"].layout)
    lines = ["movieId,imdbId,tmdbId", "1,0114709,862", "4,0133093,", "7,unknown,31357", "10", ""]
    (folder / "links.csv").write_text("\n".join(lines))
    for source in (folder, zipped(folder), zipped(folder, top="ml-20m/")):
        catalogue = read("ml-20m", source).catalogue
        found = [
            (catalogue.imdb[item], catalogue.tmdb[item])
            for item in (catalogue.numbers[f"ml-20m:{film}"] for film in (1, 4, 7, 10))
        ]
        assert found == [("tt0114709", "862"), ("tt0133093", ""), ("", "31357"), ("", "")]


@pytest.mark.parametrize(
    ("films", "ratings", "complaint"),
    [
        ("", "5,1,0.0,97\n", rf"line {NEXT}: expected a rating from 0.5 to 5, got 0"),
        ("", "5,1,,97\n", rf"line {NEXT}: expected a rating from 0.5 to 5, got nan"),
        ("", "5,1,45.0,97\n", rf"line {NEXT}: .* got 45"),
        ("", "5,one,4.0,97\n", r"lines from 2: expected user, film and rating.*'one'"),
        ("", "5000000000,1,4.0,97\n", r"lines from 2: expected user, film and rating"),
        ("", "5,1.5,4.0,97\n", r"lines from 2: expected user, film and rating"),
        ("", "5,2,4.0,97\n", r"film 2 is rated but not in movies.csv"),
        ("", "7,4,4.0,97\n", r"1 ratings are of a film that the same person has rated already"),
        ("2,Short\n", "", r"movies.csv, line 32: expected number, title and genres .* '2,Short'"),
        ("two,Word (1999),War\n", "", r"movies.csv, line 32: expected number"),
    ],
)
def test_a_wrong_line_is_refused_and_named(
    films: str, ratings: str, complaint: str, tmp_path: Path
) -> None:
    folder = written(tmp_path / "ml-20m", EDITIONS["ml-20m"].layout, films, ratings)
    with pytest.raises(DatasetError, match=complaint):
        read("ml-20m", folder)


def test_an_edition_of_another_size_than_published_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path / "ml-1m", EDITIONS["ml-1m"].layout)
    complaint = rf"expected the 1,000,209 ratings of ml-1m, got {len(RATINGS)}"
    with pytest.raises(DatasetError, match=complaint):
        load_edition("ml-1m", folder)


def test_other_columns_in_the_header_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path / "ml-20m", EDITIONS["ml-20m"].layout)
    (folder / "ratings.csv").write_text("movieId,userId,rating\n1,2,3\n")
    with pytest.raises(DatasetError, match="expected the columns userId, movieId, rating"):
        read("ml-20m", folder)


def test_damaged_archives_are_refused(tmp_path: Path) -> None:
    path = zipped(written(tmp_path / "ml-1m", EDITIONS["ml-1m"].layout))
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("ratings.dat").header_offset + 60
    for damaged in (
        whole[: len(whole) // 2],
        b"",
        whole[:start] + b"\0" * 40 + whole[start + 40 :],
    ):
        path.write_bytes(damaged)
        with pytest.raises(DatasetError, match=r"ml-1m.zip.*damaged or cut off.*fetch it again"):
            read("ml-1m", path)


def test_an_archive_or_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ml-1m").mkdir()
    (tmp_path / "ml-1m" / "ratings.csv").write_text("of another edition")
    with pytest.raises(DatasetError, match=r"expected the file movies\.dat in it"):
        read("ml-1m", tmp_path / "ml-1m")
    with pytest.raises(DatasetError, match=r"expected one file movies\.dat in it, got 0"):
        read("ml-1m", zipped(tmp_path / "ml-1m"))


def test_a_name_on_the_command_line_may_be_an_archive_or_a_folder(tmp_path: Path) -> None:
    name = "ml-latest-small"
    folder = written(tmp_path / name, EDITIONS[name].layout)
    for path in (folder, zipped(folder)):
        assert load_dataset(str(path)).interactions.ratings.nnz == len(RATINGS)
    (folder / "items.csv").write_text("key,title\n")  # now it is a folder of somebody's own
    with pytest.raises(DatasetError, match="the catalogue is empty"):
        load_dataset(str(folder))


def test_editions_are_found_under_the_names_they_are_unpacked_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_DATA", str(tmp_path))
    monkeypatch.setenv("TENFOLD_CACHE", str(tmp_path / "cache"))
    assert find_edition("ml-10m") is None
    folder = written(tmp_path / "ml-10M100K", EDITIONS["ml-10m"].layout)
    assert find_edition("ml-10m") == folder
    assert edition_of(folder) == "ml-10m"
    (tmp_path / "ml-10m.zip").write_bytes(b"an archive")
    assert find_edition("ml-10m") == tmp_path / "ml-10m.zip"
    assert edition_of(tmp_path / "photos.zip") is None
