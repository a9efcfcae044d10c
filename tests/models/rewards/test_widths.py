"""The width of a basis is what people held out bear out."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.gaussian import Gaussian
from elicitation.inference.taste_model import TasteModel, mean_line
from models.rewards.widths import (
    COMPONENTS,
    LABELS,
    TASTES,
    Chosen,
    Widths,
    choose_penalty,
    choose_widths,
    judges_of,
)

N_ITEMS, N_PEOPLE = 200, 120
MOST = Widths(n_bases=4)
Floats = NDArray[np.float64]


def people(spread: float, seed: int = 0) -> tuple[sparse.csr_matrix, Floats, Floats]:
    """Ratings of people whose tastes lie along two axes, the axes, and what most people like."""
    rng = np.random.default_rng(seed)
    axes, crowd = rng.standard_normal((N_ITEMS, 2)), rng.standard_normal(N_ITEMS)
    utilities = crowd + spread * rng.standard_normal((N_PEOPLE, 2)) @ axes.T
    liked = rng.random(utilities.shape) < 1.0 / (1.0 + np.exp(-2.0 * (utilities - 1.0)))
    return sparse.csr_matrix(np.where(liked, 5.0, 2.0)), axes, crowd


def model_with(crowd: Floats, rewards: Floats) -> TasteModel:
    n = rewards.shape[1]
    return TasteModel(
        crowd,
        rewards,
        np.zeros_like(rewards),
        np.zeros(N_ITEMS),
        0.0,
        mean_line(crowd, crowd),
        Gaussian(np.zeros(n), np.eye(n)),
    )


def chosen_for(spread: float) -> Chosen:
    ratings, axes, crowd = people(spread)
    noise = np.random.default_rng(1).standard_normal((N_ITEMS, 2))

    def model_of(widths: Widths) -> TasteModel:
        return model_with(crowd, widths.tastes * np.hstack([axes, noise])[:, : widths.n_bases])

    return choose_widths(model_of, judges_of(ratings, 4.0, np.ones(N_ITEMS), 0), MOST)


def test_where_tastes_differ_answers_tell_and_noise_is_no_component() -> None:
    found = chosen_for(1.0)
    assert found.answers_tell and found.gain > 0.05
    assert found.widths.n_bases == 2 and found.widths.tastes >= 0.5


def test_a_default_stays_where_nothing_else_is_better() -> None:
    found, usual = chosen_for(1.0).widths, Widths()
    assert (found.unit, found.lapse, found.exposure) == (usual.unit, usual.lapse, usual.exposure)


@pytest.mark.parametrize(("good", "expected"), [((4.0, 16.0), 4.0), ((0.25,), 0.25), ((), 1.0)])
def test_the_penalty_is_the_rules_unless_another_is_clearly_better(
    good: tuple[float, ...], expected: float
) -> None:
    ratings, axes, crowd = people(1.0)
    noise = np.random.default_rng(1).standard_normal((N_ITEMS, 2))
    judges = judges_of(ratings, 4.0, np.ones(N_ITEMS), 0)

    def model_at(penalty: float) -> TasteModel:
        return model_with(crowd, axes if penalty in good else noise)

    assert choose_penalty(model_at, judges) == expected
    assert choose_penalty(model_at, judges_of(ratings[:3], 4.0, np.ones(N_ITEMS), 0)) == 1.0


def test_where_everybody_is_alike_answers_tell_nothing_and_tastes_are_narrow() -> None:
    found = chosen_for(0.0)
    assert not found.answers_tell
    assert found.widths.tastes == min(TASTES)


def test_nobody_to_ask_keeps_all_and_claims_nothing() -> None:
    ratings, axes, crowd = people(1.0)
    judges = judges_of(ratings[:3], 4.0, np.ones(N_ITEMS), 0)

    def model_of(widths: Widths) -> TasteModel:
        prior = Gaussian(np.zeros(2), np.eye(2))
        return TasteModel(crowd, axes, 0.0 * axes, np.zeros(N_ITEMS), 0.0, 0.0, prior)

    found = choose_widths(model_of, judges, MOST)
    assert found.widths == MOST and np.isnan(found.gain) and found.answers_tell


def test_nobody_is_judged_by_what_they_tapped() -> None:
    ratings, _, _ = people(1.0)
    for judges in judges_of(ratings, 4.0, np.linspace(1.0, 0.1, N_ITEMS), 0):
        shown = np.array(judges.replies[0].items)
        assert judges.half.askable[shown].all()
        assert not judges.targets[:, np.flatnonzero(judges.half.askable)].sum()
        liked = set(ratings[0].indices[ratings[0].data >= 4.0].tolist())
        assert set(judges.replies[0].chosen) == liked & set(judges.replies[0].items)


@pytest.mark.parametrize("grid", [COMPONENTS, TASTES, LABELS])
def test_of_equal_widths_the_smallest_comes_first(grid: tuple[float, ...]) -> None:
    assert list(grid) == sorted(set(grid))
