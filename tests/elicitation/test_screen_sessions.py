"""Screens of every kind from the event to the list: one session, one belief, one next question."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elicitation.explanations.belief_steps import belief_steps
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.choice_model import ChoiceModel
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior
from elicitation.inference.screens import Reply, evidence
from elicitation.inference.taste_model import Exposure
from elicitation.questions.next_question import next_question, screen_information
from elicitation.questions.screens import planned_screen
from elicitation.recommendations.scores import Ranker, SharedPrior, explain
from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.events import Answered, Choice, Started, Undone, pick, unknown
from elicitation.sessions.session import Session, apply
from elicitation.studies.repeated_questions import repeats

N_ITEMS = 40
KEYS = tuple(f"film:{n}" for n in range(N_ITEMS))
PLAN = ("named3", "taps9", "pair", "best4", "best_worst4", "taps4")


def basis_of(with_exposure: bool = True) -> RewardBasis:
    rng = np.random.default_rng(0)
    exposure = Exposure(rng.standard_normal((N_ITEMS, 3)), rng.normal(-1.0, 1.0, N_ITEMS), 0.8)
    return RewardBasis(
        KEYS,
        rng.standard_normal((N_ITEMS, 3)),
        rng.standard_normal(N_ITEMS),
        ("one", "two", "three"),
        Gaussian(np.zeros(3), np.eye(3)),
        "test",
        ChoiceModel(lapse=0.1),
        exposure=exposure if with_exposure else None,
    )


FAMILIARITY = Familiarity(np.full(N_ITEMS, 2.0), 0.5)


def started(plan: tuple[str, ...] = PLAN, policy: str = "a_optimal") -> Session:
    return Session(Started("s", 1, policy, 10, "test", "test", plan=plan))


def answered(session: Session, question: str, items: list[int], choice: Choice) -> Session:
    keys = tuple(KEYS[item] for item in items)
    return apply(session, Answered(session.step, keys, choice, None, question))  # type: ignore[arg-type]


def taps(*items: int) -> Choice:
    return Choice("taps", tuple(KEYS[item] for item in items))


def mixed() -> Session:
    session = answered(started(), "named", [30, 31], Choice("named", (KEYS[30], KEYS[31])))
    session = answered(session, "taps", [0, 1, 2, 3], taps(1, 3))
    session = answered(session, "pair", [4, 5], Choice("both"))
    session = answered(session, "best", [6, 7], pick(KEYS[6]))
    session = answered(session, "best_worst", [8, 9, 10], Choice("best_worst", (KEYS[9], KEYS[8])))
    return answered(session, "pair", [11, 12], unknown(KEYS[11]))


def test_a_session_of_every_kind_is_what_the_likelihood_says_of_its_replies() -> None:
    basis = basis_of()
    replies = [
        Reply("named", (30, 31), (30, 31)),
        Reply("taps", (0, 1, 2, 3), (1, 3)),
        Reply("pair", (4, 5), (4, 5)),
        Reply("best", (6, 7), (6,)),
        Reply("best_worst", (8, 9, 10), (9, 8)),
        Reply("best", (11, 12), (), (11,)),
    ]
    model = basis.taste_model
    expected = laplace_posterior(model.prior, evidence(model, replies))
    belief = Belief(basis, mixed())
    np.testing.assert_allclose(belief.extended.mean, expected.mean, atol=1e-9)
    np.testing.assert_allclose(belief.posterior.mean, expected.mean[:3], atol=1e-9)
    np.testing.assert_allclose(belief.posterior.cov, expected.cov[:3, :3], atol=1e-9)
    assert belief.sample(50, 0).shape == (50, 3)


def test_choices_alone_without_exposure_are_inferred_as_ever() -> None:
    basis = basis_of(with_exposure=False)
    session = answered(started(()), "best", [6, 7], pick(KEYS[6]))
    belief = Belief(basis, session)
    assert not belief.is_extended and belief.extended is belief.posterior
    assert len(belief.prior.mean) == 3


def test_what_somebody_knows_moves_their_taste_only_with_exposure() -> None:
    session = answered(started(), "best", [0, 1], unknown(KEYS[0]))
    moved = Belief(basis_of(), session).posterior.mean
    assert np.abs(moved).max() > 0.01
    still = Belief(basis_of(with_exposure=False), session).posterior.mean
    np.testing.assert_array_equal(still, 0.0)


def test_undo_takes_back_screens_of_every_kind() -> None:
    session = mixed()
    for n in range(6, 0, -1):
        assert len(session.answers) == n and session.n_counted == n
        session = apply(session, Undone(session.step))
    assert session.answers == () and session.shown == ()
    np.testing.assert_array_equal(Belief(basis_of(), session).posterior.mean, 0.0)


def test_the_plan_says_which_kind_comes_next_and_its_last_screen_repeats() -> None:
    basis, session = basis_of(), started()
    kinds = []
    for _ in range(7):
        question = next_question(Belief(basis, session), FAMILIARITY)
        assert question is not None
        assert not set(question.items) & {basis.numbers[key] for key in session.shown}
        assert question == next_question(Belief(basis, session), FAMILIARITY)
        kinds.append((question.kind, len(question.items)))
        said = Choice("named") if question.kind == "named" else unknown(*_keys(question.items[:1]))
        session = answered(session, question.kind, list(question.items), said)
    assert kinds == [
        ("named", 0),
        ("taps", 9),
        ("pair", 2),
        ("best", 4),
        ("best_worst", 4),
        ("taps", 4),
        ("taps", 4),
    ]
    assert session.n_counted == 7 and session.n_informative == 0


def _keys(items: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(KEYS[item] for item in items)


@pytest.mark.parametrize("policy", ["random", "fixed_list"])
def test_other_policies_have_screens_too(policy: str) -> None:
    session = started(("taps9",), policy)
    first = next_question(Belief(basis_of(), session), FAMILIARITY)
    assert first is not None and len(set(first.items)) == 9


def test_a_fixed_list_is_the_same_whatever_is_tapped() -> None:
    asked = []
    for tapped in (0, 4):
        session = started(("taps9",), "fixed_list")
        first = next_question(Belief(basis_of(), session), FAMILIARITY)
        assert first is not None
        session = answered(session, "taps", list(first.items), taps(*first.items[:tapped]))
        second = next_question(Belief(basis_of(), session), FAMILIARITY)
        assert second is not None
        asked.append(set(second.items))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("screen", ["taps9", "pair2", "best4", "best_worst4"])
def test_a_basis_without_exposure_has_screens_too(screen: str) -> None:
    basis, session = basis_of(with_exposure=False), started((screen,))
    for _ in range(3):
        question = next_question(Belief(basis, session), FAMILIARITY)
        assert question is not None and question.expected_information > 0.0
        items = list(question.items)
        said = pick(KEYS[items[0]]) if question.kind != "taps" else taps(items[0])
        session = answered(session, question.kind, items, said)
    assert np.abs(Belief(basis, session).posterior.mean).max() > 0.01


def test_what_a_screen_promised_is_what_the_question_said() -> None:
    for plan in (("taps9",), ("pair2",), ("best_worst4",), ("named3",)):
        belief = Belief(basis_of(), started(plan))
        question = next_question(belief, FAMILIARITY)
        assert question is not None
        told = screen_information(belief, question.kind, np.array(question.items, dtype=np.int64))
        assert told == pytest.approx(question.expected_information)


def test_steps_of_a_session_of_every_kind_have_finite_numbers() -> None:
    steps = belief_steps(Belief(basis_of(), mixed()))
    assert len(steps) == 7
    assert all(step.expected >= 0.0 and step.realised >= 0.0 for step in steps)
    assert all(np.isfinite([step.log_det, step.trace]).all() for step in steps)
    assert all(step.expected > 0.0 for step in steps[1:])


def test_a_pair_comes_again_as_the_pair_that_it_was() -> None:
    first = replace(started(("pair2",)).started, repeat_after=2)
    session = answered(Session(first), "pair", [4, 5], pick(KEYS[5]))
    session = answered(session, "pair", [6, 7], Choice("both"))
    again = next_question(Belief(basis_of(), session), FAMILIARITY)
    assert again is not None and (again.kind, again.items) == ("pair", (5, 4))
    session = answered(session, again.kind, [5, 4], pick(KEYS[4]))
    (repeat,) = repeats(basis_of(), session)
    assert not repeat.agreed and 0.0 < repeat.doubt <= 0.25
    after = next_question(Belief(basis_of(), session), FAMILIARITY)
    assert after is not None and not {4, 5, 6, 7} & set(after.items)


def test_a_catalogue_that_is_asked_through_ends_without_a_fault() -> None:
    basis, session = basis_of(), started(("taps9",))
    for _ in range(10):
        question = next_question(Belief(basis, session), FAMILIARITY)
        if question is None:
            break
        session = answered(session, "taps", list(question.items), taps())
    assert question is None and len(session.shown) >= N_ITEMS - 1


def test_each_answer_of_any_kind_has_its_own_reason() -> None:
    basis = basis_of()
    session = answered(started(), "taps", [0, 1, 2, 3], taps(1))
    session = answered(session, "pair", [4, 5], Choice("pick", (KEYS[4],)))
    ranker = Ranker(SharedPrior(basis.offsets, basis.rewards, 0.5), 0.5)
    (reasons,) = explain(Belief(basis, session), ranker, [20])
    assert {reason.answer.question for reason in reasons} == {"taps", "pair"}
    assert reasons[0].drop >= reasons[1].drop


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)))
def test_taps_survive_encoding(tapped: set[int], unseen: set[int]) -> None:
    items = KEYS[:9]
    choice = Choice(
        "taps",
        tuple(items[k] for k in sorted(tapped)),
        tuple(items[k] for k in sorted(unseen - tapped)),
    )
    event = Answered(3, items, choice, 1200, "taps")
    assert decode(encode(event)) == event


def test_an_event_of_an_earlier_version_is_a_choice() -> None:
    stored = {
        "event": "answered",
        "step": 0,
        "items": ["a", "b"],
        "choice": {"kind": "pick", "items": ["a"]},
    }
    event = decode(stored)
    assert isinstance(event, Answered)
    assert event.question == "best" and event.choice.unseen == ()


@pytest.mark.parametrize(
    ("question", "items", "choice"),
    [
        ("best", ("a", "b"), ("both", ())),
        ("taps", ("a", "b"), ("pick", ("a",))),
        ("taps", ("a",), ("taps", ())),
        ("named", ("a", "b"), ("named", ("a",))),
        ("pair", ("a", "b"), ("same", ())),
        ("best_worst", ("a", "b", "c"), ("best_worst", ("a", "a"))),
        ("taps", ("a", "b"), ("taps", ("c",))),
    ],
)
def test_answers_that_do_not_fit_their_question_are_refused(question, items, choice) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError):
        Answered(0, items, Choice(*choice), None, question)


@pytest.mark.parametrize("text", ["taps1", "sorted9", "9", ""])
def test_a_plan_of_no_screens_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="plan"):
        planned_screen((text,), 0)
