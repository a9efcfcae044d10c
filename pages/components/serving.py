"""What the server does besides running pages: load before the first visit, and hand out fonts."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from elicitation.store import StoreUnavailable
from models.artifacts import ArtifactError
from pages.components import assets, messages, strings

FONTS = Path(__file__).parent / "fonts"
log = logging.getLogger("tenfold")

# Before the first visit there is no visitor, and Streamlit warns of that at every step.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").disabled = True


@asynccontextmanager
async def preload(_: st.App) -> AsyncIterator[None]:
    """Open models and database, then exempt all of it from garbage collection.

    Streamlit collects after every run of a page; without the freeze that walk over everything
    loaded is most of what a click costs.
    """
    try:
        assets.artifact()
        assets.store()
    except (ArtifactError, StoreUnavailable) as error:
        log.warning("%s", error)  # pages say so too, and try again at each visit
    gc.collect()
    gc.freeze()
    yield


def report(error: Exception) -> bool:
    """A person sees one paragraph, the log everything."""
    log.error("A page failed", exc_info=error)
    messages.paragraph(strings.UNEXPECTED)
    return True


def routes() -> list[Mount]:
    """The fonts, from this server: nothing is fetched from another host."""
    return [Mount("/fonts", StaticFiles(directory=FONTS))]
