"""The page about both sparsities: its figures, what it says, and that the halves share nothing."""

import json
from pathlib import Path

import pytest

from pages.components.activation import charts as activation_charts
from pages.components.activation import verdicts as activation_verdicts
from pages.components.app import results
from pages.components.sparsity import data_charts, texts

POOLED = [
    {
        "data": "jester",
        "evidence": "answers",
        "pooling": name,
        "measure": measure,
        "n": n,
        "value": 0.7 - 0.01 * n,
        "low": 0.6,
        "high": 0.8,
    }
    for name in ("none", "complete", "partial", "control: shuffled people", "tight: too narrow")
    for measure in ("log-loss", "accuracy")
    for n in (0, 5, 20)
]
EXACT = [
    {"exact": name, "answers": n, "risk": None if (name, n) == ("none", 0) else 1.0, "formula": 1.0}
    for name in ("none", "complete", "partial")
    for n in (0, 5)
]
SHARES = [
    {"of": data, "counted": kind, "share": share, "people": min(1.0, 30 * share)}
    for data, kinds in (("movielens", ("liked", "rated")), ("crowdrank", ("rated",)))
    for kind in kinds
    for share in (0.001, 0.01, 0.1)
]


def verdict(key: str, statistic: str, said: str, **more) -> dict:
    return {
        "hypothesis": key,
        "statistic": statistic,
        "effect": 0.0123,
        "low": 0.01,
        "high": 0.02,
        "verdict": said,
        "layer": "after the last norm",
        **more,
    }


def test_shares_have_a_line_for_each_data_set_by_what_was_liked_if_known():
    figure = data_charts.shares(SHARES)
    assert [line.name for line in figure.data] == [
        data_charts.DATA_NAMES["movielens"],
        data_charts.DATA_NAMES["crowdrank"],
    ]
    assert [len(line.x) for line in figure.data] == [3, 3]
    assert figure.layout.shapes[0].x0 == data_charts.LIMIT


def test_the_slider_marks_its_number_in_every_line():
    found = data_charts.evidence(POOLED, "jester answers")
    assert {row["measure"] for row in found} == {"log-loss"}
    assert data_charts.levels(found) == [0, 5, 20]
    figure = data_charts.pooling(found, 5, "loss")
    assert [line.name for line in figure.data] == list(data_charts.POOLINGS.values())
    assert all(list(line.marker.size) == [5, 13, 5] for line in figure.data)
    assert data_charts.at(found, 20)["partial"] == pytest.approx(0.5)


def test_in_the_exact_case_nothing_is_drawn_that_does_not_exist():
    found = data_charts.evidence(EXACT, data_charts.EXACT)
    assert set(data_charts.at(found, 0)) == {"complete", "partial"}
    assert set(data_charts.at(found, 5)) == {"none", "complete", "partial"}
    assert data_charts.pooling(found, 0, "risk").data


def test_a_hypothesis_is_shown_with_its_verdict_its_numbers_and_its_control():
    rows = [
        verdict("exposure", "top-5% energy", "reproduced", control=0.001, **CONTROL),
        verdict("exposure", "effective rank", "reproduced", control=0.001, **CONTROL),
        verdict("exposure", "Gini", "reproduced"),
        verdict("exposure", "top-5% energy", "inconclusive", layer="layer 4"),
        verdict("untrained", "top-5% energy", "not reproduced"),
    ]
    text = activation_verdicts.hypotheses(rows)
    assert text.count("<li>") == 2
    first, second = text.split("</li>")[:2]
    assert '<b class="verdict yes">reproduced</b> Facts shown more often' in first
    assert "energy in the top 5 percent +0.0123 [+0.0100, +0.0200] (control +0.0010" in first
    assert "layer 4: inconclusive" in first and "Gini" not in first
    assert 'class="verdict no"' in second and "control" not in second


CONTROL = {"control low": -0.1, "control high": 0.1}


def test_the_table_has_the_gaussian_value_first_and_is_escaped(monkeypatch):
    monkeypatch.setitem(activation_charts.STATISTICS, "Gini", "<b>Gini</b>")
    rows = [{"Gaussian": "Gini", "dimension": 256, "value": 0.41, "sd": 0.02, "trained": 0.4}]
    text = activation_verdicts.gaussian_table(rows)
    assert "&lt;b&gt;Gini" in text and "<td>0.410 <small>± 0.020</small></td><td>0.400" in text
    assert activation_verdicts.gaussian_table([]).count("<tr>") == 1


@pytest.mark.parametrize("part", ["data", "activation"])
def test_without_results_the_page_says_which_command_makes_them(
    open_app, monkeypatch, tmp_path: Path, part: str
):
    (tmp_path / "pooling.json").write_text("{")
    (tmp_path / "activation.json").write_text(json.dumps({"rows": 3}))
    found = results.rows
    monkeypatch.setattr(results, "rows", lambda *names: found(*names, folder=tmp_path))
    app = open_app("pages/sparsity.py")
    app.button_group(key="part").set_value(part).run()
    assert not app.exception
    notices = " ".join(info.value for info in app.info)
    assert f"benchmarks.{'pooling' if part == 'data' else 'activation'}" in notices


@pytest.mark.parametrize(
    ("wish", "title"), [("activation", "activation"), ("data", "data"), ("<b>", "data")]
)
def test_a_link_leads_to_either_half(open_app, wish: str, title: str) -> None:
    app = open_app("pages/sparsity.py", part=wish, lang="de")
    assert not app.exception and app.button_group(key="part").value == title
    headers = [header.value for header in app.header]
    assert ("Wer zahlt, wenn IDs sich eine Zeile teilen" in headers) == (title == "data")


def test_with_results_the_demonstration_stands_below_them(open_app, monkeypatch):
    taken = {"data": "jester", "taken up": "liked", "people": 9, "items": 8}
    rows = [*SHARES, *EXACT, *POOLED, {**taken, "q50": 0.1, "under 1 %": 0.2}]
    found = results.rows
    monkeypatch.setattr(results, "rows", lambda name: rows if name == "pooling" else found(name))
    app = open_app("pages/sparsity.py")
    assert not app.exception and not app.info
    titles = [header.value for header in app.header]
    assert titles == [
        "How little of a catalogue one person uses",
        "What learning from others adds",
        "Who pays when ids share a row",
        "What shared rows cost a model",
    ]
    assert len(app.get("plotly_chart")) == 5


def test_what_ships_can_be_drawn_and_every_hypothesis_has_a_sentence():
    for name in ("activation", "activation_shift", "activation_autoencoder"):
        rows = results.rows(name)
        assert rows, name
        keys = {row["hypothesis"] for row in rows if "hypothesis" in row}
        assert keys and keys <= activation_verdicts.HYPOTHESES.keys()
        assert activation_verdicts.hypotheses(rows).count("<li>") == len(keys)
    familiar, shift = results.rows("activation"), results.rows("activation_shift")
    for statistic in activation_charts.HEADLINE:
        assert len(activation_charts.training(familiar, statistic).data) == 6
        assert len(activation_charts.slopes(familiar, statistic).data[0].x) == 6
    for kind in activation_charts.SHIFTS:
        assert len(activation_charts.levels(shift, kind, "top-5% energy").data[0].x) == 3
        assert len(activation_charts.layers(shift, kind, "top-5% energy").data[0].x) == 7
    told = activation_charts.telling(results.rows("activation_autoencoder"))
    assert [len(line.y) for line in told.data] == [6, 6, 6]
    pooled = results.rows("pooling")
    for which in texts.EVIDENCE:
        assert data_charts.levels(data_charts.evidence(pooled, which))[-1] == 20


def test_both_parts_are_shown_and_the_slider_changes_what_is_said(open_app):
    app = open_app("pages/sparsity.py")
    assert not app.exception and not app.info
    assert len(app.get("plotly_chart")) == 5
    captions = " ".join(caption.value for caption in app.caption)
    assert "benchmarks.pooling" in captions and "benchmarks.embedding" in captions
    before = [text.value for text in app.markdown]
    app.select_slider[0].set_value(20).run()
    assert not app.exception
    assert any(text.value.startswith("With 20:") for text in app.markdown)
    assert [text.value for text in app.markdown] != before
    app.button_group(key="part").set_value("activation").run()
    assert not app.exception and not app.info
    for name, charts in (("activation", 5), ("activation_shift", 6), ("activation_autoencoder", 1)):
        app.button_group(key="experiment").set_value(name).run()
        assert not app.exception and len(app.get("plotly_chart")) == charts
        captions = " ".join(caption.value for caption in app.caption)
        assert f"python -m benchmarks.{name} --json" in captions
        assert "benchmarks.pooling" not in captions
