import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import expit

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons
from elicitation.inference.posterior import laplace_posterior
from elicitation.questions.next_question import next_question
from elicitation.sessions.events import Answered, Started, pick, unknown
from elicitation.sessions.session import Session, apply
from elicitation.studies.repeated_questions import Repeat, lapse_estimate, repeats

N = 60
KEYS = tuple(f"k{n}" for n in range(N))


@pytest.fixture(scope="module")
def basis() -> RewardBasis:
    rng = np.random.default_rng(0)
    prior = Gaussian(np.zeros(3), np.eye(3))
    rewards, offsets = rng.standard_normal((N, 3)), 0.3 * rng.standard_normal(N)
    return RewardBasis(KEYS, rewards, offsets, ("a", "b", "c"), prior, "")


FAMILIARITY = Familiarity(np.full(N, 2.0), 1.0)


def asked(basis: RewardBasis, session: Session) -> tuple[str, ...]:
    question = next_question(Belief(basis, session), FAMILIARITY)
    assert question is not None and question.step == session.step
    return tuple(basis.keys[item] for item in question.items)


def test_the_first_pick_comes_again_once_with_its_sides_changed(basis: RewardBasis) -> None:
    session = Session(Started("s", 1, "a_optimal", 10, "toy", "", 2, 3))
    first = asked(basis, session)
    session = apply(session, Answered(0, first, unknown(first[0])))
    shown = []
    for n in range(1, 6):
        items = asked(basis, session)
        shown.append(items)
        session = apply(session, Answered(n, items, pick(items[0])))
    assert shown[3] == shown[0][::-1]
    assert len({frozenset(items) for items in shown}) == 4
    (repeat,) = repeats(basis, session)
    assert not repeat.agreed  # the left one both times


def test_who_has_not_seen_it_after_all_is_asked_something_else(basis: RewardBasis) -> None:
    session = Session(Started("s", 1, "a_optimal", 10, "toy", "", 2, 1))
    items = asked(basis, session)
    session = apply(session, Answered(0, items, pick(items[0])))
    again = asked(basis, session)
    assert again == items[::-1]
    session = apply(session, Answered(1, again, unknown(again[0])))
    assert set(asked(basis, session)) != set(items)
    assert repeats(basis, session) == ()


def test_doubt_is_integrated_right(basis: RewardBasis) -> None:
    answers = (
        Answered(0, ("k0", "k1"), pick("k0")),
        Answered(1, ("k2", "k3"), pick("k3")),
        Answered(2, ("k1", "k0"), pick("k0")),
    )
    (repeat,) = repeats(basis, Session(Started("s", 1, "pref", 3, "", ""), answers, 3))
    belief = laplace_posterior(basis.prior, comparisons(basis, answers[1:2]))
    mean, variance = belief.project((basis.rewards[0] - basis.rewards[1])[None])
    u = stats.norm(mean[0] + basis.offsets[0] - basis.offsets[1], np.sqrt(variance[0]))
    exact = integrate.quad(lambda x: u.pdf(x) * expit(x) * expit(-x), -30, 30)[0]
    assert repeat.agreed and repeat.doubt == pytest.approx(exact, abs=1e-8)


def test_the_estimate_is_the_posterior_by_quadrature() -> None:
    found = [Repeat(True, 0.1), Repeat(False, 0.2), Repeat(True, 0.02)]

    def posterior(e: float) -> float:
        value = stats.beta(1, 9).pdf(e)
        for repeat in found:
            same = (1 - e) ** 2 * (1 - 2 * repeat.doubt) + 2 * e * (1 - e) / 2 + e**2 / 2
            value *= same if repeat.agreed else 1 - same
        return float(value)

    total = integrate.quad(posterior, 0, 1)[0]
    mean = integrate.quad(lambda e: e * posterior(e), 0, 1)[0] / total
    estimate = lapse_estimate(found)
    assert estimate.mean == pytest.approx(mean, abs=0.003)
    inside = integrate.quad(posterior, estimate.low, estimate.high)[0] / total
    assert inside == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.6])
def test_many_people_s_lapses_are_found(rate: float) -> None:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(4000):
        u = rng.normal(0.0, 2.0)
        q = expit(u)
        picks = np.where(rng.random(2) < rate, rng.random(2) < 0.5, rng.random(2) < q)
        found.append(Repeat(bool(picks[0] == picks[1]), float(q * (1 - q))))
    estimate = lapse_estimate(found)
    assert estimate.low - 0.02 <= rate <= estimate.high + 0.02
    assert estimate.high - estimate.low < 0.15


def test_without_a_repeat_the_prior_is_said() -> None:
    assert lapse_estimate([]).mean == pytest.approx(0.1, abs=0.005)
    one = lapse_estimate([Repeat(False, 0.01)]), lapse_estimate([Repeat(True, 0.01)])
    assert one[0].mean > 0.15 and one[1].mean < 0.1
