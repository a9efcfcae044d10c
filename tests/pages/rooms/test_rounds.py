"""Rounds of a room: one press does not end one, and one that began too soon is taken back."""

import re

from elicitation.sessions.database import Database
from elicitation.sessions.links import LinkStore
from pages.components.rooms.rooms import ROOM, ROUND


def said(app) -> str:
    return " ".join(str(block.proto.body) for block in app.get("html"))


def code_of(wall) -> str:
    (code,) = re.findall(r'class="code">(\w{5})<', said(wall))
    return code


def keys(app) -> set[str]:
    return {button.key for button in app.button}


def test_a_round_is_taken_back_with_all_who_came(open_app, database_url):
    links = LinkStore(Database(database_url))
    wall = open_app("pages/present.py")
    wall.button(key="open_room").click().run()
    code = code_of(wall)
    assert "undo_round" not in keys(wall)  # there is none before the first
    guest = open_app(browser="guest", g=code)
    guest.button(key="start_button").click().run()
    (early,) = links.linked(f"{code}-1", ROUND)
    wall.button(key="next_round_sure").click().run()
    assert links.linked(code, ROOM) == (f"{code}-1", f"{code}-2")
    guest.run()
    assert "Round 2 has begun" in said(guest)
    late = open_app(browser="late", g=code)
    late.button(key="start_button").click().run()
    (second,) = links.linked(f"{code}-2", ROUND)
    wall.button(key="undo_round").click().run()
    assert links.linked(code, ROOM) == (f"{code}-1",)
    assert set(links.linked(f"{code}-1", ROUND)) == {early, second}
    assert "Round 1" in said(wall) and "undo_round" not in keys(wall)
    for phone in (guest, late):
        phone.run()
        assert "has begun" not in said(phone)


def test_a_phone_in_a_room_shows_its_own_dot_once_it_has_answered(open_app):
    wall = open_app("pages/present.py")
    wall.button(key="open_room").click().run()
    guest = open_app(browser="guest", g=code_of(wall))
    guest.button(key="start_button").click().run()
    assert "own-dot" not in said(guest)
    guest.button(key="left").click().run()
    assert "Your dot on the wall" in said(guest)
    alone = open_app(browser="alone")
    alone.button(key="start_button").click().run()
    alone.button(key="left").click().run()
    assert "own-dot" not in said(alone)
