"""Pictures of every page, on a desk and on a phone, in light and in dark, to be looked at.

    python tests/pages/screenshots.py test-results            # from the repository's root
    python tests/pages/screenshots.py --readme docs/ask.png   # the one picture of the README

The session behind them has a fixed seed, so two runs on one artifact show the same.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

import numpy as np  # noqa: E402
from crowds import audience  # noqa: E402
from playwright.sync_api import Browser, StorageState, sync_playwright  # noqa: E402
from servers import QUIET, Server, chromium  # noqa: E402

from benchmarks.app.seed_session import SEED, plant  # noqa: E402
from elicitation.inference.belief import Belief  # noqa: E402
from elicitation.questions.next_question import next_question  # noqa: E402
from elicitation.sessions.database import Database  # noqa: E402
from elicitation.sessions.events import Answered, Started, pick  # noqa: E402
from elicitation.sessions.links import LinkStore  # noqa: E402
from elicitation.sessions.session import replay  # noqa: E402
from elicitation.sessions.store import EventStore  # noqa: E402
from elicitation.studies.store import StudyStore  # noqa: E402
from elicitation.studies.study import Study, draw_holdouts, enrol  # noqa: E402
from models.artifacts import Artifact, load_artifact  # noqa: E402
from models.simulation.experiment import Experiment  # noqa: E402
from models.simulation.experiment import place as place_of  # noqa: E402
from models.simulation.lab_process import is_running, start  # noqa: E402
from models.simulation.simulated_users import REPLAYED  # noqa: E402
from pages.components.studies import texts  # noqa: E402
from pages.components.studies.participants import TOOK_PART  # noqa: E402

SIZES = {"desk": (1280, 800), "phone": (390, 844)}
PROJECTOR = {"projector": (1920, 1080)}
PRESSES = {"stage": ("Begin", "Pause", *["One step"] * 7)}  # page -> buttons to press before


def take_part(artifact: Artifact, database: Database, n_people: int) -> None:
    """A study under two policies, and people who answered it; the last two have not finished."""
    basis, rng = artifact.basis, np.random.default_rng(SEED)
    study = Study(
        code="STUDY",
        name="Lots or information?",
        policies=("random", "a_optimal"),
        n_questions=8,
        question_size=2,
        dataset=artifact.manifest["content"]["dataset"],
        fingerprint=basis.fingerprint,
        holdouts=draw_holdouts(basis, artifact.known, 2, 2, rng),
        repeat_after=7,
        consent=texts.consent_template(artifact.words),
        consent_version="1",
    )
    StudyStore(database).put(study, 0, created=0.0)
    for number in range(n_people):
        events = [enrol(study, f"person-{number}")]
        name = events[0].session_id
        LinkStore(database).link(study.code, TOOK_PART, name, created=float(number))
        while not replay(events).is_complete and (number < n_people - 2 or len(events) < 5):
            question = next_question(Belief(basis, replay(events)), artifact.familiarity)
            keys = tuple(basis.keys[item] for item in question.items)
            better = basis.offsets[question.items[0]] > basis.offsets[question.items[1]]
            choice = pick(keys[int(better == (rng.random() < 0.3))])
            events.append(Answered(question.step, keys, choice, int(rng.integers(1500, 6000))))
        for position, event in enumerate(events):
            EventStore(database).append(name, position, event, created=float(position))


def try_out(artifacts: Path, fingerprint: str, root: Path) -> None:
    """An experiment in the lab, done."""
    experiment = Experiment(("random", "a_optimal"), 50, 12, who=REPLAYED)
    folder = place_of(root, experiment, fingerprint)
    start(experiment, artifacts, folder)
    while is_running(folder):
        time.sleep(0.1)


def picture(
    browser: Browser,
    url: str,
    size: tuple[int, int],
    scheme: str,
    path: Path,
    scale: float = 1.0,
    presses: Sequence[str] = (),
    owner: StorageState | None = None,  # cookies of the browser whose sessions are shown
) -> None:
    context = browser.new_context(
        storage_state=owner,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        has_touch=size[0] < 640,
        device_scale_factor=scale,
    )
    page = context.new_page()
    page.goto(url)
    page.locator(
        ".live, .pick, .wall, .notice, .axis, .consent, .figures, .stForm, .stAlert, .person, "
        ".js-plotly-plot .main-svg"
    ).first.wait_for()
    for name in presses:
        page.get_by_role("button", name=name).click()
        page.wait_for_timeout(300)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # charts and the list's movement come to rest
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    context.close()
    print(path)


def cookies_of(browser: Browser, url: str, desk: str) -> StorageState:
    """The cookies of one visit: sessions belong to the browser that opened them first.

    ``desk`` is the link that opens the pages of researchers.
    """
    context = browser.new_context()
    page = context.new_page()
    page.goto(desk)
    page.goto(url)
    page.locator(".wall, .notice").first.wait_for()
    found = context.storage_state()
    context.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("test-results"))
    parser.add_argument("--artifacts", type=Path, default=ROOT / "artifacts" / "movielens")
    parser.add_argument("--only", nargs="+", metavar="PAGE", help="these pages of all")
    parser.add_argument("--readme", type=Path, help="take only the README's picture, to this file")
    options = parser.parse_args()
    artifact = load_artifact(options.artifacts)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        address = f"sqlite:///{place}/sessions.sqlite3"
        database = Database(address)
        store = EventStore(database)
        asking = plant(artifact, store, "asking", 4, plan=artifact.plan)
        done = plant(artifact, store, "done", 10, plan=artifact.plan)
        four = plant(artifact, store, "four", 4, question_size=4)
        dataset = artifact.manifest["content"]["dataset"]
        kinds = {"tap": "taps9", "worst": "best_worst4", "both": "pair2", "name": "named3"}
        for name, screen in kinds.items():
            begun = Started(
                name, SEED, "a_optimal", 10, dataset, artifact.basis.fingerprint, plan=(screen,)
            )
            store.append(name, 0, begun, created=0.0)
        LinkStore(database).link("PARTY", "room", "PARTY-1", created=0.0)
        LinkStore(database).link("PICKS", "share", done, created=0.0)
        take_part(artifact, database, n_people=12)
        for _ in audience(artifact, database, "PARTY-1", n_people=60, n_answers=8):
            pass
        database.close()
        os.environ["TENFOLD_LAB"] = f"{place}/lab"
        if not options.only or "lab" in options.only:
            try_out(options.artifacts, artifact.basis.fingerprint, Path(place) / "lab")
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        with closing(Server(options.artifacts, address, Path(place) / "log")) as server:
            if options.readme:
                url = f"{server.url}/?s={asking}"
                picture(browser, url, (1240, 760), "light", options.readme, scale=1.5)
                return
            owner = cookies_of(browser, server.url, server.desk_link())
            pages = {
                "start": "/",
                "ask": f"/?s={asking}",
                "four": f"/?s={four}",
                **{name: f"/?s={name}" for name in kinds},
                "ready": f"/?s={done}",
                "picks": f"/picks?s={done}",
                "taste": f"/taste?s={done}",
                "together": f"/together?s={done}",
                "shared": "/shared?p=PICKS",
                "learned": f"/uncertainty?s={done}",
                "models": "/models",
                "sparse-data": "/sparsity?part=data",
                "sparse-activations": "/sparsity?part=activation",
                "unknown": "/?s=unknown",
                "consent": "/?study=STUDY&participant=somebody-new",
                "studies": "/studies",
                "study": "/studies?id=STUDY",
                "lab": "/lab",
                "present": "/present",
                "wall": "/present?room=PARTY",
                "stage": "/present",
            }
            for name in options.only or pages:
                path = pages[name]
                sizes = SIZES | PROJECTOR if path.startswith("/present") else SIZES
                for (width, size), scheme in product(sizes.items(), ("light", "dark")):
                    file = options.folder / f"{name}-{width}-{scheme}.png"
                    url, presses = server.url + path, PRESSES.get(name, ())
                    picture(browser, url, size, scheme, file, presses=presses, owner=owner)


if __name__ == "__main__":
    main()
