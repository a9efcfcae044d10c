"""Penalty and row weights of EASE follow the data."""

import numpy as np
import pytest

from models.evaluation.protocol import fold_in, mean_ndcg
from models.recommenders.ease import EaseConfig, fit_ease, settled
from models.recommenders.linear import choice
from models.recommenders.linear.choice import chosen_ease, clearly_better
from models.recommenders.linear.row_weights import weighted_rows
from models.recommenders.uphill import uphill
from models.tuning.judges import judge_of, judge_on, most_people
from tests.models.recommenders.linear.worlds import world


@pytest.mark.parametrize("shape", [(80, 120), (400, 60)])  # a path, Cholesky inverses
def test_the_chosen_penalty_is_the_best_of_a_fine_grid(shape: tuple[int, int]) -> None:
    part = fold_in(world(400, shape[1], 1), np.random.default_rng(2))
    liked = world(*shape)
    found = chosen_ease(liked, EaseConfig(), judge_on(part))
    assert found.regularisation is not None
    grid = [
        mean_ndcg(fit_ease(liked, EaseConfig(found.regularisation * factor)), part)
        for factor in np.geomspace(0.02, 50.0, 25)
    ]
    assert mean_ndcg(fit_ease(liked, found), part) > max(grid) - 0.002


def test_the_search_climbs_from_far_away_and_stays_near_where_all_is_flat() -> None:
    assert uphill(lambda x: -abs(np.log(x / 30.0)), 1.0) == pytest.approx(32.0)
    assert uphill(lambda x: -abs(np.log(x / 30.0)), 700.0) == pytest.approx(30.0, rel=0.25)
    assert uphill(lambda x: 0.0, 5.0) == 5.0


def test_more_people_have_a_higher_penalty_by_the_rule_and_a_given_one_stands() -> None:
    few, many = (
        settled(EaseConfig(), weighted_rows(world(n, 60), 0.0)).regularisation for n in (100, 900)
    )
    assert few is not None and many == pytest.approx(3.0 * few, rel=0.1)
    assert settled(EaseConfig(7.0), weighted_rows(world(100, 60), 0.0)).regularisation == 7.0


def test_a_gain_by_chance_is_not_clear() -> None:
    rng = np.random.default_rng(3)
    values = rng.random(200)
    assert not clearly_better(values.copy(), values)
    assert clearly_better(values + 0.05 + 0.1 * rng.standard_normal(200), values)
    assert not clearly_better(values + 0.001 * (-1.0) ** np.arange(200), values)


def test_too_few_people_choose_nothing() -> None:
    assert judge_of(world(9, 60), 0) is None
    assert judge_of(world(60, 60), 0) is not None


def test_of_a_large_catalogue_fewer_people_judge() -> None:
    assert [most_people(n) for n in (9_000, 100_000, 10**6)] == [2000, 335, 200]


def test_the_most_liked_items_stand_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    liked, part = world(400, 60), fold_in(world(200, 60, 1), np.random.default_rng(2))
    everything = chosen_ease(liked, EaseConfig(), judge_on(part))
    monkeypatch.setattr(choice, "MOST_ITEMS", 40)
    some = chosen_ease(liked, EaseConfig(), judge_on(part))
    assert everything.regularisation is not None and some.regularisation is not None
    assert 0.25 <= some.regularisation / everything.regularisation <= 4.0
