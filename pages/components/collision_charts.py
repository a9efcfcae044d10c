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
    for heights, name, line in (
        (found.group_shared, strings.COLLISION_SHARED, {"color": QUIET, "dash": "dot"}),
        ([0.0] * GROUPS, strings.COLLISIONLESS, {"color": _OWN_ROW}),
    ):
        figure.add_scatter(
            x=tenths, y=heights, name=name, mode="lines", line=line | {"width": 3}
        ).update_traces(hovertemplate=_HOVER, selector={"name": name})
    figure.update_xaxes(title=strings.COLLISION_AXIS, type="category")
    # The range is fixed, so that what a slider does is seen in the bars and not in the axis.
    figure.update_yaxes(tickformat=".0%", range=[-0.02, 1.02])
    legend = {"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0.0}
    return figure.update_layout(
        height=440, margin=MARGIN, legend=legend, hovermode="x unified", bargap=0.25
    )
