"""Figures that compare models: pure functions, rows of a benchmark in and a plotly figure out."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pages.components.app.i18n import N_, _, number, separators
from pages.components.app.results import Row
from pages.components.app.text import sentence
from pages.components.charts.base import whiskers
from pages.components.charts.template import ACCENT, GOLD, QUIET, new_figure

MEASURE = "NDCG@100"
_CLAIMS = frozenset(
    (
        N_("multinomial beats Gaussian"),
        N_("multinomial beats logistic"),
        N_("negative weights help"),
        N_("the zero diagonal helps"),
    )
)
_POOLINGS = frozenset(
    (
        N_("none: own history"),
        N_("complete: popularity"),
        N_("partial: Mult-VAE"),
        N_("control: shuffled people"),
    )
)
VERDICTS = {"holds": N_("holds"), "refuted": N_("refuted"), "open": N_("open")}


def quality_text(found: Sequence[Row]) -> str:
    best = max(found, key=lambda row: float(row[MEASURE]))
    return _(
        "{model} ranks best ({quality}), {difference} over popularity. The whiskers are intervals "
        "over people; point at a dot for differences, which are paired and therefore more certain."
    ).format(
        model=best["model"],
        quality=number(best[MEASURE], 3),
        difference=_localised(best["against popularity"]),
    )


def verdicts_text(claims: Sequence[Row]) -> str:
    """ "Multinomial beats Gaussian: open. Negative weights help: holds." """
    told = " ".join(f"{sentence(_claim(row))[:-1]}: {_verdict(row)}." for row in claims)
    return _(
        "Both sides tuned with equal effort on the same people; whiskers are 95-percent intervals "
        "of paired differences. {verdicts}"
    ).format(verdicts=told)


def _claim(row: Row) -> str:
    name = str(row["claim"])
    return _(name) if name in _CLAIMS else name


def _verdict(row: Row) -> str:
    name = str(row["verdict"])
    return _(VERDICTS[name]) if name in VERDICTS else name


def _localised(difference: str) -> str:
    """ "+0.020 [+0.010, +0.030]", as the benchmark wrote it, with the language's separators."""
    decimal = separators()[0]
    return difference.replace(", ", "; ").replace(".", decimal) if decimal != "." else difference


def quality(found: Sequence[Row]) -> go.Figure:
    """A dot a model with its 95 % interval, the best on top."""
    ordered = sorted(found, key=lambda row: float(row[MEASURE]))
    best = ordered[-1][MEASURE]
    numbers = places(found)
    named = [{**row, "named": f"{row['model']} · {numbers[row['model']]}"} for row in ordered]
    dots = _dots(named, "named", MEASURE)
    dots.marker.color = [ACCENT if row[MEASURE] == best else QUIET for row in ordered]
    dots.customdata = [
        [_localised(row["against popularity"]), _localised(row["against best"])] for row in ordered
    ]
    over, against = _("over popularity"), _("against the best")
    dots.hovertemplate = (
        f"NDCG@100 %{{x:.3f}}<br>{over} %{{customdata[0]}}<br>{against} %{{customdata[1]}}"
        "<extra></extra>"
    )
    return new_figure(dots, height=90 + 34 * len(ordered), showlegend=False).update_xaxes(
        title=MEASURE
    )


def places(found: Sequence[Row]) -> dict[str, int]:
    """Model -> its place by quality, 1 is best: what its dots are called where names find no room.

    ``found`` has all models.
    """
    ordered = sorted(found, key=lambda row: -float(row[MEASURE]))
    return {str(row["model"]): place for place, row in enumerate(ordered, start=1)}


def cost(found: Sequence[Row], column: str, title: str, numbers: Mapping[str, int]) -> go.Figure:
    """Quality against one kind of cost, on a logarithmic scale; ``numbers`` name the dots."""
    dots = go.Scatter(
        x=[row[column] for row in found],
        y=[row[MEASURE] for row in found],
        text=[str(numbers[row["model"]]) for row in found],
        customdata=[[row["model"]] for row in found],
        mode="markers+text",
        textposition="top center",
        marker={"color": ACCENT, "size": 9, "opacity": 0.85},
        hovertemplate="%{customdata[0]}<br>%{x:.3g}, NDCG@100 %{y:.3f}<extra></extra>",
    )
    figure = new_figure(dots, height=300)
    return figure.update_xaxes(title=title, type="log").update_yaxes(title=MEASURE)


def differences(found: Sequence[Row]) -> go.Figure:
    """Each claim's paired difference; right of zero it holds."""
    dots = _dots([{**row, "claim": _claim(row)} for row in reversed(found)], "claim", "difference")
    dots.customdata = [[_verdict(row)] for row in reversed(found)]
    dots.hovertemplate = "%{x:+.4f}: %{customdata[0]}<extra></extra>"
    colours = {"holds": ACCENT, "refuted": QUIET}
    dots.marker.color = [colours.get(row["verdict"], GOLD) for row in reversed(found)]
    figure = new_figure(dots, height=90 + 40 * len(found), showlegend=False)
    figure.add_vline(x=0.0)
    return figure.update_xaxes(title=_("difference in NDCG@100"))


def pooling(found: Sequence[Row]) -> go.Figure:
    """NDCG@100 by revealed likes, a line an estimator."""
    figure = new_figure(height=340, showlegend=True)
    for name in dict.fromkeys(row["pooling"] for row in found):
        own = [row for row in found if row["pooling"] == name]
        figure.add_scatter(
            x=[str(row["revealed"]) for row in own],
            y=[row[MEASURE] for row in own],
            error_y=whiskers(own, MEASURE, QUIET),
            name=_(name) if name in _POOLINGS else name,
            hovertemplate="%{y:.3f}",
        )
    return figure.update_xaxes(title=_("likes revealed"), type="category").update_yaxes(
        title=MEASURE
    )


def _dots(found: Sequence[Row], name: str, value: str) -> go.Scatter:
    return go.Scatter(
        x=[row[value] for row in found],
        y=[row[name] for row in found],
        error_x=whiskers(found, value, QUIET),
        mode="markers",
        marker={"size": 11},
    )
