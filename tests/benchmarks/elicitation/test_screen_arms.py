import numpy as np
import pytest

from benchmarks.elicitation.screen_arms import TAPS_4, changed_next
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.screens import Reply
from elicitation.inference.taste_model import TasteModel, mean_line
from elicitation.simulation.screen_people import ScreenPerson, of_opinion, rater
from elicitation.simulation.screen_sessions import BY_CHANCE, ScreenTrace, run_screens


def model_of(n_items: int = 120) -> TasteModel:
    rng = np.random.default_rng(0)
    offsets, logits = rng.standard_normal(n_items), rng.normal(0.0, 1.0, n_items)
    rewards = rng.standard_normal((n_items, 3))
    prior = Gaussian(np.zeros(3), np.eye(3))
    line = mean_line(offsets, logits)
    return TasteModel(offsets, rewards, 0.0 * rewards, logits, 0.0, line, prior)


def test_a_rater_taps_what_they_like_and_has_not_seen_what_they_did_not_rate() -> None:
    person = rater(np.array([5.0, 2.0, 0.0, 4.0]), 4.0, np.ones(4, dtype=bool))
    rng = np.random.default_rng(0)
    tapped = [person.reply("taps", (0, 1, 2, 3), rng).chosen for _ in range(400)]
    share = [np.mean([item in own for own in tapped]) for item in range(4)]
    # 400 screens: a standard error of at most .015 about .9, and of .009 about .033
    assert share[0] == pytest.approx(0.9, abs=0.07) and share[3] == pytest.approx(0.9, abs=0.07)
    assert max(share[1:3]) < 0.1
    assert person.reply("best", (1, 2), rng) == Reply("best", (1, 2), (), (2,))


def test_people_of_opinion_have_a_line_of_their_own() -> None:
    values = np.arange(8.0)
    person = of_opinion(values, np.arange(8), 0.75)
    assert person.line == pytest.approx(5.25)


def test_taps_find_the_taste_of_somebody_drawn_from_the_model_and_a_stranger_does_not() -> None:
    model = model_of()
    askable = np.ones(120, dtype=bool)
    rng = np.random.default_rng(1)
    found, strange = [], []
    tastes = rng.standard_normal((12, 3))
    beliefs = []
    for taste in tastes:
        values = model.offsets + model.rewards @ taste
        person = ScreenPerson(values, model.line)
        beliefs.append(run_screens(model, person, askable, TAPS_4, "adaptive", rng).beliefs[-1])
    for number, belief in enumerate(beliefs):
        found.append(np.linalg.norm(belief.mean[:3] - tastes[number]))
        strange.append(np.linalg.norm(belief.mean[:3] - tastes[number - 1]))
    assert np.mean(found) < 0.6 * np.mean(strange)


def test_screens_at_random_show_nothing_twice_and_cost_their_keystrokes() -> None:
    model = model_of()
    person = ScreenPerson(model.offsets, 0.0)
    rng = np.random.default_rng(2)
    trace = run_screens(model, person, np.ones(120, dtype=bool), TAPS_4, BY_CHANCE, rng)
    shown = [item for reply in trace.replies for item in reply.items]
    assert len(shown) == len(set(shown)) == 40 == trace.read[-1]
    n_tapped = sum(len(reply.chosen) for reply in trace.replies)
    assert trace.seconds[-1] == pytest.approx(40 * 1.35 + (n_tapped + 10) * 1.3)


def test_the_next_screen_changes_where_it_reads_the_answers() -> None:
    model = model_of()
    rng = np.random.default_rng(3)
    people = [ScreenPerson(model.rewards[:, k % 3] * (-1.0) ** k, 0.5) for k in range(6)]
    askable = np.ones(120, dtype=bool)

    def traces(how: str) -> list[ScreenTrace]:
        return [run_screens(model, own, askable, TAPS_4[:2], how, rng) for own in people]

    assert changed_next(traces("fixed")) == 0.0
    assert changed_next(traces("adaptive")) > 0.5
