"""Charts with their titles and explanations, laid out for wide and narrow screens."""

from collections.abc import Callable, Iterable, Sequence

import plotly.graph_objects as go
import streamlit as st

from pages.components.app.i18n import _, separators
from pages.components.charts.template import folded
from pages.components.service import downloads

CONFIG = {"displayModeBar": False, "scrollZoom": False}
WIDEST = 32  # letters of a line beside an axis, so that a phone shows all of it


def chart(title: str, text: str, figure: go.Figure) -> None:
    """One figure on its own, as wide as the page."""
    st.header(title)
    st.caption(text)
    draw(figure, title, text)


def titled(title: str, text: str, figures: Sequence[tuple[str, go.Figure]]) -> None:
    """Figures beside each other where there is room, each with a caption of its own."""
    if not figures:
        return
    st.header(title)
    st.caption(text)
    for column, (caption, figure) in zip(
        st.columns(len(figures), gap="medium"), figures, strict=True
    ):
        with column:
            st.caption(caption)
            draw(figure, f"{title}-{caption[:20]}", caption)


def downloadable(
    title: str, text: str, figure: go.Figure, key: str, kind: str, numbers: Callable[[], str]
) -> None:
    """One figure with a button that saves it as ``kind``, svg or png, and one for its numbers.

    ``numbers`` gives them as CSV once they are wanted.
    """
    st.caption(f"**{title}** {text}")
    options = {"format": kind, "filename": f"tenfold-{key}", "scale": 1 if kind == "svg" else 2}
    config = {"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]]}
    alt = f"{title}. {text}"
    _finish(figure)
    st.plotly_chart(figure, key=key, config=config | {"toImageButtonOptions": options}, alt=alt)
    downloads.button(
        _("Data (CSV)"),
        numbers,
        f"tenfold-{key}.csv",
        "text/csv",
        key=f"numbers-{key}",
        type="tertiary",
        icon=":material/table:",
    )


def side_by_side(figures: Iterable[go.Figure], key: str = "") -> None:
    """Beside each other where there is room; ``key`` tells rows of like figures apart."""
    shown = list(figures)
    for number, (column, figure) in enumerate(
        zip(st.columns(len(shown), gap="medium"), shown, strict=True)
    ):
        with column:
            title = str(figure.layout.xaxis.title.text)
            draw(figure, f"{key}{title}-{number}", f"{figure.layout.yaxis.title.text}, {title}")


def draw(figure: go.Figure, key: str, alt: str) -> None:
    """One figure where it stands; ``alt`` is what a screen reader says."""
    _finish(figure)
    st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)


def _finish(figure: go.Figure) -> None:
    """Numbers in the language's form, and titles of axes that are not cut on a phone."""
    figure.update_layout(separators=separators())
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        if axis.title.text:
            axis.title.text = folded(axis.title.text, WIDEST)
