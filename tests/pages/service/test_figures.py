"""Figures and log of a real server: what happened is counted, told to the operator only, no ids."""

import json
import re
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from coroutines import run
from servers import Server

from benchmarks.app.visitor import Visitor

TOKEN = "a token of the operator"


def figures(server: Server, token: str | None = TOKEN) -> dict[str, float]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    asked = urllib.request.Request(f"{server.url}/metrics", headers=headers)
    with urllib.request.urlopen(asked) as answer:
        lines = answer.read().decode().splitlines()
    told = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(value) for name, _, value in told}


async def story(server: Server, file: Path) -> tuple[dict[str, float], dict[str, float], str]:
    rng = np.random.default_rng(0)
    async with Visitor(server.url) as visitor:
        await visitor.open()
        await visitor.click("start_button")
        for _ in range(3):
            await visitor.answer(rng)
        good = figures(server)
        file.rename(file.with_suffix(".lost"))
        await visitor.answer(rng)
        return good, figures(server), re.findall(r"s=([\w-]+)", visitor.query)[0]


@pytest.mark.slow
def test_what_happens_is_counted_and_logged_without_ids(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_METRICS_TOKEN", TOKEN)
    monkeypatch.setenv("TENFOLD_LOG", "json")
    file = tmp_path / "s.sqlite3"
    with closing(Server(world, f"sqlite:///{file}", tmp_path / "log")) as server:
        for token in (None, "", "another"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                figures(server, token)
        good, bad, session_id = run(story(server, file))
    assert good["tenfold_answers_total"] == 3
    assert good['tenfold_click_seconds_count{page="ask"}'] == 5
    assert good['tenfold_click_seconds_bucket{page="ask",le="+Inf"}'] == 5
    assert good["tenfold_people"] == 1 and good["tenfold_people_waiting"] == 0
    assert good["tenfold_writes_refused_total"] == good["tenfold_database_errors_total"] == 0
    assert bad["tenfold_answers_total"] == 3 and bad["tenfold_writes_refused_total"] >= 1
    assert any(value > 0 for name, value in bad.items() if "database_errors_total" in name)
    said = (tmp_path / "log").read_text()
    told = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    failed = [record for record in told if record.get("event") == "database failed"]
    assert failed and all(record["level"] in ("error", "critical") for record in failed)
    assert session_id not in said and str(tmp_path) not in said


@pytest.mark.slow
def test_without_a_token_there_is_no_such_page(shared_server: Server) -> None:
    for token in (None, "", "None"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            figures(shared_server, token)
