"""The study on real answers, in small simulated worlds and on the real data where it is there."""

from functools import partial

import numpy as np
import pytest
from scipy.special import expit
from sklearn.metrics import ndcg_score

from benchmarks.answers import __main__ as study
from benchmarks.answers import asking, judging, report
from benchmarks.answers.respondents import Pairs, World, pairs_of, with_lapse
from benchmarks.answers.worlds import WORLDS, simulated
from models.datasets.locations import data_file

ARM = {arm.name: arm for arm in asking.ARMS}
SMALL = partial(simulated, n_people=45, n_items=200)


@pytest.fixture(scope="module")
def world() -> World:
    return SMALL(0, 0)


@pytest.mark.parametrize("name", [arm.name for arm in asking.ARMS if arm.size == 2])
def test_the_same_person_is_asked_the_same_again(world: World, name: str) -> None:
    person, arm = world.tested[0], ARM[name]
    beliefs = asking.asked(world.basis, person.pool, arm, 12, np.random.default_rng(0))
    assert len(beliefs) == 13 and beliefs[0] is world.basis.prior
    again = asking.asked(world.basis, person.pool, arm, 12, np.random.default_rng(0))
    np.testing.assert_array_equal(beliefs[-1].mean, again[-1].mean)


def test_no_item_is_shown_twice_while_there_are_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[np.ndarray] = []
    compare_pairs = asking.compare_pairs
    monkeypatch.setattr(
        asking,
        "compare_pairs",
        lambda rows, *rest: (found.append(rows), compare_pairs(rows, *rest))[1],
    )
    person = world.tested[0]
    asking.asked(world.basis, person.pool, ARM["a_optimal"], 20, np.random.default_rng(0))
    rows, _ = asking.differences(world.basis, person.pool)
    shown = [int(np.flatnonzero((rows == row).all(axis=1))[0]) for row in found[-1]]
    items = person.pool.items[shown].ravel().tolist()
    assert len(items) == 40 and len(set(items)) == 40


def test_a_pool_that_runs_out_ends_the_session(world: World) -> None:
    person = world.tested[0]
    short = Pairs(person.pool.items[:3], person.pool.outcomes[:3])
    beliefs = asking.asked(world.basis, short, ARM["a_optimal"], 30, np.random.default_rng(0))
    assert len(beliefs) == 4


def test_pref_as_published_starts_from_nothing(world: World) -> None:
    flat = asking.flat(world.basis)
    measures = judging.predicted(flat, flat.prior, world.tested[0])
    assert measures["accuracy"] == 0.5 and measures["AUC"] == 0.5
    w = np.append(world.basis.prior.mean + 0.3, 1.0)  # the offset's own coefficient
    np.testing.assert_allclose(
        flat.rewards @ w, world.basis.offsets + world.basis.rewards @ w[:-1], atol=1e-12
    )


def test_graded_ndcg_is_scikit_learn_s() -> None:
    rng = np.random.default_rng(0)
    for n in (3, 10, 40):
        scores, ratings = rng.random(n), np.sqrt(rng.permutation(n))
        theirs = ndcg_score([ratings - ratings.min()], [scores], k=10)
        assert judging.graded_ndcg(scores, ratings, 10) == pytest.approx(theirs, abs=1e-12)
    assert np.isnan(judging.graded_ndcg(np.arange(3.0), np.ones(3), 10))


def test_lapses_are_believed_in_where_there_are_some() -> None:
    careless = study.tuned(SMALL(0, 0, lapse=0.3, spread=2.0, n_people=150), 0)
    careful = study.tuned(SMALL(0, 0, spread=1.0, n_people=150), 0)
    assert careless.basis.response.lapse >= 0.1 > careful.basis.response.lapse
    assert with_lapse(careful, 0.2).basis.response.lapse == 0.2


def test_all_pairs_of_a_person_come_once_on_either_side() -> None:
    items, values = np.array([7, 3, 9, 1]), np.array([1.0, 2.0, 2.0, 5.0])
    found = pairs_of(items, values, np.random.default_rng(1))
    assert {frozenset(pair) for pair in found.items.tolist()} == {
        frozenset(pair) for pair in [(7, 3), (7, 9), (7, 1), (3, 9), (3, 1), (9, 1)]
    }
    value = dict(zip(items.tolist(), values.tolist(), strict=True))
    for (first, second), outcome in zip(found.items.tolist(), found.outcomes, strict=True):
        assert outcome == (np.sign(value[first] - value[second]) + 1) / 2


@pytest.mark.statistical
def test_in_a_known_world_the_study_finds_what_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers help, adaptive ones more, PReF without its prior least; strangers' answers harm."""
    monkeypatch.setitem(WORLDS, "known", partial(simulated, n_people=120, n_items=200))
    arms = tuple(ARM[n] for n in ("random", "a_optimal", "PReF as published"))
    results = study.run_fold("known", 0, 0, 80, (*arms, asking.STRANGERS))

    def mean(arm: str, n: int) -> float:
        return float(results[arm, "accuracy", n].mean())

    assert mean("a_optimal", 10) > mean("random", 10) + 0.02
    assert mean("random", 10) > mean(report.PRIOR, 0) + 0.05
    for n in report.CHECKPOINTS:
        assert mean("a_optimal", n) > mean("PReF as published", n)
    assert mean(asking.STRANGERS.name, 10) < mean(report.PRIOR, 0)
    regret = results["a_optimal", "top-10 regret", 10].mean()
    assert regret < 0.5 * results["a_optimal", "top-10 regret", 0].mean()
    rows = {(row["arm"], row["measure"]): row for row in report.rows_of(results)}
    for n in ("5", "10"):  # the belief of a well-specified world is calibrated, PReF's is not
        said, true = (rows["a_optimal", name][n] for name in (report.CALIBRATION, report.TRUTH))
        assert said < 1.5 * true
        said, true = (
            rows["PReF as published", name][n] for name in (report.CALIBRATION, report.TRUTH)
        )
        assert said > 2.0 * true
    best = np.mean([np.maximum(p, 1 - p).mean() for p in map(_chances, SMALL(0, 0).tested)])
    assert mean("a_optimal", 30) < best  # nobody predicts a coin


def _chances(person: object) -> np.ndarray:
    pairs, utilities = person.judged.items, person.utilities  # type: ignore[attr-defined]
    return np.asarray(expit(utilities[pairs[:, 0]] - utilities[pairs[:, 1]]))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["train", "crowdrank"])
def test_real_people_answer(name: str) -> None:
    if name == "crowdrank":
        try:
            data_file("crowdrank", "rankings.parquet")
        except ValueError as absent:
            pytest.skip(str(absent))
    world = WORLDS[name](0, 0)
    assert len(world.tested) > 20 and len(world.validation) > 10
    for person in world.tested:
        assert set(person.judged.outcomes) <= {0.0, 1.0} and len(person.pool) and len(person.judged)
    accuracy = [
        judging.predicted(world.basis, world.basis.prior, person)["accuracy"]
        for person in world.tested
    ]
    assert np.mean(accuracy) > 0.55
