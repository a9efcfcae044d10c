"""Figures about the activation of networks: pure functions, rows of benchmarks in, figures out.

Nothing here is about how few items people rate: that other sparsity has modules of its own.
"""

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from pages.components.app.i18n import N_, _, percent
from pages.components.app.results import Row, with_columns
from pages.components.charts.base import whiskers
from pages.components.charts.template import ACCENT, GREEN, QUIET, SHADES, VIOLET, new_figure

GROUPS = {
    "shown 1 times": N_("shown once"),
    "shown 4 times": N_("4 times"),
    "shown 16 times": N_("16 times"),
    "shown 64 times": N_("64 times"),
    "unseen, short rules": N_("unseen, short rule"),
    "unseen, long rules": N_("unseen, long rule"),
}
STATISTICS = {
    "top-5% energy": N_("energy in the top 5 percent"),
    "top-10% energy": N_("energy in the top 10 percent"),
    "effective rank": N_("effective rank"),
    "Hoyer": N_("Hoyer's measure"),
    "Gini": N_("Gini coefficient"),
    "right of ten": N_("right of ten"),
    "plain likelihood": N_("plain likelihood"),
}
NETWORKS = {"trained": N_("trained"), "untrained": N_("untrained")}
SHIFTS = {
    "shuffled tokens": N_("tokens shuffled"),
    "noisy characters": N_("letters replaced"),
    "foreign domain": N_("program code"),
}

_PLACES = {
    "embedding": N_("embedding"),
    "after the last norm": N_("after the last norm"),
    "after the last norm, largest coordinates left out": N_(
        "after the last norm, largest coordinates left out"
    ),
    "last layer": N_("last layer"),
    "last layer, largest coordinates left out": N_("last layer, largest coordinates left out"),
    "last less first": N_("last less first"),
    "hidden layer": N_("hidden layer"),
    "mean over tokens": N_("mean over tokens"),
    "last token": N_("last token"),
}
HEADLINE = ("top-5% energy", "effective rank")
LAST, READOUT = "layer 6", "mean over tokens"  # of the pretrained encoder


def statistic_name(name: str) -> str:
    return _(STATISTICS[name])


def layer_name(name: str) -> str:
    """A layer or a readout of a benchmark, in words."""
    if name.startswith("layer "):
        return _("layer {n}").format(n=name.removeprefix("layer "))
    return _(_PLACES.get(name, name))


def _place(name: str) -> str:
    """On an axis of layers: as short as can be."""
    short = {"embedding": _("in"), "after the last norm": _("norm")}
    return short.get(name, name.removeprefix("layer "))


def training(rows: Sequence[Row], statistic: str) -> go.Figure:
    """A statistic along training, a line for each exposure, with the Gaussian value."""
    found = [row for row in with_columns(list(rows), "group") if row["statistic"] == statistic]
    groups = [group for group in dict.fromkeys(row["group"] for row in found) if "all" not in group]
    figure = new_figure(height=380, showlegend=True)
    for group, shade in zip(groups, (*SHADES, GREEN, VIOLET), strict=False):
        own = [row for row in found if row["group"] == group]
        figure.add_scatter(
            x=[row["share of training"] for row in own],
            y=[row["value"] for row in own],
            name=_(GROUPS[group]),
            mode="lines",
            line={"color": shade, "dash": "dash" if "unseen" in group else "solid"},
            hovertemplate="%{y:.4f}",
        )
    for row in with_columns(list(rows), "Gaussian"):
        if row["Gaussian"] == statistic:
            figure.add_hline(
                y=row["value"],
                annotation={"text": _("Gaussian numbers"), "font": {"color": QUIET}},
            )
    figure.update_xaxes(title=_("share of the training"), tickformat=".0%", range=[0.0, 1.0])
    return figure.update_yaxes(title=statistic_name(statistic))


def slopes(rows: Sequence[Row], statistic: str) -> go.Figure:
    """What four times as many showings change, layer by layer, trained beside untrained."""
    found = [row for row in with_columns(list(rows), "slope") if row["statistic"] == statistic]
    figure = new_figure(height=380, showlegend=True)
    for network, colour in (("trained", ACCENT), ("untrained", QUIET)):
        own = [row for row in found if row["network"] == network]
        names = [_place(row["layer"]) for row in own]
        figure.add_scatter(**_dots(names, own, "slope"), name=_(NETWORKS[network]))
        figure.data[-1].marker.color = colour
    figure.update_xaxes(title=_("layer"), type="category")
    figure.add_hline(y=0.0)
    return figure.update_yaxes(title=statistic_name(statistic))


def levels(rows: Sequence[Row], shift: str, statistic: str) -> go.Figure:
    """The last layer's change by how much the text was changed; trained beside untrained."""
    own = [
        row
        for row in with_columns(list(rows), "shift", "level")
        if (row["shift"], row["statistic"], row["layer"], row["readout"])
        == (shift, statistic, LAST, READOUT)
    ]
    return _both([percent(row["level"]) for row in own], own, _(SHIFTS[shift]))


def layers(rows: Sequence[Row], shift: str, statistic: str) -> go.Figure:
    """The strongest change layer by layer; trained beside untrained."""
    found = [
        row
        for row in with_columns(list(rows), "shift", "level")
        if (row["shift"], row["statistic"], row["readout"]) == (shift, statistic, READOUT)
    ]
    strongest = max((row["level"] for row in found), default=0.0)
    own = [row for row in found if row["level"] == strongest]
    names = [_place(row["layer"]) for row in own]
    title = ", ".join((_(SHIFTS[shift]), _("layer")))
    return _both(names, own, title)


def telling(rows: Sequence[Row]) -> go.Figure:
    """How well each statistic tells unlike histories, against the plain likelihood."""
    found = with_columns(list(rows), "tells", "traded", "AUC")
    figure = new_figure(height=380, showlegend=True)
    traded = sorted({row["traded"] for row in found})
    for share, shade in zip(traded, SHADES, strict=False):
        own = [row for row in reversed(found) if row["traded"] == share]
        figure.add_scatter(
            x=[row["AUC"] for row in own],
            y=[statistic_name(row["tells"]) for row in own],
            error_x=whiskers(own, "AUC"),
            mode="markers",
            marker={"size": 11, "color": shade},
            name=percent(share),
            hovertemplate="%{x:.3f}",
        )
    figure.add_vline(x=0.5)
    figure.update_layout(legend_title_text=_("share of films traded"))
    figure.update_xaxes(
        title=_("chance to tell an unlike history from a real one (0.5 = chance level)")
    )
    return figure


def _both(names: Sequence[str], own: Sequence[Row], title: str) -> go.Figure:
    figure = new_figure(height=380, showlegend=True)
    figure.add_scatter(**_dots(names, own, "effect"), name=_(NETWORKS["trained"]))
    figure.data[-1].marker.color = ACCENT
    blank = [
        {"effect": row["untrained"], "low": row["untrained low"], "high": row["untrained high"]}
        for row in own
    ]
    name = _(NETWORKS["untrained"])
    figure.add_scatter(**_dots(names, blank, "effect"), name=name)
    figure.data[-1].marker.color = QUIET
    figure.add_hline(y=0.0)
    figure.update_xaxes(title=title, type="category")
    return figure.update_yaxes(title=_("change of energy in the top 5 percent"))


def _dots(names: Iterable[str], own: Sequence[Row], value: str) -> dict[str, object]:
    return {
        "x": list(names),
        "y": [row[value] for row in own],
        "error_y": whiskers(own, value),
        "mode": "markers",
        "marker": {"size": 10},
        "hovertemplate": "%{y:+.4f}",
    }
