"""Who is asked in simulations: what they know, what they say, what they are judged by."""

import numpy as np
import pytest
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from models.datasets.packed_ratings import from_tensors, to_tensors
from models.simulation.simulated_users import AnswerNoise, replayable, simulate, simulated_user

N = 120
RNG = np.random.default_rng(2)
BASIS = RewardBasis(
    tuple(f"k{n}" for n in range(N)),
    RNG.standard_normal((N, 2)),
    np.zeros(N),
    ("a", "b"),
    Gaussian(np.zeros(2), np.eye(2)),
    "toy",
)
FAMILIARITY = Familiarity(np.full(N, 2.0), 0.5)


def people(n: int = 12, noise: float = 0.3) -> sparse.csr_matrix:
    """Stars that follow two tastes, of most items."""
    rng = np.random.default_rng(3)
    tastes = rng.standard_normal((n, 2))
    stars = np.clip(3.0 + tastes @ BASIS.rewards.T + noise * rng.standard_normal((n, N)), 0.5, 5.0)
    return sparse.csr_matrix(stars * (rng.random((n, N)) < 0.8))


def test_kept_in_an_artifact_and_read_again() -> None:
    kept = people()
    again = from_tensors(to_tensors(kept), N)
    assert again is not None and (again != kept).nnz == 0 and again.shape == kept.shape
    assert from_tensors({"rewards": np.zeros(3)}, 3) is None
    nobody = from_tensors(to_tensors(kept[:0]), N)
    assert nobody is not None and nobody.shape == (0, N)


def test_only_people_with_enough_to_be_judged_by() -> None:
    few = people(3).tolil()
    few[0, 20:] = 0.0  # hardly any ratings
    few[1] = (few[1].toarray() > 0.0) * 4.0  # all the same
    kept = replayable(few.tocsr())
    assert kept.shape[0] == 1 and (kept != few.tocsr()[2]).nnz == 0


def test_who_is_replayed_is_judged_by_what_nobody_asks_about() -> None:
    crowd, questions = people(), 0
    for number in range(crowd.shape[0]):
        one = simulated_user(BASIS, FAMILIARITY, crowd, AnswerNoise(), number)
        row = crowd[number].toarray()[0]
        np.testing.assert_array_equal(np.nan_to_num(one.liking), row)
        trace = simulate(BASIS, FAMILIARITY, one, "a_optimal", 8, AnswerNoise(), number)
        shown = {BASIS.numbers[key] for answer in trace.session.answers for key in answer.items}
        assert shown.isdisjoint(one.judged.tolist())
        for answer in trace.session.answers:
            if answer.choice.kind == "pick":  # as their own stars say
                stars = {key: row[BASIS.numbers[key]] for key in answer.items}
                assert stars[answer.choice.items[0]] == max(stars.values())
        questions += len(shown)
    assert questions > 100


def test_answers_of_replayed_people_teach_what_they_like() -> None:
    """Against the same people answering for somebody else, who teach nothing."""
    crowd = people(60)
    gains, controls = [], []
    for number in range(60):
        one, other = (
            simulated_user(BASIS, FAMILIARITY, crowd, AnswerNoise(), n)
            for n in (number, (number + 1) % 60)
        )
        own = simulate(BASIS, FAMILIARITY, one, "a_optimal", 10, AnswerNoise(), number).beliefs[-1]
        strange = simulate(
            BASIS, FAMILIARITY, other, "a_optimal", 10, AnswerNoise(), number
        ).beliefs[-1]
        before = one.regret(BASIS, BASIS.prior)
        gains.append(before - one.regret(BASIS, own))
        controls.append(before - one.regret(BASIS, strange))
    error = np.std(gains, ddof=1) / np.sqrt(60)
    assert np.mean(gains) > 4.0 * error > 0.0
    assert np.mean(controls) < np.mean(gains) - 3.0 * error


def test_careless_people_toss_coins_and_who_is_not_there_is_said() -> None:
    crowd = people()
    with pytest.raises(IndexError, match="12 of 12"):
        simulated_user(BASIS, FAMILIARITY, crowd, AnswerNoise(), 12)
    wrong = picks = 0
    for number in range(12):
        one = simulated_user(BASIS, FAMILIARITY, crowd, AnswerNoise(lapse=1.0), number)
        row = crowd[number].toarray()[0]
        for answer in simulate(
            BASIS, FAMILIARITY, one, "random", 30, AnswerNoise(), number
        ).session.answers:
            stars = [row[BASIS.numbers[key]] for key in answer.items]
            if answer.choice.kind == "pick" and stars[0] != stars[1]:
                picks += 1
                wrong += row[BASIS.numbers[answer.choice.items[0]]] < max(stars)
    assert abs(wrong / picks - 0.5) < 4.0 * 0.5 / np.sqrt(picks)


def test_who_is_drawn_is_judged_by_everything() -> None:
    one = simulated_user(BASIS, FAMILIARITY, None, AnswerNoise(5), 3)
    assert one.coefficients is not None and len(one.judged) == N
    np.testing.assert_allclose(one.liking, BASIS.offsets + BASIS.rewards @ one.coefficients)
    trace = simulate(BASIS, FAMILIARITY, one, "random", 3, AnswerNoise(5), 3)
    belief = Belief(BASIS, trace.session).posterior
    assert 0.0 <= one.regret(BASIS, belief) <= 2.0
