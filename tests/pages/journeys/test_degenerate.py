"""Catalogues that leave hardly anything to ask or to suggest: every page has a sentence for it."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import Question, next_question
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Choice, Event, Marked, Started, pick, unknown
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from models.artifacts import Artifact, load_artifact
from models.datasets.registry import load_dataset
from models.train import train

pytestmark = pytest.mark.slow

PAGES = ("picks", "taste", "together", "uncertainty")
Rows = list[tuple[int, int, int]]  # person, item, stars


def twenty_items(rng: np.random.Generator) -> tuple[int, Rows]:
    return 20, [
        (u, i, int(rng.integers(2, 6))) for u in range(24) for i in rng.permutation(20)[:12]
    ]


def half_of_forty_rated(rng: np.random.Generator) -> tuple[int, Rows]:
    return 40, [(u, i, int(rng.integers(2, 6))) for u in range(60) for i in rng.permutation(20)[:9]]


def the_same_items_for_all(rng: np.random.Generator) -> tuple[int, Rows]:
    return 120, [(u, i, int(rng.integers(1, 6))) for u in range(60) for i in range(25)]


def everybody_equal(rng: np.random.Generator) -> tuple[int, Rows]:
    return 24, [(u, i, 4) for u in range(30) for i in range(24)]


CASES = (twenty_items, half_of_forty_rated, the_same_items_for_all, everybody_equal)


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.__name__)
def fitted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An artifact of the case, from files as somebody would bring them."""
    folder = tmp_path_factory.mktemp(request.param.__name__)
    n_items, rows = request.param(np.random.default_rng(0))
    items = "\n".join(f"k{n},Item {n}" for n in range(n_items))
    (folder / "items.csv").write_text(f"key,title\n{items}\n")
    ratings = "\n".join(f"u{user},k{item},{stars}" for user, item, stars in rows)
    (folder / "interactions.csv").write_text(f"user,item,rating\n{ratings}\n")
    train(load_dataset(str(folder)), folder / "fitted", 0, Console(quiet=True))
    return folder / "fitted"


@pytest.fixture
def opened(
    fitted: Path, open_app: Callable, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[[list[Event], str], str]:
    """What a page says in a session of these events."""
    monkeypatch.setenv("TENFOLD_ARTIFACTS", str(fitted))

    def opened(events: list[Event], page: str) -> str:
        name = events[0].session_id  # type: ignore[union-attr]
        with closing(Database(database_url)) as database:
            store = EventStore(database)
            for position in range(len(store.read(name)), len(events)):
                store.append(name, position, events[position], float(position))
        app = open_app(f"pages/{page}.py" if page != "ask" else "", s=name)
        assert not app.exception, (page, app.exception)
        drawn = "\n".join(element.proto.body for element in app.get("html"))
        return re.sub(r"\s+", " ", drawn + " ".join(caption.value for caption in app.caption))

    return opened


def say(asked: Question, keys: tuple[str, ...]) -> Choice:
    match asked.kind:
        case "named":
            return Choice("named")
        case "taps":
            return Choice("taps", keys[:1])
        case "pair":
            return Choice("both")
        case _:
            return pick(keys[0])


def session_of(artifact: Artifact, plan: tuple[str, ...], n: int, knows: bool) -> list[Event]:
    """The events of somebody who answers up to ``n`` screens, or has seen nothing."""
    content, name = artifact.manifest["content"], f"{'-'.join(plan) or 'classic'}-{n}-{knows}"
    basis = artifact.basis
    started = Started(name, 1, "a_optimal", 10, content["dataset"], basis.fingerprint, plan=plan)
    events: list[Event] = [started]
    for _screen in range(n):
        session = replay(events)
        asked = next_question(Belief(basis, session), artifact.familiarity)
        if asked is None:
            break
        keys = tuple(basis.keys[item] for item in asked.items)
        choice = say(asked, keys) if knows or not keys else unknown(*keys)
        events.append(Answered(session.step, keys, choice, None, asked.kind))
    return events


@pytest.mark.parametrize(
    ("plan", "knows"),
    [((), True), ((), False), (("named3", "taps9"), True), (("best_worst4",), True)],
    ids=["choices", "choices among unseen items", "taps", "best and worst"],
)
def test_every_page_stands_from_the_first_screen_until_nothing_is_left_to_ask(
    fitted: Path, opened: Callable[[list[Event], str], str], plan: tuple[str, ...], knows: bool
) -> None:
    artifact = load_artifact(fitted)
    for n, pages in ((0, ("ask", "picks")), (2, ("ask", "picks", "taste"))):
        events = session_of(artifact, plan, n, knows)
        for page in pages:
            opened(events, page)
    events = session_of(artifact, plan, 200, knows)
    session = replay(events)
    assert next_question(Belief(artifact.basis, session), artifact.familiarity) is None
    told = opened(events, "ask")
    assert "every question we have" in told or "Your list is ready" in told
    for page in PAGES:
        opened(events, page)


def test_who_knows_everything_is_told_that_nothing_is_left(
    fitted: Path, opened: Callable[[list[Event], str], str]
) -> None:
    artifact = load_artifact(fitted)
    events = session_of(artifact, (), 2, knows=True)
    for key in artifact.basis.keys:
        events.append(Marked(replay(events).step, key, "seen", "liked"))
    assert "nothing is left to suggest" in opened(events, "picks")
    assert "Nothing is left to suggest" in opened(events, "ask")
    opened(events, "taste")
