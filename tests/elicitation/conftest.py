"""A private PostgreSQL server for the tests that need one."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.service.postgresql import Postgresql
from elicitation.sessions.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of either kind; the second is shared by all tests."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/sessions.sqlite3"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of an empty database on a server that lives as long as the tests."""
    try:
        server = Postgresql()
    except FileNotFoundError as error:
        pytest.skip(str(error))
    with closing(server):
        yield server.url
