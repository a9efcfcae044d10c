"""Runs an entry with so many inputs and counts what happened."""

import logging
import signal
import tempfile
import traceback
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from coroutines import run
from fuzzing import files, wire
from servers import Server
from worlds import save_world

LONGEST_S = 10  # that one input may take
BY_FUNCTION = {
    "events": files.events,
    "words": files.words,
    "tables": files.tables,
    "archives": files.archives,
    "followed": files.followed,
    "artifacts": files.artifacts,
    "frames": wire.frames,
}
AT_SERVER = ("addresses and widgets", "requests")


@dataclass(frozen=True)
class Found:
    """What became of the inputs of one entry; ``wrong`` says it of each that went wrong."""

    name: str
    n: int
    accepted: int | None  # None where nothing tells
    wrong: tuple[str, ...]

    def line(self) -> str:
        told = "" if self.accepted is None else f", {self.accepted} accepted"
        most = Counter(self.wrong).most_common(20)
        listed = "".join(f"\n    {times} x {what}" for what, times in most)
        return f"{self.name}: {self.n} inputs{told}, {len(self.wrong)} went wrong{listed}"


def run_function(name: str, n: int, seed: int, watched: bool = True) -> Found:
    """An entry that is a function of its input; ``watched``: a hang is interrupted."""
    logging.disable(logging.CRITICAL)  # rows that are left out are named there
    wrong, accepted = [], 0
    with tempfile.TemporaryDirectory() as folder:
        trial = BY_FUNCTION[name](Path(folder))
        if watched:
            signal.signal(signal.SIGALRM, _stop)
        for number in range(n):
            if watched:
                signal.alarm(LONGEST_S)
            try:
                accepted += trial(np.random.default_rng([seed, number]))
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                said = f"{type(error).__name__}: {str(error)[:90]}"
                wrong.append(f"{said} ({Path(place.filename).name}:{place.lineno}) #{number}")
            finally:
                if watched:
                    signal.alarm(0)
    logging.disable(logging.NOTSET)
    return Found(name, n, accepted, tuple(wrong))


def run_at_server(name: str, n: int, seed: int) -> Found:
    """An entry of the running app; a traceback in its log is wrong, too."""
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        world = save_world(folder / "world", by_scores=True)
        log = folder / "log"
        with closing(Server(world, f"sqlite:///{folder}/s.sqlite3", log)) as server:
            if name == "requests":
                wrong = wire.requests(server, rng, n)
            else:
                wrong = list(run(wire.visits(server, rng, n)))
            wrong += ["a traceback in the log"] * log.read_text().count("Traceback")
            if wrong:
                print(log.read_text()[-3000:])
    return Found(name, n, None, tuple(wrong))


def _stop(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"a hang of more than {LONGEST_S} s")
