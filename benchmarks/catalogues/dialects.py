"""The same planted world as people's files have it: one dialect each."""

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.catalogues.planted import Planted

Table = list[list[str]]


def text(table: Sequence[Sequence[object]], delimiter: str = ",", end: str = "\n") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(table)
    return stream.getvalue()


def items_table(world: Planted, header: str = "key,title,year,genres") -> Table:
    rows = [
        [f"k{n}", f"The Film {n}", str(year), genre]
        for n, (year, genre) in enumerate(zip(world.years, world.genres, strict=True))
    ]
    return [header.split(","), *rows]


def rows_table(world: Planted, values: Sequence[object], header: str = "user,item,rating") -> Table:
    rows = zip(world.people.tolist(), world.items.tolist(), values, strict=True)
    return [header.split(","), *([f"u{u}", f"k{i}", str(v)] for u, i, v in rows)]


def _spread(world: Planted, low: float, high: float, digits: int) -> list[float]:
    """What people felt, linearly onto low to high."""
    share = np.clip((world.felt + 2.6) / 3.9, 0.0, 1.0)
    return np.round(low + share * (high - low), digits).tolist()


def _counts(world: Planted) -> list[int]:
    rng = np.random.default_rng(9)
    counts = np.exp(4.5 + 0.9 * world.felt + 0.5 * rng.standard_normal(len(world.felt)))
    return (1 + counts).astype(int).tolist()


Files = dict[str, bytes]


def _both(items: str, interactions: str, encoding: str = "utf-8") -> Files:
    return {
        "items.csv": items.encode(encoding),
        "interactions.csv": interactions.encode(encoding),
    }


def clean(world: Planted) -> Files:
    return _both(text(items_table(world)), text(rows_table(world, world.stars.tolist())))


def ten_with_zeros(world: Planted) -> Files:
    values = [int(v) for v in _spread(world, 1, 10, 0)]
    values = [0 if n % 5 == 0 else value for n, value in enumerate(values)]
    return _both(text(items_table(world)), text(rows_table(world, values)))


def ten_decimal(world: Planted) -> Files:
    return _both(text(items_table(world)), text(rows_table(world, _spread(world, 1, 10, 1))))


def hundred(world: Planted) -> Files:
    values = [int(v) for v in _spread(world, 0, 100, 0)]
    return _both(text(items_table(world)), text(rows_table(world, values)))


def signed(world: Planted) -> Files:
    return _both(text(items_table(world)), text(rows_table(world, _spread(world, -10, 10, 2))))


def half_stars(world: Planted) -> Files:
    values = [round(2 * v) / 2 for v in _spread(world, 0.5, 5, 2)]
    table = rows_table(world, [f"{v:g}".replace(".", ",") for v in values])
    items, rows = text(items_table(world), ";"), text(table, ";")
    return {
        "items.csv": b"\xef\xbb\xbf" + items.encode(),
        "interactions.csv": b"\xef\xbb\xbf" + rows.encode(),
    }


def plays(world: Planted) -> Files:
    return _both(text(items_table(world)), text(rows_table(world, _counts(world))))


def hours(world: Planted) -> Files:
    values = [f"{n / 60:.1f}" for n in _counts(world)]
    return _both(
        text(items_table(world)), text(rows_table(world, values, "steamid,appid,playtime_forever"))
    )


def watch_ratio(world: Planted) -> Files:
    values = [f"{n / 150:.4f}" for n in _counts(world)]
    return _both(text(items_table(world)), text(rows_table(world, values)))


def events(world: Planted) -> Files:
    rng = np.random.default_rng(3)
    strong = rng.random(len(world.felt)) < 0.1 + 0.5 * (world.felt > 0.5)
    names = np.where(strong, rng.choice(["addtocart", "transaction"], len(strong)), "view")
    table = [["timestamp", "visitorid", "event", "itemid"]]
    who, what = world.people.tolist(), world.items.tolist()
    table += [
        [str(1433221332117 + n), str(u), e, str(i)]
        for n, (u, i, e) in enumerate(zip(who, what, names.tolist(), strict=True))
    ]
    return _both(text(items_table(world)), text(table))


def utf16_tabs(world: Planted) -> Files:
    rows = text(rows_table(world, world.stars.tolist()), "\t", "\r\n")
    return _both(text(items_table(world), "\t", "\r\n"), rows, "utf-16")


def gzipped(world: Planted) -> Files:
    return {f"{name}.gz": gzip.compress(data) for name, data in clean(world).items()}


def leading_zeros(world: Planted) -> Files:
    items = items_table(world)
    rows = rows_table(world, world.stars.tolist())
    for row in items[1:]:
        row[0] = f"{int(row[0][1:]) * 7919 + 34545104:010d}"
    for row in rows[1:]:
        row[1] = str(int(row[1][1:]) * 7919 + 34545104)
    return _both(text(items), text(rows))


def oldest_first(world: Planted) -> Files:
    """A third of the rows stands twice; the older one, last in the file, says the opposite."""
    rows = rows_table(world, world.stars.tolist(), "user,item,rating,timestamp")
    for n, row in enumerate(rows[1:]):
        row.append(str(1_600_000_000 + n))
    older = [[u, i, str(6 - int(v)), str(int(t) - 10**8)] for u, i, v, t in rows[1::3]]
    return _both(text(items_table(world)), text([*rows, *older]))


DIALECTS: dict[str, Callable[[Planted], Files]] = {
    "clean stars": clean,
    "1 to 10, 0 = not rated": ten_with_zeros,
    "1.0 to 10.0": ten_decimal,
    "0 to 100": hundred,
    "-10 to 10": signed,
    "half stars, semicolons, decimal commas": half_stars,
    "plays in a column of ratings": plays,
    "hours": hours,
    "watch ratios": watch_ratio,
    "events": events,
    "UTF-16, tabs": utf16_tabs,
    "gzip": gzipped,
    "leading zeros lost": leading_zeros,
    "oldest rows last": oldest_first,
}


def write(folder: Path, files: Files) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder
