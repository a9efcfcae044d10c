"""Autoplay without a browser: what is shown at a moment, and how it is driven."""

import re

from pages.components.app import assets
from pages.components.rooms import autoplay

KEYS = {"pause", "step", "restart", "stop"}


def page_text(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def says(app) -> str:
    return re.search(r'class="says"[^>]*>([^<]*)', page_text(app))[1]


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def playing(open_app):
    return press(open_app("pages/present.py"), "begin")


def test_steps_lead_from_question_to_answer_to_the_end(open_app) -> None:
    app = press(playing(open_app), "pause")
    seen = []
    for moment in range(2 * autoplay.n_screens(assets.artifact())):
        assert ("thinking" in says(app)) == (moment % 2 == 0), moment
        seen.append(page_text(app))
        press(app, "step")
    assert "the list is ready" in says(app)
    assert app.button(key="step").disabled and app.button(key="pause").disabled
    # an answer shows in the list at once, and the next question brings nothing new but itself
    lists = [re.search(r"<ol>.*</ol>", text)[0] for text in seen]
    assert lists[1] != lists[0] and lists[2] == lists[1]
    press(app, "restart")
    assert "thinking" in says(app) and not app.button(key="step").disabled


def test_the_same_seed_shows_the_same(open_app) -> None:
    app = press(press(playing(open_app), "pause"), "step")
    first = page_text(app)
    app.session_state["play"] = app.session_state["play"][0], 0
    assert page_text(press(app, "step")) == first


def test_each_of_the_cast_can_be_chosen(open_app) -> None:
    app = playing(open_app)
    names = app.selectbox(key="who").options
    assert len(names) == 3
    for name in names:
        app.selectbox(key="who").select(name).run()
        assert not app.exception
        assert name in says(app)


def test_nothing_is_stored_and_leaving_ends_it(open_app, database_url) -> None:
    app = press(press(playing(open_app), "step"), "stop")
    assert "begin" in [button.key for button in app.button]
    assert not KEYS & {button.key for button in app.button}
    assert "s" not in app.query_params
