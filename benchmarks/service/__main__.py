"""People at two replicas and PostgreSQL while everything fails once: is all kept, and soon fast?

`python -m benchmarks.service --json FILE` lets 300 people, who think for 3 s on average, answer for
five minutes. After a quiet time a replica is killed, the other one gets SIGTERM, PostgreSQL is
stopped at once, and the way to it is cut and swallows. Every acknowledged answer is looked for in
the database afterwards. A click lasts from the press to the whole page with the next question, also
where somebody has to come in again or stands in line. Beside it stands a bare page with as
many people. `--soak` instead measures the memory of the replicas over the time, without faults.
Needs a fitted artifact (`make fit`), PostgreSQL's programs, and an idle machine.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import psutil

from benchmarks.app.__main__ import FROZEN, SCRIPTS, crowd
from benchmarks.app.server import Server
from benchmarks.common.report import Claim, Row, write_report
from benchmarks.service.faults import QUIET, Moment, Parts, befall
from benchmarks.service.person import Diary, Person
from benchmarks.service.postgresql import Postgresql
from benchmarks.service.relay import Relay
from benchmarks.service.truth import Comparison, compared
from models.settings import read_settings

PEOPLE, SECONDS, THINKING_S = 300, 300.0, 3.0
COMING_S = 20.0  # until everybody is there: not counted
LEAST_CLICKS = 50  # from which on a quantile says something
BACK_S = 10.0  # after a fault is mended
ENOUGH = 10_000  # answers, of 300 people in five minutes
MOST_P95_MS, MOST_MEDIAN_MS = 1000.0, 200.0
LOOKS = 30  # at the memory, in a soak
MOST_GROWTH = 0.1  # of the memory, from the second third of a soak to the last


async def live(people: Sequence[Person], until: float) -> None:
    await asyncio.gather(*(person.live(until) for person in people))


async def story(
    people: Sequence[Person], parts: Parts, seconds: float, faults: bool
) -> tuple[float, list[Moment], list[tuple[float, float]]]:
    """When counting began, the faults, and the replicas' MiB over the seconds since then."""
    began = time.monotonic() + COMING_S
    everybody = asyncio.create_task(live(people, began + seconds))
    moments: list[Moment] = []
    memory: list[tuple[float, float]] = []
    if faults:
        moments = await befall(parts, began, seconds)
    else:
        for n in range(1, LOOKS + 1):
            await asyncio.sleep(max(0.0, began + n * seconds / LOOKS - time.monotonic()))
            processes = [psutil.Process(replica.process.pid) for replica in parts.replicas]
            used = sum(process.memory_info().rss for process in processes) / 2**20
            memory.append((time.monotonic() - began, used))
    await everybody
    return began, moments, memory


def row(name: str, seconds: Sequence[float]) -> Row:
    ms = 1000.0 * np.array(seconds or [np.nan])
    median, p95, slowest = np.quantile(ms, [0.5, 0.95, 1.0]).tolist()
    figures = {"median, ms": median, "p95, ms": p95, "slowest, ms": slowest}
    return {"when": name, "clicks": len(seconds), **figures}


def rows_of(
    diaries: Sequence[Diary], began: float, ends: float, moments: Sequence[Moment]
) -> list[Row]:
    """Quiet, and each fault from ``BACK_S`` after it was mended until the next one."""
    clicks = [click for diary in diaries for click in diary.clicks]

    def within(first: float, last: float) -> list[float]:
        return [seconds for end, seconds in clicks if first <= end - seconds and end < last]

    starts = [*(moment.began for moment in moments), ends]
    rows = [row(QUIET, within(began, starts[0]))]
    for moment, following in zip(moments, starts[1:], strict=True):
        rows.append(row(f"after: {moment.name}", within(moment.mended + BACK_S, following)))
    return rows


def bare(n_people: int, artifacts: Path) -> Row:
    """As many people at one server of the minimal page."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        database = f"sqlite:///{place}/s.sqlite3"
        with closing(Server(artifacts, database, place / "log", *SCRIPTS[FROZEN])) as server:
            visits = asyncio.run(crowd(server.url, n_people, 5))
    return row(f"{FROZEN}, one server", [seconds for visit in visits for seconds in visit.clicks])


def claims_of(truth: Comparison, rows: Sequence[Row], n_expected: float) -> list[Claim]:
    n = truth.acknowledged
    claims = [Claim("answers acknowledged", n, f"at least {n_expected:.0f}", n >= n_expected)]
    for name in ("lost", "doubled", "out_of_order"):
        value = getattr(truth, name)
        claims.append(Claim(f"answers {name.replace('_', ' ')}", value, "0", value == 0))
    for each in rows:
        if int(each["clicks"] or 0) < LEAST_CLICKS:
            continue
        for column, most in (("p95, ms", MOST_P95_MS), ("median, ms", MOST_MEDIAN_MS)):
            value = float(each[column] or np.inf)
            claims.append(
                Claim(f"{each['when']}: {column}", value, f"at most {most:.0f}", value <= most)
            )
    return claims


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--artifacts", type=Path, default=read_settings().artifacts)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="1800 for a soak")
    parser.add_argument("--soak", action="store_true", help="no faults; memory over the time")
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgresql = stack.enter_context(closing(Postgresql()))
        relay = stack.enter_context(closing(Relay(postgresql.port)))
        url = postgresql.url.replace(str(postgresql.port), str(relay.port))
        replicas = [
            stack.enter_context(closing(Server(options.artifacts, url, folder / f"log{n}")))
            for n in range(2)
        ]
        parts = Parts(replicas, postgresql, relay)
        urls = [replica.url for replica in replicas]
        people = [Person(urls, n, THINKING_S) for n in range(options.people)]
        began, moments, memory = asyncio.run(
            story(people, parts, options.seconds, not options.soak)
        )
        diaries = [person.diary for person in people]
        truth = compared(diaries, postgresql.url)
        logs = "".join((folder / f"log{n}").read_text() for n in range(2))
        print(f"tracebacks in the logs: {logs.count('Traceback')}", file=sys.stderr)
    rows = rows_of(diaries, began, began + options.seconds, moments)
    expected = ENOUGH * options.people * options.seconds / (PEOPLE * SECONDS)
    claims = claims_of(truth, rows, expected)
    if options.soak:
        used = np.array([mib for _, mib in memory])
        middle, last = used[LOOKS // 3 : 2 * LOOKS // 3].mean(), used[2 * LOOKS // 3 :].mean()
        grown = float(last / middle - 1.0)
        told = f"at most {MOST_GROWTH}"
        claims.append(Claim("growth of memory, a share", grown, told, grown <= MOST_GROWTH))
    figures = [
        *rows,
        bare(options.people, options.artifacts),
        vars(truth),
        *({"fault": m.name, "lasted, s": m.mended - m.began} for m in moments),
        *({"after, s": seconds, "replicas, MiB": mib} for seconds, mib in memory),
    ]
    return write_report(figures, claims, options.json)


if __name__ == "__main__":
    sys.exit(main())
