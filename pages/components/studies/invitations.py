"""Personal links of a study for invited people: numbers in, one link each out."""

import re
from urllib.parse import quote

import streamlit as st

from elicitation.csv_text import csv_of
from elicitation.studies.study import Study, is_participant
from pages.components.app import codes, messages
from pages.components.app.i18n import _, listed, number
from pages.components.service import downloads
from pages.components.studies.participants import INVITATION, PARTICIPANT, STUDY

MOST = 10_000  # numbers at once
SHOWN = 3  # that cannot be used


def offer(study: Study) -> None:
    """Where a researcher enters numbers and takes the links away."""
    text = st.text_area(
        _("Numbers of the people you invite, one a line"),
        key="invited",
        height=110,
        max_chars=1_000_000,
    )
    names = list(dict.fromkeys(re.split(r"[\s,;]+", text.strip())))[:MOST] if text.strip() else []
    wrong = [name for name in names if not is_participant(name)]
    if wrong:
        told = _("Not a number of a participant: {names}. Use letters, digits and . _ @ -")
        messages.paragraph(told.format(names=listed(wrong[:SHOWN])))
    right = [name for name in names if is_participant(name)]
    downloads.button(
        _("Links for {n} people, as CSV").format(n=number(len(right))),
        lambda: as_csv(study, right),
        f"links-{study.code}.csv",
        "text/csv",
        disabled=not right,
        key="invitations",
    )


def personal_link(study: Study, participant: str) -> str:
    """The address that lets one person in."""
    name, key = quote(participant, safe=""), study.invitation(participant)
    return f"{codes.home('studies')}/?{STUDY}={study.code}&{PARTICIPANT}={name}&{INVITATION}={key}"


def as_csv(study: Study, participants: list[str]) -> str:
    """Number and link of each participant."""
    rows = ([name, personal_link(study, name)] for name in participants)
    return csv_of(["participant", "link"], rows)
