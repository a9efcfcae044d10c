"""What was understood of a data set, as frozen records: for people, for tools, for data.json."""

from dataclasses import asdict, dataclass, field
from typing import Any

MOST_BROKEN = 0.05  # share of rows that may be unreadable


@dataclass(frozen=True)
class Left:
    """Rows that were not used, and why."""

    reason: str
    n: int
    examples: tuple[str, ...] = ()
    broken: bool = False  # counts towards the share of rows that may be unreadable


@dataclass(frozen=True)
class FileReport:
    """One table. ``rows`` = ``used`` + the sum of ``left``."""

    name: str
    role: str  # "items" or "interactions"
    encoding: str
    delimiter: str
    decimal: str
    compression: str
    columns: dict[str, str]  # column -> meaning
    ignored: dict[str, str]  # column -> meaning it may have been meant as, or ""
    export: str  # name of the place it comes from, ""
    rows: int
    used: int
    left: tuple[Left, ...]
    notes: tuple[str, ...] = ()

    @property
    def n_broken(self) -> int:
        return sum(part.n for part in self.left if part.broken)


@dataclass(frozen=True)
class RatingsReport:
    """How ratings are understood. ``worst``, ``best`` and ``like`` in the units of the file."""

    kind: str
    worst: float
    best: float
    like: float
    own: bool  # a like is the upper half of each person's own values
    liked_share: float  # of the ratings that are used
    histogram: tuple[tuple[str, int], ...]  # value or range, rows
    missing: tuple[tuple[float, int], ...]  # value read as "not rated", rows
    weights: dict[str, float] = field(default_factory=dict)  # of events


@dataclass(frozen=True)
class Report:
    """All that `python -m models.check` says about one data set."""

    name: str
    files: tuple[FileReport, ...] = ()
    ratings: RatingsReport | None = None
    n_items: int = 0
    n_people: int = 0
    n_ratings: int = 0  # cells: a person and an item
    n_duplicates: int = 0
    winner: str = ""  # which of several rows counts
    n_orphans: int = 0  # rows
    orphans: tuple[str, ...] = ()  # three examples
    repair: str = ""  # what orphans are read as
    n_unrated: int = 0  # items
    n_same_title: int = 0  # items whose title and year another item has too
    same_title: tuple[str, ...] = ()  # examples as they are shown
    n_able: int = 0  # people with enough likes
    needed_people: int = 0
    needed_likes: int = 0
    troubles: tuple[str, ...] = ()  # each makes the data unusable
    warnings: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether something can be fitted on the data."""
        return not self.troubles and self.n_able >= self.needed_people

    def as_json(self) -> dict[str, Any]:
        """For tools; no value is NaN."""
        return {**asdict(self), "usable": self.usable}

    def as_told(self) -> dict[str, Any]:
        """What data.json would say to read the same data in the same way."""
        told: dict[str, Any] = {}
        for file in self.files:
            said: dict[str, Any] = {"columns": dict(file.columns)}
            if file.encoding:
                said |= {"encoding": file.encoding, "delimiter": file.delimiter}
            told.setdefault(file.name.rsplit("/", 1)[-1], {"columns": {}})
            columns = told[file.name.rsplit("/", 1)[-1]]["columns"] | said["columns"]
            told[file.name.rsplit("/", 1)[-1]] = {**said, "columns": columns}
        if self.ratings is not None:
            r = self.ratings
            told["kind"] = r.kind
            if r.kind == "ratings":
                told |= {"scale": [r.worst, r.best], "relative": r.own}
                told |= {} if r.own else {"like": r.like}
                told["missing"] = [value for value, _ in r.missing]
            if r.kind == "events":
                told |= {"weights": r.weights, "like": r.like, "scale": [r.worst, r.best]}
        return told
