"""What the server does besides running pages: load before the first visit, fonts, and turns."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread

import streamlit as st
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from streamlit.config import set_option
from streamlit.runtime.scriptrunner import get_script_run_ctx

from elicitation.sessions.database import StoreUnavailable
from models.artifacts import ArtifactError
from models.settings import read_settings
from pages.components.access import desk
from pages.components.app import assets, i18n, messages
from pages.components.app.i18n import _
from pages.components.delivery.base_path import base_path, below
from pages.components.items import pictures
from pages.components.picks import link_picture
from pages.components.service import garbage, health, housekeeping, logs, process, waiting

FONTS = Path(__file__).parents[1] / "fonts"
log = logging.getLogger("tenfold")
_n_modules = 0  # at the last freeze

# Before the first visit there is no visitor, and Streamlit warns of that at every step.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True


@asynccontextmanager
async def preload(_: st.App) -> AsyncIterator[None]:
    """Open models and database before the first visit; then collect garbage by the clock.

    After every run of a page, as Streamlit does it unless .streamlit/config.toml says no, a walk
    over everything loaded and every session would be most of what a click costs.
    """
    logs.set_up(
        read_settings().log,
        lambda error: process.metrics.count("tenfold_database_errors_total", error),
    )
    try:
        hidden = pictures.refused(assets.artifact().catalogue)
        if hidden:
            log.warning("Posters of these hosts are drawn, not fetched: %s", ", ".join(hidden[:9]))
            log.warning("TENFOLD_IMAGE_HOSTS names the hosts that may be asked (docs/settings.md)")
        assets.events()
    except (ArtifactError, StoreUnavailable) as error:
        log.warning("%s", error)  # pages say so too, and try again at each visit
    fonts_below(base_path(st.get_option("server.baseUrlPath")))
    freeze_garbage()
    if current_thread() is main_thread():
        process.drain.listen()
    collecting = asyncio.create_task(garbage.collect(lambda: process.tabs.n_waiting))
    keeping = asyncio.create_task(housekeeping.keep())
    desk.print_link()
    yield
    for task in (collecting, keeping):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def freeze_garbage() -> None:
    """If code was loaded since the last time, exempt all there is now from garbage collection.

    Pages and what they draw with are loaded when somebody first looks at them. Later visits find
    nothing new, so that what a session leaves behind is collected as ever.
    """
    global _n_modules
    if len(sys.modules) > _n_modules:
        _n_modules = len(sys.modules)
        garbage.exempt()


@contextmanager
def page_slot(page: str, takes_turns: bool) -> Iterator[None]:
    """Where the page of this path is drawn: at once, or when it is its turn; instead of it, who
    waits for long sees their place (pages/components/service/admission.py). Ends the run of the
    script then."""
    context = get_script_run_ctx(suppress_warning=True)
    if not takes_turns or context is None:
        with process.first_looks.at(page):
            yield
        return
    with process.admission.turn(context.session_id) as place:
        if place is not None:
            waiting.draw(context.session_id, place)
            i18n.choose_language()
            st.stop()
        with process.first_looks.at(page):
            yield


def show_error(error: Exception) -> bool:
    """A person sees one paragraph, the log everything."""
    log.error("A page failed", exc_info=error)
    messages.paragraph(
        _(
            "Something went wrong on our side. Your answers are kept: reload the page "
            "to continue where you were."
        )
    )
    return True


def routes() -> list[BaseRoute]:
    """The fonts, from this server: nothing is fetched from another host. Probes, and the desk."""
    base = base_path(st.get_option("server.baseUrlPath"))
    fonts = Mount("/fonts", StaticFiles(directory=FONTS))
    own: list[Route | Mount] = [
        fonts,
        *health.routes(),
        *process.routes(),
        *link_picture.routes(),
        *desk.routes(),
    ]
    return [below(base, route) for route in own]


def fonts_below(base: str) -> None:
    """Let pages look for our fonts where they are, as .streamlit/config.toml cannot know."""
    faces = st.get_option("theme.fontFaces") or []
    moved = [{**face, "url": f"{base}{face['url']}"} for face in faces]
    if base and not any(face["url"].startswith(f"{base}/") for face in faces):
        set_option("theme.fontFaces", moved)
