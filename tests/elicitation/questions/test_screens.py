import time

import numpy as np
import pytest

from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior
from elicitation.inference.screens import Reply, ScreenKind, evidence
from elicitation.inference.taste_model import TasteModel, mean_line
from elicitation.questions.screens import ANSWERABLE, choose_screen, gain_of, recognised

KINDS: tuple[tuple[ScreenKind, int], ...] = (
    ("best", 2),
    ("pair", 2),
    ("best", 4),
    ("best_worst", 4),
    ("taps", 4),
    ("taps", 9),
)


def model_of(n_items: int = 300, n_bases: int = 4, seed: int = 0) -> TasteModel:
    rng = np.random.default_rng(seed)
    logits = np.sort(rng.normal(-3.0, 2.0, n_items))[::-1]
    offsets = rng.standard_normal(n_items)
    return TasteModel(
        offsets,
        rng.standard_normal((n_items, n_bases)) / 2.0,
        rng.standard_normal((n_items, n_bases)) / 2.0,
        logits,
        1.0,
        mean_line(offsets, logits),
        Gaussian(np.zeros(n_bases), np.eye(n_bases)),
    )


@pytest.mark.parametrize(("kind", "size"), KINDS)
def test_a_screen_has_so_many_different_items_of_those_left(kind: ScreenKind, size: int) -> None:
    model = model_of()
    left = np.arange(0, 300, 3)
    screen = choose_screen(model, model.prior, kind, size, left)
    assert screen is not None
    assert len(set(screen.items)) == size and set(screen.items) <= set(left.tolist())
    items = np.array(screen.items)
    assert screen.gain == pytest.approx(gain_of(model, model.prior, kind, items))
    assert screen.gain > 0.0


@pytest.mark.parametrize(("kind", "size"), KINDS)
def test_a_screen_tells_more_than_one_drawn_at_random(kind: ScreenKind, size: int) -> None:
    model = model_of()
    known = np.arange(40)
    screen = choose_screen(model, model.prior, kind, size, known)
    assert screen is not None
    rng = np.random.default_rng(1)
    drawn = [
        gain_of(model, model.prior, kind, rng.choice(known, size, replace=False)) for _ in range(50)
    ]
    assert screen.gain > np.quantile(drawn, 0.9)


def test_nearly_everybody_can_answer_the_first_screen() -> None:
    model = model_of()
    screen = choose_screen(model, model.prior, "taps", 4, np.arange(300), everybody=True)
    assert screen is not None and screen.answerable >= ANSWERABLE


def test_the_chance_to_recognise_two_items_is_that_of_drawn_people() -> None:
    model = model_of()
    items = np.array([10, 40, 60, 90])
    rng = np.random.default_rng(3)
    activity = rng.standard_normal(40_000)
    p = 1.0 / (1.0 + np.exp(-(model.known_logits[items] + activity[:, None])))
    share = ((rng.random(p.shape) < p).sum(axis=1) >= 2).mean()
    # standard error of a share of 40,000: at most .0025
    assert recognised(model, model.prior, items) == pytest.approx(share, abs=0.0125)


def test_too_few_items_are_no_screen_and_few_are_a_short_one() -> None:
    model = model_of()
    assert choose_screen(model, model.prior, "taps", 9, np.array([4])) is None
    short = choose_screen(model, model.prior, "taps", 9, np.arange(5))
    assert short is not None and len(short.items) == 5


def test_equal_items_are_asked_about_without_a_fault() -> None:
    model = TasteModel(
        np.zeros(20),
        np.zeros((20, 2)),
        np.zeros((20, 2)),
        np.zeros(20),
        0.0,
        0.0,
        Gaussian(np.zeros(2), np.eye(2)),
    )
    for kind, size in KINDS:
        screen = choose_screen(model, model.prior, kind, size, np.arange(20))
        assert screen is not None and len(set(screen.items)) == size and screen.gain == 0.0


@pytest.mark.slow
def test_a_screen_over_ten_thousand_items_and_a_belief_of_twenty_screens_take_no_time() -> None:
    """Processor time of the fastest of several runs, which a busy machine does not change."""
    model = model_of(10_000, 16)
    replies = [Reply("taps", tuple(range(9 * k, 9 * k + 9)), (9 * k,)) for k in range(20)]
    belief = laplace_posterior(model.prior, evidence(model, replies))
    took = {
        "belief": _fastest(lambda: laplace_posterior(model.prior, evidence(model, replies))),
        **{
            f"{kind} of {size}": _fastest(
                lambda kind=kind, size=size: choose_screen(  # type: ignore[misc]
                    model, belief, kind, size, np.arange(200, 10_000)
                )
            )
            for kind, size in KINDS
        },
    }
    print(took)
    assert max(took.values()) < 0.030


def _fastest(run) -> float:  # type: ignore[no-untyped-def]
    times = []
    for _ in range(7):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return min(times)
