"""Screens of several kinds, by Streamlit's own test runner: what is shown, kept and refused."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from components import send
from worlds import DATASET

from elicitation.questions.plans import PLANS
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Choice, Event, Started, pick, unknown
from elicitation.sessions.session import Session, replay
from elicitation.sessions.store import EventStore
from elicitation.studies.store import StudyStore
from elicitation.studies.study import enrol

GRID, NAMING = "grid", "naming"


@pytest.fixture
def world(world_by_scores: Path) -> Path:
    return world_by_scores


@pytest.fixture
def store(database_url: str) -> Iterator[EventStore]:
    database = Database(database_url)
    yield EventStore(database)
    database.close()


def text(app) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def keys(app) -> list[str]:
    return [button.key for button in app.button]


def session_id(app) -> str:
    value = app.query_params["s"]
    return value[0] if isinstance(value, list) else value


def session_of(store: EventStore, app) -> Session:
    return replay(store.read(session_id(app)))


def planted(store: EventStore, plan: tuple[str, ...], *events: Event) -> str:
    started = Started("planted", 1, "a_optimal", 10, DATASET, "another fit", plan=plan)
    for position, event in enumerate((started, *events)):
        store.append("planted", position, event, created=0.0)
    return "planted"


def at(open_app, store: EventStore, *plan: str):
    return open_app(s=planted(store, plan))


def said(app, step: int, chosen: list[int], unseen: list[int] | None = None):
    return send(app, GRID, "said", {"step": step, "chosen": chosen, "unseen": unseen or []})


def press(app, key: str):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def test_a_new_session_names_films_first_then_taps_nine(open_app, store) -> None:
    app = open_app()
    assert keys(app)[:3] == ["start_button", "start_pairs", "bring"]
    assert "Name a few films you love" in text(app)
    press(app, "start_button")
    assert session_of(store, app).started.plan == PLANS["default"]
    assert "Question 1 of 10" in text(app) and 'class="screen' not in text(app)
    send(app, NAMING, "said", {"step": 0, "named": ["tiny:7", "tiny:9"]})
    assert session_of(store, app).answers[-1].choice == Choice("named", ("tiny:7", "tiny:9"))
    assert "Question 2 of 10" in text(app)
    assert "Tap all the films you would like to watch" in text(app)
    assert text(app).count('<button class="tap"') == 9
    assert "None of these" in text(app)


def test_pairs_only_is_a_choice(open_app, store) -> None:
    app = press(open_app(), "start_pairs")
    assert session_of(store, app).started.plan == PLANS["pairs"]
    assert {"left", "right", "both", "neither", "unseen_all"} <= set(keys(app))


@pytest.mark.parametrize(
    ("button", "choice"), [("both", Choice("both")), ("neither", Choice("neither"))]
)
def test_of_a_pair_both_and_neither_are_answers(open_app, store, button, choice) -> None:
    app = press(at(open_app, store, "pair2"), button)
    (answer,) = session_of(store, app).answers
    assert answer.choice == choice and answer.question == "pair" and len(answer.items) == 2
    assert "Question 2 of 10" in text(app)


def test_after_havent_seen_progress_moves_and_both_go(open_app, store) -> None:
    app = at(open_app, store, "pair2")
    before = {app.button(key=side).label for side in ("left", "right")}
    press(app, "unseen_left")
    assert not before & {app.button(key=side).label for side in ("left", "right")}
    assert "Question 2 of 10" in text(app)
    assert session_of(store, app).answers[-1].choice.kind == "unknown"


def test_best_of_four_is_one_press(open_app, store) -> None:
    app = press(at(open_app, store, "best4"), "3")
    (answer,) = session_of(store, app).answers
    assert answer.choice == pick(answer.items[2]) and len(answer.items) == 4


def test_taps_and_what_was_not_seen_are_kept_together(open_app, store) -> None:
    app = said(at(open_app, store, "taps9"), 0, [4, 1], [8])
    (answer,) = session_of(store, app).answers
    items = answer.items
    assert answer.choice == Choice("taps", (items[4], items[1]), (items[8],))
    assert answer.question == "taps" and len(items) == 9
    said(app, 1, [])
    assert session_of(store, app).answers[-1].choice == Choice("taps")
    assert "Question 3 of 10" in text(app)


def test_the_best_and_the_worst_of_four(open_app, store) -> None:
    app = said(at(open_app, store, "best_worst4"), 0, [2, 0])
    (answer,) = session_of(store, app).answers
    assert answer.choice == Choice("best_worst", (answer.items[2], answer.items[0]))
    said(app, 1, [3])
    assert session_of(store, app).answers[-1].choice.kind == "pick"


def test_a_late_a_doubled_and_a_forged_answer_change_nothing(open_app, store) -> None:
    app = said(at(open_app, store, "taps4"), 0, [0])
    first = session_of(store, app)
    for step, chosen in ((0, [1]), (0, []), (2, [0]), (1, [4]), (1, [0, 0]), ("1", [0])):
        said(app, step, chosen)
        assert session_of(store, app) == first
    send(app, GRID, "said", None)
    send(app, GRID, "said", {"step": 1, "chosen": "all", "unseen": []})
    assert session_of(store, app) == first
    assert "Question 2 of 10" in text(app)


def test_an_answer_in_another_tab_makes_this_ones_late(open_app, store) -> None:
    one = at(open_app, store, "taps4")
    two = open_app(s="planted")
    said(one, 0, [0])
    kept = session_of(store, one)
    said(two, 0, [1, 2])
    assert session_of(store, two) == kept
    assert text(two).count('data-step="1"') == 1


@pytest.mark.parametrize("wrong", [["nothing:1"], ["tiny:1"] * 2, "tiny:1", [3], None])
def test_names_that_are_none_change_nothing(open_app, store, wrong) -> None:
    app = at(open_app, store, "named3", "taps4")
    send(app, NAMING, "said", {"step": 0, "named": wrong})
    send(app, NAMING, "said", {"step": 5, "named": ["tiny:1"]})
    assert not session_of(store, app).answers


def test_whoever_names_nothing_goes_on(open_app, store) -> None:
    app = at(open_app, store, "named3", "taps4")
    send(app, NAMING, "said", {"step": 0, "named": []})
    assert session_of(store, app).answers[0].choice == Choice("named")
    assert "Question 2 of 10" in text(app) and 'class="screen' in text(app)


def test_one_may_name_something_at_any_time_and_turn_back(open_app, store) -> None:
    app = at(open_app, store, "taps4")
    press(app, "name")
    assert 'class="screen' not in text(app)
    press(app, "name")
    assert 'class="screen' in text(app)
    press(app, "name")
    send(app, NAMING, "said", {"step": 0, "named": ["tiny:30"]})
    assert session_of(store, app).answers[0].question == "named"
    assert "Question 2 of 10" in text(app) and 'class="screen' in text(app)
    press(app, "name")
    send(
        app, NAMING, "said", {"step": 1, "named": []}
    )  # nothing named: no answer, as if turned back
    assert session_of(store, app).step == 1 and 'class="screen' in text(app)


@pytest.mark.parametrize(
    ("plan", "answer"),
    [
        ("taps9", lambda app: said(app, 0, [0, 5])),
        ("best_worst4", lambda app: said(app, 0, [0, 1])),
        ("best4", lambda app: press(app, "2")),
        ("pair2", lambda app: press(app, "both")),
        ("named3", lambda app: send(app, NAMING, "said", {"step": 0, "named": ["tiny:3"]})),
    ],
)
def test_undo_of_each_kind_shows_the_same_screen_again(open_app, store, plan, answer) -> None:
    app = at(open_app, store, plan, "taps4")
    shown = screen(app)
    answer(app)
    assert "Question 2 of 10" in text(app)
    press(app, "undo")
    assert session_of(store, app).answers == ()
    assert screen(app) == shown


def test_a_catalogue_that_is_asked_through_says_so(open_app, store) -> None:
    app = at(open_app, store, "taps9")
    sizes = []
    for step in range(12):
        if "go_on" in keys(app):
            press(app, "go_on")
        shown = text(app).count('<button class="tap"')
        if not shown:
            break
        sizes.append(shown)
        said(app, step, [0])
    assert sum(sizes) in (79, 80) and set(sizes[:-1]) == {9}
    assert "That’s every question we have." in text(app)
    assert {"undo", "name"} <= set(keys(app))
    press(app, "undo")
    assert text(app).count('<button class="tap"') == sizes[-1]


def screen(app) -> tuple[list[str], list[str]]:
    """What is asked, whatever the step."""
    parts = [re.sub(r'data-step="\d+"', "", element.proto.body) for element in app.get("html")]
    return [p for p in parts if 'class="screen' in p or 'class="poster' in p], keys(app)


def every_kind(store: EventStore) -> str:
    keys = [f"tiny:{n}" for n in range(40)]
    four = tuple(keys[20:24])
    answers = (
        Answered(0, (keys[3],), Choice("named", (keys[3],)), None, "named"),
        Answered(1, (), Choice("named"), None, "named"),
        Answered(2, tuple(keys[4:13]), Choice("taps", (keys[4], keys[9]), (keys[5],)), 900, "taps"),
        Answered(3, tuple(keys[13:17]), Choice("taps"), None, "taps"),
        Answered(4, tuple(keys[17:19]), Choice("both"), None, "pair"),
        Answered(5, (keys[19], keys[24]), Choice("neither"), None, "pair"),
        Answered(6, four, Choice("best_worst", (four[1], four[3])), None, "best_worst"),
        Answered(7, tuple(keys[25:29]), pick(keys[26]), None, "best"),
        Answered(8, tuple(keys[29:33]), unknown(*keys[29:33]), None, "taps"),
    )
    return planted(store, PLANS["default"], *answers)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("page", ["ask", "picks", "taste", "together", "uncertainty"])
def test_every_page_opens_a_session_of_every_kind(open_app, store, page, language) -> None:
    app = open_app(f"pages/{page}.py", s=every_kind(store), lang=language)
    assert not app.exception
    if page == "uncertainty":
        assert len(app.get("plotly_chart")) == 5
    if page == "picks" and language == "en":
        assert "Because you" in text(app)


def test_a_german_speaker_reads_german_on_each_screen(open_app, store) -> None:
    app = open_app(s=planted(store, ("taps9",)), lang="de")
    assert "Tippen Sie alle Filme an, die Sie gern sehen würden" in text(app)
    assert "Nichts davon" in text(app) and "Nicht gesehen" in text(app)


def test_titles_are_escaped_on_a_grid(open_app, store) -> None:
    app = at(open_app, store, "taps9")
    assert "<script>" not in text(app).replace("<style>", "")
    for step in range(3):
        said(app, step, [0])
    assert "onerror=alert(1)>" not in text(app)


def test_a_basis_from_comparisons_asks_pairs_as_ever(
    open_app, store, tmp_path, monkeypatch
) -> None:
    from worlds import save_world

    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(save_world(tmp_path / "pref")))
    app = open_app()
    assert "start_pairs" not in keys(app)
    press(app, "start_button")
    assert session_of(store, app).started.plan == ()
    assert {"left", "right", "same"} <= set(keys(app)) and "name" not in keys(app)


@pytest.mark.parametrize(
    ("plan", "said", "offers_pairs"),
    [(("taps4",), "Tap the films you would like", True), (("pair2",), "Choose between two", False)],
)
def test_a_new_session_is_asked_what_the_manifest_names(
    open_app, store, tmp_path, monkeypatch, plan, said, offers_pairs
) -> None:
    from worlds import save_world

    folder = save_world(tmp_path / "planned", by_scores=True, plan=plan)
    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(folder))
    app = open_app()
    assert said in text(app) and ("start_pairs" in keys(app)) is offers_pairs
    press(app, "start_button")
    assert session_of(store, app).started.plan == plan


def test_a_study_is_planned_with_screens_and_says_so(open_app, database_url) -> None:
    app = open_app("pages/studies.py")
    next(f for f in app.text_input if f.label.startswith("Name")).input("Tapping")
    next(f for f in app.selectbox if f.label == "What a question is").select("tap of nine")
    next(b for b in app.button if b.label == "Create the study").click().run()
    assert not app.exception
    database = Database(database_url)
    (study,) = StudyStore(database).latest()
    database.close()
    assert study.plan == PLANS["tap of nine"] and enrol(study, "anna").plan == study.plan
    told = " ".join([text(app), *(own.value for own in (*app.caption, *app.markdown, *app.text))])
    assert "10 questions: tap of nine" in told
