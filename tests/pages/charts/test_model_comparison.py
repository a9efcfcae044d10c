import json

import pytest

from pages.components.app import results
from pages.components.charts import model_comparison

MODELS = [
    {
        "model": name,
        "NDCG@100": value,
        "low": value - 0.02,
        "high": value + 0.03,
        "against best": "-0.1 [-0.2, -0.0]",
        "against popularity": "+0.1 [+0.0, +0.2]",
        "fit and tune, s": 2.0,
    }
    for name, value in (("a", 0.2), ("b", 0.4), ("c", 0.3))
]
CLAIMS = [
    {"claim": "x helps", "difference": 0.1, "low": 0.05, "high": 0.2, "verdict": "holds"},
    {"claim": "y helps", "difference": -0.1, "low": -0.2, "high": 0.1, "verdict": "open"},
]
POOLED = [
    {"pooling": name, "revealed": n, "NDCG@100": 0.1 * n, "low": 0.1 * n, "high": 0.2 * n}
    for name in ("none", "partial")
    for n in (0, 1, 20)
]


def test_the_best_model_is_on_top_and_alone_in_its_colour():
    (dots,) = model_comparison.quality(MODELS).data
    assert list(dots.y) == ["a · 3", "c · 2", "b · 1"]  # plotly counts from below
    assert list(dots.x) == [0.2, 0.3, 0.4]
    assert list(dots.error_x.array) == pytest.approx([0.03] * 3)
    assert list(dots.error_x.arrayminus) == pytest.approx([0.02] * 3)
    assert [colour == model_comparison.ACCENT for colour in dots.marker.color] == [
        False,
        False,
        True,
    ]
    assert "b ranks best (0.400)" in model_comparison.quality_text(MODELS)


def test_costs_stand_against_quality():
    numbers = model_comparison.places(MODELS)
    figure = model_comparison.cost(MODELS[::-1], "fit and tune, s", "seconds", numbers)
    assert list(figure.data[0].x) == [2.0] * 3
    named = dict(zip(figure.data[0].text, figure.data[0].y, strict=True))
    assert named == {"1": 0.4, "2": 0.3, "3": 0.2}, "each dot has its model's place"
    assert figure.layout.xaxis.type == "log"


def test_claims_keep_their_order_and_say_their_verdict():
    (dots,) = model_comparison.differences(CLAIMS).data
    assert list(dots.y) == ["y helps", "x helps"]
    assert [list(cell) for cell in dots.customdata] == [["open"], ["holds"]]
    assert model_comparison.verdicts_text(CLAIMS).endswith("X helps: holds. Y helps: open.")


def test_a_line_for_each_way_of_pooling():
    lines = model_comparison.pooling(POOLED).data
    assert [line.name for line in lines] == ["none", "partial"]
    assert list(lines[0].x) == ["0", "1", "20"]


def test_only_files_of_this_benchmark_count_and_damage_is_no_result(tmp_path):
    (tmp_path / "models-a.json").write_text(json.dumps({"rows": MODELS, "claims": []}))
    (tmp_path / "models-b.json").write_text("{")
    (tmp_path / "models-c.json").write_text('{"rows": 3}')
    (tmp_path / "latency.json").write_text("{}")
    assert results.evaluated("models", tmp_path) == ("a", "b", "c")
    assert results.rows("models", "a", tmp_path) == MODELS
    for wrong in ("b", "c", "d", "../models-a", ""):
        assert results.rows("models", wrong, tmp_path) == []
    assert results.with_columns([{"x": 1}, {"x": None}, {}], "x") == [{"x": 1}]


def test_shipped_results_have_what_the_page_draws():
    for data in results.evaluated("models"):
        assert model_comparison.quality(results.rows("models", data)).data[0].x
    assert "movielens" in results.evaluated("models")
