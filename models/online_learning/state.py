"""State of online learning: embedding tables of items and people, and the read positions.

The state is one file, replaced atomically, so after a kill vectors and read positions agree: no
interaction is learned twice or lost.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save

from elicitation.json_text import read_json
from models.artifacts import Artifact
from models.atomic_files import write_durably
from models.embedding_table.admission import CountFilter
from models.embedding_table.collisionless import EmbeddingTable, part
from models.embedding_table.table import Expiry, Optimiser
from models.recommenders.table import RECOMMENDERS

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

GROUPS = {"session": 1, "user": 2}  # id groups of people; each has its own expiry
FITTED = 100.0  # initial squared gradients of fitted vectors: they learn at a tenth of the rate
COUNTED = 1_000_000  # capacity of an admission filter, in ids
MOST_LIKES = 50  # latest likes per person, from which their personas are computed


@dataclass(frozen=True)
class Rules:
    """Admission, expiry and learning rate."""

    item_sightings: int = 2  # before a new item gets an embedding
    person_sightings: int = 0
    item_days: float = 36_500.0  # without a positive interaction
    session_days: float = 30.0
    user_days: float = 365.0
    learning_rate: float = 0.05


class Names:
    """An exact map of keys to ids; ids are never reused."""

    def __init__(self, ids: dict[str, int] | None = None, given: int = 0) -> None:
        self.ids, self.given = dict(ids or {}), given

    def of(self, keys: Sequence[str], group: int = 0) -> Integers:
        """Ids of ``keys``, (n,); new keys get a new id."""
        for key in keys:
            if key not in self.ids:
                self.ids[key] = (group << 48) | self.given
                self.given += 1
        return np.array([self.ids[key] for key in keys], dtype=np.int64)

    def forget(self, ids: Integers) -> None:
        gone = set(ids.tolist())
        self.ids = {key: number for key, number in self.ids.items() if number not in gone}


@dataclass(frozen=True)
class Layout:
    """Positions of the parts of an item's vector, one part per array that is learned online.

    ``shapes``: name of the artifact's array -> shape of one item's entry, () for one number, in the
    order of the columns. Always among them: "rewards" (n_bases,) and "offsets" ().
    """

    shapes: dict[str, tuple[int, ...]]

    def columns(self, name: str) -> slice:
        """The columns of the array ``name``. Raises KeyError if it is not learned online."""
        start = 0
        for known, shape in self.shapes.items():
            width = math.prod(shape)
            if known == name:
                return slice(start, start + width)
            start += width
        raise KeyError(name)

    def entries(self, vectors: NDArray[Any], name: str) -> NDArray[Any]:
        """The array ``name``, (n, *shape), from ``vectors`` (n, width)."""
        return vectors[:, self.columns(name)].reshape(len(vectors), *self.shapes[name])

    @property
    def width(self) -> int:
        return sum(map(math.prod, self.shapes.values()))

    @property
    def n_bases(self) -> int:
        return self.shapes["rewards"][0]

    @property
    def biases(self) -> list[int]:
        """Columns of the arrays with one number per item."""
        return [self.columns(name).start for name, shape in self.shapes.items() if shape == ()]


def _layout_of(written: dict[str, Any]) -> Layout:
    if "shapes" in written:
        return Layout({name: tuple(shape) for name, shape in written["shapes"].items()})
    n_factors, n_bases = written["n_factors"], written["n_bases"]  # written before version 0.2
    return Layout(
        {
            "personas_history_factors": (n_factors,),
            "personas_item_factors": (n_factors,),
            "personas_item_bias": (),
            "rewards": (n_bases,),
            "offsets": (),
        }
    )


@dataclass
class OnlineProgress:
    """Read positions of the sources, and recent likes of people."""

    fingerprint: str  # of the artifact that initialised the vectors
    edition: int = 0  # artifacts published so far
    looks: int = 0
    since: float = 0.0
    sessions: dict[str, tuple[int, int]] = field(default_factory=dict)  # as in ``Answers.known``
    at: int = 0
    line: int = 0
    sizes: dict[str, int] = field(default_factory=dict)  # of the tables when following began
    likes: dict[str, list[str]] = field(default_factory=dict)  # person -> keys, the latest last
    taken_up: dict[str, int] = field(default_factory=dict)  # key -> times


class Online:
    """Embedding tables, key maps and progress."""

    def __init__(self, layout: Layout, rules: Rules, progress: OnlineProgress) -> None:
        self.layout, self.rules, self.progress = layout, rules, progress
        optimiser = Optimiser(rules.learning_rate)
        self.items = EmbeddingTable(
            layout.width,
            CountFilter(rules.item_sightings, COUNTED),
            Expiry(rules.item_days),
            optimiser,
        )
        ages = {GROUPS["session"]: rules.session_days, GROUPS["user"]: rules.user_days}
        self.people = EmbeddingTable(
            layout.n_bases,
            CountFilter(rules.person_sightings, COUNTED),
            Expiry(rules.user_days, ages),
            optimiser,
        )
        self.item_names, self.people_names = Names(), Names()

    def save(self, path: Path) -> None:
        """Write atomically and durably: a kill leaves the old file or the new one."""
        tensors = {f"items_{name}": array for name, array in self.items.arrays().items()}
        tensors |= {f"people_{name}": array for name, array in self.people.arrays().items()}
        about = {
            "progress": asdict(self.progress),
            "layout": asdict(self.layout),
            "items": [self.item_names.ids, self.item_names.given],
            "people": [self.people_names.ids, self.people_names.given],
        }
        write_durably(path, save(tensors, {"online": json.dumps(about)}))


def seeded(artifact: Artifact, rules: Rules, now: float) -> Online:
    """Initial state from a fitted artifact: its item vectors, no people, nothing read."""
    basis, tensors = artifact.basis, artifact.tensors
    learned = [
        name
        for spec in RECOMMENDERS.values()
        if spec.online is not None and spec.load is not None and artifact.read(spec.load)
        for name in spec.online.arrays
    ]
    layout = Layout({name: tensors[name].shape[1:] for name in (*learned, "rewards", "offsets")})
    online = Online(layout, rules, OnlineProgress(basis.fingerprint))
    vectors = np.zeros((basis.n_items, layout.width), dtype=np.float32)
    for name in layout.shapes:
        vectors[:, layout.columns(name)] = tensors[name].reshape(basis.n_items, -1)
    ids = online.item_names.of(basis.keys)
    online.items.assign(ids, vectors, now, weight=FITTED)
    return online


def restored(path: Path, rules: Rules) -> Online:
    """Read what ``Online.save`` wrote. Raises OSError, ValueError or KeyError if damaged."""
    with safe_open(path, "numpy") as stream:
        about: dict[str, Any] = read_json(stream.metadata()["online"])
        tensors = {name: stream.get_tensor(name) for name in stream.keys()}  # noqa: SIM118
    progress = OnlineProgress(**about["progress"])
    progress.sessions = {name: (n[0], n[1]) for name, n in progress.sessions.items()}
    online = Online(_layout_of(about["layout"]), rules, progress)
    online.items.restore(part(tensors, "items_"))
    online.people.restore(part(tensors, "people_"))
    online.item_names = Names(*about["items"])
    online.people_names = Names(*about["people"])
    return online
