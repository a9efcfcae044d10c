"""Marks as evidence: what was liked, not liked, wanted, or merely seen."""

import numpy as np
import pytest

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.taste_model import Exposure
from elicitation.questions.next_question import next_question
from elicitation.recommendations.scores import Ranker, SharedPrior, explain
from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.events import Answered, Mark, Marked, Started, Verdict, pick
from elicitation.sessions.session import Session, apply, replay

N, K = 40, 3
RNG = np.random.default_rng(4)
REWARDS, LOADINGS = RNG.standard_normal((N, K)), RNG.standard_normal((N, K))
KEYS = tuple(f"k{n}" for n in range(N))
STARTED = Started("s", 1, "a_optimal", 10, "toy", "toy")


def basis_of(with_exposure: bool = True) -> RewardBasis:
    exposure = Exposure(LOADINGS, np.linspace(2.0, -2.0, N), 1.0) if with_exposure else None
    prior = Gaussian(np.zeros(K), np.eye(K))
    names = ("a", "b", "c")
    return RewardBasis(KEYS, REWARDS, np.zeros(N), names, prior, "toy", exposure=exposure)


def marked(mark: Mark, verdict: Verdict = "", item: int = 3) -> Session:
    return apply(Session(STARTED), Marked(0, KEYS[item], mark, verdict))


def utility(session: Session, with_exposure: bool = True, item: int = 3) -> float:
    return float(REWARDS[item] @ Belief(basis_of(with_exposure), session).posterior.mean)


@pytest.mark.parametrize("with_exposure", [True, False])
def test_what_was_liked_rises_most_and_what_is_wanted_rises_less(with_exposure: bool) -> None:
    seen = utility(marked("seen"), with_exposure)
    liked, disliked = (utility(marked("seen", v), with_exposure) for v in ("liked", "disliked"))
    wanted, unwanted = (
        utility(marked("saved", "wanted"), with_exposure),
        utility(marked("hidden", "unwanted"), with_exposure),
    )
    assert disliked < seen < liked
    assert 0.0 < wanted < liked
    assert disliked < unwanted < 0.0
    if not with_exposure:  # where having seen it says nothing beside
        assert seen == 0.0 and wanted < 0.8 * liked and unwanted > 0.8 * disliked


def test_seen_alone_says_only_who_knows_what() -> None:
    assert abs(utility(marked("seen"), with_exposure=False)) == 0.0
    belief = Belief(basis_of(), marked("seen", item=30)).posterior.mean
    assert LOADINGS[30] @ belief > 0.05  # hardly anybody knows it


@pytest.mark.parametrize("mark", ["saved", "seen", "hidden"])
def test_marks_of_older_versions_say_nothing_about_taste(mark: Mark) -> None:
    old = decode({"event": "marked", "step": 0, "item": "k3", "mark": mark})
    session = apply(Session(STARTED), old)
    assert session.verdicts == () and session.marks == (("k3", mark),)
    belief = Belief(basis_of(with_exposure=False), session)
    assert not belief.is_extended
    np.testing.assert_array_equal(belief.posterior.mean, 0.0)


def test_a_later_mark_replaces_the_verdict_and_none_takes_it_back() -> None:
    events = [STARTED, Marked(0, "k3", "seen", "liked"), Marked(1, "k3", "seen", "disliked")]
    assert replay(events).verdicts == (("k3", "disliked"),)
    back = replay([*events, Marked(2, "k3", "")])
    assert back.verdicts == () and back.marks == ()
    assert utility(back) == utility(Session(STARTED))


def test_verdicts_survive_encoding_and_fit_their_mark() -> None:
    event = Marked(3, "k1", "seen", "liked")
    assert decode(encode(event)) == event
    for mark, verdict in (("saved", "liked"), ("seen", "wanted"), ("", "liked")):
        with pytest.raises(ValueError, match="cannot say"):
            Marked(0, "k1", mark, verdict)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="verdict"):
        decode({"event": "marked", "step": 0, "item": "k3", "mark": "seen", "verdict": "loved"})


@pytest.mark.parametrize("plan", [(), ("taps4",)])
def test_what_was_judged_is_not_asked_about(plan: tuple[str, ...]) -> None:
    basis, familiar = basis_of(), Familiarity(np.linspace(2.0, -2.0, N), 1.0)
    started = Started("s", 1, "a_optimal", 10, "toy", "toy", plan=plan)
    first = next_question(Belief(basis, Session(started)), familiar)
    assert first is not None
    for verdict in ("liked", "disliked"):
        session = apply(Session(started), Marked(0, KEYS[first.items[0]], "seen", verdict))
        other = next_question(Belief(basis, session), familiar)
        assert other is not None and first.items[0] not in other.items


def test_answers_keep_their_reasons_beside_marks() -> None:
    session = apply(Session(STARTED), Answered(0, ("k0", "k1"), pick("k0")))
    session = apply(session, Marked(1, "k9", "seen", "liked"))
    belief = Belief(basis_of(with_exposure=False), session)
    assert belief.is_extended and (belief.source_of_row == 0).sum() == 1
    assert (belief.source_of_row == 1).sum() == 1


def test_a_mark_is_a_reason_for_others_as_strong_as_the_list_without_it() -> None:
    basis = basis_of()
    ranker = Ranker(SharedPrior(basis.offsets, basis.rewards, 0.5), 0.5)
    session = apply(Session(STARTED), Answered(0, ("k0", "k1"), pick("k0")))
    liked, seen = (
        Belief(basis, apply(session, Marked(1, "k9", "seen", verdict))) for verdict in ("liked", "")
    )
    found = explain(liked, ranker, range(N))
    drops = [{reason.answer: reason.drop for reason in own} for own in found]
    lost = ranker.scores(liked) - ranker.scores(seen)
    for item in set(range(N)) - {9}:
        assert drops[item]["k9", "liked"] == pytest.approx(lost[item], abs=1e-6)
    assert ("k9", "liked") not in drops[9]  # it is no reason for itself
