"""One question at a time, and beside it the list that forms."""

from functools import partial

import streamlit as st

from elicitation.questions.stopping import is_pausing
from elicitation.recommendations.personal_list import recommendations
from elicitation.recommendations.stability import certainty
from pages.components.app import assets, messages, shortcuts, state, tab
from pages.components.app.i18n import _
from pages.components.ask import cards, item_dialog, naming, screens, start
from pages.components.items import listing
from pages.components.picks import compare
from pages.components.rooms import groups, own_dot, rooms
from pages.components.studies import participants

LENGTH, ARROW = 10, ":material/arrow_forward:"

artifact, arrival = assets.artifact(), participants.arrival()
visit = state.visit(found_again=False)
session = visit.session
messages.problem()
if arrival is not None:
    participants.welcome(arrival)
elif session is None:
    start.draw(visit.notice)
elif session.started.study:
    shortcuts.listen(session.step)
    participants.draw(artifact, session)
else:
    shortcuts.listen(session.step)
    item_dialog.show(artifact, session)
    rooms.call(session)
    belief, ranker = assets.belief(artifact, session), tab.ranker(session)
    question = assets.questions(artifact).question(belief)
    best = recommendations(belief, ranker, LENGTH)
    sure = partial(certainty, belief, ranker, LENGTH)
    wished = naming.wished(session)
    pausing = wished is None and is_pausing(session, question, sure, tab.continued())
    question = wished or question
    asking, listed = st.columns([8, 5], gap="large")
    with asking:
        cards.progress(session, pausing)
        if pausing:
            cards.finished(session, artifact.catalogue, best, sure())
            groups.way_on(session)
            compare.way_on()
        elif question is None:
            messages.paragraph(_("That’s every question we have."))
        else:
            screens.draw(artifact, question)
        screens.controls(artifact, session, question, pausing)
        own_dot.draw(artifact, session)
    own = session.n_informative or session.history.says_taste or session.verdicts
    heading = _("Your list so far") if own else _(listing.START)
    listed.html(listing.live_list(artifact.catalogue, best, heading))
    listed.page_link("pages/picks.py", label=_("All picks, with reasons"), icon=ARROW)
