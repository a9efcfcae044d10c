from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.choice_model import ABSENT, ChoiceModel
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons, seen_and_unseen
from elicitation.questions.next_question import next_question
from elicitation.questions.policies import POLICIES, information_gain
from elicitation.sessions.events import (
    SAME,
    Answered,
    AxisCorrected,
    Started,
    Undone,
    pick,
    unknown,
)
from elicitation.sessions.session import Session, apply, replay

N_ITEMS = 40
each_policy = pytest.mark.parametrize("policy", POLICIES)


def world(n_items: int = N_ITEMS) -> tuple[RewardBasis, Familiarity]:
    rng = np.random.default_rng(0)
    keys = tuple(f"k{number}" for number in range(n_items))
    rewards, offsets = rng.standard_normal((n_items, 3)), 0.3 * rng.standard_normal(n_items)
    basis = RewardBasis(
        keys, rewards, offsets, ("a", "b", "c"), Gaussian(np.zeros(3), np.eye(3)), "f"
    )
    return basis, Familiarity(rng.normal(1.0, 1.0, n_items), 1.0)


BASIS, FAMILIARITY = world()


def started(policy: str = "a_optimal", seed: int = 1) -> Session:
    return Session(Started("s", seed, policy, 10, "toy", "f"))


def shown(basis: RewardBasis, session: Session, familiarity: Familiarity = FAMILIARITY):
    question = next_question(Belief(basis, session), familiarity)
    return question, None if question is None else tuple(basis.keys[i] for i in question.items)


def reply(session: Session, items: tuple[str, str], how: str) -> Session:
    first, second = items
    choice = {
        "first": pick(first),
        "second": pick(second),
        "same": SAME,
        "not first": unknown(first),
        "not second": unknown(second),
        "neither": unknown(first, second),
    }[how]
    return apply(session, Answered(session.step, items, choice))


replies = st.lists(
    st.sampled_from(["first", "second", "same", "not first", "not second", "neither"]), max_size=30
)


@each_policy
@settings(max_examples=12, deadline=None)
@given(hows=replies, seed=st.integers(0, 1000))
def test_a_whole_session_repeats_nothing_but_the_item_that_was_kept(policy, hows, seed):
    session, kept, earlier = started(policy, seed), None, set()
    for how in hows:
        question, items = shown(BASIS, session)
        if question is None:
            break
        assert question == next_question(Belief(BASIS, session), FAMILIARITY)
        assert question.step == session.step and len(set(items)) == 2
        assert 0.0 <= question.answerable <= 1.0
        assert 0.0 <= question.expected_information < np.log(2.0)
        assert earlier & set(items) == (set() if kept is None else {kept[0]})
        if kept is not None:
            assert items.index(kept[0]) == kept[1]
        if POLICIES[policy].adaptive:
            kept = {"not first": (items[1], 1), "not second": (items[0], 0)}.get(how)
            kept = None if kept and kept[0] in earlier else kept
        earlier |= set(items)
        session = reply(session, items, how)


def test_undo_brings_the_same_question_back():
    _, items = shown(BASIS, started())
    session = reply(started(), items, "first")
    undone = apply(session, Undone(session.step))
    again, same_items = shown(BASIS, undone)
    assert same_items == items and again.step == 2


def test_the_order_of_earlier_answers_does_not_change_the_question():
    one = [Answered(0, ("k0", "k1"), pick("k0")), Answered(1, ("k2", "k3"), SAME)]
    two = [Answered(0, ("k2", "k3"), SAME), Answered(1, ("k0", "k1"), pick("k0"))]
    first, second = (shown(BASIS, replay([started().started, *history])) for history in (one, two))
    assert first == second


@each_policy
def test_each_side_is_as_likely_for_either_item(policy):
    n = 200
    questions = [
        next_question(Belief(BASIS, started(policy, seed)), FAMILIARITY) for seed in range(n)
    ]
    ascending = sum(question.items[0] < question.items[1] for question in questions)
    assert abs(ascending - n / 2) < 4 * np.sqrt(n / 4)  # four standard errors


def test_expected_information_is_that_of_the_pair_whatever_the_policy():
    for policy in POLICIES:
        question, _ = shown(BASIS, started(policy))
        i, j = question.items
        mean, variance = BASIS.prior.project((BASIS.rewards[i] - BASIS.rewards[j])[None])
        mean = mean + BASIS.offsets[i] - BASIS.offsets[j]
        expected = information_gain(mean, variance, variance)[0]
        assert question.expected_information == pytest.approx(expected, abs=1e-12)


def test_after_neither_was_seen_both_are_replaced():
    _, items = shown(BASIS, started())
    _, others = shown(BASIS, reply(started(), items, "neither"))
    assert not set(items) & set(others)


def test_nobody_reads_an_item_a_third_time():
    _, first = shown(BASIS, started())
    session = reply(started(), first, "not first")
    _, second = shown(BASIS, session)
    assert second[1] == first[1]
    _, third = shown(BASIS, reply(session, second, "not first"))
    assert not set(third) & {*first, *second}


def test_questions_end_when_fewer_than_two_items_are_left():
    basis, familiarity = world(5)
    session = started()
    for expected_left in (3, 1):
        _, items = shown(basis, session, familiarity)
        session = reply(session, items, "neither")
        assert basis.n_items - len(session.shown) == expected_left
    assert next_question(Belief(basis, session), familiarity) is None


def test_a_kept_item_without_any_partner_ends_the_questions():
    basis, familiarity = world(2)
    _, items = shown(basis, started(), familiarity)
    session = reply(started(), items, "not first")
    assert next_question(Belief(basis, session), familiarity) is None


def test_an_unknown_policy_is_refused_with_the_ones_there_are():
    with pytest.raises(ValueError, match=r"random, pref, d_optimal, .*'guess'"):
        next_question(Belief(BASIS, started("guess")), FAMILIARITY)


def test_answers_become_choices_among_what_was_shown():
    answers = [
        Answered(0, ("k0", "k1"), pick("k0")),
        Answered(1, ("k2", "k3"), pick("k3")),
        Answered(2, ("k4", "k5"), SAME),
        Answered(3, ("k6", "k7"), unknown("k6")),
        Answered(4, ("k8", "gone"), pick("k8")),
        Answered(5, ("k9", "k10", "k11"), pick("k10")),
    ]
    found = comparisons(BASIS, answers)
    assert found.differences.shape == (4, 3, BASIS.n_bases)
    assert (found.margins[:3, 2] == ABSENT).all() and found.margins[3].max() < ABSENT
    assert np.allclose(found.differences[1, 0], BASIS.rewards[3] - BASIS.rewards[2])
    assert np.allclose(found.margins[0, 1], BASIS.offsets[0] - BASIS.offsets[1])
    assert np.allclose(found.differences[3, 2], BASIS.rewards[10] - BASIS.rewards[11])
    assert found.lapse_probabilities.tolist() == pytest.approx([0.5, 0.5, 0.0, 1 / 3])


def test_a_leaning_is_as_many_choices_between_the_means_of_its_ends():
    correction = AxisCorrected(0, ("k1", "k2"), ("k3",), -2)
    found = comparisons(BASIS, [Answered(0, ("k9", "k10", "k11"), pick("k10"))], [correction])
    assert len(found) == 3
    row = BASIS.rewards[3] - BASIS.rewards[[1, 2]].mean(axis=0)
    for n in (1, 2):
        np.testing.assert_allclose(found.differences[n, 1], row)
        assert found.margins[n, 1] == 0.0 and found.margins[n, 2] == ABSENT
    assert len(comparisons(BASIS, [], [AxisCorrected(0, ("gone",), ("k1",), 2)])) == 0


def test_a_fixed_list_asks_everybody_the_same():
    def asked(choose, seed):
        session = started("fixed_list", seed)
        for step in range(8):
            question = next_question(Belief(BASIS, session), FAMILIARITY)
            items = tuple(BASIS.keys[item] for item in question.items)
            session = apply(session, Answered(step, items, choose(items)))
        return [frozenset(answer.items) for answer in session.answers]

    first = asked(lambda items: pick(items[0]), 1)
    assert first == asked(lambda items: pick(max(items)), 2)
    assert first == asked(lambda items: unknown(*items[:1]), 3)
    assert len({item for pair in first for item in pair}) == 16


def test_the_basis_says_how_people_answer():
    wary = replace(BASIS, response=ChoiceModel(lapse=0.3))
    answers = [Answered(0, ("k0", "k1"), pick("k0"))]
    assert comparisons(wary, answers).lapse == 0.3


def test_a_session_survives_a_model_that_lacks_some_of_its_items():
    smaller, familiarity = world(10)
    history = [Answered(0, ("k30", "k31"), unknown("k30")), Answered(1, ("k1", "k31"), pick("k1"))]
    session = replay([started().started, *history])
    assert Belief(smaller, session).posterior is smaller.prior
    question, items = shown(smaller, session, familiarity)
    assert "k1" not in items and question.step == 2


def test_what_was_said_last_about_an_item_tells_whether_it_is_known():
    answers = [
        Answered(0, ("k0", "k1"), unknown("k1")),
        Answered(1, ("k0", "k2"), unknown("k0")),
        Answered(2, ("k3", "k2"), SAME),
    ]
    seen, unseen = seen_and_unseen(BASIS, replay([started().started, *answers]))
    assert (sorted(seen), sorted(unseen)) == ([2, 3], [0, 1])


@settings(max_examples=25, deadline=None)
@given(replies)
def test_asking_and_answering_shrinks_the_belief(hows):
    session = started()
    for how in hows[:8]:
        _, items = shown(BASIS, session)
        session = reply(session, items, how)
    assert Belief(BASIS, session).posterior.log_det <= BASIS.prior.log_det + 1e-12
    assert (Belief(BASIS, session).posterior is BASIS.prior) == (session.n_informative == 0)


@each_policy
@pytest.mark.parametrize("size", [3, 4])
def test_of_more_than_two_only_the_unknown_are_replaced(policy, size):
    session = Session(replace(started(policy).started, question_size=size))
    _, items = shown(BASIS, session)
    assert len(set(items)) == size
    answered = apply(session, Answered(0, items, unknown(items[1])))
    question, then = shown(BASIS, answered)
    assert (
        question == next_question(Belief(BASIS, answered), FAMILIARITY) and len(set(then)) == size
    )
    if POLICIES[policy].adaptive:
        assert [k for k in range(size) if then[k] != items[k]] == [1]
    else:
        assert not set(then) & set(items)
    assert 0.0 < question.expected_information < np.log(size)
    picked = apply(answered, Answered(1, then, pick(then[-1])))
    assert not set(shown(BASIS, picked)[1]) & (set(items) | set(then))


def test_a_larger_question_tells_more():
    pair, four = (
        next_question(
            Belief(BASIS, Session(replace(started().started, question_size=size))), FAMILIARITY
        ).expected_information
        for size in (2, 4)
    )
    assert four > 1.3 * pair


def test_fewer_items_than_a_question_holds_make_a_smaller_question():
    basis, familiarity = world(3)
    session = Session(replace(started().started, question_size=4))
    _, items = shown(basis, session, familiarity)
    assert len(items) == 3
    assert (
        next_question(Belief(basis, reply_unknown(session, items[:1], items)), familiarity) is None
    )


def reply_unknown(session, unseen, items):
    return apply(session, Answered(session.step, items, unknown(*unseen)))


@each_policy
@settings(max_examples=10, deadline=None)
@given(hows=replies, seed=st.integers(0, 1000))
def test_two_editions_of_a_work_never_meet_nor_follow_each_other(policy, hows, seed):
    works = np.arange(N_ITEMS) // 2  # items 2 n and 2 n + 1 are one work
    basis = replace(BASIS, works=works)
    session, seen = started(policy, seed), {}
    for how in hows:
        question, items = shown(basis, session)
        if question is None:
            break
        of_these = {int(works[item]): item for item in question.items}
        assert len(of_these) == 2
        for work, item in of_these.items():
            assert seen.setdefault(work, item) == item
        session = reply(session, items, how)
