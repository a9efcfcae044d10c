"""The cast likes what it is named after, whatever the catalogue calls its kinds."""

from dataclasses import replace

import pytest
from worlds import save_world

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import Question, next_question
from elicitation.sessions.events import Started
from elicitation.sessions.session import Session, apply
from elicitation.simulation.characters import answer_as
from models.artifacts import load_artifact
from models.simulation.demo_users import CONTRARY, cast


@pytest.fixture(scope="module")
def artifact(tmp_path_factory):
    return load_artifact(save_world(tmp_path_factory.mktemp("world")))


def chosen(people, artifact, items, n=60):
    """How often each item is picked."""
    asked = Question(0, items, 0.1, 1.0)
    picks = [answer_as(artifact.basis, people, asked, seed).choice.items[0] for seed in range(n)]
    return [picks.count(artifact.basis.keys[item]) / n for item in items]


def with_kinds(artifact, genres):
    return replace(artifact, catalogue=replace(artifact.catalogue, genres=genres))


def performance(artifact, people, seed):
    """A session of six questions."""
    session = Session(Started("s", seed, "a_optimal", 10, "", ""))
    for _ in range(6):
        question = next_question(Belief(artifact.basis, session), artifact.familiarity)
        assert question is not None
        session = apply(session, answer_as(artifact.basis, people, question, seed))
    return session


def test_each_prefers_their_kind_and_one_contradicts_themselves(artifact) -> None:
    kinds = [("Horror",), ("Children",), ("Drama",), ("Musical",)]
    world = with_kinds(artifact, tuple(kinds[n % 4] for n in range(len(artifact.catalogue))))
    people = cast(world)
    assert list(people) == ["horror", "family", CONTRARY]
    horror, children = 40, 41
    assert chosen(people["horror"], world, (horror, children))[0] == 1.0
    assert chosen(people["family"], world, (horror, children))[1] == 1.0
    assert 0.2 < chosen(people[CONTRARY], world, (horror, children))[0] < 0.8


def test_a_catalogue_without_such_kinds_has_a_cast_too(artifact) -> None:
    world = with_kinds(artifact, ((),) * len(artifact.catalogue))
    people = cast(world)
    assert list(people) == ["first", "second", CONTRARY]
    for several in people.values():
        assert len(performance(world, several, 1).answers) == 6


def test_the_same_seed_gives_the_same_performance(artifact) -> None:
    for name, people in cast(artifact).items():
        again = cast(artifact)[name]
        assert performance(artifact, people, 4) == performance(artifact, again, 4), name
