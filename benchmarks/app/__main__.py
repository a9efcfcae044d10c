"""Response time per click with many concurrent visitors, beside a minimal page.

`python -m benchmarks.app --json FILE` starts real servers and visits them by websocket. Visitors
arrive within 3 s; when all have a question, each thinks for 3 s on average before each click. A
click ends when the last part of the new page has arrived. The minimal page has the same widgets and
Streamlit's default settings; "frozen" has the app's settings of the garbage collector, so its
difference to the app is the app's own work. One more measurement runs during an experiment of the
lab. Needs a fitted artifact (`make fit`) and an idle machine; CPU time per click depends least on
other load. With `--wall` a room of a hundred and the wall of the present page instead:
benchmarks/app/wall.py.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from benchmarks.app import wall
from benchmarks.app.server import Server
from benchmarks.app.visitor import Visitor
from benchmarks.common.report import Claim, Row, write_report
from models.settings import ROOT, read_settings
from models.simulation import lab_process
from models.simulation.experiment import Experiment

PEOPLE = (1, 5, 20, 50)
THINKING_S = 3.0
N_CLICKS = 8  # of each person
N_TABS = 60  # open at once, for the memory of a session
APP, BARE, FROZEN = "Tenfold", "bare page", "bare page, frozen"
LAB = "Tenfold, lab running"
EXPERIMENT = Experiment(("random", "a_optimal"), n_people=2000, n_questions=40)  # takes long
COLLECTING = ("--runner.postScriptGC", "true")  # Streamlit's default, not .streamlit/config.toml's
SCRIPTS: dict[str, tuple[Path, Sequence[str], Sequence[str]]] = {  # arguments, options
    BARE: (ROOT / "benchmarks" / "app" / "bare_page.py", (), COLLECTING),
    FROZEN: (ROOT / "benchmarks" / "app" / "bare_page.py", ("--frozen",), ()),
    APP: (ROOT / "app.py", (), ()),
    LAB: (ROOT / "app.py", (), ()),
}
SLOWER = 1.5  # slower than the minimal page, p95 of the clicks of 20 people
MOST_MS, MOST_MIB, MOST_FIRST_MS = 300.0, 2.0, 2000.0
START = "start_button"


@dataclass(frozen=True)
class Visit:
    """Waiting times of one visitor, in seconds."""

    clicks: tuple[float, ...]
    opened: float  # until the first question


async def person(url: str, seed: int, n_clicks: int, all_here: asyncio.Barrier) -> Visit:
    """Open the page, begin, and answer once everybody has a question."""
    rng = np.random.default_rng(seed)
    await asyncio.sleep(rng.uniform(0.0, THINKING_S))
    async with Visitor(url) as visitor:
        opened = await begin(visitor)
        await all_here.wait()
        clicks = []
        for _ in range(n_clicks):
            await asyncio.sleep(rng.uniform(0.5, 1.5) * THINKING_S)
            clicks.append(await visitor.answer(rng))
        return Visit(tuple(clicks), opened)


async def begin(visitor: Visitor) -> float:
    """To the first question; seconds until it is there."""
    opened = await visitor.open()
    return opened + (await visitor.click(START) if START in visitor.buttons else 0.0)


async def crowd(url: str, n_people: int, n_clicks: int) -> list[Visit]:
    """So many people at once."""
    all_here = asyncio.Barrier(n_people)
    return await asyncio.gather(*(person(url, n, n_clicks, all_here) for n in range(n_people)))


async def mib_a_session(server: Server, n_tabs: int) -> float:
    """MiB that each open session with three answers adds to the server."""
    process = psutil.Process(server.process.pid)
    async with AsyncExitStack() as tabs:
        for n in range(2 * n_tabs):
            if n == n_tabs:  # the first sessions fill pools that stay
                before = process.memory_info().rss
            visitor = await tabs.enter_async_context(Visitor(server.url))
            await begin(visitor)
            for _ in range(3):
                await visitor.answer(np.random.default_rng(n))
        return (process.memory_info().rss - before) / n_tabs / 2**20


def libraries(server: Server, name: str) -> int:
    """Files of the library ``name`` that the serving process has loaded."""
    maps = psutil.Process(server.process.pid).memory_maps()
    return sum(f"/{name}/" in loaded.path for loaded in maps)


def summary(name: str, visits: Sequence[Visit], cpu_s: float) -> Row:
    """One row: clicks of all concurrent visitors, and the server's CPU time per click."""
    clicks = 1000.0 * np.array([seconds for visit in visits for seconds in visit.clicks])
    opened = 1000.0 * np.array([visit.opened for visit in visits])
    return {
        "server": name,
        "people": len(visits),
        "clicks": len(clicks),
        "median, ms": float(np.median(clicks)),
        "p95, ms": float(np.quantile(clicks, 0.95)),
        "first question, ms": float(np.median(opened)),
        "slowest first question, ms": float(opened.max()),
        "server CPU a click, ms": 1000.0 * cpu_s / len(clicks),
    }


@contextmanager
def experimenting(wanted: bool, artifacts: Path, folder: Path) -> Iterator[None]:
    """Run an experiment of the lab meanwhile if ``wanted``."""
    if wanted:
        lab_process.start(EXPERIMENT, artifacts, folder)
    try:
        yield
        if wanted and not lab_process.is_running(folder):
            raise RuntimeError("the experiment was over before the visitors left")
    finally:
        lab_process.stop(folder)


def measured(name: str, artifacts: Path, people: Sequence[int], n_clicks: int) -> list[Row]:
    """Measure one server: a row for each number of visitors, and one for the server."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        began = time.perf_counter()
        server = Server(artifacts, f"sqlite:///{place}/s.sqlite3", place / "log", *SCRIPTS[name])
        with closing(server), experimenting(name == LAB, artifacts, place / "lab"):
            cold = time.perf_counter() - began
            process = psutil.Process(server.process.pid)
            (first,) = asyncio.run(crowd(server.url, 1, 1))
            for n_people in people:
                before = sum(process.cpu_times()[:2])
                visits = asyncio.run(crowd(server.url, n_people, n_clicks))
                rows.append(summary(name, visits, sum(process.cpu_times()[:2]) - before))
                print(f"{name}: {n_people} people", file=sys.stderr, flush=True)
            about: Row = {
                "server": name,
                "cold start, s": cold,
                "very first question, ms": 1000.0 * first.opened,
                "MiB a session": asyncio.run(mib_a_session(server, N_TABS)),
                "MiB": process.memory_info().rss / 2**20,
                "files of torch": libraries(server, "torch"),
            }
    return [*rows, about]


def claims_of(rows: Sequence[Row]) -> list[Claim]:
    """Claims that these rows decide; none for numbers of visitors that were not measured."""

    def found(server: str, people: int | None, column: str) -> float | None:
        """Value in the row of ``people`` visitors, or of the server if None."""
        for row in rows:
            if row["server"] == server and row.get("people") == people and column in row:
                return float(row[column] or 0.0)
        return None

    claims = []

    def claim(name: str, value: float | None, target: str, most: float) -> None:
        if value is not None:
            claims.append(Claim(name, value, target, value <= most))

    ours, bare = found(APP, 20, "p95, ms"), found(BARE, 20, "p95, ms")
    ratio = ours / bare if ours and bare else None
    claim("p95 over the bare page's, 20 people", ratio, "at most 1.5", SLOWER)
    busy = found(LAB, 20, "p95, ms")
    ratio = busy / ours if busy and ours else None
    claim("p95 with a lab running over without, 20 people", ratio, "at most 1.5", SLOWER)
    claim("p95 at 50 people, ms", found(APP, 50, "p95, ms"), "below 300", MOST_MS)
    claim(
        "slowest first question of 20 people, ms",
        found(APP, 20, "slowest first question, ms"),
        "below 2000",
        MOST_FIRST_MS,
    )
    claim("memory a session, MiB", found(APP, None, "MiB a session"), "below 2", MOST_MIB)
    claim("files of torch in the server", found(APP, None, "files of torch"), "none", 0.0)
    return claims


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--artifacts", type=Path, default=read_settings().artifacts)
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE, help="who come at once")
    parser.add_argument("--clicks", type=int, default=N_CLICKS, help="of each person")
    parser.add_argument("--wall", action="store_true", help="a room of a hundred and its wall")
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    if options.wall:
        rows = wall.measured(options.artifacts)
        return write_report(rows, wall.claims_of(rows), options.json)
    rows = [
        row
        for name in SCRIPTS
        for row in measured(name, options.artifacts, options.people, options.clicks)
    ]
    return write_report(rows, claims_of(rows), options.json)


if __name__ == "__main__":
    sys.exit(main())
