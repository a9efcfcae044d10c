"""A shared list speaks of its owner, is compared with one's own, and is taken along."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from elicitation.inference.belief import Belief
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Started, pick
from elicitation.sessions.links import LinkStore
from elicitation.sessions.session import Session, apply
from models.artifacts import Artifact, load_artifact
from pages.components.app import assets
from pages.components.picks import compare
from pages.components.picks.curves import Curve
from pages.components.picks.picture import HEIGHT, WIDTH, picture
from pages.components.picks.sharing import SHARE
from pages.components.taste import summary


def said(app) -> str:
    return " ".join(str(block.proto.body) for block in app.get("html"))


def begun(open_app, browser: str, side: str = "left") -> str:
    app = open_app(browser=browser)
    app.button(key="start_button").click().run()
    for _question in range(3):
        app.button(key=side).click().run()
    value = app.query_params["s"]
    return value if isinstance(value, str) else value[0]


def test_a_friend_compares_their_list_and_a_stranger_is_invited(open_app, database_url):
    owner = begun(open_app, "owner")
    LinkStore(Database(database_url)).link("listcode", SHARE, owner, 0.0)
    stranger = open_app("pages/shared.py", browser="stranger", p="listcode")
    assert "they chose" in said(stranger) and "you chose" not in said(stranger).lower()
    assert "likeness" not in said(stranger)
    stranger.button(key="own_list").click().run()
    assert stranger.button(key="start_button") and "listcode" in stranger.query_params["p"]
    name = begun(open_app, "stranger", "right")
    asked = open_app(browser="stranger", s=name, p="listcode")
    asked.button(key="finish").click().run()
    assert asked.button(key="to_compare")
    friend = open_app("pages/shared.py", browser="stranger", p="listcode")
    assert 'class="likeness"' in said(friend) and "on both lists" in said(friend)
    assert "s" not in friend.query_params
    own = open_app("pages/shared.py", browser="owner", s=owner, p="listcode")
    assert "your own list, as others see it" in said(own)
    assert 'class="likeness"' not in said(own)


def test_a_link_or_a_code_is_found_in_what_was_pasted():
    for text in ("https://a.b/shared?p=ab-C&lang=de", " ab-C ", "shared?lang=de&p=ab-C"):
        assert compare.code_in(text) == "ab-C"


def test_a_list_to_paste_is_markdown_that_titles_cannot_break(open_app, database_url):
    owner = begun(open_app, "owner")
    picks = open_app("pages/picks.py", browser="owner", s=owner)
    (pasted,) = [block.value for block in picks.code if block.language == "markdown"]
    assert len(re.findall(r"^\d+\. ", pasted, re.MULTILINE)) == 10
    assert not re.search(r"(?<!\\)[<>\[]", pasted)


@pytest.fixture(scope="module")
def fitted(world: Path) -> Artifact:
    """The tiny world, with an axis for every kind that a label names."""
    artifact = load_artifact(world)
    kinds = 2.0 * np.eye(4)[np.arange(len(artifact.catalogue)) % 4]
    return replace(artifact, basis=replace(artifact.basis, rewards=kinds))


def lover(artifact: Artifact, kind: int, n_answers: int) -> Belief:
    """Somebody who takes this kind whatever else is shown."""
    session = Session(Started("s", 1, "a_optimal", 10, "", ""))
    numbers = [n for n in range(len(artifact.catalogue)) if n % 4 == kind]
    for one in numbers[:n_answers]:
        items = tuple(artifact.catalogue.keys[one - n] for n in range(4))
        session = apply(session, Answered(session.step, items, pick(items[0])))
    return assets.belief(artifact, session)


def test_a_taste_is_named_by_what_is_known_of_it_only(fitted):
    assert summary.taste_name(fitted, lover(fitted, 3, 0)) == ""
    assert summary.taste_name(fitted, lover(fitted, 3, 1)) == ""
    belief = lover(fitted, 3, 18)
    assert "Horror" in summary.taste_name(fitted, belief).partition(" rather than ")[0]
    (axis,) = summary.telling(fitted, belief, 1)
    assert (axis.base, axis.position > 0.0) == (3, True)


def test_the_picture_shows_where_a_taste_lies():
    """The same but for the position: dots in two places."""
    drawn = [
        np.asarray(
            Image.open(
                BytesIO(
                    picture("Five", ["A"] * 5, "Noir", [Curve("x", "y", at, at - 1, at + 1)], "at")
                )
            )
        ).astype(int)
        for at in (-1.5, 1.5)
    ]
    assert drawn[0].shape == (HEIGHT, WIDTH, 3)
    columns = np.flatnonzero(np.abs(drawn[0] - drawn[1]).sum(axis=(0, 2)))
    assert columns.min() < WIDTH / 2 < columns.max()
