"""Exports of well-known places, made here, become histories; garbage becomes one word of why."""

import gzip
import io
import random
import zipfile
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.datasets.catalogue import Catalogue
from models.histories import uploads
from models.histories.history import BroughtHistory, read_history
from models.histories.rows import MOST_ROWS
from models.histories.titles import TitleIndex
from models.histories.uploads import MOST_BYTES, MOST_UNPACKED, UploadError

N = 60
KEYS = tuple(f"movielens:{n}" for n in range(N))
CATALOGUE = Catalogue(
    KEYS,
    tuple(f"Film Number {n}" for n in range(N)),
    tuple(1950 + n for n in range(N)),
    ((),) * N,
    ("",) * N,
    ("",) * N,
    imdb=tuple(f"tt{1_000_000 + n}" for n in range(N)),
)
INDEX = TitleIndex(CATALOGUE)
KINDS = {"large", "damaged", "nested", "empty", "unknown", "people"}
STARS = {n: (5.0, 4.0, 3.0, 1.5)[n % 4] for n in range(24)}
LIKED = {KEYS[n] for n, stars in STARS.items() if stars >= 4.0}
DISLIKED = {KEYS[n] for n, stars in STARS.items() if stars < 2.75}
SEEN = {KEYS[n] for n in STARS} - LIKED - DISLIKED


def zipped(**members: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return packed.getvalue()


def letterboxd(head: str, rows: list[str]) -> str:
    return "\n".join([f"Date,Name,Year,Letterboxd URI{head}", *rows])


def letterboxd_zip() -> bytes:
    film = "2024-05-01,Film Number {0},{1},https://boxd.it/{0}"
    films = {n: film.format(n, 1950 + n) for n in range(N)}
    rated = [f"{films[n]},{stars:g}" for n, stars in STARS.items()]
    members = {
        "ratings.csv": letterboxd(",Rating", [*rated, "2024-05-01,Lost Film,1931,x,5"]),
        "watched.csv": letterboxd("", [films[n] for n in range(30)]),
        "watchlist.csv": letterboxd("", [films[n] for n in range(30, 40)]),
        "likes/films.csv": letterboxd("", [films[2], films[40]]),
        "likes/reviews.csv": letterboxd("", [films[41]]),
        "deleted/diary.csv": letterboxd("", [films[42]]),
        "lists/summer.csv": "Letterboxd list export v7\n",
        "profile.csv": "Date Joined,Username\n2020-01-01,somebody\n",
    }
    return zipped(**members)


def test_a_letterboxd_export() -> None:
    found = read_history("letterboxd.zip", letterboxd_zip(), INDEX)
    assert found.place == "Letterboxd"
    assert set(found.liked) == LIKED | {KEYS[2], KEYS[40]}, "rated 4 or more, or liked"
    assert set(found.disliked) == DISLIKED
    assert set(found.seen) == (SEEN | {KEYS[n] for n in range(24, 30)}) - {KEYS[2]}
    assert found.missing == ("Lost Film (1931)",)
    assert (found.like, found.best) == (4.0, 5.0)
    assert found.n_items == found.n_found + 1


def test_an_imdb_export() -> None:
    head = (
        "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,"
        "Runtime (mins),Year,Genres,Num Votes,Release Date,Directors"
    )
    rows = [
        f"tt{1_000_000 + n},{round(2 * stars)},2024-05-01,Ein anderer Titel {n},x,u,Movie,7.1,99,"
        f'{1950 + n},"Drama, War",9,2000-01-01,D'
        for n, stars in STARS.items()
    ]
    found = read_history("ratings.csv", "\n".join([head, *rows]).encode("cp1252"), INDEX)
    assert found.place == "IMDb" and found.best == 10.0
    assert set(found.liked) == LIKED and set(found.disliked) == DISLIKED


def test_a_movielens_export_by_ids_alone() -> None:
    rows = [f"7,{n},{stars:g},1700000000" for n, stars in STARS.items()]
    text = "\n".join(["userId,movieId,rating,timestamp", *rows])
    found = read_history("ratings.csv", text.encode(), INDEX)
    assert set(found.liked) == LIKED and set(found.disliked) == DISLIKED
    with pytest.raises(UploadError, match="people"):
        read_history("ratings.csv", f"{text}\n8,3,4,1700000000".encode(), INDEX)


def test_a_goodreads_export_leaves_out_what_is_to_be_read() -> None:
    head = (
        "Book Id,Title,Author,My Rating,Average Rating,Original Publication Year,Date Read,"
        "Exclusive Shelf"
    )
    rows = [f"99{n},Film Number {n},A,{stars:.0f},3.9,{1950 + n},2024/01/02,read"
            for n, stars in STARS.items()]  # fmt: skip
    rows += ["5,Film Number 50,A,0,3.9,2000,,to-read", "6,Film Number 51,A,0,3.9,2001,,read"]
    found = read_history("goodreads.csv", "\n".join([head, *rows]).encode(), INDEX)
    assert found.place == "Goodreads"
    assert set(found.liked) == LIKED
    assert KEYS[51] in found.seen and KEYS[50] not in found.seen


def test_a_viewing_history_has_no_ratings_so_that_all_is_liked() -> None:
    film, show = '"Film Number 3"', '"A Show: Season 1: Pilot"'
    text = f"Title,Date\n{film},1/2/24\n{film},1/3/24\n{show},1/3/24\n"
    found = read_history("NetflixViewingHistory.csv", text.encode(), INDEX)
    assert found.liked == (KEYS[3],) and found.missing == ("A Show",)
    assert found.like is None and found.place == "Netflix viewing history"


@pytest.mark.parametrize(
    "episodes",
    [
        ("Film Number 7: Season 1: Pilot", "Film Number 7: Season 2: Two: Again"),
        ("Film Number 7: Staffel 1: Folge 1", "Film Number 7: Staffel 1: Folge 2"),
        ("Film Number 7: Limited Series: One", "Film Number 7: Limited Series: Two"),
        ("Film Number 7: Film Number 7 3: One", "Film Number 7: Film Number 7 3: Two"),
        ("Film Number 7: Temporada 1: Uno",),
    ],
)
def test_a_series_counts_once_whatever_its_episodes_are_called(episodes: tuple[str, ...]) -> None:
    rows = [f'"{title}",{n + 1}/2/24' for n, title in enumerate(episodes)]
    data = "\n".join(["Title,Date", *rows, "Film Number 3,5/2/24"]).encode()
    found = read_history("history.csv", data, INDEX)
    assert set(found.liked) == {KEYS[7], KEYS[3]} and found.missing == ()
    of_films = TitleIndex(CATALOGUE, has_series=False)
    found = read_history("history.csv", data, of_films)
    assert found.liked == (KEYS[3],) and found.missing == ("Film Number 7",)
    assert (found.n_found, found.n_items) == (1, 2)


@pytest.mark.parametrize(
    "film", ["Mission: Impossible", "Star Wars: Episode IV: A New Hope", "Kill Bill: Vol. 1"]
)
def test_a_film_with_colons_is_no_series(film: str) -> None:
    catalogue = replace(CATALOGUE, titles=(film, *CATALOGUE.titles[1:]))
    index = TitleIndex(catalogue, has_series=False)
    found = read_history("history.csv", f'Title,Date\n"{film}",1/2/24\n'.encode(), index)
    assert found.liked == (KEYS[0],)


ACTIVITY = (
    "Start Time,Duration,Attributes,Title,Supplemental Video Type,Device Type,Bookmark,Country"
)


def activity(title: str, watched: str, aside: str = "") -> str:
    return f'2024-03-01 20:15:00,{watched},,"{title}",{aside},TV,{watched},DE'


def test_what_was_hardly_watched_is_seen_and_a_trailer_is_nothing() -> None:
    rows = [
        activity("Film Number 1", "01:36:12"),
        activity("Film Number 2", "00:04:00"),
        activity("Film Number 4", "00:06:00"),
        activity("Film Number 4", "00:05:00"),  # gone on with later
        activity("Film Number 5", "00:00:40", "TRAILER"),
        activity("Film Number 6: Season 1: One", "00:07:00"),
        activity("Film Number 6: Season 1: Two", "00:07:00"),
    ]
    found = read_history("ViewingActivity.csv", "\n".join([ACTIVITY, *rows]).encode(), INDEX)
    assert found.place == "Netflix viewing history" and found.missing == ()
    assert set(found.liked) == {KEYS[1], KEYS[4], KEYS[6]} and found.seen == (KEYS[2],)
    short = "Start Time,Duration,Title\n2024-03-01 20:15:00,01:30:00,Film Number 1\n"
    assert read_history("mine.csv", short.encode(), INDEX).liked == (KEYS[1],)


def test_a_viewing_history_of_several_profiles_is_of_several_people() -> None:
    rows = [f"{name},{activity('Film Number 1', '01:36:12')}" for name in ("Ann", "Ben")]
    one, both = ("\n".join([f"Profile Name,{ACTIVITY}", *own]) for own in (rows[:1], rows))
    assert read_history("v.csv", one.encode(), INDEX).liked == (KEYS[1],)
    assert kind_of("v.csv", both.encode()) == "people"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "text",
    [
        "title,rating\nFilm Number 1,5\nFilm Number 2,1\nFilm Number 4,4",
        "Titel;Bewertung\nFilm Number 1;5\nFilm Number 2;1\nFilm Number 4;4",
        "name\tstars\nFilm Number 1\t5\nFilm Number 2\t1\nFilm Number 4\t4,0",
        "Film,My Rating\nFilm Number 1,5\nFilm Number 2,1\nFilm Number 4,4",
        "Film Number 1;5\nFilm Number 2;1\nFilm Number 4;4",  # without a header
    ],
)
def test_two_columns_are_enough(text: str, encoding: str) -> None:
    found = read_history("mine.txt", text.encode(encoding), INDEX)
    assert set(found.liked) == {KEYS[1], KEYS[4]} and found.disliked == (KEYS[2],)


def test_titles_alone_with_any_marks_in_them() -> None:
    text = "Film Number 1 (1951)\nNo, No, Never\nFilm, Number 2\nFilm Number 3\n"
    found = read_history("list.txt", text.encode(), INDEX)
    assert set(found.liked) == {KEYS[1], KEYS[2], KEYS[3]} and found.missing == ("No, No, Never",)


def test_a_compressed_table_is_read_too() -> None:
    data = gzip.compress(b"title,rating\nFilm Number 1,5\nFilm Number 2,1\n")
    assert read_history("mine.csv.gz", data, INDEX).liked == (KEYS[1],)


def outcome(name: str, data: bytes) -> BroughtHistory | str:
    """The history, or the kind of error; anything else is raised."""
    try:
        return read_history(name, data, INDEX)
    except UploadError as error:
        return error.kind


def kind_of(name: str, data: bytes) -> str:
    found = outcome(name, data)
    assert isinstance(found, str)
    return found


def test_bombs_and_nests_are_refused() -> None:
    big = b"title,rating\n" + b"x" * (MOST_UNPACKED + 1)
    bomb = zipped(**{"ratings.csv": big})
    assert len(bomb) < MOST_BYTES
    assert kind_of("bomb.zip", bomb) == "large"
    assert kind_of("bomb.csv.gz", gzip.compress(big)) == "large"
    half = b"title,rating\n" + b"y" * (MOST_UNPACKED // 2)
    assert kind_of("b.zip", zipped(**{f"ratings{n}.csv": half for n in range(3)})) == "large"
    assert kind_of("big.csv", b"x" * (MOST_BYTES + 1)) == "large"
    assert kind_of("many.zip", zipped(**{f"r{n}.csv": "a" for n in range(2_001)})) == "large"
    inner = zipped(**{"ratings.csv": "title,rating\nFilm Number 1,5"})
    assert kind_of("nest.zip", zipped(**{"ratings.csv": inner})) == "nested"
    assert kind_of("nest.zip", zipped(**{"more.zip": inner})) == "nested"
    assert kind_of("nest.gz", gzip.compress(inner)) == "nested"
    assert kind_of("t.csv", b"PAR1....") == "nested"


def test_a_size_that_the_archive_lies_about_is_not_believed() -> None:
    bomb = bytearray(zipped(**{"ratings.csv": b"x" * (MOST_UNPACKED + 1)}))
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (10).to_bytes(4, "little")  # its unpacked size
    assert kind_of("lie.zip", bytes(bomb)) in {"large", "damaged"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (zipped(), "empty"),
        (zipped(**{"picture.png": b"x"}), "empty"),
        (letterboxd_zip()[:300], "damaged"),
        (b"\x1f\x8bnothing", "damaged"),
        (b"1,2\n3,4\n", "unknown"),
    ],
)
def test_what_is_no_table_says_so(data: bytes, kind: str) -> None:
    assert kind_of("x.csv", data) == kind


def test_rows_are_bounded() -> None:
    rows = "\n".join(f"T{n},3" for n in range(MOST_ROWS + 50))
    found = read_history("x.csv", f"title,rating\n{rows}".encode(), INDEX)
    assert len(found.missing) == MOST_ROWS


SEEDS = [
    letterboxd_zip(),
    gzip.compress(b"title,rating\nFilm Number 1,5\n"),
    b"title,rating\nFilm Number 1,5\nFilm Number 2,1\n",
    "Titel;Bewertung\nÄ;5\n".encode("utf-16"),
]


@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
@example(b'"\n' * 50)
@example(b"sep=\n")
@example(b"title\x00,rating\nx,1")
@example(bytes(range(256)) * 40)
@settings(max_examples=300)
def test_any_bytes_give_a_history_or_a_reason(data: bytes) -> None:
    found = outcome("x.csv", data)
    assert found in KINDS if isinstance(found, str) else found.n_items >= found.n_found >= 0


@given(st.sampled_from(SEEDS), st.integers(0, 2**32), st.integers(1, 12))
@settings(max_examples=300)
def test_a_damaged_export_gives_a_history_or_a_reason(seed: bytes, draw: int, n: int) -> None:
    rng = random.Random(draw)
    data = bytearray(seed)
    for _ in range(n):
        at = rng.randrange(len(data))
        data[at : at + rng.choice((0, 1, 4))] = rng.randbytes(rng.choice((0, 1, 3)))
    found = outcome("x.zip", bytes(data))
    assert found in KINDS if isinstance(found, str) else found.n_found <= N


def test_what_is_aside_in_an_archive_is_no_history() -> None:
    names = ["watchlist.csv", "a/deleted/ratings.csv", "lists/x.csv", "__MACOSX/ratings.csv"]
    assert all(uploads._is_aside(name) for name in names)
    assert not uploads._is_aside("letterboxd-me/ratings.csv")
