"""What a history changes of questions and lists."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.next_question import next_question
from elicitation.recommendations.personal_list import details, ranking, recommendations
from elicitation.recommendations.scores import Ranker, SharedPrior
from elicitation.recommendations.stability import certainty
from elicitation.sessions.events import Answered, Imported, Started, pick
from elicitation.sessions.session import Session, apply

N = 30
RNG = np.random.default_rng(4)
KEYS = tuple(f"k{n}" for n in range(N))
POPULATION = Gaussian(np.zeros(3), np.eye(3))
START = Gaussian(np.array([1.0, -0.5, 0.0]), 0.4 * np.eye(3))
BASIS = RewardBasis(KEYS, RNG.standard_normal((N, 3)), np.zeros(N), ("a", "b", "c"), POPULATION, "")
SHARED = SharedPrior(RNG.standard_normal(N), BASIS.rewards, 0.6)
RANKER, FAMILIAR = Ranker(SHARED, 0.6), Familiarity(np.full(N, 2.0), 1.0)


def brought(*items: int, start: Gaussian | None = START) -> Belief:
    liked = tuple(KEYS[n] for n in items)
    session = Session(Started("s", 7, "a_optimal", 10, "toy", ""))
    return Belief(BASIS, apply(session, Imported(0, "x", liked)), start)


@given(st.sets(st.integers(0, N - 1), min_size=1, max_size=N - 6))
def test_nothing_of_a_history_is_asked_or_recommended(items: set[int]) -> None:
    belief = brought(*items)
    question = next_question(belief, FAMILIAR)
    assert question is not None and not items & set(question.items)
    assert set(ranking(belief, RANKER, N)) == set(range(N)) - items
    assert set(belief.seen_and_unseen[0].tolist()) == items


def test_the_belief_starts_where_the_history_says() -> None:
    belief = brought(3)
    assert belief.posterior is START and belief.prior is START
    assert brought(3, start=None).posterior is POPULATION
    np.testing.assert_allclose(belief.draws.mean(axis=0), START.mean, atol=0.25)
    np.testing.assert_array_equal(RANKER.scores(belief), SHARED.crowd)


def test_answers_move_on_from_there() -> None:
    belief = brought(3)
    answer = Answered(belief.session.step, ("k1", "k2"), pick("k1"))
    later = Belief(BASIS, apply(belief.session, answer), START)
    moved = later.posterior.mean - START.mean
    assert moved @ (BASIS.rewards[1] - BASIS.rewards[2]) > 0.0
    assert later.before.posterior is START and later.before.session.history.liked == ("k3",)
    assert [own.prior for own in later.steps] == [START, START]
    assert all(own.session.history.liked == ("k3",) for own in later.steps)
    (first, *_) = recommendations(later, RANKER, 5)
    parts = details(later, RANKER, first.item)
    relative = RANKER.against_favourites
    np.testing.assert_allclose(parts.crowd + sum(parts.bases), relative.scores(later)[first.item])
    assert 0.0 < certainty(later, RANKER, 5) <= 1.0
