"""SIGTERM to a real server: open clicks are stored, nobody new comes in, and it ends in time."""

import asyncio
import signal
import time
from contextlib import closing, suppress

import numpy as np
import pytest
from coroutines import run
from probes import probed
from servers import Server
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.app.visitor import Visitor
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered
from elicitation.sessions.store import EventStore
from pages.components.service.drain import MOST_S

N = 6


async def clicking(visitor: Visitor, seed: int) -> int:
    """Answers until the server closes the connection; how many were acknowledged."""
    rng, n = np.random.default_rng(seed), 0
    with suppress(ConnectionClosed):
        while True:
            await visitor.answer(rng)
            n += 1
            await asyncio.sleep(0.35)
    assert visitor.close_code == 1012
    return n


async def story(server: Server) -> tuple[list[tuple[str, int]], tuple[int, str], bool, float]:
    """People click while the server is told to leave."""
    people = [await Visitor(server.url).__aenter__() for _ in range(N)]
    for visitor in people:
        await visitor.open()
        await visitor.click("start_button")
    clicks = [asyncio.create_task(clicking(each, n)) for n, each in enumerate(people)]
    await asyncio.sleep(0.5)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.3)
    ready = await asyncio.to_thread(probed, server, "/readyz")
    try:
        async with Visitor(server.url):
            came_in = True
    except InvalidStatus:
        came_in = False
    counts = await asyncio.gather(*clicks)
    await asyncio.to_thread(server.process.wait, 20)
    lasted = time.monotonic() - began
    names = [visitor.query.partition("s=")[2].partition("&")[0] for visitor in people]
    return list(zip(names, counts, strict=True)), ready, came_in, lasted


@pytest.mark.slow
def test_what_was_clicked_is_stored_nobody_new_comes_in_and_it_ends_in_time(world, tmp_path):
    url = f"sqlite:///{tmp_path}/s.sqlite3"
    with closing(Server(world, url, tmp_path / "log")) as server:
        people, ready, came_in, lasted = run(story(server))
    log = (tmp_path / "log").read_text()
    assert ready == (503, "leaving\n")
    assert not came_in
    assert lasted < MOST_S + 2.0
    assert "every click was finished" in log and "Traceback" not in log
    with closing(Database(url)) as database:
        store = EventStore(database)
        for name, n in people:
            stored = sum(isinstance(event, Answered) for event in store.read(name))
            assert n > 2 and stored == n  # acknowledged, and none that was not
