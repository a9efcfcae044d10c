"""Take the list home: saved items first, then the recommendations."""

from collections.abc import Callable, Sequence

import streamlit as st

from elicitation.recommendations.personal_list import ranking
from elicitation.sessions.session import Session
from models.artifacts import Artifact
from models.datasets.catalogue import Catalogue
from pages.components.app import assets, tab
from pages.components.app.i18n import N_, _
from pages.components.service import downloads

LENGTH = 24
FORMATS = (  # name of the writer, what the button says, file name, type
    ("letterboxd_csv", N_("Letterboxd list (CSV)"), "tenfold-letterboxd.csv", "text/csv"),
    ("imdb_csv", N_("Like an IMDb list (CSV)"), "tenfold-imdb.csv", "text/csv"),
    ("to_json", N_("JSON with ids"), "tenfold-list.json", "application/json"),
)


def offer(artifact: Artifact, session: Session) -> None:
    """A popover with one download a format; a file is made when somebody wants it."""
    with st.popover(_("Take home"), icon=":material/download:", key="take_home"):
        st.caption(_("Your saved titles first, then your picks."))
        for name, label, file, mime in FORMATS:
            downloads.button(
                _(label),
                _writer(artifact, session, name),
                file,
                mime,
                session.started.session_id,
                key=f"take_{name}",
                width="stretch",
            )


def _writer(artifact: Artifact, session: Session, name: str) -> Callable[[], str]:
    def write() -> str:
        from models.histories import lists

        catalogue = artifact.catalogue
        saved = [
            catalogue.numbers[key] for key in session.marked("saved") if key in catalogue.numbers
        ]
        found = ranking(assets.belief(artifact, session), tab.ranker(session), LENGTH)
        picked = [number for number in found if number not in saved]
        items = [
            *(lists.ListedItem(number, "saved") for number in saved),
            *(lists.ListedItem(number, "recommended") for number in picked),
        ]
        writers: dict[str, Callable[[Catalogue, Sequence[lists.ListedItem]], str]] = {
            "letterboxd_csv": lists.letterboxd_csv,
            "imdb_csv": lists.imdb_csv,
            "to_json": lists.to_json,
        }
        return writers[name](catalogue, items)

    return write
