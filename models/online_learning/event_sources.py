"""Incremental readers: new answers in the session store, new rows of a CSV file.

Both sources only grow. The reader remembers how many events of each session and how many bytes of
the file it has read; an incomplete last line waits for the next poll.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from elicitation.sessions.events import Answered, Event
from elicitation.sessions.likes import liked_in
from elicitation.sessions.session import Session, replay
from elicitation.sessions.store import EventStore
from models.datasets.errors import DatasetError
from models.datasets.meaning.understood import Table
from models.datasets.reading.appended import likes_in, whole_lines
from models.datasets.scale import Scale

log = logging.getLogger("tenfold")

SESSION, USER = "session", "user"  # kinds of people
BATCH = 5000  # sessions that are read, learned and saved together
SLACK = 3600.0  # seconds by which the clocks of several servers may differ


@dataclass(frozen=True)
class Interaction:
    """A positive interaction of a person with an item, and the alternatives if known."""

    kind: str  # of person
    person: str
    item: str  # key
    others: tuple[str, ...] = ()  # keys; empty = a like outside a question


def pseudonym(session_id: str) -> str:
    """Pseudonym of a session id, because the id itself grants access."""
    return blake2b(session_id.encode(), digest_size=16).hexdigest()


def answered(session: Session, n_known: int) -> Iterator[Interaction]:
    """What was liked in the likes after the first ``n_known``, as interactions.

    What was not liked beside it is an alternative, unless it was not seen.
    """
    name = pseudonym(session.started.session_id)
    for answer in picks_of(session)[n_known:]:
        taken = liked_in(answer)
        left = tuple(i for i in answer.items if i not in taken and i not in answer.choice.unseen)
        for item in taken:
            yield Interaction(SESSION, name, item, left)


def picks_of(session: Session) -> list[Answered]:
    """The answers that say of an item that it is liked."""
    return [answer for answer in session.answers if liked_in(answer)]


@dataclass
class Answers:
    """Reads new picks from the session store.

    ``known`` maps a session's pseudonym to the numbers of events and picks read. Raises
    StoreUnavailable if the store cannot be read.
    """

    store: EventStore
    dataset: str  # sessions on other data sets are skipped
    known: dict[str, tuple[int, int]]
    since: float = 0.0

    def batches(self, now: float) -> Iterator[list[Interaction]]:
        """New picks as interactions, of ``BATCH`` sessions at a time; at least one list.

        A pick that is undone later stays learned. ``known`` and, at the last one, ``since`` are as
        after each list when it is given.
        """
        grown = {
            name: n_events
            for name, n_events in self.store.active(self.since - SLACK).items()
            if n_events != self.known.get(pseudonym(name), (0, 0))[0]
        }
        names = list(grown)
        for first in range(0, max(1, len(names)), BATCH):
            batch = names[first : first + BATCH]
            interactions = []
            for name, events in self.store.read_many(batch).items():
                interactions += self._read(name, events)
            if first + BATCH >= len(names):
                self.since = now
            yield interactions

    def poll(self, now: float) -> list[Interaction]:
        """All at once."""
        return [interaction for batch in self.batches(now) for interaction in batch]

    def _read(self, name: str, events: tuple[Event, ...] | ValueError) -> list[Interaction]:
        """What is new in one session."""
        _read, picks = self.known.get(pseudonym(name), (0, 0))
        try:
            if isinstance(events, ValueError):
                raise events
            session = replay(events)
        except ValueError as error:  # written by a newer version
            log.warning("A session is left out: %s", error)
            return []
        found: list[Interaction] = []
        if session.started.dataset == self.dataset:
            found = list(answered(session, picks))
            picks = max(picks, len(picks_of(session)))
        self.known[pseudonym(name)] = (len(events), picks)
        return found


@dataclass
class Rows:
    """Reads new rows of a growing table of interactions, from byte ``at`` and line ``line`` on."""

    table: Table
    at: int = 0
    line: int = 0
    scale: Scale = Scale()  # of the data that were fitted

    def poll(self) -> list[Interaction]:
        """New likes as interactions; unreadable lines are logged and skipped.

        Raises DatasetError if the file is missing or shorter than what was read of it.
        """
        path = Path(self.table.name)
        try:
            with path.open("rb") as stream:
                head = stream.readline()
                stream.seek(0, 2)
                if stream.tell() < self.at:
                    raise DatasetError(
                        f"{path} is shorter than what was read of it: it was replaced. To follow "
                        "the new file from its beginning, delete the follower's state."
                    )
                stream.seek(max(self.at, len(head)))
                fresh = whole_lines(stream)
        except OSError as error:
            raise DatasetError(f"{path} cannot be read: {error.strerror}") from error
        begin = max(self.line, 1)
        self.at, self.line = max(self.at, len(head)) + fresh.n_bytes, begin + fresh.n_lines
        likes = likes_in(self.table, fresh.rows, begin, self.scale)
        return [Interaction(USER, person, item) for person, item in likes]

    def pass_over(self) -> None:
        """Take all rows that are there now for learned. Raises DatasetError as ``poll``."""
        before = -1
        while self.at != before:
            before = self.at
            self.poll()
