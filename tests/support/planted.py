"""A planted world in stars, and the same world as people's files have it: one dialect each.

120 items of six genres, 150 people who like two of them; everybody rated about 25 items.
"""

import csv
import gzip
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

GENRES = ("Drama", "Comedy", "Horror", "Romance", "Sci-Fi", "Western")
N_ITEMS, N_PEOPLE, N_RATED = 120, 150, 25
Table = list[list[str]]


@dataclass(frozen=True, eq=False)
class Planted:
    """``liking`` (n_people, n_items) is the truth; rows are what people rated, with noise."""

    liking: np.ndarray
    people: np.ndarray  # (n,) row -> person
    items: np.ndarray  # (n,) row -> item
    felt: np.ndarray  # (n,) about -2 to 2: what a rating expresses
    genres: list[str]
    years: np.ndarray

    @property
    def stars(self) -> np.ndarray:
        """Whole stars, 1 to 5; about two thirds are 4 or 5."""
        return np.clip(np.round(3.9 + 1.1 * self.felt), 1, 5).astype(int)


def planted(seed: int = 0, n_people: int = N_PEOPLE, n_items: int = N_ITEMS) -> Planted:
    """Same seed, same world."""
    rng = np.random.default_rng(seed)
    kinds = np.array([rng.choice(6, 2, replace=False) for _ in range(n_items)])
    mix = np.zeros((n_items, 6))
    mix[np.arange(n_items)[:, None], kinds] = [0.7, 0.3]
    taste = rng.standard_normal((n_people, 6)) * 1.3
    quality = 0.35 * rng.standard_normal(n_items)
    liking = taste @ mix.T + quality
    fame = np.linspace(0.0, -2.0, n_items)[rng.permutation(n_items)]
    people, items = [], []
    for person in range(n_people):
        weights = np.exp(fame + 0.5 * liking[person])
        n = min(n_items, int(rng.integers(N_RATED - 10, N_RATED + 11)))
        own = rng.choice(n_items, n, replace=False, p=weights / weights.sum())
        people.append(np.full(n, person))
        items.append(own)
    who, what = np.concatenate(people), np.concatenate(items)
    felt = liking[who, what] + 0.4 * rng.standard_normal(len(who))
    genres = [f"{GENRES[a]}|{GENRES[b]}" for a, b in kinds]
    return Planted(liking, who, what, felt, genres, rng.integers(1950, 2024, n_items))


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
