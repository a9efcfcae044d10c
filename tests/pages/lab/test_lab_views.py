"""The lab's figures and its watched session, without a browser."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from worlds import NASTY

from models.artifacts import load_artifact
from models.simulation.analysis import curves
from models.simulation.experiment import Experiment
from models.simulation.parts import Simulation, simulate_part
from models.simulation.results import REGRET
from models.simulation.simulated_users import REPLAYED, replayed_people
from pages.components.lab import charts as lab_charts
from pages.components.lab import watch

EXPERIMENT = Experiment(("random", "a_optimal"), 4, 8, 0.1, 5)


def test_a_line_and_a_band_a_policy() -> None:
    values = np.random.default_rng(0).random((2, 30, 9))
    found = curves(values, np.random.default_rng(0))
    figure = lab_charts.learning(found, EXPERIMENT.policies, "y")
    assert [trace.name for trace in figure.data if trace.name] == ["random", "A-optimal"]
    band, line = figure.data[:2]
    assert list(line.y) == found.mean[0].tolist() and list(line.x) == list(range(9))
    assert list(band.y) == found.high[0].tolist() + found.low[0].tolist()[::-1]
    assert len({trace.line.dash for trace in figure.data if trace.name}) == 2


def test_what_is_watched_is_what_was_simulated(world: Path) -> None:
    artifact = load_artifact(world)
    study = Simulation(artifact.basis.fingerprint, EXPERIMENT.policies, 4, 8, 5, lapse=0.1)
    for policy in EXPERIMENT.policies:
        table = simulate_part(artifact.basis, artifact.familiarity, study, policy, 0)
        assert isinstance(table, pd.DataFrame)
        for person in range(4):
            session = watch.watched(artifact, EXPERIMENT, policy, person)
            rows = table[table["person"] == person]
            np.testing.assert_allclose(session.regrets, rows[REGRET])


def test_who_is_replayed_is_watched_as_simulated(world: Path) -> None:
    artifact = load_artifact(world)
    experiment = replace(EXPERIMENT, who=REPLAYED)
    study = Simulation(artifact.basis.fingerprint, ("a_optimal",), 4, 8, 5, lapse=0.1, who=REPLAYED)
    people = replayed_people(artifact)
    table = simulate_part(artifact.basis, artifact.familiarity, study, "a_optimal", 0, people)
    for person in range(4):
        session = watch.watched(artifact, experiment, "a_optimal", person)
        np.testing.assert_allclose(session.regrets, table[table["person"] == person][REGRET])
        html = watch.shown(artifact, session, 1)
        assert "stars" in html and "True liking" not in html


def test_a_question_shows_answer_and_truth_and_titles_stay_text(world: Path) -> None:
    artifact = load_artifact(world)
    shown = []
    for person in range(4):
        session = watch.watched(artifact, EXPERIMENT, "a_optimal", person)
        for step, answered in enumerate(session.answers, start=1):
            html = watch.shown(artifact, session, step)
            picked = answered.choice.kind == "pick"
            assert html.count('class="chosen"') == picked and html.count("<figcaption>") == 2
            assert "In truth" in html and "Regret" in html
            shown.append(html)
    assert "<script>" not in "".join(shown) and "<img src=x" not in "".join(shown)
    assert any("&lt;script&gt;" in html for html in shown), NASTY[0]
