"""Two people's lists beside each other: how alike they are, and what both would like."""

from html import escape
from pathlib import Path

import streamlit as st

from elicitation.recommendations.group import group_picks
from elicitation.recommendations.likeness import TELLS, Likeness, likeness
from elicitation.recommendations.personal_list import ranking
from elicitation.sessions.session import Session, replay
from models.artifacts import Artifact
from pages.components.app import assets, messages, state
from pages.components.app.i18n import _, ngettext, number, percent
from pages.components.items import listing, titles, vocabulary

QUERY = "p"  # the URL's name for the code of a shared list
N_BOTH, N_EACH = 6, 10


def own() -> Session | None:
    """This tab's session, or this browser's latest; the address stays as it is."""
    name = st.session_state.get(state.QUERY) or state.previous()
    events = assets.events().read(str(name)) if name else ()
    return replay(events) if events else None


def draw(artifact: Artifact, mine: Session, theirs: Session) -> None:
    """The comparison, for whoever has answered something themselves."""
    st.html(Path(__file__).with_suffix(".css"))
    both = [assets.belief(artifact, session) for session in (mine, theirs)]
    rankers = [assets.ranker(artifact, session) for session in (mine, theirs)]
    st.header(_("You and they"))
    st.html(score(likeness(both[0], both[1], artifact.known)))
    st.header(_("What both of you would like"))
    picks = group_picks(both, rankers, N_BOTH, "least misery")
    if picks:
        st.html(listing.for_all(artifact.catalogue, picks, [_("You"), _("They")]))
    else:
        messages.text(_("One of you knows everything that there is here."))
    lists = [ranking(own, by, N_EACH) for own, by in zip(both, rankers, strict=True)]
    st.html(beside(artifact, *lists))


def score(found: Likeness) -> str:
    """The share of choices that two people have in common, with its band and what is usual."""
    told = _("Of two well-known titles you would both choose the same one in {n} of 100 cases.")
    band = _("Likely {low} to {high}; two people who do not know each other: {usual}.")
    return (
        f'<section class="likeness"><p class="big">{percent(found.agreement)}</p>'
        f"<div><p>{escape(told.format(n=number(100 * found.agreement)))} "
        f"<b>{escape(_verdict(found))}</b></p>"
        f'<i class="scale" style="--low:{found.low:.3f};--high:{found.high:.3f};'
        f'--at:{found.agreement:.3f};--usual:{found.strangers:.3f}"></i>'
        f'<p class="fine">'
        + escape(
            band.format(
                low=percent(found.low), high=percent(found.high), usual=percent(found.strangers)
            )
        )
        + "</p></div></section>"
    )


def beside(artifact: Artifact, mine: tuple[int, ...], theirs: tuple[int, ...]) -> str:
    """Both lists; what is on both is marked."""
    common = set(mine) & set(theirs)
    told = ngettext(
        "{n} title is on both lists.", "{n} titles are on both lists.", len(common)
    ).format(n=number(len(common)))
    shared = _("on both lists")
    columns = ""
    for heading, items in ((_("Your list"), mine), (_("Their list"), theirs)):
        rows = "".join(
            f'<li class="{"common" if item in common else ""}">'
            f"{escape(titles.short(artifact.catalogue, item))}"
            + (f'<span class="sr"> ({escape(shared)})</span>' if item in common else "")
            + "</li>"
            for item in items
        )
        columns += f"<div><h2>{escape(heading)}</h2><ol>{rows}</ol></div>"
    return f'<p class="fine">{escape(told)}</p><div class="beside">{columns}</div>'


def invite(artifact: Artifact, code: str) -> None:
    """For whoever looks at a list and has none: the way to their own, and back to compare."""
    told = _("Find out what you would {use}, and how alike you are. It takes ten questions.")
    messages.text(told.format(use=vocabulary.words(artifact.words).use))
    if st.button(_("Get your own list"), key="own_list", type="primary"):
        st.switch_page("pages/ask.py", query_params={QUERY: code})


def way_on() -> None:
    """After the questions of whoever came from a shared list: back to it, to compare."""
    code = str(st.query_params.get(QUERY, ""))
    if code and st.button(
        _("Compare with the list you came from"), key="to_compare", icon=":material/group:"
    ):
        st.switch_page("pages/shared.py", query_params={QUERY: code})


def by_link() -> None:
    """A field for the link that somebody sent; it leads to the comparison."""
    with st.form("compare", border=False):
        text = st.text_input(_("Compare with a friend: their link"), max_chars=300)
        if st.form_submit_button(_("Compare")):
            st.switch_page("pages/shared.py", query_params={QUERY: code_in(text)})


def code_in(text: str) -> str:
    """The code of a pasted link, or what was typed if it is no link."""
    return text.rsplit(f"{QUERY}=", 1)[-1].split("&")[0].strip()


def _verdict(found: Likeness) -> str:
    if found.closer >= TELLS:
        return _("That is more than two strangers.")
    if found.closer <= 1.0 - TELLS:
        return _("That is less than two strangers.")
    return _("Whether that is more than two strangers, your answers do not tell yet.")
