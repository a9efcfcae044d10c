"""Figures of ids that share rows: a Collisions record or measured rows in."""

from collections.abc import Sequence

import plotly.graph_objects as go

from models.embedding_table.collisions import GROUPS, Collisions
from pages.components.app.i18n import _, percent
from pages.components.app.results import Row, with_columns
from pages.components.charts.base import whiskers
from pages.components.charts.template import ACCENT, GREEN, QUIET, SHADES, VIOLET, new_figure

_HOVER = "%{y:.1%}"


def who_pays(found: Collisions) -> go.Figure:
    """Tenths of the ids, the rarest on the left: what each finds of others on its row."""
    tenths = [str(number) for number in range(1, GROUPS + 1)]
    figure = new_figure(height=440, hovermode="x unified", bargap=0.25)
    for values, name, colour in (
        (found.group_foreign, _("traffic of others on an id's row"), ACCENT),
        (found.group_minority, _("ids that are a minority on their row"), VIOLET),
    ):
        figure.add_bar(x=tenths, y=values, name=name, marker_color=colour, hovertemplate=_HOVER)
    figure.add_scatter(
        x=tenths,
        y=found.group_shared,
        name=_("ids that share their row"),
        mode="lines",
        line={"color": QUIET, "width": 3, "dash": "dot"},
        hovertemplate=_HOVER,
    )
    own_row = {"color": GREEN, "width": 3, "dash": "solid"}
    figure.add_hline(0.0, name=_("collisionless table"), showlegend=True, line=own_row)
    figure.update_xaxes(title=_("ids by tenths, rarest first"), type="category")
    # The range is fixed, so that what a slider does is seen in the bars and not in the axis.
    figure.update_yaxes(title=_("share"), tickformat=".0%", range=[-0.02, 1.02])
    return figure


def collision_level(level: str) -> str:
    """ "60 %" of the rows, or the control, which is called "hashed ..."."""
    if level.startswith("hashed"):
        return _("none collide")
    return _("{share} collide").format(share=percent(float(level.rstrip(" %")) / 100.0))


def costs(rows: Sequence[Row], model: str) -> go.Figure:
    """Added log-loss by tenth of what was held out, a line a share of collisions."""
    found = with_columns(list(rows), "model", "collisions", "decile", "difference", "low", "high")
    found = [row for row in found if row["model"] == model and row["decile"] != "all"]
    figure = new_figure(height=420, hovermode="x unified").add_hline(0.0)
    levels = dict.fromkeys(str(row["collisions"]) for row in found)
    for level, shade in zip(levels, (QUIET, *SHADES), strict=False):
        own = [row for row in found if row["collisions"] == level]
        figure.add_scatter(
            x=[str(row["decile"]) for row in own],
            y=[row["difference"] for row in own],
            error_y=whiskers(own, "difference"),
            name=collision_level(level),
            mode="lines+markers",
            line={"color": shade},
            hovertemplate="%{y:+.3f}",
        )
    figure.update_xaxes(title=_("tenths of what was held out, rarest first"), type="category")
    figure.update_yaxes(title=_("added log-loss, nats"))
    return figure
