from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import expit, log_expit

from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior, sample_posterior
from elicitation.inference.screens import Reply, evidence, seen_and_unseen
from elicitation.inference.taste_model import Scales, TasteModel, mean_line

Floats = NDArray[np.float64]
PRIOR = Gaussian(np.zeros(2), np.eye(2))


def model_of(seed: int = 0, n_items: int = 12, n_bases: int = 2, lapse: float = 0.15) -> TasteModel:
    rng = np.random.default_rng(seed)
    return TasteModel(
        rng.standard_normal(n_items),
        rng.standard_normal((n_items, n_bases)),
        rng.standard_normal((n_items, n_bases)),
        rng.standard_normal(n_items),
        0.7,
        0.4,
        PRIOR,
        Scales(0.75, 1.0, 1.5, lapse=lapse),
    )


def log_likelihood(model: TasteModel, reply: Reply, x: Floats) -> float:
    """Of one reply and its exposure, written from the model's definition, without lapses."""
    z, line, activity = x[:-2], x[-2], x[-1]
    utility = model.offsets + model.rewards @ z
    logits = model.known_logits + model.exposure @ z + model.activity * activity
    asked = [item for item in reply.items if item not in reply.unseen]
    total = 0.0
    scale = {"taps": 1.5, "named": 1.5, "pair": 0.75, "best": 1.0, "best_worst": 1.0}[reply.kind]
    if reply.kind in ("taps", "named", "pair"):
        for item in asked if reply.kind != "pair" or len(asked) == 2 else []:
            margin = scale * (utility[item] - model.line) - line
            total += float(log_expit(margin if item in reply.chosen else -margin))
    elif reply.chosen:
        if reply.kind == "best" and len(reply.items) == 2:
            scale = 0.75
        best = reply.chosen[0]
        total -= float(np.log(sum(np.exp(scale * (utility[j] - utility[best])) for j in asked)))
        if len(reply.chosen) == 2:
            worst = reply.chosen[1]
            left = [j for j in asked if j != best]
            total -= float(np.log(sum(np.exp(scale * (utility[worst] - utility[j])) for j in left)))
    for item, known in seen_and_unseen([reply]).items():
        total += float(log_expit(logits[item] if known else -logits[item]))
    return total


REPLIES = (
    Reply("taps", (0, 1, 2, 3), (1, 3)),
    Reply("taps", (4, 5, 6), (), (6,)),
    Reply("pair", (4, 5), (4, 5)),
    Reply("pair", (7, 8), ()),
    Reply("best", (6, 7), (6,)),
    Reply("best", (6, 7, 8, 9), (8,), (9,)),
    Reply("best_worst", (8, 9, 10, 11), (9, 10)),
    Reply("named", (2, 11), (2, 11)),
    Reply("best", (0, 1), (), (0, 1)),
)
ALL_SEEN = tuple(reply for reply in REPLIES if not reply.unseen)


def log_rows(model: TasteModel, replies: tuple[Reply, ...], x: Floats) -> float:
    rows = evidence(model, replies)
    margins = rows.margins + rows.differences @ x
    return float(-np.log(np.exp(-margins).sum(axis=1)).sum())


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: f"{reply.kind}-{len(reply.items)}")
def test_the_rows_say_what_the_model_defines(reply: Reply) -> None:
    model = model_of()
    for x in np.random.default_rng(1).standard_normal((5, 4)):
        np.testing.assert_allclose(
            log_rows(model, (reply,), x), log_likelihood(model, reply, x), atol=1e-10
        )


def test_the_laplace_mode_has_no_slope_by_finite_differences() -> None:
    model = model_of(lapse=0.0)
    belief = laplace_posterior(model.prior, evidence(model, REPLIES))

    def density(x: Floats) -> float:
        # every item's exposure is one row however often it was shown
        own = sum(log_likelihood(model, r, x) - log_exposure(model, (r,), x) for r in REPLIES)
        return own + log_exposure(model, REPLIES, x) - 0.5 * float(x @ x)

    eye, h = np.eye(4), 1e-4
    slope = [(density(belief.mean + h * e) - density(belief.mean - h * e)) / (2 * h) for e in eye]
    np.testing.assert_allclose(slope, 0.0, atol=1e-6)
    curvature = [
        [
            (
                density(belief.mean + h * (a + b))
                - density(belief.mean + h * (a - b))
                - density(belief.mean - h * (a - b))
                + density(belief.mean - h * (a + b))
            )
            / (4 * h * h)
            for a in eye
        ]
        for b in eye
    ]
    np.testing.assert_allclose(np.linalg.inv(-np.array(curvature)), belief.cov, rtol=1e-4)


def log_exposure(model: TasteModel, replies: tuple[Reply, ...], x: Floats) -> float:
    logits = model.known_logits + model.exposure @ x[:-2] + model.activity * x[-1]
    known = seen_and_unseen(replies)
    return float(sum(log_expit(logits[i] if seen else -logits[i]) for i, seen in known.items()))


@pytest.mark.statistical
def test_exact_samples_agree_with_quadrature_for_taps() -> None:
    """One taste and the line, on a grid; activity and exposure are off, so x_3 stays N(0, 1)."""
    rng = np.random.default_rng(5)
    model = TasteModel(
        rng.standard_normal(6),
        rng.standard_normal((6, 1)),
        np.zeros((6, 1)),
        np.zeros(6),
        0.0,
        0.2,
        Gaussian(np.zeros(1), np.eye(1)),
        Scales(0.75, 1.0, 1.5, exposure=0.0),
    )
    replies = [Reply("taps", (0, 1, 2), (1,)), Reply("taps", (3, 4, 5), (3, 4, 5))]
    grid = np.linspace(-5.0, 5.0, 201)
    z, line = np.meshgrid(grid, grid, indexing="ij")
    log_density = -0.5 * (z**2 + line**2)
    for reply in replies:
        for item in reply.items:
            margin = 1.5 * (model.offsets[item] + model.rewards[item, 0] * z - model.line) - line
            p = expit(margin if item in reply.chosen else -margin)
            log_density += np.log(0.85 * p + 0.15 * 0.5)
    weights = np.exp(log_density - log_density.max())
    weights /= weights.sum()
    means = np.array([(weights * z).sum(), (weights * line).sum()])
    sds = np.sqrt([(weights * z**2).sum(), (weights * line**2).sum()] - means**2)
    draws = sample_posterior(model.prior, evidence(model, replies), 4000, rng)[:, :2]
    # draws are nearly independent: five standard errors of a mean
    assert (np.abs(draws.mean(axis=0) - means) < 5.0 * sds / np.sqrt(4000)).all()
    np.testing.assert_allclose(draws.std(axis=0), sds, rtol=0.08)


@settings(max_examples=30, deadline=None)
@given(st.permutations(ALL_SEEN), st.permutations((0, 1, 2, 3)))
def test_neither_the_order_of_screens_nor_of_taps_matters(
    order: list[Reply], items: list[int]
) -> None:
    model = model_of()
    turned = Reply("taps", tuple(items), (3, 1))
    other = [turned if reply.items == (0, 1, 2, 3) else reply for reply in order]
    first = laplace_posterior(model.prior, evidence(model, ALL_SEEN))
    second = laplace_posterior(model.prior, evidence(model, other))
    np.testing.assert_allclose(first.mean, second.mean, atol=1e-8)


def test_both_and_neither_move_the_line_and_one_alone_the_taste() -> None:
    model = replace(model_of(), exposure=np.zeros((12, 2)), activity=0.0)
    at = {
        said: laplace_posterior(model.prior, evidence(model, [Reply("pair", (0, 1), said)])).mean
        for said in ((0, 1), (), (0,), (1,))
    }
    assert at[0, 1][-2] < 0.0 < at[()][-2]  # tapping much is a low line
    gap = model.rewards[0] - model.rewards[1]
    assert at[(0,)][:-2] @ gap > 0.0 > at[(1,)][:-2] @ gap


def test_given_a_tap_alone_it_is_a_choice_between_the_two() -> None:
    """P(only a) / P(only b) of a screen of two is the odds of the pair, whatever the line."""
    model = model_of(lapse=0.0)
    for x in np.random.default_rng(2).standard_normal((5, 4)):
        x[-1] = 0.0
        odds = log_rows(model, (Reply("pair", (0, 1), (0,)),), x) - log_rows(
            model, (Reply("pair", (0, 1), (1,)),), x
        )
        utility = model.offsets + model.rewards @ x[:-2]
        np.testing.assert_allclose(odds, 0.75 * (utility[0] - utility[1]))


def test_the_chances_of_all_taps_sum_to_one() -> None:
    model = model_of()
    quiet = replace(model, activity=0.0, scales=Scales(0.75, 1.0, 1.5, exposure=0.0))
    x = np.array([0.3, -1.0, 0.5, 0.0])
    said = [c for k in range(4) for c in combinations((0, 1, 2), k)]
    total = sum(np.exp(log_rows(quiet, (Reply("taps", (0, 1, 2), c),), x)) for c in said)
    assert total == pytest.approx(1.0)


def test_what_was_said_last_about_knowing_an_item_counts() -> None:
    first, second = Reply("best", (0, 1), (), (0,)), Reply("best", (0, 2), (0,))
    assert seen_and_unseen([first, second]) == {0: True, 1: True, 2: True}
    assert seen_and_unseen([second, first]) == {0: False, 1: True, 2: True}
    assert seen_and_unseen([Reply("taps", (0, 1), (0,))]) == {0: True}


@pytest.mark.parametrize(
    ("kind", "items", "chosen", "unseen"),
    [
        ("best", (0, 1), (0, 1), ()),
        ("taps", (0, 0), (), ()),
        ("taps", (0, 1), (2,), ()),
        ("taps", (0, 1), (0,), (0,)),
        ("sorted", (0, 1), (0,), ()),
    ],
)
def test_replies_that_cannot_be_are_refused(kind, items, chosen, unseen) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError):
        Reply(kind, items, chosen, unseen)


def test_the_line_lies_among_well_known_items() -> None:
    offsets = np.arange(1000.0)
    share = np.where(offsets < 200, 1.0, 0.01)
    assert mean_line(offsets, share) == pytest.approx(np.quantile(offsets[:200], 0.75))
