"""The demonstration of shared rows: there without any measurement, and moved by its sliders."""

import base64
import json

import numpy as np
import pytest

from models.embedding_table import collisions
from pages.components.app import i18n, results
from pages.components.sparsity import collision_charts, data_panels


@pytest.fixture
def demonstration(open_app, monkeypatch, tmp_path):
    """The half about data with no benchmark's results, in a language."""
    found = results.rows
    monkeypatch.setattr(results, "rows", lambda *names: found(*names, folder=tmp_path))

    def opened(lang: str):
        i18n.use_language(lang)  # the test runner writes a slider's places itself, as the app does
        return open_app("pages/sparsity.py", lang=lang)

    yield opened
    i18n.use_language(i18n.SOURCE)


def said(app) -> str:
    return "\n".join(text.value for text in app.markdown)


def bars(app) -> list[list[float]]:
    """Heights of both series, as they are sent to the browser."""
    chart = app.get("plotly_chart")[0]
    data = json.loads(chart.proto.spec)["data"]
    packed = [series["y"] for series in data if series["type"] == "bar"]
    return [np.frombuffer(base64.b64decode(y["bdata"]), y["dtype"]).tolist() for y in packed]


@pytest.mark.parametrize(
    ("lang", "missing", "title", "alike"),
    [
        ("en", "not been measured", "Who pays when ids share a row", "everybody pays alike"),
        ("de", "noch nicht gemessen", "Wer zahlt, wenn IDs sich", "zahlen alle gleich viel"),
    ],
)
def test_sliders_move_the_figure_and_the_text(
    demonstration, lang: str, missing: str, title: str, alike: str
) -> None:
    app = demonstration(lang)
    assert not app.exception
    assert missing in app.info[0].value and "benchmarks.pooling" in app.info[0].value
    assert title in app.header[0].value
    before, text = bars(app), said(app)
    assert before[0][0] > before[0][-1]

    app.select_slider(key="rows").set_value(2**17).run()
    fewer = bars(app)
    assert not app.exception and said(app) != text
    assert all(new < old for new, old in zip(fewer[0], before[0], strict=True))

    app.select_slider(key="skew").set_value(0.0).run()
    flat = bars(app)
    assert not app.exception and max(flat[0]) - min(flat[0]) < 0.05
    assert alike in said(app) and alike not in text


def test_the_text_has_the_numbers_of_the_slider(demonstration) -> None:
    app = demonstration("en")
    app.select_slider(key="rows").set_value(2**15).run()
    found = collisions.demonstrate(20_000, 2**15, 1.05)
    text = said(app)
    assert f"**{found.shared:.1%}**" in text and f"{found.foreign:.1%}" in text
    assert f"expected: {collisions.expected_collided(20_000, 2**15):.1%}" in text
    assert "**0**, with 20,000 rows (0.6 times as many)" in text


def test_the_figure_has_two_bars_a_tenth_a_flat_line_and_one_at_nought() -> None:
    found = collisions.demonstrate(20_000, 2**14, 1.05)
    figure = collision_charts.who_pays(found)
    assert [series.name for series in figure.data] == [
        "traffic of others on an id's row",
        "ids that are a minority on their row",
        "ids that share their row",
    ]
    assert all(len(series.x) == len(series.y) == collisions.GROUPS for series in figure.data)
    (own_row,) = figure.layout.shapes
    assert (own_row.name, own_row.y0, own_row.y1) == ("collisionless table", 0.0, 0.0)


def test_what_was_measured_is_drawn_by_tenths_and_levels() -> None:
    rows = results.rows("embedding")
    for model in data_panels.COST_MODELS:
        figure = collision_charts.costs(rows, model)
        measured = [row for row in rows if row.get("model") == model and "decile" in row]
        levels = {row["collisions"] for row in measured}
        assert len(figure.data) == len(levels) == 5
        for line in figure.data:
            assert list(line.x) == [str(n) for n in range(1, 11)]
        last = {row["decile"]: row for row in measured if row["collisions"] == "60 %"}
        line = next(line for line in figure.data if line.name == "60% collide")
        assert list(line.y) == [last[n]["difference"] for n in range(1, 11)]
        assert line.error_y.array[0] == last[1]["high"] - last[1]["difference"]
