"""Charts with their titles and explanations, laid out for wide and narrow screens."""

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go
import streamlit as st

from elicitation.lessons import Lesson
from pages.components import charts, strings

CONFIG = {"displayModeBar": False, "scrollZoom": False}


def intervals(lessons: Sequence[Lesson], names: Sequence[str]) -> None:
    """One panel a base reward, two beside each other where there is room."""
    st.header(strings.INTERVALS_TITLE)
    st.caption(strings.INTERVALS)
    columns = st.columns(2, gap="medium")
    for base, name in enumerate(names):
        with columns[base % 2]:
            st.caption(f"**{strings.plain(name)}**")
            draw(charts.interval(lessons, base), f"base-{base}", f"{strings.INTERVALS} {name}")


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


def to_take(title: str, text: str, figure: go.Figure, key: str, kind: str) -> None:
    """One figure with a button that saves it as ``kind``, svg or png."""
    st.caption(f"**{title}** {text}")
    options = {"format": kind, "filename": f"tenfold-{key}", "scale": 1 if kind == "svg" else 2}
    config = {"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]]}
    alt = f"{title}. {text}"
    st.plotly_chart(figure, key=key, config=config | {"toImageButtonOptions": options}, alt=alt)


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
    st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)
