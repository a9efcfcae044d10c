"""axe finds nothing moderate, serious or critical on any page, dialog or state, light and dark."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from looks.planted import plant_all
from looks.views import VIEWS, View, go
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import FRAME, WAIT, at_rest

from elicitation.sessions.database import Database
from models.artifacts import load_artifact

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GRAVE = ("moderate", "serious", "critical")
LIKE_OTHERS = {"tap", "picks-move", "picks-take_home", "shared-none", "taste-all"}
# The button that takes a file is named by the style sheet, which axe does not read; browsers
# do, and test_histories.py finds it by that name.
NAMED_BY_STYLE = ("bring", "button-name")
PARTS = 4
EVERYTHING = bool(os.environ.get("TENFOLD_TEST_EVERYTHING"))  # in the dark, too: twice as long


@pytest.fixture(scope="module")
def planted(world_by_scores: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("planted")
    address = f"sqlite:///{folder}/sessions.sqlite3"
    with closing(Database(address)) as database:
        plant_all(load_artifact(world_by_scores), database, n_in_room=8, by_plan=True)
    with closing(Server(world_by_scores, address, folder / "log")) as server:
        yield server


@pytest.fixture(scope="module")
def own_page(browser: Browser, planted: Server) -> Iterator[Page]:
    """The page of a browser that owns the sessions and is let in as a researcher's."""
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.goto(planted.desk_link())
        yield page


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_moderate(own_page: Page, planted: Server, part: int) -> None:
    """All rules in one theme; of the other theme what depends on it, which is contrast, of one view
    of each page and the dialog, or of all if TENFOLD_TEST_EVERYTHING is set.

    Each theme is opened anew: what is folded away keeps the colours of the theme it was drawn in.
    """
    found = []
    views = [view for view in VIEWS if not view.new and view.name not in LIKE_OTHERS]
    first = {urlsplit(view.path).path: view for view in reversed(views)}
    for view in views[part::PARTS]:
        found += _grave(own_page, planted, view, "light")
        if EVERYTHING or view in first.values() or view.name == "why":
            found += _grave(own_page, planted, view, "dark", runOnly=["color-contrast"])
    assert not found, "\n".join(map(str, found))


def test_axe_finds_nothing_moderate_where_nobody_has_been(
    browser: Browser, planted: Server
) -> None:
    found = []
    for view in VIEWS:
        if view.new:
            with closing(browser.new_context(reduced_motion="reduce")) as context:
                page = context.new_page()
                page.set_default_timeout(WAIT)
                found += _grave(page, planted, view, "dark")
    assert not found, "\n".join(map(str, found))


def _grave(
    page: Page, server: Server, view: View, scheme: str, **options: list[str]
) -> list[tuple[object, ...]]:
    """What axe finds once the whole page is in the theme: view, theme, rule and elements."""
    page.emulate_media(color_scheme=scheme)
    go(page, server.url, view)
    at_rest(page)
    expect(page.locator("html")).to_have_css("color-scheme", scheme)
    return [
        (view.name, scheme, violation["id"], [n["html"][:160] for n in violation["nodes"][:3]])
        for violation in Axe().run(page, options=options or None).response["violations"]
        if violation["impact"] in GRAVE
        and violation["id"] not in FRAME
        and (view.name, violation["id"]) != NAMED_BY_STYLE
    ]
