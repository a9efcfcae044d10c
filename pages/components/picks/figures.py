"""What the list of the picks page is like, in three figures, for those who study lists."""

from collections.abc import Sequence

import streamlit as st

from elicitation.inference.belief import Belief
from elicitation.recommendations.list_figures import N_CROWD, list_figures
from elicitation.recommendations.scores import Ranker, favourites
from models.artifacts import Artifact
from pages.components.app.i18n import _, number, percent


def show(artifact: Artifact, belief: Belief, ranker: Ranker, items: Sequence[int]) -> None:
    """The figures, folded away."""
    if ranker.aim is None:
        return
    found = list_figures(
        items,
        favourites(artifact.shared, N_CROWD),
        ranker.aim.known_logits(belief),
        belief.basis.rewards,
    )
    with st.expander(_("Figures of this list"), key="list_figures"):
        st.markdown(
            "\n".join(
                f"- {told}"
                for told in (
                    _("Among the crowd’s {n} favourites: {share}").format(
                        n=number(N_CROWD), share=percent(found.crowd)
                    ),
                    _("Mean probability that you know one of them: {share}").format(
                        share=percent(found.known)
                    ),
                    _("Variety (0: all alike, about 1: unrelated): {value}").format(
                        value=number(found.diversity, 2)
                    ),
                )
            )
        )
