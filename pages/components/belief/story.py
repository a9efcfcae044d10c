"""The story of one belief, before all numbers: how much the answers told, in words and a figure."""

from collections.abc import Sequence

import plotly.graph_objects as go

from elicitation.explanations.belief_steps import BeliefStep
from elicitation.explanations.taste_axes import axes, telling_first
from elicitation.inference.belief import Belief
from models.artifacts import Artifact
from pages.components.app import messages
from pages.components.app.i18n import _, percent
from pages.components.app.text import sentence
from pages.components.charts import panels
from pages.components.charts.template import ACCENT, BAND, folded, new_figure
from pages.components.items import axis_words, reasons, titles, vocabulary


def draw(artifact: Artifact, belief: Belief, taught: Sequence[BeliefStep], own: bool) -> None:
    """``taught`` are the steps of the belief; ``own`` says whether those are one's own answers."""
    title = titles.title_of(artifact.catalogue)
    said = [
        sentence(reasons.said(step.answer, title, own)) if step.answer else "" for step in taught
    ]
    for told in _told(artifact, belief, taught, said):
        messages.text(told)
    left = uncertainty_left(taught)
    figure = curve(left, said)
    panels.draw(
        figure,
        "story",
        _("Uncertainty left after each answer: {shares}").format(
            shares=", ".join(map(percent, left))
        ),
    )


def uncertainty_left(taught: Sequence[BeliefStep]) -> list[float]:
    """Share of the first step's mean variance of utilities that is left at each step, >= 0."""
    return [step.trace / max(taught[0].trace, 1e-12) for step in taught]


def curve(left: Sequence[float], said: Sequence[str]) -> go.Figure:
    """How the uncertainty falls; pointing at a step shows the answer that led to it."""
    line = go.Scatter(
        x=list(range(len(left))),
        y=list(left),
        mode="lines+markers",
        line={"color": ACCENT},
        fill="tozeroy",
        fillcolor=BAND,
        text=[folded(one, 48) for one in said],
        hovertemplate="%{y:.0%}<br>%{text}<extra></extra>",
    )
    return (
        new_figure(line, height=280, showlegend=False)
        .update_xaxes(
            title=_("answers"), dtick=max(1, len(left) // 10), range=[-0.3, len(left) - 0.7]
        )
        .update_yaxes(title=_("uncertainty left"), tickformat=".0%", range=[0.0, 1.1])
    )


def _told(
    artifact: Artifact, belief: Belief, taught: Sequence[BeliefStep], said: Sequence[str]
) -> list[str]:
    start = _(
        "Before the first answer, this could have been anybody: all we knew was how tastes differ "
        "from person to person."
    )
    if len(taught) < 2:
        return [start]
    gone = max(0.0, 1.0 - uncertainty_left(taught)[-1])
    told = [
        start,
        _("Now, after {answers}, {share} of that uncertainty is gone.").format(
            answers=vocabulary.answered(len(taught) - 1), share=percent(gone)
        ),
    ]
    most = max(range(1, len(taught)), key=lambda n: taught[n].realised)
    if taught[most].realised > 0.0:
        told.append(_("Answer {n} told most: {answer}").format(n=most, answer=said[most]))
    surest, _others = telling_first(axes(belief, artifact.known), 1)
    for axis in surest:
        leaning = axis_words.leaning(artifact, axis.base, axis.position > 0.0)
        told.append(_("What is surest by now: {leaning}.").format(leaning=leaning))
    return told
