"""Bring your ratings: a file, what was understood of it, and one event if the person agrees."""

from functools import lru_cache
from html import escape
from threading import Lock

import streamlit as st

from elicitation.sessions.events import Imported
from elicitation.sessions.session import History, Session
from models.artifacts import Artifact
from models.histories.history import BroughtHistory, read_history
from models.histories.titles import TitleIndex
from models.histories.uploads import UploadError
from pages.components.app import messages, state
from pages.components.app.i18n import _, number
from pages.components.histories import texts, uploads

KEY = "brought"  # what was understood of the last file, or why it cannot be used
DONE = object()  # in its place: the person agreed
KINDS = ["zip", "csv", "tsv", "txt", "gz"]
MOST_MB = 5
N_MISSING = 200  # titles in the list of what was not found
_reading = Lock()  # one file at a time: reading is a second of work for the processor


def dialog(artifact: Artifact, session: Session | None) -> None:
    """Opens the dialog, empty."""
    st.session_state.pop(KEY, None)
    st.dialog(_("Bring your ratings"), width="medium")(_draw)(artifact, session)


def _draw(artifact: Artifact, session: Session | None) -> None:
    if st.session_state.get(KEY) is DONE:
        st.session_state.pop(KEY)
        st.switch_page("pages/picks.py")
    messages.text(
        _(
            "Export your ratings from Letterboxd (the zip file), IMDb, Goodreads, MovieLens or "
            "Netflix, or make a table with two columns: title and rating."
        )
    )
    _name_button(_("Choose a file"))
    file = st.file_uploader(
        _("Your file"),
        KINDS,
        key="bring_file",
        max_upload_size=MOST_MB,
        label_visibility="collapsed",
    )
    if file is not None:
        st.session_state[KEY] = _understood(artifact, file.name, uploads.taken(file))
    outcome = st.session_state.get(KEY)
    if isinstance(outcome, BroughtHistory):
        _confirm(outcome, session)
    elif isinstance(outcome, str):
        messages.paragraph(outcome)
    messages.fine(
        _(
            "The file is read in this server’s memory and dropped. If you use it, we keep which of "
            "our titles you know and like, with your answers: you can take that back or delete it."
        )
    )


def _name_button(words: str) -> None:
    """What the button of the platform says, which it does in English only; see theme.css."""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    st.html(f'<style>.stDialog {{ --choose-file: "{quoted}"; }}</style>')


def _understood(artifact: Artifact, name: str, data: bytes) -> BroughtHistory | str:
    try:
        with _reading:
            return read_history(name, data, _index(artifact))
    except UploadError as error:
        return _(texts.PROBLEMS[error.kind])


def _confirm(found: BroughtHistory, session: Session | None) -> None:
    history = History(found.liked, found.disliked, found.seen)
    told = [texts.found(found.place, found.n_found, found.n_items)]
    if found.n_found:
        told.append(texts.likes(found.like, found.best, history))
    st.html("".join(f'<p role="status">{escape(text)}</p>' for text in told))
    if found.missing:
        heading = _("Not found: {n}").format(n=number(len(found.missing)))
        rows = "".join(f"<li><bdi>{escape(t)}</bdi></li>" for t in found.missing[:N_MISSING])
        st.html(f"<details><summary>{escape(heading)}</summary><ul>{rows}</ul></details>")
    if found.n_found:
        args = found, session
        st.button(_("Use these ratings"), key="bring_use", type="primary", on_click=_use, args=args)


def _use(found: BroughtHistory, session: Session | None) -> None:
    if session is not None or state.start():
        st.session_state[KEY] = DONE
        state.bring(Imported(0, found.place, found.liked, found.disliked, found.seen))


@lru_cache(maxsize=1)
def _index(artifact: Artifact) -> TitleIndex:
    return TitleIndex(artifact.catalogue, has_series=artifact.words.item != "film")
