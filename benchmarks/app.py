"""What a click costs when many people answer at once, beside a bare page with the same widgets.

`python -m benchmarks.app --json FILE` starts real servers and visits them by websocket. Everybody
thinks for 3 s on average before each click, and a click is over when the last part of the new page
has arrived. The fitted artifact must be there: `make fit`.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack, closing
from pathlib import Path

import numpy as np
import psutil

from benchmarks.report import Claim, Row, finish
from benchmarks.server import ROOT, Server
from benchmarks.visitor import Visitor

PEOPLE = (1, 5, 20, 50)
THINKING_S = 3.0
N_CLICKS = 8  # of each person
APP, BARE = "Tenfold", "bare page"
SLOWER = 1.5  # than the bare page, 95 % of clicks of 20 people
MOST_MS, MOST_MIB = 300.0, 2.0


async def person(url: str, seed: int, start: str) -> tuple[list[float], float]:
    """Seconds of each click, and of opening the page."""
    rng = np.random.default_rng(seed)
    await asyncio.sleep(rng.uniform(0.0, THINKING_S))
    async with Visitor(url) as visitor:
        opened = await visitor.open()
        if start in visitor.buttons:
            opened += await visitor.click(start)
        times = []
        for _ in range(N_CLICKS):
            await asyncio.sleep(rng.uniform(0.5, 1.5) * THINKING_S)
            side = "left" if rng.random() < 0.5 else "right"
            times.append(await visitor.click(side))
        return times, opened


async def crowd(url: str, n_people: int) -> tuple[np.ndarray, np.ndarray]:
    """Milliseconds of all clicks, and of everybody's way to the first question."""
    everybody = await asyncio.gather(*(person(url, n, "start_button") for n in range(n_people)))
    clicks = np.concatenate([np.array(times) for times, _ in everybody])
    return 1000.0 * clicks, 1000.0 * np.array([opened for _, opened in everybody])


async def memory(url: str, server: Server, n_sessions: int = 60) -> float:
    """MiB that each open session with three answers adds to the server."""
    process = psutil.Process(server.process.pid)
    async with AsyncExitStack() as open_tabs:
        for n in range(2 * n_sessions):
            if n == n_sessions:  # the first ones fill pools that stay
                before = process.memory_info().rss
            visitor = await open_tabs.enter_async_context(Visitor(url))
            await visitor.open()
            if "start_button" in visitor.buttons:
                await visitor.click("start_button")
            for _ in range(3):
                await visitor.click("left")
        return (process.memory_info().rss - before) / n_sessions / 2**20


def measured(name: str, artifacts: Path, script: Path) -> tuple[list[Row], dict[str, float]]:
    """Rows of one server, and what claims need of it."""
    rows: list[Row] = []
    values: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        began = time.perf_counter()
        server = Server(artifacts, f"sqlite:///{place}/s.sqlite3", place / "log", script)
        with closing(server):
            values["cold start, s"] = time.perf_counter() - began
            asyncio.run(crowd(server.url, 1))  # warm
            for n_people in PEOPLE:
                clicks, opened = asyncio.run(crowd(server.url, n_people))
                p95 = float(np.quantile(clicks, 0.95))
                values[f"p95 at {n_people}"] = p95
                values["first question, ms"] = float(np.median(opened))
                rows.append(
                    {
                        "server": name,
                        "people": n_people,
                        "clicks": len(clicks),
                        "median, ms": float(np.median(clicks)),
                        "p95, ms": p95,
                        "first question, ms": float(np.median(opened)),
                    }
                )
                print(f"{name}: {n_people} people", file=sys.stderr, flush=True)
            values["MiB a session"] = asyncio.run(memory(server.url, server))
    about = ("cold start, s", "MiB a session")
    rows.append({"server": name, **{key: values[key] for key in about}})
    return rows, values


def claims_of(app: dict[str, float], bare: dict[str, float]) -> list[Claim]:
    ratio = app["p95 at 20"] / bare["p95 at 20"]
    most = app["p95 at 50"]
    size = app["MiB a session"]
    first = app["first question, ms"]
    return [
        Claim("p95 against the bare page, 20 people", ratio, "at most 1.5", ratio <= SLOWER),
        Claim("p95 at 50 people, ms", most, "below 300", most < MOST_MS),
        Claim("memory a session, MiB", size, "below 2", size < MOST_MIB),
        Claim("first question at 50 people, ms", first, "below 2000", first < 2000.0),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--artifacts", type=Path, default=ROOT / "artifacts" / "movielens")
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    bare_rows, bare = measured(BARE, options.artifacts, ROOT / "benchmarks" / "bare.py")
    rows, app = measured(APP, options.artifacts, ROOT / "app.py")
    return finish([*rows, *bare_rows], claims_of(app, bare), options.json)


if __name__ == "__main__":
    sys.exit(main())
