"""A history of dislikes alone, by the code that serves: the list moves away from their kind."""

from pathlib import Path

import pytest

from elicitation.recommendations.personal_list import ranking
from elicitation.sessions.events import Imported, Started
from elicitation.sessions.session import History, Session, apply
from models.artifacts import load_artifact
from pages.components.app import assets

LENGTH = 20


def brought(liked: tuple[str, ...] = (), disliked: tuple[str, ...] = ()) -> Session:
    session = Session(Started("s", 7, "a_optimal", 10, "tiny world", ""))
    return apply(session, Imported(0, "Letterboxd", liked, disliked))


@pytest.mark.parametrize("kind", range(4))
def test_what_is_disliked_leaves_the_list(world: Path, kind: int) -> None:
    artifact = load_artifact(world)
    keys = artifact.catalogue.keys[kind::4]
    before, after = (
        ranking(assets.belief(artifact, own), assets.ranker(artifact, own), LENGTH)
        for own in (Session(brought().started), brought(disliked=keys[10:18]))
    )
    of_kind = [sum(item % 4 == kind for item in items) for items in (before, after)]
    assert of_kind[1] < of_kind[0], "others of the kind go as well"
    assert not {artifact.catalogue.numbers[key] for key in keys[10:18]} & set(after)


def test_only_likes_and_dislikes_say_something_about_taste() -> None:
    assert History(disliked=("a",)).says_taste and History(liked=("a",)).says_taste
    assert not History(seen=("a",)).says_taste and not History().says_taste
