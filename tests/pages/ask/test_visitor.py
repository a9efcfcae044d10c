"""The visitor of the benchmarks answers whatever the app asks."""

from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs

import numpy as np
import pytest
from coroutines import run
from servers import Server

from benchmarks.app.visitor import Visitor
from elicitation.sessions.database import Database
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "kinds"), [("start_button", ["named", *["taps"] * 9]), ("start_pairs", ["pair"] * 10)]
)
def test_a_visitor_answers_ten_screens(
    world_by_scores: Path, tmp_path: Path, start: str, kinds: list[str]
) -> None:
    rng = np.random.default_rng(0)

    async def visit(url: str) -> str:
        async with Visitor(url) as visitor:
            await visitor.open()
            await visitor.click(start)
            for _ in kinds:
                assert await visitor.answer(rng) > 0.0
            assert "see_picks" in visitor.buttons
            return visitor.query

    url = f"sqlite:///{tmp_path}/s.sqlite3"
    with closing(Server(world_by_scores, url, tmp_path / "log")) as server:
        query = run(visit(server.url))
    database = Database(url)
    answers = replay(EventStore(database).read(parse_qs(query)["s"][0])).answers
    database.close()
    assert [answer.question for answer in answers] == kinds
    assert len({item for answer in answers for item in answer.items}) > 18
    assert "failed" not in (tmp_path / "log").read_text()
