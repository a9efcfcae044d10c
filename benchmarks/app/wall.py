"""A room of a hundred: delay until the wall shows an answer, and response time per click.

`python -m benchmarks.app --wall --json FILE` starts a real server, opens a room on the present page
by websocket, with the page's own timer, and when all have joined each answers every 3 s on average.
An answer is shown when the person's dot on the map counts it. The control has no wall. The fitted
artifact must be there: `make fit`.
"""

import asyncio
import json
import sys
import tempfile
import time
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.app.server import Server
from benchmarks.app.visitor import TIMEOUT, Visitor
from benchmarks.common.report import Claim, Row
from elicitation.sessions.database import Database
from elicitation.sessions.links import LinkStore

PEOPLE = (20, 100)
THINKING_S = 3.0
N_CLICKS = 8  # of each person; the map counts to ten
CODE = "PARTY"
MOST_DELAY_MS, MOST_CLICK_MS, SLOWER = 3000.0, 1000.0, 1.25

Moments = dict[tuple[str, int], float]  # person on the map and number of their answer -> when


class Wall:
    """Client of the present page that reruns at the page's timer."""

    def __init__(self, url: str, code: str, cookie: str) -> None:
        self._url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._cookie = cookie
        self._query = f"room={code}"
        self.shown: Moments = {}
        self.n_updates = 0
        self.opened = asyncio.Event()

    async def watch(self) -> None:
        """Until cancelled."""
        async with connect(
            self._url,
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": self._cookie},
            max_size=None,
            compression=None,
        ) as socket:
            await self._ask(socket, "")
            timer: asyncio.Task[None] | None = None
            try:
                while True:
                    message = ForwardMsg.FromString(await socket.recv(decode=False))
                    if message.HasField("auto_rerun") and timer is None:
                        timer = asyncio.create_task(self._keep_asking(socket, message))
                    elif message.HasField("delta"):
                        self._read(message)
            finally:
                if timer:
                    timer.cancel()

    async def _keep_asking(self, socket: ClientConnection, message: ForwardMsg) -> None:
        while True:
            await asyncio.sleep(message.auto_rerun.interval)
            await self._ask(socket, message.auto_rerun.fragment_id)

    async def _ask(self, socket: ClientConnection, fragment: str) -> None:
        state = ClientState(
            query_string=self._query,
            page_name="present",
            fragment_id=fragment,
            is_auto_rerun=bool(fragment),
        )
        await socket.send(BackMsg(rerun_script=state).SerializeToString())

    def _read(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if not element.HasField("bidi_component") or not element.bidi_component.json:
            return
        now = time.perf_counter()
        self.n_updates += 1
        self.opened.set()
        for person in json.loads(element.bidi_component.json)["people"]:
            for n in range(1, round(10 * person["sure"]) + 1):
                self.shown.setdefault((person["who"], n), now)


async def person(url: str, seed: int, said: Moments, all_here: asyncio.Barrier) -> list[float]:
    """Seconds of each click; ``said`` gets the moment of each answer."""
    rng = np.random.default_rng(seed)
    await asyncio.sleep(rng.uniform(0.0, THINKING_S))
    async with Visitor(url) as visitor:
        visitor.query = f"g={CODE}"
        await visitor.open()
        await visitor.click("start_button")
        session = parse_qs(visitor.query)["s"][0]
        who = blake2b(session.encode(), digest_size=8).hexdigest()
        times = []
        await all_here.wait()
        for n in range(1, N_CLICKS + 1):
            await asyncio.sleep(rng.uniform(0.5, 1.5) * THINKING_S)
            said[who, n] = time.perf_counter()
            times.append(await visitor.answer(rng))
        return times


async def evening(server: Server, n_people: int, watched: bool) -> Row:
    """Everybody answers in one round; a row of the table."""
    wall, said = Wall(server.url, CODE, server.desk_cookie()), Moments()
    process = psutil.Process(server.process.pid)
    watching = asyncio.create_task(wall.watch()) if watched else None
    if watching:
        await asyncio.wait_for(wall.opened.wait(), TIMEOUT)
    began, used = time.perf_counter(), sum(process.cpu_times()[:2])
    all_here = asyncio.Barrier(n_people)
    people = (person(server.url, n, said, all_here) for n in range(n_people))
    everybody = await asyncio.gather(*people)
    took, used = time.perf_counter() - began, sum(process.cpu_times()[:2]) - used
    if watching:
        deadline = time.perf_counter() + TIMEOUT
        while said.keys() - wall.shown.keys():
            if watching.done() or time.perf_counter() > deadline:
                raise RuntimeError(f"{len(said.keys() - wall.shown.keys())} answers never shown")
            await asyncio.sleep(0.1)
        watching.cancel()
    clicks = 1000.0 * np.concatenate([np.array(times) for times in everybody])
    delays = 1000.0 * np.array([wall.shown[key] - said[key] for key in said] if watched else [])
    return {
        "people": n_people,
        "wall": "yes" if watched else "no",
        "answers": len(said),
        "click median, ms": float(np.median(clicks)),
        "click p95, ms": float(np.quantile(clicks, 0.95)),
        "shown median, ms": float(np.median(delays)) if watched else None,
        "shown p95, ms": float(np.quantile(delays, 0.95)) if watched else None,
        "server's CPU, ms an answer": 1000.0 * used / len(said),
        "updates a second": wall.n_updates / took if watched else None,
    }


def measured(artifacts: Path) -> list[Row]:
    """Rows for each size of the room, with and without a wall."""
    rows = []
    for n_people in PEOPLE:
        for watched in (False, True):
            # a server of its own: tabs that are gone stay in memory for a while and cost time
            with tempfile.TemporaryDirectory() as folder:
                address = f"sqlite:///{folder}/s.sqlite3"
                with closing(Server(artifacts, address, Path(folder) / "log")) as server:
                    database = Database(address)
                    LinkStore(database).link(CODE, "room", f"{CODE}-1", time.time())
                    asyncio.run(evening(server, 2, watched))  # warm
                    LinkStore(database).link(CODE, "room", f"{CODE}-2", time.time())
                    rows.append(asyncio.run(evening(server, n_people, watched)))
                    database.close()
            print(f"{n_people} people, wall: {watched}", file=sys.stderr, flush=True)
    return rows


def claims_of(rows: list[Row]) -> list[Claim]:
    (without,) = (row for row in rows if row["people"] == PEOPLE[-1] and row["wall"] == "no")
    (with_wall,) = (row for row in rows if row["people"] == PEOPLE[-1] and row["wall"] == "yes")
    delay, click = float(with_wall["shown p95, ms"] or 0), float(with_wall["click p95, ms"] or 0)
    ratio = float(with_wall["click median, ms"] or 0) / float(without["click median, ms"] or 1)
    return [
        Claim(
            "an answer on the wall, p95 at 100 people, ms",
            delay,
            "below 3000",
            delay < MOST_DELAY_MS,
        ),
        Claim("click of who answers, p95 at 100, ms", click, "below 1000", click < MOST_CLICK_MS),
        Claim("median click with a wall against without", ratio, "at most 1.25", ratio <= SLOWER),
    ]
