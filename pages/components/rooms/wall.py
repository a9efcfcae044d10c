"""The wall: how to come in, who answers, the map, what the room shares and what divides it."""

from collections.abc import Sequence
from hashlib import blake2b
from html import escape
from pathlib import Path

import streamlit as st

from elicitation.explanations.taste_axes import ends
from elicitation.recommendations.group import GROUP_RULES, GroupPick
from elicitation.recommendations.group_session import RoomSnapshot, VoteSplit, map_axes
from models.artifacts import Artifact
from pages.components.app import codes
from pages.components.app.i18n import N_, _, ngettext, number
from pages.components.items import axis_words, listing, titles, vocabulary
from pages.components.rooms import groups, rooms
from pages.components.service import process

COUNTS = (
    N_("here"),
    N_("answers"),
    N_("done"),
)

EVERY = 1.0  # seconds between looks at the room
REACH = 1.8  # standard deviations of the population from the middle of the map to its edge
N_EXAMPLES = 2  # titles at each end of the map

_map = st.components.v2.component(
    "tenfold_map", js=(Path(__file__).parent / "map.js").read_text(), isolate_styles=False
)
_fullscreen = st.components.v2.component(
    "tenfold_fullscreen",
    js=(Path(__file__).parent / "fullscreen.js").read_text(),
    isolate_styles=False,
)


def draw(artifact: Artifact, code: str) -> None:
    """The whole page of a room."""
    going_on = rooms.rounds(code)
    with st.container(key="wall"):
        door, room = st.columns([2, 9], gap="medium")
        with door, st.container(key="door"):
            _door(code, len(going_on))
        with room:
            _room(artifact, going_on[-1])


def _door(code: str, n_rounds: int) -> None:
    address = codes.address(code, "present")
    heading = _("Round {n}").format(n=number(n_rounds))
    st.html(
        f"<h1>{escape(heading)}</h1>{codes.qr_html(address)}"
        f'<p class="code">{code}</p><p class="where">{escape(address)}</p>'
    )
    with st.popover(_("Next round"), key="next_round", width="stretch"):
        st.write(
            _(
                "Ends this round and empties the map. The code stays the same; phones are "
                "invited to join."
            )
        )
        st.button(
            _("Begin round {n}").format(n=number(n_rounds + 1)),
            key="next_round_sure",
            on_click=rooms.next_round,
            args=(code, n_rounds),
            type="primary",
        )
    if n_rounds > 1:
        st.button(
            _("Back to round {n}").format(n=number(n_rounds - 1)),
            key="undo_round",
            on_click=rooms.undo_round,
            args=(code, n_rounds),
            icon=":material/undo:",
            type="tertiary",
            width="stretch",
        )
    _fullscreen(key="fullscreen", data={"enter": _("Full screen"), "leave": _("Leave full screen")})
    st.button(_("Leave"), key="leave", on_click=rooms.leave, type="tertiary", width="stretch")


@st.fragment(run_every=EVERY)
def _room(artifact: Artifact, round_id: str) -> None:
    first = next(iter(GROUP_RULES))
    with process.admission.work():  # so that it takes little from those who answer
        seen = rooms.look(artifact, round_id, st.session_state.get("room_rule") or first)
    mapped, told = st.columns([5, 4], gap="large")
    with mapped:
        st.html(_counts(seen))
        _map(key=f"map-{round_id}", data=map_data(artifact, seen))
    with told:
        best = _("What this room should {use}").format(use=vocabulary.words(artifact.words).use)
        st.html(f"<h2>{escape(best)}</h2>" + top(artifact, seen.top))
        st.segmented_control(
            _("What counts"),
            list(GROUP_RULES),
            default=first,
            format_func=groups.rule_name,
            key="room_rule",
            label_visibility="collapsed",
            persist_state="session",
        )
        divides = _("What divides it most")
        st.html(f"<h2>{escape(divides)}</h2>" + divisive(artifact, seen.split))


def map_data(artifact: Artifact, seen: RoomSnapshot) -> dict[str, object]:
    """What the map draws: places from 0 to 1, and names that lead to nobody's session."""
    axes = map_axes(artifact.basis.prior)
    labels = [_ends(artifact, base) for base in axes]
    plans = ngettext(
        "{n} person between {left} at the left and {right} at the right",
        "{n} people between {left} at the left and {right} at the right",
        len(seen.names),
    ).format(n=number(len(seen.names)), left=labels[0][0][0], right=labels[0][1][0])
    return {
        "ends": dict(
            zip(("left", "right", "top", "bottom"), [*labels[0], *labels[1]], strict=True)
        ),
        "words": plans,
        "people": [
            {
                "who": blake2b(name.encode(), digest_size=8).hexdigest(),
                "x": share(x),
                "y": share(y),
                "sure": min(1.0, said / 10.0),
            }
            for name, (x, y), said in zip(seen.names, seen.places, seen.said, strict=True)
        ],
    }


def top(artifact: Artifact, picks: Sequence[GroupPick]) -> str:
    """The room's list, with the mean of everybody's matches."""
    if not picks:
        waits = _("Nobody has answered yet.")
        return f"<p>{escape(waits)}</p>"
    entries = "".join(
        f'<li><span class="rank">{rank}</span>'
        f'<div class="thumb">{listing.poster_of(artifact.catalogue, pick.item)}</div>'
        f'<span class="name">{escape(_title(artifact, pick.item))}</span>'
        f'<span class="percent">{sum(pick.matches) / len(pick.matches):.0%}</span></li>'
        for rank, pick in enumerate(picks, start=1)
    )
    legend = _("Average chance that people here would prefer it to a typical favourite.")
    return f'<ol class="top">{entries}</ol><p class="fine">{escape(legend)}</p>'


def divisive(artifact: Artifact, split: VoteSplit | None) -> str:
    """The question about which people agree least, with its votes."""
    if split is None:
        none = _("No disagreements yet.")
        return f"<p>{escape(none)}</p>"
    title, n = titles.title_of(artifact.catalogue), sum(split.counts)
    names, heading = [title(key) for key in split.items], ""
    if len(names) == 1:  # an item to tap
        heading, names = f"<h3>{escape(names[0])}</h3>", [_("tapped"), _("passed over")]
    sides = "".join(
        f'<div class="side" style="--share:{count / n:.3f}"><span>{escape(name)}</span>'
        f"<span>{count}</span></div>"
        for name, count in zip(names, split.counts, strict=True)
    )
    return f'{heading}<div class="split">{sides}</div>'


def _counts(seen: RoomSnapshot) -> str:
    numbers = zip(map(_, COUNTS), (len(seen.names), sum(seen.said), seen.n_done), strict=True)
    shown = "".join(f"<div><dt>{escape(what)}</dt><dd>{n}</dd></div>" for what, n in numbers)
    return f'<dl class="counts">{shown}</dl>'


def _ends(artifact: Artifact, base: int) -> list[tuple[str, str]]:
    """Name and examples of both ends of an axis, the one that positive coefficients like first.

    Of an end that its first examples name the others follow.
    """
    words = axis_words.end_labels(artifact, base)
    named = axis_words.axis_names(artifact)[base]
    items = ends(artifact.basis, artifact.known)[base]
    found = []
    for name, end, own in zip(words, (named.first, named.second), items, strict=True):
        rest = own if end.labels or not end.stands else own[axis_words.N_TITLES :]
        shown = (_title(artifact, item) for item in rest[:N_EXAMPLES])
        found.append((name, " · ".join(shown)))
    return found


def _title(artifact: Artifact, item: int) -> str:
    return titles.short(artifact.catalogue, item)


def share(position: float) -> float:
    """Place on the map, 0.03 to 0.97: positive positions are at the left and at the top."""
    return min(0.97, max(0.03, 0.5 - position / (2.0 * REACH)))
