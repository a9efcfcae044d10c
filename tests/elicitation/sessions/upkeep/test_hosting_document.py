"""Commands of docs/hosting.md, run as they stand there: copies restore, and retention counts."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from elicitation.sessions.database import Database
from elicitation.sessions.events import Started
from elicitation.sessions.store import EventStore
from models.settings import ROOT

DOCUMENT = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
STARTED = Started("kept", 7, "a_optimal", 10, "toy", "f" * 64)


def commands(naming: str) -> str:
    """The one block of the document that has this in it."""
    blocks = re.findall(r"```sh\n(.*?)```", DOCUMENT, flags=re.DOTALL)
    (found,) = (block for block in blocks if naming in block)
    return found


def run(text: str, folder: Path, **variables: str) -> str:
    """What the commands print, run by the shell in ``folder`` with this Python."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, **variables, "PATH": path, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", "-euc", text], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def keep(url: str, created: float) -> None:
    with closing(Database(url)) as database:
        database.delete_session("kept")
        EventStore(database).append("kept", 0, STARTED, created)


@pytest.mark.slow
def test_a_dump_of_the_server_is_restored(postgresql_url: str, tmp_path: Path) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    keep(postgresql_url, 1.8e9)
    restored = postgresql_url.replace("/postgres", "/restored")
    run(commands("pg_restore"), tmp_path, DATABASE=postgresql_url, RESTORED=restored)
    with closing(Database(restored)) as database:
        assert EventStore(database).read("kept") == (STARTED,)


@pytest.mark.slow
def test_a_file_is_copied_and_what_is_old_is_counted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/s.sqlite3"
    keep(url, 1.0)
    run(commands("models.backup"), tmp_path, TENFOLD_DATABASE_URL=url)
    with closing(Database(f"sqlite:///{tmp_path}/tenfold-copy.sqlite3")) as database:
        assert EventStore(database).read("kept") == (STARTED,)
    told = run(commands("models.retention"), tmp_path, TENFOLD_DATABASE_URL=url)
    assert told.startswith("1 sessions of people") and "would be" in told
