"""Follows answers and interactions, learns from them and publishes artifacts."""

import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from safetensors import SafetensorError

from elicitation.sessions.database import StoreUnavailable
from elicitation.sessions.store import EventStore
from models.artifacts import Artifact, ArtifactError, load_artifact, save_artifact
from models.datasets.catalogue import Catalogue
from models.datasets.errors import DatasetError
from models.datasets.meaning.understood import Table
from models.datasets.reading.appended import growing_table, sizes_of
from models.datasets.reading.folder import load_catalogue
from models.online_learning.event_sources import Answers, Interaction, Rows, pseudonym
from models.online_learning.publishing import build_artifact
from models.online_learning.state import Rules, restored, seeded
from models.online_learning.updates import learn

log = logging.getLogger("tenfold")

ONLINE, SEED, STATE = "online", "fitted", "state.safetensors"
SWEEP_S = 3600.0  # between two checks for expired ids


@dataclass(frozen=True)
class _Added:
    """Interactions of a table, and up to where it is read then."""

    interactions: list[Interaction]
    at: int
    line: int


class Follower:
    """Online learning for one artifact folder. Raises ArtifactError if it holds no artifact."""

    def __init__(self, folder: Path, store: EventStore, data: Path | None, rules: Rules) -> None:
        self.folder, self.data, self.rules, self.store = folder, data, rules, store
        self.home = folder / ONLINE
        self.home.mkdir(parents=True, exist_ok=True)
        self._swept = -np.inf
        self._table: Table | None = None

    def begin(self, now: float) -> None:
        """Resume from the saved state, or start from the fitted artifact."""
        serving, path = load_artifact(self.folder), self.home / STATE
        published = serving.manifest["about"].get(ONLINE, {})
        try:
            self.online = restored(path, self.rules)
            self.fitted = load_artifact(self.home / SEED)
            began_with = self.online.progress.fingerprint
            if self.fitted.basis.fingerprint != began_with:
                raise ValueError("it began with another artifact")
            if began_with not in (serving.basis.fingerprint, published.get(SEED)):
                raise ValueError("another artifact was fitted since")
        except (OSError, ValueError, KeyError, TypeError, ArtifactError, SafetensorError) as error:
            if path.exists():
                log.warning("The follower begins anew: %s", error)
            self._begin_anew(serving, now)
        if self.online.progress.edition != published.get("edition", 0):
            self._publish()  # a kill came between saving and publishing

    def _begin_anew(self, serving: Artifact, now: float) -> None:
        seed = self.home / SEED
        shutil.rmtree(seed, ignore_errors=True)
        seed.mkdir()
        for path in self.folder.iterdir():
            if path.is_file():
                shutil.copy2(path, seed / path.name)
        self.fitted = load_artifact(seed)
        self.online = seeded(serving, self.rules, now)
        if self.data is not None:  # existing rows were fitted already
            progress = self.online.progress
            progress.sizes = sizes_of(self.data)
            rows = Rows(self._growing_table(self.data), scale=self.fitted.scale)
            rows.pass_over()
            progress.at, progress.line = rows.at, rows.line
        self.online.save(self.home / STATE)

    def poll(self, now: float) -> int:
        """One poll of all sources; publishes an artifact if anything changed.

        Returns the number of interactions learned. Answers are learned and saved in batches. Raises
        StoreUnavailable or DatasetError; nothing is then learned of the batch at hand.
        """
        progress = self.online.progress
        sweeping = now - self._swept >= SWEEP_S
        there = self.store.active(-np.inf) if sweeping else {}
        dataset = self.fitted.manifest["content"]["dataset"]
        answers = Answers(self.store, dataset, dict(progress.sessions), progress.since)
        learned, waiting = 0, self._rows_added()
        items_went, edition = False, progress.edition + 1
        for interactions in answers.batches(now):
            both = interactions + waiting.interactions
            rng = np.random.default_rng([progress.looks, 30])
            learn(self.online, both, self.fitted, now, rng)
            progress.sessions, progress.since = dict(answers.known), answers.since
            progress.at, progress.line = waiting.at, waiting.line
            if sweeping and progress.since == now:  # the last batch
                items_went = self._sweep(now, set(map(pseudonym, there)))
            progress.looks += 1
            learned += len(both)
            if learned or items_went:
                progress.edition = edition
            if both or sweeping:  # saved first: after a kill, ``begin`` publishes
                self.online.save(self.home / STATE)
            waiting = replace(waiting, interactions=[])
        if learned or items_went:
            self._publish()
        return learned

    def _rows_added(self) -> "_Added":
        """What was added to the table of interactions, where one is followed."""
        progress = self.online.progress
        if self.data is None:
            return _Added([], progress.at, progress.line)
        table = self._growing_table(self.data)
        rows = Rows(table, progress.at, progress.line, self.fitted.scale)
        described, added = self._described(), rows.poll()
        named = [interaction for interaction in added if interaction.item in described.numbers]
        if len(named) < len(added):
            log.warning("%d rows name items that items.csv lacks", len(added) - len(named))
        self.online.item_names.of([interaction.item for interaction in named])
        return _Added(named, rows.at, rows.line)

    def _sweep(self, now: float, there: set[str]) -> bool:
        """Expire stale ids and sessions not in ``there``; returns whether items expired."""
        online, progress = self.online, self.online.progress
        self._swept = now
        items, people = online.items.expire(now), online.people.expire(now)
        deleted = [name for name in progress.sessions if name not in there]
        names = [f"session:{name}" for name in deleted]
        known = online.people_names.of([name for name in names if name in online.people_names.ids])
        online.people.remove(known)
        for name in deleted:
            del progress.sessions[name]
        online.item_names.forget(items)
        online.people_names.forget(np.concatenate([people, known]))
        left = online.people_names.ids
        progress.likes = {name: keys for name, keys in progress.likes.items() if name in left}
        return len(items) > 0

    def _publish(self) -> None:
        progress, manifest = self.online.progress, self.fitted.manifest
        made = build_artifact(self.fitted, self.online, self._described())
        about = {name: part for name, part in manifest["about"].items() if name != "versions"}
        about[ONLINE] = {SEED: progress.fingerprint, "edition": progress.edition}
        save_artifact(self.folder, made.catalogue, made.tensors, manifest["content"], about)

    def _growing_table(self, data: Path) -> Table:
        """How the table is written that is followed; rows appended since change nothing of it."""
        if self._table is None:
            self._table = growing_table(data, self.online.progress.sizes)
        return self._table

    def _described(self) -> Catalogue:
        """Descriptions of new items: the folder's items.csv, else only the fitted catalogue."""
        return (
            self.fitted.catalogue if self.data is None else load_catalogue(self.data / "items.csv")
        )


def follow(
    follower: Follower,
    every: float,
    once: bool,
    clock: Callable[[], float],
    is_over: Callable[[], bool] = lambda: False,
) -> None:
    """Poll every ``every`` seconds until ``is_over``.

    An unavailable source is retried at the next poll.
    """
    while not is_over():
        try:
            began = time.perf_counter()
            n = follower.poll(clock())
            if n or once:
                log.info("%d interactions learned in %.1f s", n, time.perf_counter() - began)
        except (StoreUnavailable, DatasetError) as error:
            if once:
                raise
            log.warning("%s", error)
        if once:
            return
        time.sleep(every)
