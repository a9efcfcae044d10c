"""One question at a time, and beside it the list that forms."""

import streamlit as st

from elicitation.picks import picks
from elicitation.question import next_question
from elicitation.stopping import certainty
from pages.components import assets, cards, listing, messages, state, strings

LENGTH = 10

artifact, visit = assets.artifact(), state.visit()
messages.problem()
session = visit.session
if session is None:
    messages.start(visit.notice)
else:
    question = next_question(artifact.basis, artifact.familiarity, session)
    model = artifact.basis, artifact.priors[state.prior()], session, state.trust(), LENGTH
    best = picks(*model)
    pausing = state.is_pausing(session)
    asking, listed = st.columns([8, 5], gap="large")
    with asking:
        cards.progress(session, pausing)
        if pausing:
            cards.finished(session, artifact.catalogue, best, certainty(*model))
        elif question is None:
            messages.paragraph(strings.NO_QUESTION_LEFT)
        else:
            cards.question(artifact.catalogue, artifact.words, question)
        cards.controls(session, pausing)
    heading = strings.LIST if session.n_informative else strings.LIST_BEFORE
    listed.html(listing.live(artifact.catalogue, artifact.words, best, heading))
    listed.page_link("pages/picks.py", label=strings.ALL_PICKS)
