"""What a person does in the app, by Streamlit's own test runner."""

import json
import os
import re
from html import escape

import pytest
from counting import count_inference
from worlds import BASES, DATASET, NASTY, save_world

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Started, pick
from elicitation.sessions.store import EventStore
from pages.components.app import assets
from pages.components.belief import step_charts
from pages.components.charts.template import folded
from pages.components.items import axis_words


def text(app) -> str:
    """All HTML on the page."""
    return "\n".join(element.proto.body for element in app.get("html"))


def keys(app) -> list[str]:
    return [button.key for button in app.button]


def started(open_app):
    return open_app().button(key="start_button").click().run()


def answer(app, *buttons: str):
    for button in buttons:
        app.button(key=button).click().run()
        assert not app.exception
    return app


def shown(app) -> tuple[str, str]:
    return app.button(key="left").label, app.button(key="right").label


def session_id(app) -> str:
    value = app.query_params["s"]
    return value[0] if isinstance(value, list) else value


def stored(app, database_url):
    database = Database(database_url)
    store = EventStore(database)
    events = store.read(session_id(app))
    database.close()
    return events


def test_a_newcomer_sees_an_invitation_and_nothing_is_stored_yet(open_app):
    app = open_app()
    assert keys(app) == ["start_button", "bring", "moved_go"]
    assert "s" not in app.query_params
    assert "made up for tests" in text(app)


def test_starting_puts_the_session_into_the_address_and_asks(open_app, database_url):
    app = started(open_app)
    assert "Question 1 of 10" in text(app)
    assert isinstance(stored(app, database_url)[0], Started)
    assert len(session_id(app)) >= 20


def test_ten_answers_make_a_list_and_one_may_go_on(open_app):
    app = started(open_app)
    for n in range(10):
        assert f"Question {n + 1} of 10" in text(app)
        answer(app, ("left", "right", "same")[n % 3])
    assert "Your list is ready" in text(app)
    assert re.search(r"About \d+ of your top 10 are settled", text(app))
    assert "left" not in keys(app)
    answer(app, "go_on")
    assert "Question 11" in text(app)
    answer(app, "unseen_left")  # teaches no taste, and is no reason to ask again whether to stop
    assert "Question 11" in text(app)
    answer(app, "left")
    assert "Question 12" in text(app)


def test_whoever_stops_early_gets_the_list_and_may_take_it_back(open_app):
    app = answer(started(open_app), "left", "left", "finish")
    assert "Your list is ready" in text(app)
    answer(app, "go_on")
    assert "Question 3 of 10" in text(app)


def test_one_cannot_stop_or_undo_before_the_first_answer(open_app):
    app = started(open_app)
    assert app.button(key="undo").disabled
    assert app.button(key="finish").disabled


def test_undo_shows_the_same_question_and_the_same_list_again(open_app):
    app = answer(started(open_app), "left")
    question = shown(app)
    answer(app, "right", "undo")
    assert shown(app) == question
    assert "Question 2 of 10" in text(app)


@pytest.mark.parametrize(("button", "stays"), [("unseen_left", 1), ("unseen_right", 0)])
def test_an_unseen_item_is_swapped_and_its_neighbour_stays(open_app, button, stays):
    app = started(open_app)
    before = shown(app)
    after = shown(answer(app, button))
    assert after[stays] == before[stays]
    assert after[1 - stays] not in before
    assert "Question 1 of 10" in text(app)


def test_if_neither_was_seen_both_are_swapped(open_app):
    app = started(open_app)
    before = shown(app)
    assert not set(shown(answer(app, "unseen_all"))) & set(before)


def test_of_four_the_unknown_one_is_swapped_and_the_favourite_counts(open_app, database_url):
    app = open_app(s=planted(database_url, question_size=4))
    four = ["1", "2", "3", "4"]
    before = [app.button(key=key).label for key in four]
    assert "left" not in keys(app) and "any" in app.button(key="unseen_all").label
    after = [app.button(key=key).label for key in four] if answer(app, "unseen_3") else []
    assert [was == now for was, now in zip(before, after, strict=True)] == [True, True, False, True]
    answer(app, "4")
    *_, last = stored(app, database_url)
    assert len(last.items) == 4 and last.choice == pick(last.items[3])
    assert "Question 2 of 10" in text(app)


def test_the_whole_app_speaks_german_if_asked(open_app):
    app = open_app(lang="de")
    assert "Zehn Fragen, dann Ihre Filme" in text(app)
    app.button(key="start_button").click().run()
    assert "Frage 1 von 10" in text(app) and "Was gefällt Ihnen besser?" in text(app)
    answer(app, "left")
    for page in ("picks", "taste", "together", "uncertainty", "models"):
        tab = open_app(f"pages/{page}.py", lang="de", s=session_id(app))
        assert not tab.exception
        assert tab.title[0].value in (
            "Für Sie",
            "Ihr Geschmack",
            "Zusammen",
            "Hinter den Kulissen",
            "Modelle",
        )


def test_an_unknown_language_is_english(open_app):
    assert "Ten questions, then your films" in text(open_app(lang="<script>"))


def test_nothing_is_shown_twice(open_app):
    app = started(open_app)
    seen: list[str] = []
    for _ in range(9):
        seen += shown(app)
        answer(app, "right")
    assert len(seen) == len(set(seen))


def test_the_list_says_what_rose_and_why(open_app):
    app = started(open_app)
    assert "Liked by many" in text(app)
    answer(app, "left", "left", "left")
    assert 'class="row up"' in text(app)
    assert "because you chose" in text(app)


def test_a_second_tab_shows_the_same_and_a_late_click_there_changes_nothing(open_app, database_url):
    one = answer(started(open_app), "left")
    two = open_app(s=session_id(one))
    assert shown(two) == shown(one)
    answer(one, "right")
    kept = stored(one, database_url)
    two.button(key="left").click().run()  # a question that was answered in the other tab
    assert stored(one, database_url) == kept
    assert shown(two) == shown(one)


def test_picks_give_reasons_and_trust_zero_is_the_crowd(open_app):
    app = answer(started(open_app), "left", "left", "right", "left")
    app.switch_page("pages/picks.py").run()
    assert text(app).count('<li class="pick">') == 24
    assert "Because you chose" in text(app)
    app.select_slider(key="trust-mult_vae").set_value(0.0).run()
    assert "Because" not in text(app)
    assert "What most people like" in text(app)


def test_what_was_compared_is_not_recommended_but_the_unseen_may_be(open_app, database_url):
    app = answer(started(open_app), "unseen_left", "left", "left", "left")
    app.switch_page("pages/picks.py").run()
    events = [event for event in stored(app, database_url) if isinstance(event, Answered)]
    compared = {key for event in events if event.choice.kind == "pick" for key in event.items}
    for key in compared:
        assert f"<b>Film {chr(65 + int(key[5:]) % 26)}{key[5:]}</b>" not in text(app)


def test_the_trust_slider_keeps_its_place_on_other_pages(open_app):
    app = answer(started(open_app), "left", "right")
    app.switch_page("pages/picks.py").run()
    app.select_slider(key="trust-mult_vae").set_value(0.9).run()
    app.switch_page("pages/ask.py").run()
    app.switch_page("pages/picks.py").run()
    assert app.select_slider(key="trust-mult_vae").value == 0.9


def test_the_uncertainty_page_draws_every_base(open_app):
    app = answer(started(open_app), "left", "unseen_left", "right")
    app.switch_page("pages/uncertainty.py").run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 5
    (steps,) = (json.loads(chart.proto.spec) for chart in app.get("plotly_chart")[-1:])
    titles = [note["text"] for note in steps["layout"]["annotations"]]
    for base in range(len(BASES)):
        name = axis_words.leaning(assets.artifact(), base, first=True)
        assert f"<b>{folded(escape(name), step_charts.LINE)}</b>" in titles


def test_another_prior_gives_another_list_and_keeps_its_own_trust(open_app):
    app = answer(started(open_app), "left", "right", "left")
    app.switch_page("pages/picks.py").run()
    shared = text(app)
    app.selectbox(key="prior").select("ease").run()
    assert text(app) != shared
    assert app.select_slider(key="trust-ease").value == 0.6
    app.switch_page("pages/ask.py").run()
    app.switch_page("pages/picks.py").run()
    assert app.selectbox(key="prior").value == "ease"
    app.selectbox(key="prior").select("mult_vae").run()
    assert text(app) == shared


def test_the_models_page_draws_what_ships_and_says_how_to_renew_it(open_app):
    app = open_app("pages/models.py")
    assert not app.exception
    assert len(app.get("plotly_chart")) >= 4
    captions = " ".join(caption.value for caption in app.caption)
    assert "python -m benchmarks.models --data movielens" in captions


@pytest.mark.parametrize("page", ["pages/picks.py", "pages/uncertainty.py"])
def test_pages_without_a_session_lead_to_the_questions(open_app, page):
    app = open_app(page)
    assert "answer a few questions first" in text(app)
    answer(app, "to_questions")
    assert keys(app) == ["start_button", "bring", "moved_go"]


def test_names_from_the_catalogue_are_only_ever_text(open_app):
    app = started(open_app)
    app.switch_page("pages/picks.py").run()
    app.select_slider(key="place").set_value("classics").run()  # they are what everybody knows
    for title in NASTY:
        if "<" in title:
            assert title not in text(app)
    assert "&lt;script&gt;" in text(app)


GARBAGE = ["x", "../../etc/passwd", "' OR 1=1 --", "\x00", "a" * 5000, "🎞️", "%00", "A" * 22]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_a_wrong_id_in_the_address_gives_a_start_page_that_works(open_app, garbage):
    app = open_app(s=garbage)
    assert not app.exception
    assert "does not lead to a session here" in text(app)
    answer(app, "start_button")
    assert "Question 1 of 10" in text(app)
    assert session_id(app) != garbage


def planted(database_url, **changes) -> str:
    fields = {
        "session_id": "planted-session-of-a-test",
        "seed": 1,
        "policy": "a_optimal",
        "n_questions": 10,
        "dataset": DATASET,
        "fingerprint": "of another fit",
        **changes,
    }
    database = Database(database_url)
    store = EventStore(database)
    store.append(fields["session_id"], 0, Started(**fields), created=0.0)
    database.close()
    return fields["session_id"]


def test_a_session_outlives_a_refit(open_app, database_url):
    app = open_app(s=planted(database_url))
    assert "Question 1 of 10" in text(app)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"policy": "astrology"}, "which this version does not have"),
        ({"dataset": "songs"}, "about another catalogue"),
    ],
)
def test_a_session_that_cannot_go_on_says_why_and_offers_a_new_one(
    open_app, database_url, change, message
):
    app = open_app(s=planted(database_url, **change))
    assert not app.exception
    assert message in text(app)
    assert "start_button" in keys(app)


def test_without_a_fitted_model_the_app_says_what_to_do(open_app, monkeypatch, tmp_path):
    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(tmp_path / "nothing"))
    app = open_app()
    assert not app.exception
    assert "make fit" in text(app)


def test_a_damaged_model_says_what_to_do_and_works_again_when_mended(
    open_app, monkeypatch, tmp_path
):
    folder = save_world(tmp_path / "world")
    tensors = next(folder.glob("tensors-*"))
    whole = tensors.read_bytes()
    tensors.write_bytes(whole[:-8])
    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(folder))
    app = open_app()
    assert not app.exception
    assert "cannot be used" in text(app)
    tensors.write_bytes(whole)
    assert keys(open_app()) == ["start_button", "bring", "moved_go"]


def test_an_unreachable_database_says_what_to_do(open_app, monkeypatch):
    monkeypatch.setenv("TENFOLD_DATABASE_URL", "sqlite:////no/such/folder/s.sqlite3")
    app = open_app(s="planted-session-of-a-test")
    assert not app.exception
    assert "check that its folder exists" in text(app)


def test_a_click_that_cannot_be_kept_says_so_and_the_question_stays(
    open_app, database_url, monkeypatch
):
    app = answer(started(open_app), "left")
    question, kept = shown(app), stored(app, database_url)
    monkeypatch.setenv("TENFOLD_DATABASE_URL", f"{read_only(database_url)}")
    app.button(key="right").click().run()
    assert not app.exception
    assert "may only be read" in text(app)
    assert shown(app) == question
    assert stored(app, database_url) == kept


def read_only(database_url: str) -> str:
    path = database_url.removeprefix("sqlite:///")
    assert os.path.exists(path)
    return f"sqlite:///file:{path}?mode=ro&uri=true"


def test_a_click_on_the_page_finds_two_modes_and_draws_one_sample(open_app, monkeypatch):
    """From the click to the tenth answer's list and how sure it is; a look back is free."""
    app = answer(started(open_app), *["left"] * 9)
    calls = count_inference(monkeypatch)
    answer(app, "left")
    assert "see_picks" in keys(app)
    assert calls["laplace_posterior"] == 2
    assert calls["comparisons"] == 2
    assert calls["sample_posterior"] == 1
    calls.clear()
    app.run()
    assert not calls
