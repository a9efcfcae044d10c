"""Who may do what: the table of docs/security.md, each line tried by each role on a real server."""

import hashlib
import http.client
import re
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from coroutines import run
from servers import Server
from tabs import Seen, Tab
from worlds import DATASET

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Started, pick
from elicitation.sessions.links import LinkStore
from elicitation.sessions.store import EventStore
from elicitation.studies.store import StudyStore
from elicitation.studies.study import Study, enrol
from models.artifacts import load_artifact
from models.settings import ROOT
from pages.components.access.ownership import OWNER
from pages.components.picks.sharing import SHARE
from pages.components.rooms.entrance import GROUP
from pages.components.rooms.groups import MEMBER
from pages.components.studies.participants import TOOK_PART

ROLES = ("nobody", "person", "guest", "participant", "researcher, presenter")
P, G, SHARED, CODE = "the-person", "the-guest", "shared-picks", "QRSTU"
BROWSERS = {role: f"{role[:6]:x<22}" for role in ROLES[1:]}  # keys of 22 letters


@dataclass
class Evening:
    """A server on which everybody has begun."""

    server: Server
    participant: str = ""  # their session
    cookies: dict[str, str] = field(default_factory=dict)

    def tab(self, role: str) -> Tab:
        return Tab(self.server, {"Cookie": self.cookies[role]} if self.cookies[role] else {})


@pytest.fixture(scope="module")
def evening(world, tmp_path_factory) -> Iterator[Evening]:
    folder = tmp_path_factory.mktemp("roles")
    url = f"sqlite:///{folder}/s.sqlite3"
    fingerprint = load_artifact(world).basis.fingerprint
    study = Study(
        *("STUDY", "Which?", ("random",), 5, 2, DATASET, fingerprint, (), 0, "Yes.", "1"),
        secret="a secret of this test",
    )
    with (
        closing(Database(url)) as database,
        closing(Server(world, url, folder / "log")) as server,
    ):
        events, links = EventStore(database), LinkStore(database)
        taking_part = enrol(study, "anna")
        StudyStore(database).put(study, 0, time.time())
        now = time.time()
        started = {
            "person": Started(P, 1, "a_optimal", 10, DATASET, fingerprint),
            "guest": Started(G, 2, "a_optimal", 10, DATASET, fingerprint),
            "participant": taking_part,
        }
        for role, begun in started.items():
            events.append(begun.session_id, 0, begun, now)
            owner = hashlib.sha256(BROWSERS[role].encode()).hexdigest()
            links.link(owner, OWNER, begun.session_id, now)
        for session_id in (P, G):
            for n in range(3):
                pair = (f"tiny:{8 * n + 9}", f"tiny:{8 * n + 10}")
                events.append(session_id, n + 1, Answered(n, pair, pick(pair[0])), now)
            links.link(CODE, GROUP, session_id, now + (session_id == G))
        links.link(f"{CODE}-in", MEMBER, P, now)
        links.link(SHARED, SHARE, P, now)
        links.link(study.code, TOOK_PART, taking_part.session_id, now)
        cookies = {role: f"tenfold_browser={key}" for role, key in BROWSERS.items()}
        cookies |= {"nobody": ""}
        cookies[ROLES[-1]] += f"; {server.desk_cookie()}"
        yield Evening(server, taking_part.session_id, cookies)


Probe = Callable[[Evening, str], Awaitable[bool]]


async def seen(evening: Evening, role: str, page: str, query: str = "") -> Seen:
    async with evening.tab(role) as tab:
        return await tab.look(page, query)


def sees(page: str, query: str, what: str) -> Probe:
    async def probe(evening: Evening, role: str) -> bool:
        return what in (await seen(evening, role, page, query)).text

    return probe


def can_press(page: str, query: str, *keys: str) -> Probe:
    async def probe(evening: Evening, role: str) -> bool:
        found = await seen(evening, role, page, query)
        there = {*found.buttons, *found.files}
        assert there >= {*keys} or not there & {*keys}, "all of it or nothing"
        return there >= {*keys}

    return probe


def group(what: str) -> Probe:
    """Who is in the group comes with their own session, all others with the person's address."""

    async def probe(evening: Evening, role: str) -> bool:
        query = f"s={G}" if role == "guest" else f"s={P}"
        return what in (await seen(evening, role, "together", query)).text

    return probe


async def answers_in_a_study(evening: Evening, role: str) -> bool:
    by_session = await seen(evening, role, "", f"s={evening.participant}")
    by_link = await seen(evening, role, "", "study=STUDY&participant=anna")
    assert ("left" in by_session.buttons) == ("left" in by_link.buttons)
    return "left" in by_session.buttons


async def steps_through(evening: Evening, role: str) -> bool:
    async with evening.tab(role) as tab:
        found = await tab.look("uncertainty", f"s={P}")
        if "Step by step" not in found.text:
            found = await tab.type(other_session=P)
        return "Step by step" in found.text


async def fetches(evening: Evening, role: str) -> bool:
    """The number of a file that is made when wanted is random: a tab knows its own."""
    async with evening.tab("person") as own, evening.tab(role) as tab:
        await tab.look("picks", f"s={P}")
        file = (await own.look("picks", f"s={P}")).files["json"]
        assert await own.fetch(file) and re.fullmatch("[0-9a-f]{32}", file)
        return bool(await tab.fetch(file[:-1] + ("0" if file[-1] != "0" else "1")))


async def sees_studies(evening: Evening, role: str) -> bool:
    board = await seen(evening, role, "studies", "id=STUDY")
    offered = {"as_csv", "as_json", "as_parquet"} <= board.files.keys()
    assert offered == ("remove" in board.buttons) == ("close_study" in board.buttons)
    return offered


async def presents(evening: Evening, role: str) -> bool:
    room = "open_room" in (await seen(evening, role, "present")).buttons
    lab = "All policies" in (await seen(evening, role, "lab")).text
    assert room == lab
    return room


def answered(*requests: tuple[str, str]) -> Probe:
    async def probe(evening: Evening, role: str) -> bool:
        statuses = []
        for method, path in requests:
            connection = http.client.HTTPConnection("localhost", evening.server.port, timeout=20)
            body = b"x" if method == "PUT" else None
            connection.request(method, path, body, {"Cookie": evening.cookies[role] or "a=b"})
            statuses.append(connection.getresponse().status)
            connection.close()
        return any(status < 400 for status in statuses)

    return probe


PROBES: dict[str, Probe] = {
    "begin a session of one's own": can_press("", "", "start_button"),
    "read about models and sparsity": sees("models", "", "Models"),
    "see picks by a share link": sees("shared", f"p={SHARED}", 'class=\\"pick'),
    "see the person's picks by the session's address": sees("picks", f"s={P}", 'class=\\"pick'),
    "answer the person's questions": can_press("", f"s={P}", "left", "right", "undo"),
    "see the person's taste": sees("taste", f"s={P}", 'class=\\"axis'),
    "step through the person's answers": steps_through,
    "take along or delete the person's data": can_press(
        "picks", f"s={P}", "csv", "json", "delete", "share_withdraw", "move_make"
    ),
    "fetch the person's files by a number that was not told": fetches,
    "see the list of the person's group": group('class=\\"pick'),
    "see what single members of it think": group('style=\\"--match'),
    "answer in the participant's place": answers_in_a_study,
    "see studies and take their data along": sees_studies,
    "open a room, run the lab": presents,
    "ask whether the server is alive": answered(("GET", "/healthz"), ("GET", "/readyz")),
    "read the platform's metrics, put files onto the server": answered(
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/script-health-check"),
        ("GET", "/_stcore/agent"),
        ("PUT", "/_stcore/upload_file/some-session/1"),
        ("POST", "/_stcore/upload_file/some-session/1"),
    ),
}


def table() -> dict[str, dict[str, bool]]:
    """What -> role -> whether they may, as docs/security.md says it."""
    lines = (ROOT / "docs" / "security.md").read_text().splitlines()
    start = lines.index(f"| | {' | '.join(ROLES)} |") + 2
    told = {}
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        what, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        assert all(re.fullmatch("yes|no", cell) for cell in cells), line
        told[what] = {role: cell == "yes" for role, cell in zip(ROLES, cells, strict=True)}
    return told


def test_the_document_and_the_walk_are_about_the_same() -> None:
    assert list(table()) == list(PROBES)


@pytest.mark.parametrize("what", PROBES)
def test_each_role_may_what_the_document_says(evening: Evening, what: str) -> None:
    async def walk() -> dict[str, bool]:
        return {role: await PROBES[what](evening, role) for role in ROLES}

    assert run(walk()) == table()[what]


def kept(evening: Evening) -> list:
    """All that is stored of the person, the participant and the study."""
    with closing(Database(evening.server.database_url)) as database:
        mine = {"p": P, "t": evening.participant}
        return [
            database.rows(
                f"SELECT * FROM {name} WHERE session_id IN (:p, :t) ORDER BY 1, 2", **mine
            )
            for name in ("events", "links")
        ] + [database.rows("SELECT * FROM studies")]


def test_no_button_of_somebody_else_does_anything(evening: Evening) -> None:
    """A message names any button, whether the page shows it to this browser or not."""
    places = (
        *(("person", page, f"s={P}") for page in ("", "picks", "taste", "together", "uncertainty")),
        ("participant", "", f"s={evening.participant}"),
        ("participant", "picks", f"s={evening.participant}"),
        (ROLES[-1], "studies", "id=STUDY"),
        (ROLES[-1], "studies", ""),
        (ROLES[-1], "present", ""),
        (ROLES[-1], "lab", ""),
    )

    async def walk() -> int:
        pressed = 0
        for owner, page, query in places:
            ids = (await seen(evening, owner, page, query)).ids
            for role in ROLES:
                if role == owner:
                    continue
                async with evening.tab(role) as tab:
                    await tab.look(page, query)
                    await tab.press_all(sorted(ids))
                    pressed += len(ids)
        return pressed

    async def undo() -> None:
        async with evening.tab("person") as tab:
            await tab.press_all([(await tab.look("", f"s={P}")).buttons["undo"]])

    before = kept(evening)
    assert run(walk()) > 100
    assert kept(evening) == before
    run(undo())
    assert kept(evening) != before, "the same message of the person themselves does"
