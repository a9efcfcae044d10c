"""A made-up world in the files of an edition of MovieLens, to the number of people, films, ratings.

The folder is read by `python -m models.train FOLDER` exactly as the published archive would be.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from benchmarks.scale.worlds import N_TASTES, World, made_up

ML_20M = (138_493, 26_744, 20_000_263)  # people, films and ratings of ml-20m
GENRES = (
    *("Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama"),
    *("Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller"),
)
BLOCK = 1_000_000  # ratings written at a time


def write_edition(folder: Path, numbers: tuple[int, int, int] = ML_20M, seed: int = 0) -> None:
    """ratings.csv, movies.csv and links.csv of a made-up world of these numbers.

    Genres are the world's tastes, so that answers about them can be checked against the truth.
    """
    world = made_up(*numbers, seed)
    folder.mkdir(parents=True, exist_ok=True)
    _write_films(folder, world, np.random.default_rng([seed, 20]))
    ratings = world.ratings
    people = np.repeat(np.arange(1, ratings.shape[0] + 1, dtype=np.int32), np.diff(ratings.indptr))
    schema = pa.schema(
        [("userId", pa.int32()), ("movieId", pa.int32()), ("rating", pa.float32())]
        + [("timestamp", pa.int64())]
    )
    plain = csv.WriteOptions(include_header=False)  # pyarrow would put its names into quotes
    with (folder / "ratings.csv").open("wb") as stream:
        stream.write(f"{','.join(schema.names)}\n".encode())
        with csv.CSVWriter(stream, schema, write_options=plain) as out:
            for start in range(0, ratings.nnz, BLOCK):
                rows = slice(start, min(start + BLOCK, ratings.nnz))
                times = np.arange(rows.start, rows.stop, dtype=np.int64) + 1_000_000_000
                films = ratings.indices[rows] + np.int32(1)
                columns = people[rows], films, ratings.data[rows], times
                out.write_table(pa.table(dict(zip(schema.names, columns, strict=True)), schema))


def _write_films(folder: Path, world: World, rng: np.random.Generator) -> None:
    n_items = len(world.kinds)
    years = rng.integers(1930, 2015, n_items)
    with (folder / "movies.csv").open("w", encoding="utf-8") as out:
        out.write("movieId,title,genres\n")
        for item in range(n_items):
            kinds = [GENRES[k] for k in range(N_TASTES) if world.kinds[item, k] > 0.0]
            out.write(f"{item + 1},Film {item + 1} ({years[item]}),{'|'.join(kinds)}\n")
    with (folder / "links.csv").open("w", encoding="utf-8") as out:
        out.write("movieId,imdbId,tmdbId\n")
        out.writelines(f"{item + 1},{item + 1:07d},{item + 1}\n" for item in range(n_items))
