"""Rules that scale with people, and fits that validation people end."""

from dataclasses import replace
from itertools import count

import numpy as np
import pytest
from scipy import sparse

from models.recommenders.base import FitRun, Recommender
from models.recommenders.table import RECOMMENDERS
from models.tuning.choices import chosen_settings, tilted_models
from tests.models.recommenders.linear.worlds import world

NEURAL = ("mult_vae", "amp_cf")


def test_rules_leave_a_few_hundred_people_alone_and_scale_with_more() -> None:
    few = chosen_settings(world(300, 20), None, NEURAL)
    assert few == {name: RECOMMENDERS[name].config for name in NEURAL}
    for name, config in chosen_settings(world(4000, 20), None, NEURAL).items():
        assert config.batch_size > few[name].batch_size
        assert config.patience > 0


@pytest.mark.parametrize("name", NEURAL)
def test_validation_people_end_a_fit_that_is_patient_and_no_other(name: str) -> None:
    config = replace(RECOMMENDERS[name].config, n_epochs=6, patience=1)
    falling = count(0, -1)
    judged: list[Recommender] = []

    def judge(model: Recommender) -> np.ndarray:
        judged.append(model)
        return np.array([float(next(falling)), np.nan])

    run, liked = FitRun(0, judge=judge), world(30, 15)
    assert RECOMMENDERS[name].fit(liked, config, run) is judged[0]
    assert len(judged) == 3
    RECOMMENDERS[name].fit(liked, replace(config, patience=0), run)
    assert len(judged) == 3


def test_without_validation_people_nothing_is_tilted() -> None:
    liked: sparse.csr_matrix = world(60, 15)
    model = RECOMMENDERS["ease"].fit(liked, RECOMMENDERS["ease"].config, FitRun(0))
    assert tilted_models({"ease": model}, liked, None) == ({"ease": model}, {"ease": 0.0})
