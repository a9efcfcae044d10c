"""A server for journeys through screens of every kind."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from servers import Server


@pytest.fixture(scope="module")
def server(world_by_scores: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("screens")
    running = Server(world_by_scores, f"sqlite:///{folder}/s.sqlite3", folder / "log")
    with closing(running):
        yield running
