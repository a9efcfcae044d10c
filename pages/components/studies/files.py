"""A study's data to take home, and a participant's to be taken out of it."""

from collections.abc import Callable, Iterator

import streamlit as st

from elicitation.sessions.database import StoreUnavailable
from elicitation.studies.dictionary import Row
from elicitation.studies.export import dictionary_csv, rows, to_csv, to_json
from elicitation.studies.forecasts import forecasts
from elicitation.studies.study import Study, enrol, is_participant
from models.artifacts import Artifact
from pages.components.app import assets, tab
from pages.components.app.i18n import _
from pages.components.service import downloads
from pages.components.studies import board
from pages.components.studies.parquet import to_parquet
from pages.components.studies.participants import TOOK_PART


def download(artifact: Artifact, study: Study) -> None:
    """Everything as CSV, JSON and Parquet; made when somebody asks for it."""
    st.header(_("Download"))
    st.caption(
        _(
            "One row per event, with a data dictionary; every session can be replayed "
            "from any of the files. Participants have pseudonyms, the same in every file of this "
            "study."
        )
    )
    named = st.checkbox(_("With the participants’ own numbers, to join other data"), key="named")

    def table() -> list[Row]:
        return list(_rows(artifact, study, named))

    makers: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "csv": ("text/csv", lambda: to_csv(table())),
        "json": ("application/json", lambda: to_json(study, table())),
        "parquet": ("application/vnd.apache.parquet", lambda: to_parquet(table())),
    }
    with st.container(key="files", horizontal=True):
        for kind, (mime, make) in makers.items():
            name = f"study-{study.code}.{kind}"
            downloads.button(kind.upper(), make, name, mime, key=f"as_{kind}")
        downloads.button(_("Data dictionary"), dictionary_csv, "dictionary.csv", "text/csv")


def removal(study: Study) -> None:
    """For somebody who asks the researcher to have their data deleted."""
    with st.expander(_("Delete a participant"), key="removal"):
        st.caption(
            _(
                "All answers of this participant are deleted, here and from every figure. Files "
                "that you downloaded before still hold them. This cannot be undone."
            )
        )
        st.text_input(
            _("Participant’s number, or pseudonym in the files"), key="remove_who", max_chars=64
        )
        sure = st.checkbox(_("I am sure"), key="remove_sure")
        st.button(
            _("Delete this participant"),
            key="remove",
            on_click=_remove,
            args=(study,),
            disabled=not sure,
        )


def _remove(study: Study) -> None:
    named = str(st.session_state.get("remove_who", "")).strip()
    if not st.session_state.get("remove_sure"):
        return
    try:
        session_id = _session_of(study, named)
        if session_id:
            assets.events().delete(session_id)
    except StoreUnavailable as error:
        tab.say(str(error))
        return
    st.session_state["remove_sure"] = False
    tab.say(
        _("This participant’s data have been deleted.")
        if session_id
        else _("Nobody of this name has taken part. Please check the number.")
    )


def _session_of(study: Study, named: str) -> str:
    """The session of a participant, by number or pseudonym; "" if nobody has begun so."""
    begun = assets.links().linked(study.code, TOOK_PART)
    if is_participant(named) and (own := enrol(study, named).session_id) in begun:
        return own
    for session_id in begun if named.startswith("p-") else ():
        log = assets.events().log(session_id)
        if log and study.pseudonym(getattr(log[0][1], "participant", "")) == named:
            return session_id
    return ""


def _rows(artifact: Artifact, study: Study, named: bool) -> Iterator[Row]:
    for name, own in board.look(artifact, study).items():
        log = assets.events().log(name)
        made = own.forecasts or forecasts(artifact.basis, [event for _, event in log])
        yield from rows(study, [(log, made)], named)
