import numpy as np
import pytest

from benchmarks.answers.worlds import simulated
from benchmarks.common.seeds import Named
from benchmarks.pooling.__main__ import by_answers, gaussian_rows, kept
from benchmarks.pooling.gaussian import COMPLETE, NONE, PARTIAL
from benchmarks.pooling.shares import share_rows
from benchmarks.pooling.theory import (
    ANSWERS,
    CONTROL,
    LOSS,
    Prediction,
    claims_of,
    gain,
    predictions_of,
)
from models.evaluation.metrics import paired_interval


def known_world(seed, fold, mix):
    """People drawn from the prior that is believed in; nothing is learned, so nothing is mixed."""
    return simulated(seed, fold, n_people=120, n_items=200)


@pytest.fixture(scope="module")
def known() -> Named:
    tested, found = by_answers(known_world, 0, 0, most=40)
    assert tested.shape == (40,)
    return found


@pytest.mark.statistical
def test_in_a_known_world_partial_pooling_is_best_at_every_number_of_answers(known: Named) -> None:
    found = known
    rng = np.random.default_rng(0)
    for n in ANSWERS:
        for rival in (NONE, COMPLETE):
            assert paired_interval(gain(found, rival, LOSS, n), rng)[2] >= 0.0
    assert paired_interval(gain(found, NONE, LOSS, 3), rng)[1] > 0.0
    assert paired_interval(gain(found, COMPLETE, LOSS, 20), rng)[1] > 0.0
    # complete pooling learns nothing from answers; nothing known is log 2 without a population
    assert np.ptp([found[COMPLETE, LOSS, n].mean() for n in ANSWERS]) < 1e-3
    np.testing.assert_allclose(found[NONE, LOSS, 0], np.log(2.0))
    # the world was not mixed, so the control is partial pooling itself
    np.testing.assert_array_equal(found[CONTROL, LOSS, 20], found[PARTIAL, LOSS, 20])


def test_the_exact_rows_follow_the_formula_and_no_answer_has_no_own_estimate() -> None:
    rows = gaussian_rows(100_000)
    assert len(rows) == 3 * len(ANSWERS)
    none = {row["answers"]: row for row in rows if row["exact"] == NONE}
    assert none[0]["risk"] is None and none[0]["formula"] == np.inf
    claim = claims_of({}, gaussian_rows())[0]
    assert claim.holds and claim.value < 0.01


def test_a_prediction_holds_by_its_interval() -> None:
    rng = np.random.default_rng(1)
    up, nothing = rng.normal(0.5, 1.0, 200), rng.normal(0.0, 1.0, 200)
    assert Prediction("", up).holds and not Prediction("", nothing - nothing.mean()).holds
    assert Prediction("", nothing - nothing.mean(), strictly=False).holds
    assert not Prediction("", -up, strictly=False).holds


def test_a_stopped_run_goes_on(tmp_path) -> None:
    path, runs = tmp_path / "parts" / "one.npz", []

    def measure():
        runs.append(1)
        return np.array([3, 5]), {("a", "b", 1): np.array([1.0, 2.0])}

    for _ in range(2):
        tested, found = kept(path, measure)
        assert tested.tolist() == [3, 5] and found["a", "b", 1].tolist() == [1.0, 2.0]
    assert len(runs) == 1


def test_shares_of_the_embedded_films_are_counted(monkeypatch, tmp_path) -> None:
    """Without the data sets outside the project, which are then left out and said so."""
    monkeypatch.setenv("TENFOLD_DATA", str(tmp_path))
    rows = share_rows(["movielens", "goodbooks"])
    assert {row["data"] for row in rows if "data" in row} == {"movielens"}
    (liked,) = [row for row in rows if row.get("taken up") == "liked"]
    assert liked["data"] == "movielens" and liked["people"] > 600
    assert liked["q5"] < liked["q50"] < liked["q95"] and 0.0 < liked["under 1 %"] < 1.0
    below = [row["people"] for row in rows if row.get("counted") == "liked"]
    assert below == sorted(below) and below[-1] == 1.0


def test_predictions_name_every_data_set(known: Named) -> None:
    rng = np.random.default_rng(2)
    names = ("partial: Mult-VAE", "none: own history", "complete: popularity", CONTROL)
    clicks = {(name, "NDCG@100", n): rng.random(30) for name in names for n in (0, 1, 2, 5, 10, 20)}
    said = predictions_of({"jester": known}, clicks)
    assert set(said) == {"jester", "clicks"} and len(said["clicks"]) == 17
    assert len(claims_of(said, gaussian_rows())) == 1 + len(said["jester"]) + len(said["clicks"])
