"""The search for hyper-parameters under a budget, with a clock that counts."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from models.recommenders.base import FitRun, Recommender, RecommenderSpec, Suggest
from models.tuning.search import searched

NOBODY = sparse.csr_matrix((3, 4))
NOISE = 0.05 * np.random.default_rng(0).standard_normal(100)


@dataclass(frozen=True)
class Constant:
    """A model that is nothing but its hyper-parameter."""

    value: float

    def score(self, histories: sparse.csr_matrix) -> np.ndarray:
        return np.full(histories.shape, self.value)


def fit(liked: sparse.csr_matrix, config: float, run: FitRun) -> Constant:
    for _ in range(5):  # epochs
        assert run.judge is not None
        run.judge(Constant(config))
    return Constant(config)


def space(suggest: Suggest, config: float) -> float:
    return suggest.number("value", config, 0.1, 1000.0)


def spec(space: Any = space) -> RecommenderSpec:
    return RecommenderSpec("constant", 1.0, fit, lambda model, evidence: None, {}, space=space)  # type: ignore[arg-type,return-value]


def hill(model: Recommender) -> np.ndarray:
    """Quality of a hundred people, best at 30."""
    return NOISE - abs(np.log(model.score(NOBODY)[0, 0] / 30.0))


def ticks(n_calls: float) -> Any:
    numbers = count()
    return lambda: float(next(numbers)) * 100.0 / n_calls


def test_a_search_finds_what_people_prefer() -> None:
    found = searched(spec(), NOBODY, 1.0, hill, 100.0, 0, ticks(300))
    assert 10.0 < found < 90.0
    assert searched(spec(), NOBODY, 30.0, hill, 100.0, 0, ticks(100)) == 30.0


def test_what_helps_by_chance_is_not_taken() -> None:
    kept = [searched(spec(), NOBODY, 1.0, lambda m: NOISE, 100.0, s, ticks(200)) for s in range(3)]
    assert kept == [1.0] * 3


def test_without_time_the_rules_stand_and_without_a_space_there_is_nothing_to_search() -> None:
    assert searched(spec(), NOBODY, 1.0, hill, 100.0, 0, ticks(2)) == 1.0
    with pytest.raises(ValueError, match="nothing to search"):
        searched(spec(None), NOBODY, 1.0, hill, 100.0, 0)
