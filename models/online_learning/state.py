"""State of online learning: embedding tables of items and people, and the read positions.

The state is one file, replaced atomically, so after a kill vectors and read positions agree: no
interaction is learned twice or lost.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save

from models.artifacts import Artifact
from models.atomic_files import write_durably
from models.embedding_table.admission import CountFilter
from models.embedding_table.collisionless import EmbeddingTable, part
from models.embedding_table.table import Expiry, Optimiser

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
    """Positions of the parts of an item's vector."""

    n_factors: int  # of AMP-CF, 0 without
    n_bases: int

    @property
    def width(self) -> int:
        return 2 * self.n_factors + 1 + self.n_bases + 1

    @property
    def history(self) -> slice:
        return slice(0, self.n_factors)

    @property
    def item(self) -> slice:
        return slice(self.n_factors, 2 * self.n_factors)

    @property
    def bias(self) -> int:
        return 2 * self.n_factors

    @property
    def rewards(self) -> slice:
        return slice(2 * self.n_factors + 1, self.width - 1)

    @property
    def offset(self) -> int:
        return self.width - 1


@dataclass
class Progress:
    """Read positions of the sources, and recent likes of people."""

    fingerprint: str  # of the artifact that initialised the vectors
    edition: int = 0  # artifacts published so far
    looks: int = 0
    since: float = 0.0
    sessions: dict[str, tuple[int, int]] = field(default_factory=dict)  # as in ``Answers.known``
    at: int = 0
    line: int = 0
    likes: dict[str, list[str]] = field(default_factory=dict)  # person -> keys, the latest last
    taken_up: dict[str, int] = field(default_factory=dict)  # key -> times


class Online:
    """Embedding tables, key maps and progress."""

    def __init__(self, layout: Layout, rules: Rules, progress: Progress) -> None:
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
    basis, personas = artifact.basis, artifact.personas
    n_factors = 0 if personas is None else personas.item_factors.shape[1]
    layout = Layout(n_factors, basis.n_bases)
    online = Online(layout, rules, Progress(basis.fingerprint))
    vectors = np.zeros((basis.n_items, layout.width), dtype=np.float32)
    if personas is not None:
        vectors[:, layout.history] = personas.history_factors
        vectors[:, layout.item] = personas.item_factors
        vectors[:, layout.bias] = personas.item_bias
    vectors[:, layout.rewards], vectors[:, layout.offset] = basis.rewards, basis.offsets
    ids = online.item_names.of(basis.keys)
    online.items.assign(ids, vectors, now, weight=FITTED)
    return online


def restored(path: Path, rules: Rules) -> Online:
    """Read what ``Online.save`` wrote. Raises OSError, ValueError or KeyError if damaged."""
    with safe_open(path, "numpy") as stream:
        about: dict[str, Any] = json.loads(stream.metadata()["online"])
        tensors = {name: stream.get_tensor(name) for name in stream.keys()}  # noqa: SIM118
    progress = Progress(**about["progress"])
    progress.sessions = {name: (n[0], n[1]) for name, n in progress.sessions.items()}
    online = Online(Layout(**about["layout"]), rules, progress)
    online.items.restore(part(tensors, "items_"))
    online.people.restore(part(tensors, "people_"))
    online.item_names = Names(*about["items"])
    online.people_names = Names(*about["people"])
    return online
