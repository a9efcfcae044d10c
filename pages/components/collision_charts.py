"""The figure of ids that share rows: a record of models/collisions.py in and a figure out."""

import plotly.graph_objects as go

from models.collisions import GROUPS, Collisions
from pages.components import strings
from pages.components.charts import ACCENT, MARGIN, QUIET

_MINORITY, _OWN_ROW = "#8E6BB0", "#4C8C6B"
_HOVER = "%{y:.1%}"


def who_pays(found: Collisions) -> go.Figure:
    """Tenths of the ids, the rarest on the left: what each finds of others on its row."""
    tenths = [str(number) for number in range(1, GROUPS + 1)]
    figure = go.Figure()
    for values, name, colour in (
        (found.group_foreign, strings.COLLISION_FOREIGN, ACCENT),
        (found.group_minority, strings.COLLISION_MINORITY, _MINORITY),
    ):
        figure.add_bar(x=tenths, y=values, name=name, marker_color=colour, hovertemplate=_HOVER)
    figure.add_scatter(
        x=tenths,
        y=found.group_shared,
        name=strings.COLLISION_SHARED,
        mode="lines",
        line={"color": QUIET, "width": 3, "dash": "dot"},
        hovertemplate=_HOVER,
    )
    own_row = {"color": _OWN_ROW, "width": 3}
    figure.add_hline(0.0, name=strings.COLLISIONLESS, showlegend=True, line=own_row)
    figure.update_xaxes(title=strings.COLLISION_AXIS, type="category")
    # The range is fixed, so that what a slider does is seen in the bars and not in the axis.
    figure.update_yaxes(tickformat=".0%", range=[-0.02, 1.02])
    legend = {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0.0}
    return figure.update_layout(
        height=440, margin=MARGIN, legend=legend, hovermode="x unified", bargap=0.25
    )
