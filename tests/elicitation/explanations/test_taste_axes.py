import numpy as np
import pytest

from elicitation.explanations.taste_axes import axes, ends
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.sessions.events import Answered, AxisCorrected, Started, pick
from elicitation.sessions.session import Session, apply

N = 50
RNG = np.random.default_rng(0)
PRIOR = Gaussian(np.array([1.0, 0.0]), np.diag([4.0, 1.0]))
BASIS = RewardBasis(
    tuple(f"k{n}" for n in range(N)),
    RNG.standard_normal((N, 2)),
    np.zeros(N),
    ("a", "b"),
    PRIOR,
    "",
)
KNOWN = np.full(N, 0.5)
START = Session(Started("s", 1, "a_optimal", 10, "toy", ""))


def test_before_any_answer_everybody_is_the_average_person() -> None:
    for axis in axes(Belief(BASIS, START), KNOWN):
        assert axis.position == pytest.approx(0.0, abs=0.1)
        assert (axis.low, axis.high) == pytest.approx((-1.645, 1.645), abs=0.15)


def test_the_ends_are_the_extreme_items_that_people_know() -> None:
    for base, (first, second) in enumerate(ends(BASIS, KNOWN)):
        order = np.argsort(BASIS.rewards[:, base])
        assert first == tuple(order[::-1][:3]) and second == tuple(order[:3])
    hidden = np.where(np.arange(N) == ends(BASIS, KNOWN)[0][0][0], 1e-9, 0.5)
    assert ends(BASIS, hidden)[0][0][0] != ends(BASIS, KNOWN)[0][0][0]


def test_choosing_one_end_moves_the_person_there_and_so_does_leaning() -> None:
    best, worst = (end[0] for end in ends(BASIS, KNOWN)[0])
    items = BASIS.keys[best], BASIS.keys[worst]
    answered = apply(START, Answered(0, items, pick(items[0])))
    first = axes(Belief(BASIS, answered), KNOWN)[0]
    assert first.position > 0.15 and first.high - first.low < 3.2
    toward, away = (tuple(BASIS.keys[i] for i in end) for end in (first.first, first.second))
    leaned = axes(Belief(BASIS, apply(answered, AxisCorrected(1, toward, away, -3))), KNOWN)[0]
    assert leaned.position < first.position - 0.5 and leaned.leaning == -3


def test_a_leaning_from_another_fit_counts_but_belongs_to_no_slider() -> None:
    other = apply(START, AxisCorrected(0, ("k1",), ("k2",), 3))
    found = axes(Belief(BASIS, other), KNOWN)
    assert [axis.leaning for axis in found] == [0, 0]
    shift = BASIS.rewards[1] - BASIS.rewards[2]
    assert np.sign(found[0].position) == np.sign(shift[0])
