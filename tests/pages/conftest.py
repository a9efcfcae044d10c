"""The app on a tiny world: by Streamlit's own test runner, and as a server for a real browser."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st
from servers import QUIET, ROOT, Server, chromium
from streamlit.testing.v1 import AppTest
from worlds import save_world

from pages.components.access import ownership
from pages.components.app import assets
from pages.components.app.i18n import _

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def world_by_scores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where people are asked by screens of several kinds."""
    return save_world(tmp_path_factory.mktemp("by_scores"), by_scores=True)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/sessions.sqlite3"


@pytest.fixture
def open_app(
    world: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., AppTest]]:
    """Opens a tab: ``open_app()``, ``open_app(s=...)`` with a query, ``page=`` for another page.

    ``browser`` names the browser, the same one if it is not given. Where a page
    asks for a sign-in, the tab signs in.
    """
    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(world))
    monkeypatch.setenv("TENFOLD_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("TENFOLD_DATABASE_URL", database_url)

    def tab(page: str = "", browser: str = "the tests' own", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        app.session_state[ownership._TAB_KEY] = browser
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page:
            app.switch_page(page).run()
        if "passphrase" in [field.key for field in app.text_input]:
            app.text_input(key="passphrase").input(PASSPHRASE)
            next(b for b in app.button if b.label == _("Enter")).click().run()
        return app

    yield tab
    st.cache_resource.clear()
    assets._held.clear()
    for opened in (assets._ahead, assets._beliefs, assets._open):
        opened.cache_clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    found = chromium()
    system = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **system, "args": QUIET}


@pytest.fixture(scope="session")
def shared_server(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that neither kill it nor look into its database."""
    folder = tmp_path_factory.mktemp("server")
    server = Server(world, f"sqlite:///{folder}/sessions.sqlite3", folder / "log")
    with closing(server):
        yield server
