"""What a click computes: a real session of ten answers through the functions of the ask page."""

import numpy as np
import pytest
from counting import count_inference

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.question_cache import QuestionCache
from elicitation.questions.stopping import STOPPING, is_pausing
from elicitation.recommendations.personal_list import recommendations
from elicitation.recommendations.scores import Ranker, SharedPrior
from elicitation.recommendations.stability import certainty
from elicitation.sessions.events import Answered, Started, pick
from elicitation.sessions.session import Session, apply

N_ITEMS, N_BASES, LENGTH = 300, 4, 10


@pytest.mark.parametrize("rule", STOPPING)
def test_a_click_finds_two_modes_and_draws_one_sample(monkeypatch, rule):
    counted = count_inference(monkeypatch)
    rng = np.random.default_rng(2)
    keys = tuple(f"k{number}" for number in range(N_ITEMS))
    prior = Gaussian(np.zeros(N_BASES), np.eye(N_BASES))
    rewards = rng.standard_normal((N_ITEMS, N_BASES))
    names = tuple("abcd")
    basis = RewardBasis(keys, rewards, np.zeros(N_ITEMS), names, prior, "toy")
    shared = SharedPrior(rng.standard_normal(N_ITEMS), rewards, 0.5)
    ranker = Ranker(shared, 0.6)  # another trust than the fitted one
    questions = QuestionCache(Familiarity(rng.normal(1.0, 1.0, N_ITEMS), 1.0))
    session = Session(Started("s", 1, "a_optimal", 10, "toy", "toy", stopping=rule))
    true = rng.standard_normal(N_BASES)
    asked = 0
    while True:
        counted.clear()
        belief = Belief(basis, session)
        question = questions.question(belief)
        best = recommendations(belief, ranker, LENGTH)

        def sure(belief=belief):
            return certainty(belief, ranker, LENGTH)

        is_pausing(session, question, sure)
        share = sure()  # as the page says it when the plan is done
        assert len(best) == LENGTH and 0.0 <= share <= 1.0
        assert counted["laplace_posterior"] <= 2  # with the last answer and without
        assert counted["comparisons"] <= 2
        assert counted["sample_posterior"] == 1
        if asked == 10:
            break
        items = max(question.items, key=lambda item: rewards[item] @ true), *question.items
        shown = tuple(keys[item] for item in question.items)
        session = apply(session, Answered(question.step, shown, pick(keys[items[0]])))
        asked += 1
    assert session.n_informative == 10
    assert counted["laplace_posterior"] == 2  # at the tenth click the functions do run
