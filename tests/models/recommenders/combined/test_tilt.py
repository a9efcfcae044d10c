"""Scores tilted by popularity, and the choice of how far."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from models.recommenders.base import FitRun, Judge, Recommender
from models.recommenders.combined.ensemble import Known
from models.recommenders.combined.tilt import Tilted, chosen_power, log_counts_of
from models.recommenders.ease import EaseConfig
from models.recommenders.table import RECOMMENDERS

LIKED = sparse.csr_matrix(
    (np.random.default_rng(0).random((60, 25)) < np.linspace(0.02, 0.4, 25)).astype(float)
)
SHORT = {"ease": EaseConfig(5.0)} | {
    name: replace(RECOMMENDERS[name].config, n_epochs=1) for name in ("mult_vae", "amp_cf")
}


@pytest.mark.parametrize("liked", [LIKED, LIKED[:20]], ids=["many people", "few people"])
@pytest.mark.parametrize("name", [name for name, spec in RECOMMENDERS.items() if spec.tilt])
def test_a_tilt_in_the_arrays_is_the_tilt_of_the_scores(
    name: str, liked: sparse.csr_matrix
) -> None:
    option = RECOMMENDERS[name].tilt
    assert option is not None
    model, counts = RECOMMENDERS[name].fit(liked, SHORT[name], FitRun(0)), log_counts_of(liked)
    expected = Tilted(model, counts, -0.3, option.is_log).score(LIKED)
    found = option.into(model, np.exp(-0.3 * counts)).score(LIKED)
    assert np.abs(found - model.score(LIKED)).max() > 0.01
    if option.is_log:  # up to a constant a person
        found, expected = (part - part.mean(axis=1, keepdims=True) for part in (found, expected))
    np.testing.assert_allclose(found, expected, atol=1e-6)


def planted(power: float, seed: int) -> tuple[Recommender, Judge]:
    """Scores that were multiplied by count^-power, and a judge by those before."""
    rng = np.random.default_rng(seed)
    truth = rng.gamma(1.0, size=(300, 25))
    seen = truth * np.exp(-power * log_counts_of(LIKED)) * rng.lognormal(0.0, 0.5, (300, 25))

    def judge(model: Recommender) -> np.ndarray:
        scores = model.score(LIKED)
        return np.array(
            [np.corrcoef(own, real)[0, 1] for own, real in zip(scores, truth, strict=True)]
        )

    return Known(seen), judge


def found(power: float, seed: int) -> float:
    model, judge = planted(power, seed)
    return chosen_power(model, log_counts_of(LIKED), judge, is_log=False)


def test_a_planted_tilt_is_undone_and_none_is_made_up() -> None:
    assert found(-0.4, 1) == pytest.approx(-0.4, abs=0.1)
    assert [found(0.0, seed) for seed in range(3)] == [0.0] * 3
