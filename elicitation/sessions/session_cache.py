"""What follows from each of many sessions, worked out again only for those that have grown."""

import logging
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from elicitation.sessions.events import Event

log = logging.getLogger("tenfold")
T = TypeVar("T")


class SessionCache(Generic[T]):
    """Session id -> what ``derive`` makes of its events. Threads may share one cache."""

    def __init__(self) -> None:
        self._n_events: dict[str, int] = {}  # at the last look
        self._derived: dict[str, T] = {}
        self._lock = Lock()

    def look(
        self,
        lengths: Mapping[str, int],
        read: Callable[[str], tuple[Event, ...]],
        derive: Callable[[tuple[Event, ...]], T],
    ) -> dict[str, T]:
        """The value of each session of ``lengths`` that has events, in the same order.

        ``lengths`` are the numbers of events now, and ``read`` returns the events of a session. A
        session is read when its number differs from that at the last look, and forgotten when it
        is not among ``lengths``. One that cannot be read or derived from (ValueError) is left out,
        and the log says why, once. Raises whatever else ``read`` and ``derive`` raise.
        """
        with self._lock:
            for gone in self._n_events.keys() - lengths.keys():
                del self._n_events[gone]
                self._derived.pop(gone, None)
            for name, n_events in lengths.items():
                if n_events and self._n_events.get(name) != n_events:
                    self._derived.pop(name, None)
                    try:
                        self._derived[name] = derive(read(name))
                    except ValueError as error:  # its id is not logged: it opens the session
                        log.warning("A session is left out: %s", error)
                    self._n_events[name] = n_events
            return {name: self._derived[name] for name in lengths if name in self._derived}
