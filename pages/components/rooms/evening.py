"""One evening of a group: who is here, what they watch tonight, the list, and what divides them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from elicitation.inference.belief import Belief
from elicitation.recommendations.group import GROUP_RULES, GroupPick, group_picks
from elicitation.recommendations.tonight import Tonight, most_divided, tonight
from elicitation.sessions.session import replay
from models.artifacts import Artifact
from pages.components.app import assets, messages
from pages.components.app.i18n import _, ngettext, number, percent
from pages.components.items import listing, titles, vocabulary
from pages.components.rooms import groups
from pages.components.rooms.entrance import GROUP

LENGTH = 12
EVERY = 3  # seconds between looks at what the others did
DIVIDED = 0.25  # difference of two matches from which one may speak of a disagreement


@dataclass(frozen=True)
class Group:
    """A group at one moment, in the order in which people came."""

    names: tuple[str, ...]
    beliefs: tuple[Belief, ...]
    picks: tuple[GroupPick, ...]  # none where everything is seen
    verdict: Tonight | None  # None without picks
    inside: bool  # whether whoever looks was let in, and may see what single members think

    @property
    def silent(self) -> list[str]:
        """Who has not said anything about their taste yet."""
        return [
            name
            for name, own in zip(self.names, self.beliefs, strict=True)
            if not own.session.n_informative and not own.session.history.says_taste
        ]


def look(artifact: Artifact, code: str, own: str) -> Group:
    """The group of this code as the person of the session ``own`` sees it."""
    members = assets.links().linked(code, GROUP)
    sessions = [replay(events) for name in members if (events := assets.events().read(name))]
    inside = own in groups.let_in(code, members)
    called = [one.name if inside else "" for one in sessions]
    names = groups.people([one.started.session_id == own for one in sessions], called)
    beliefs = tuple(assets.belief(artifact, session) for session in sessions)
    rankers = [assets.ranker(artifact, session) for session in sessions]
    rule = chosen_rule()
    picks = group_picks(beliefs, rankers, LENGTH, rule) if beliefs else ()
    verdict = tonight(beliefs, rankers, picks, rule) if picks else None
    return Group(tuple(names), beliefs, picks, verdict, inside)


def chosen_rule() -> str:
    """What counts in the group's list, of GROUP_RULES."""
    rule = st.session_state.get("rule")
    return rule if rule in GROUP_RULES else next(iter(GROUP_RULES))


@st.fragment(run_every=EVERY)
def draw(artifact: Artifact, code: str, own: str) -> None:
    """Who is here and what to watch tonight, as it changes."""
    st.html(Path(__file__).with_suffix(".css"))
    group = look(artifact, code, own)
    counts = [one.session.n_informative for one in group.beliefs]
    st.html(listing.people(group.names, counts))
    sessions = [one.session for one in group.beliefs]
    groups.let_in_buttons(code, own, sessions, group.names)
    told = _told(group)
    if told:
        messages.text(told)
    if len(group.silent) == len(group.names):
        return
    if group.verdict is None:
        messages.paragraph(
            _(
                "One of you has seen each of the {items}: nothing is left that is new to everybody."
            ).format(items=vocabulary.words(artifact.words).items)
        )
        return
    st.html(winner(artifact, group))
    st.segmented_control(
        _("What counts"),
        list(GROUP_RULES),
        default=next(iter(GROUP_RULES)),
        format_func=groups.rule_name,
        key="rule",
        persist_state="session",
    )
    st.caption(_(groups.RULES[chosen_rule()][1]))


@st.fragment(run_every=EVERY)
def rest(artifact: Artifact, code: str, own: str) -> None:
    """The list after its first, as it changes."""
    group = look(artifact, code, own)
    if len(group.silent) < len(group.names):
        after = group.picks[1:]
        words = artifact.words
        st.html(listing.for_all(artifact.catalogue, after, group.names, group.inside, words))


def winner(artifact: Artifact, group: Group) -> str:
    """What to watch now, how sure that is, and about what the group disagrees."""
    first, verdict = group.picks[0], group.verdict
    title = titles.short(artifact.catalogue, first.item)
    heading = _("Tonight: {title}").format(title=title)
    chance = verdict.chances[0] if verdict else 0.0
    sure = _("Best of this list for all of you in {n} of 100 cases, as far as we know you.")
    if len(group.names) == 1:
        sure = _("Best of this list for you in {n} of 100 cases, as far as we know you.")
    parts = [f'<p class="fine">{escape(sure.format(n=number(100 * chance)))}</p>']
    if group.inside and (divided := divides(artifact, group)):
        parts.append(f'<p class="divides">{escape(divided)}</p>')
    return (
        f'<section class="tonight"><div class="thumb">'
        f"{listing.poster_of(artifact.catalogue, first.item)}</div>"
        f'<div class="words"><h2 role="status">{escape(heading)}</h2>'
        f"{listing.matches(first, group.names if group.inside else ())}{''.join(parts)}"
        f"{listing.known(artifact.catalogue, first.item, artifact.words)}</div></section>"
    )


def divides(artifact: Artifact, group: Group) -> str:
    """The item of the list about which two of them differ most; "" where they hardly do."""
    found = most_divided(group.picks)
    if found is None or max(found.matches) - min(found.matches) < DIVIDED:
        return ""
    keen, cool = (found.matches.index(f(found.matches)) for f in (max, min))
    return _("You differ most about {title}: {keen} {high}, {cool} {low}.").format(
        title=titles.short(artifact.catalogue, found.item),
        keen=group.names[keen],
        high=percent(found.matches[keen]),
        cool=group.names[cool],
        low=percent(found.matches[cool]),
    )


def _told(group: Group) -> str:
    """What is missing for a list of all."""
    if len(group.names) == 1:
        return _("So far you are alone here. Send the code: the list changes as others answer.")
    silent: Sequence[str] = group.silent
    if not silent:
        return ""
    told = ngettext(
        "{names} has not answered yet and counts as somebody with an average taste.",
        "{names} have not answered yet and count as people with an average taste.",
        len(silent),
    )
    return told.format(names=", ".join(silent))
