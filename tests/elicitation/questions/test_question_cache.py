import threading

import numpy as np
import pytest

import elicitation.questions.question_cache as module
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.next_question import next_question
from elicitation.questions.question_cache import QuestionCache, possible_choices
from elicitation.sessions.events import Answered, Started
from elicitation.sessions.session import Session, apply

N_ITEMS = 60


@pytest.fixture
def world():
    rng = np.random.default_rng(0)
    keys = tuple(f"k{number}" for number in range(N_ITEMS))
    prior = Gaussian(np.zeros(3), np.eye(3))
    rewards = rng.standard_normal((N_ITEMS, 3))
    basis = RewardBasis(keys, rewards, np.zeros(N_ITEMS), ("a", "b", "c"), prior, "f")
    return basis, Familiarity(rng.normal(1.0, 1.0, N_ITEMS), 1.0)


@pytest.fixture
def counted(monkeypatch):
    """How often, and in which thread, a question was really sought."""
    threads = []

    def spy(*arguments):
        threads.append(threading.current_thread().name)
        return next_question(*arguments)

    monkeypatch.setattr(module, "next_question", spy)
    return threads


def started(policy="a_optimal"):
    return Session(Started("s", 1, policy, 10, "toy", "f"))


def test_every_answer_a_person_can_give_is_foreseen():
    said = set(possible_choices(("a", "b")))
    assert {(c.kind, c.items) for c in said} == {
        ("pick", ("a",)),
        ("pick", ("b",)),
        ("same", ()),
        ("unknown", ("a",)),
        ("unknown", ("b",)),
        ("unknown", ("a", "b")),
    }


def test_after_any_answer_the_question_is_there_and_the_same_as_without(world, counted):
    basis, familiarity = world
    ahead = QuestionCache(familiarity, slow=0.0)
    session = started()
    for step in range(4):
        question = ahead.question(Belief(basis, session))
        assert question == next_question(Belief(basis, session), familiarity)
        ahead._worker.submit(lambda: None).result()  # all that was waiting is done
        here = counted.count("MainThread")
        items = tuple(basis.keys[item] for item in question.items)
        for choice in possible_choices(items):
            after = apply(session, Answered(step, items, choice))
            assert ahead.question(Belief(basis, after)) == next_question(
                Belief(basis, after), familiarity
            )
        assert counted.count("MainThread") == here  # nobody waited for a search
        session = after
    ahead.close()


def test_where_questions_are_quick_nothing_is_done_ahead(world, counted):
    ahead = QuestionCache(world[1], slow=60.0)
    ahead.question(Belief(world[0], started()))
    ahead._worker.submit(lambda: None).result()
    assert counted == ["MainThread"]
    ahead.question(Belief(world[0], started()))
    assert counted.count("MainThread") == 1  # but it is remembered


def test_an_error_is_raised_where_the_question_is_asked_for(world):
    ahead = QuestionCache(world[1])
    for _ in range(2):
        with pytest.raises(ValueError, match="policy"):
            ahead.question(Belief(world[0], started("guess")))


def test_memory_is_bounded(world, monkeypatch):
    monkeypatch.setattr(module, "KEPT", 5)
    ahead = QuestionCache(world[1], slow=60.0)
    for seed in range(20):
        ahead.question(Belief(world[0], Session(Started("s", seed, "random", 10, "toy", "f"))))
    assert len(ahead._found) == 5


def test_many_threads_get_one_search(world, counted):
    ahead = QuestionCache(world[1], slow=60.0)
    gate, found = threading.Barrier(8), []

    def ask():
        gate.wait()
        found.append(ahead.question(Belief(world[0], started())))

    people = [threading.Thread(target=ask) for _ in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(set(found)) == 1 and len(counted) == 1
