"""The cast likes what it is named after, whatever the catalogue calls its kinds."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import save_world

from elicitation.simulation.sessions import run_session
from models.artifacts import load_artifact
from models.simulation.demo_users import CONTRARY, cast


@pytest.fixture(scope="module")
def artifact(tmp_path_factory):
    return load_artifact(save_world(tmp_path_factory.mktemp("world")))


def chosen(person, artifact, items, n=60):
    """How often each item is picked."""
    picks = [person(items, np.random.default_rng(n)).items[0] for n in range(n)]
    return [picks.count(item) / n for item in items]


def with_kinds(artifact, genres):
    return replace(artifact, catalogue=replace(artifact.catalogue, genres=genres))


def test_each_prefers_their_kind_and_one_contradicts_themselves(artifact) -> None:
    kinds = [("Horror",), ("Children",), ("Drama",), ("Musical",)]
    world = with_kinds(artifact, tuple(kinds[n % 4] for n in range(len(artifact.catalogue))))
    people = cast(world)
    assert list(people) == ["horror", "family", CONTRARY]
    horror, children = (world.catalogue.keys[n] for n in (40, 41))
    assert chosen(people["horror"], world, (horror, children))[0] > 0.8
    assert chosen(people["family"], world, (horror, children))[1] > 0.8
    assert 0.2 < chosen(people[CONTRARY], world, (horror, children))[0] < 0.8


def test_a_catalogue_without_such_kinds_has_a_cast_too(artifact) -> None:
    people = cast(with_kinds(artifact, ((),) * len(artifact.catalogue)))
    assert list(people) == ["first", "second", CONTRARY]
    for person in people.values():
        trace = run_session(artifact.basis, artifact.familiarity, person, "a_optimal", 5, seed=1)
        assert len(trace.session.answers) == 5


def test_the_same_seed_gives_the_same_performance(artifact) -> None:
    for name, person in cast(artifact).items():
        runs = [
            run_session(artifact.basis, artifact.familiarity, who, "a_optimal", 6, seed=4).session
            for who in (person, cast(artifact)[name])
        ]
        assert runs[0] == runs[1], name
