from dataclasses import replace

import numpy as np
import pytest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons
from elicitation.inference.posterior import sample_posterior
from elicitation.questions.next_question import Question
from elicitation.questions.stopping import (
    EARLY,
    LEAST_ANSWERS,
    LEAST_INFORMATION,
    STABLE_SHARE,
    STAYED_SHARE,
    STOPPING,
    StoppingInputs,
    is_pausing,
    plateau,
    should_stop,
)
from elicitation.recommendations.personal_list import ranking
from elicitation.recommendations.scores import Ranker, SharedPrior
from elicitation.recommendations.stability import certainty, stayed
from elicitation.sessions.events import Answered, Finished, Started, pick, unknown
from elicitation.sessions.session import Session, apply

N_ITEMS, N_BASES, K = 60, 2, 10


@pytest.fixture(scope="module")
def basis():
    rewards = np.random.default_rng(5).standard_normal((N_ITEMS, N_BASES))
    keys = tuple(f"k{n}" for n in range(N_ITEMS))
    prior = Gaussian(np.zeros(N_BASES), np.eye(N_BASES))
    return RewardBasis(keys, rewards, np.zeros(N_ITEMS), ("one", "two"), prior, "toy")


@pytest.fixture(scope="module")
def shared(basis):
    return SharedPrior(np.linspace(0.0, -3.0, N_ITEMS), basis.rewards, 0.5)


def answered(basis, n, seed=3):
    """Somebody who likes the first base alone, and says so n times."""
    session = Session(Started("s", seed, "a_optimal", 10, "toy", "toy"))
    for one in range(0, 2 * n, 2):
        better = max((one, one + 1), key=lambda item: basis.rewards[item, 0])
        items = (f"k{one}", f"k{one + 1}")
        session = apply(session, Answered(session.step, items, pick(f"k{better}")))
    return session


def test_a_list_that_answers_cannot_move_is_certain(basis, shared):
    assert certainty(Belief(basis, answered(basis, 0)), Ranker(shared, 0.0), K) == 1.0


def test_certainty_is_the_expected_overlap_of_lists(basis, shared):
    session = answered(basis, 4)
    shown = set(ranking(Belief(basis, session), Ranker(shared, 0.5), K))
    draws = sample_posterior(
        basis.prior, comparisons(basis, session.answers), 4000, np.random.default_rng(9), steps=10
    )
    overlaps = []
    for draw in draws:
        scores = shared.crowd + basis.rewards @ draw
        scores[:8] = -np.inf  # what was compared
        overlaps.append(len(shown & set(np.argsort(-scores)[:K].tolist())) / K)
    found = [
        certainty(Belief(basis, answered(basis, 4, seed)), Ranker(shared, 0.5), K)
        for seed in range(8)
    ]
    assert np.mean(found) == pytest.approx(np.mean(overlaps), abs=0.02)


def test_answers_make_lists_surer(basis, shared):
    before, after = (
        np.mean(
            [
                certainty(Belief(basis, answered(basis, n, seed)), Ranker(shared, 0.7), K)
                for seed in range(5)
            ]
        )
        for n in (0, 20)
    )
    assert after > before + 0.05


LITTLE, MUCH = LEAST_INFORMATION / 2, 0.5  # nats


@pytest.mark.parametrize(
    ("rule", "stops", "goes_on"),
    [
        ("fixed", StoppingInputs(10, 10, MUCH, float), StoppingInputs(9, 10, 0.0, lambda: 1.0)),
        (
            "information",
            StoppingInputs(11, 10, LITTLE, float),
            StoppingInputs(12, 10, MUCH, lambda: 1.0),
        ),
        (
            "stable",
            StoppingInputs(11, 10, MUCH, lambda: STABLE_SHARE),
            StoppingInputs(12, 10, 0.0, lambda: STABLE_SHARE - 0.1),
        ),
        (
            "adaptive",
            StoppingInputs(11, 10, MUCH, lambda: STABLE_SHARE),
            StoppingInputs(12, 10, MUCH, lambda: STABLE_SHARE - 0.1),
        ),
        (
            "plateau",
            StoppingInputs(4, 10, MUCH, float, lambda: STAYED_SHARE),
            StoppingInputs(9, 10, MUCH, lambda: 1.0, lambda: STAYED_SHARE - 0.1),
        ),
    ],
)
def test_each_rule_looks_at_its_own_sign(rule, stops, goes_on):
    assert STOPPING[rule](stops)
    assert not STOPPING[rule](goes_on)
    assert len(STOPPING) == 5


@pytest.mark.parametrize("rule", STOPPING)
def test_no_rule_but_the_early_ones_stops_before_the_plan_is_done(rule):
    early = rule in EARLY
    assert STOPPING[rule](StoppingInputs(9, 10, 0.0, lambda: 1.0)) == early
    assert STOPPING[rule](StoppingInputs(5, 10, 0.0, lambda: 1.0)) == early
    assert STOPPING[rule](StoppingInputs(10, 10, 0.0, lambda: 1.0))


def test_a_plateau_is_not_believed_at_once_and_asks_no_more_than_planned():
    level = StoppingInputs(LEAST_ANSWERS, 10, 0.0, float, lambda: 1.0)
    assert plateau(level)
    assert plateau(replace(level, information=MUCH))  # the list has stopped changing
    assert plateau(replace(level, stayed=lambda: 0.0))  # nothing left informs enough
    assert not plateau(replace(level, n_answered=LEAST_ANSWERS - 1))
    assert not plateau(replace(level, information=MUCH, stayed=lambda: 0.0))
    assert plateau(StoppingInputs(10, 10, MUCH, float, lambda: 0.0))


def test_a_list_has_stayed_if_each_of_the_last_answers_left_it(basis, shared):
    still, moving = Ranker(shared, 0.0), Ranker(shared, 0.9)
    assert stayed(Belief(basis, answered(basis, 2)), still, K) == 0.0  # too few answers
    # what was compared has left the list; the rest of it is as it was
    assert stayed(Belief(basis, answered(basis, 4)), still, K) == 1.0
    assert stayed(Belief(basis, answered(basis, 4)), moving, K) < 1.0
    session = answered(basis, 4)
    for n in (20, 22, 24):  # "haven't seen" says nothing: the answers before it count
        items = (f"k{n}", f"k{n + 1}")
        session = apply(session, Answered(session.step, items, unknown(*items)))
    assert stayed(Belief(basis, session), moving, K) == pytest.approx(
        stayed(Belief(basis, answered(basis, 4)), moving, K)
    )


def test_a_session_of_the_early_rule_pauses_early_and_then_lets_the_person_go_on(basis):
    telling = Question(0, (0, 1), MUCH, 1.0)

    def pausing(continued):
        return [
            n
            for n in range(12)
            if is_pausing(
                by("plateau", answered(basis, n)), telling, float, (n, continued), lambda: 1.0
            )
        ]

    assert pausing(-1) == [*range(LEAST_ANSWERS, 12)]
    assert pausing(4) == [*range(9, 12)]


def by(rule, session):
    return replace(session, started=replace(session.started, stopping=rule))


def test_it_is_enough_when_the_plan_is_done_and_nothing_much_is_left_to_learn(basis):
    dull, telling = (Question(0, (0, 1), nats, 1.0) for nats in (LITTLE, MUCH))
    short, done = (by("adaptive", answered(basis, n)) for n in (4, 10))
    assert should_stop(done, dull, lambda: 0.0)
    assert should_stop(done, None, lambda: 0.0)
    assert should_stop(done, telling, lambda: 1.0)
    assert not should_stop(done, telling, lambda: 0.0)
    assert not should_stop(short, dull, lambda: 1.0)


def test_an_unknown_rule_is_refused(basis):
    with pytest.raises(ValueError, match="stopping: expected one of fixed"):
        should_stop(by("tired", answered(basis, 1)), None, float)


def test_the_app_pauses_after_the_plan_and_at_every_fifth_answer_beyond_if_it_is_enough(basis):
    telling = Question(0, (0, 1), MUCH, 1.0)
    pauses = {
        enough: [
            n
            for n in range(23)
            if is_pausing(answered(basis, n), telling, lambda: float(enough))  # noqa: B023
        ]
        for enough in (True, False)
    }
    assert pauses == {True: [10, 15, 20], False: [10]}


def test_whoever_goes_on_is_not_asked_at_once_again(basis):
    telling = Question(0, (0, 1), MUCH, 1.0)

    def pausing(rule, continued):
        return [
            n
            for n in range(8, 22)
            if is_pausing(by(rule, answered(basis, n)), telling, lambda: 1.0, (n, continued))
        ]

    assert pausing("fixed", 10) == [15, 20]
    assert pausing("fixed", 7) == [10, 15, 20]  # finished early, then went on
    assert pausing("adaptive", 10) == [*range(15, 22)]
    assert pausing("adaptive", 12) == [*range(17, 22)]


def test_a_finished_session_pauses_until_the_person_goes_on_from_there(basis):
    session = answered(basis, 3)
    session = apply(session, Finished(session.step))
    telling = Question(0, (0, 1), MUCH, 1.0)
    assert is_pausing(session, telling, float)
    assert not is_pausing(session, telling, float, (session.step, 3))
    assert is_pausing(session, telling, float, (session.step - 1, 3))
