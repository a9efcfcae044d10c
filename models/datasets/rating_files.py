"""Ratings and films as GroupLens writes them, streamed from a folder or out of a zip archive.

Twelve bytes a rating: two int32 columns and a float32 one, read in blocks, so that 32 million of
them need neither the text in memory nor the archive unpacked.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.datasets.errors import DatasetError
from models.datasets.tables.unpacked import bounded

BLOCK = 1_000_000  # lines
LOWEST, HIGHEST = 0.5, 5.0  # stars, in every edition
_HEADER = ["userId", "movieId", "rating"]
LONGEST_ID = 18  # digits
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, csv.Error)


@dataclass(frozen=True)
class Layout:
    """How an edition writes its two files."""

    ratings: str  # user, film, rating, time
    films: str  # number, title with year, genres
    separator: str
    encoding: str = "utf-8"
    header: bool = False
    flags: tuple[str, ...] = ()  # genres, one column each; () = one column, separated by |
    links: str = ""  # number, IMDb's and TMDB's id; may be absent


class Film(NamedTuple):
    title: str  # "Matrix, The (1999)"
    genres: tuple[str, ...]


class Ids(NamedTuple):
    """What other places call a film, "" where they do not have it."""

    imdb: str  # "tt0114709"
    tmdb: str  # "862"


class Columns(NamedTuple):
    """One entry a rating, in the order of the file."""

    users: NDArray[np.int32]
    films: NDArray[np.int32]
    stars: NDArray[np.float32]


@contextmanager
def opened(source: Path, file: str) -> Iterator[IO[bytes]]:
    """``file`` of a folder or of a zip archive, in any folder of which it may lie.

    Raises DatasetError if it is absent or the archive is damaged, also while it is read.
    """
    try:
        if source.is_dir():
            with (source / file).open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(source) as archive:
            names = [
                name
                for name in archive.namelist()
                if PurePosixPath(name).name == file and not name.startswith("__MACOSX/")
            ]
            if len(names) != 1:
                raise DatasetError(f"{source}: expected one file {file} in it, got {len(names)}")
            size = source.stat().st_size
            with bounded(f"{source}, {file}", archive.open(names[0]), size) as stream:
                yield stream
    except FileNotFoundError as error:
        raise DatasetError(f"{source}: expected the file {file} in it, got no such file") from error
    except _UNREADABLE as error:
        raise DatasetError(
            f"{source}, {file}: damaged or cut off ({error}). Remove it and fetch it again."
        ) from error


def read_films(source: Path, layout: Layout) -> dict[int, Film]:
    """Films by their number. Raises DatasetError."""
    films: dict[int, Film] = {}
    with opened(source, layout.films) as stream:
        text = io.TextIOWrapper(stream, layout.encoding, newline="")
        if layout.header:
            next(text, None)
        rows = (
            csv.reader(text)
            if layout.separator == ","
            else (line.rstrip("\r\n").split(layout.separator) for line in text)
        )
        for line, row in enumerate(rows, start=1 + layout.header):
            if row in ([], [""]):
                continue
            try:
                films[int(row[0])] = Film(row[1], _genres(row, layout))
            except (ValueError, IndexError) as error:
                raise DatasetError(
                    f"{source}, {layout.films}, line {line}: expected number, title and genres "
                    f"separated by {layout.separator!r}, got {layout.separator.join(row)[:60]!r}"
                ) from error
    return films


def read_links(source: Path, layout: Layout) -> dict[int, Ids]:
    """Ids by film number; empty without such a file. Lines that cannot be read are left out."""
    links: dict[int, Ids] = {}
    if not layout.links or not _holds(source, layout.links):
        return links
    with opened(source, layout.links) as stream:
        text = io.TextIOWrapper(stream, layout.encoding, newline="", errors="replace")
        for row in csv.reader(text):
            film, imdb, tmdb = (cell if _is_id(cell) else "" for cell in (*row, "", "", "")[:3])
            if film:
                links[int(film)] = Ids(f"tt{int(imdb):07d}" if imdb else "", tmdb)
    return links


def _is_id(cell: str) -> bool:
    return cell.isdecimal() and len(cell) <= LONGEST_ID


def _holds(source: Path, file: str) -> bool:
    if source.is_dir():
        return (source / file).is_file()
    with zipfile.ZipFile(source) as archive:
        return any(PurePosixPath(name).name == file for name in archive.namelist())


def _genres(row: list[str], layout: Layout) -> tuple[str, ...]:
    if not layout.flags:
        return tuple(row[2].split("|"))
    flags = row[-len(layout.flags) :]
    return tuple(name for name, flag in zip(layout.flags, flags, strict=True) if flag == "1")


def read_ratings(source: Path, layout: Layout, block_size: int = BLOCK) -> Columns:
    """Every line of the file of ratings. Raises DatasetError that says where a line is wrong."""
    width = len(layout.separator)  # "::" is read as ":" with empty columns between
    places = [0, width, 2 * width]
    blocks: list[list[np.ndarray]] = [[], [], []]
    with opened(source, layout.ratings) as stream:
        if layout.header and (names := _first_line(stream)) != _HEADER:
            raise DatasetError(
                f"{source}, {layout.ratings}, line 1: expected the columns {', '.join(_HEADER)}, "
                f"got {', '.join(names)}"
            )
        line = 1 + layout.header
        try:
            for block in pd.read_csv(
                stream,
                sep=layout.separator[0],
                header=None,
                usecols=places,
                dtype=dict(zip(places, (np.int32, np.int32, np.float32), strict=True)),
                quoting=csv.QUOTE_NONE,
                chunksize=block_size,
            ):
                stars = block[places[2]].to_numpy()
                wrong = np.flatnonzero(~((stars >= LOWEST) & (stars <= HIGHEST)))  # also nan
                if len(wrong):
                    raise DatasetError(
                        f"{source}, {layout.ratings}, line {line + wrong[0]}: expected a rating "
                        f"from {LOWEST:g} to {HIGHEST:g}, got {stars[wrong[0]]:g}"
                    )
                for column, place in zip(blocks, places, strict=True):
                    column.append(block[place].to_numpy(copy=True))  # else the block stays
                line += len(block)
        except UnicodeDecodeError:
            raise
        except (ValueError, OverflowError) as error:
            if isinstance(error, DatasetError):
                raise
            raise DatasetError(
                f"{source}, {layout.ratings}, in the {block_size:,} lines from {line:,}: expected "
                f"user, film and rating separated by {layout.separator!r} ({error})"
            ) from error
    return Columns(*(_joined(column) for column in blocks))


def _first_line(stream: IO[bytes]) -> list[str]:
    return stream.readline().decode("utf-8-sig").strip().split(",")[: len(_HEADER)]


def _joined(blocks: list[np.ndarray]) -> np.ndarray:
    whole = np.concatenate(blocks) if blocks else np.empty(0)
    blocks.clear()  # one column at a time is held twice
    return whole
