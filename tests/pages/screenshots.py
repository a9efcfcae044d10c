"""Pictures of every page, dialog and state, in all sizes, themes and languages, to be looked at.

python tests/pages/screenshots.py test-results            # from the repository's root
python tests/pages/screenshots.py test-results --only ask picks --sizes 390 --languages de
python tests/pages/screenshots.py --readme docs/ask.png   # the one picture of the README
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import closing
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from looks.planted import plant_all  # noqa: E402
from looks.views import VIEWS, View, go  # noqa: E402
from playwright.sync_api import Browser, Error, StorageState, sync_playwright  # noqa: E402
from servers import QUIET, Server, chromium  # noqa: E402

from elicitation.sessions.database import Database  # noqa: E402
from models.artifacts import load_artifact  # noqa: E402
from models.simulation.experiment import Experiment  # noqa: E402
from models.simulation.experiment import place as place_of  # noqa: E402
from models.simulation.lab_process import is_running, start  # noqa: E402
from models.simulation.simulated_users import REPLAYED  # noqa: E402

SIZES = {320: 640, 390: 844, 768: 1024, 1280: 800, 1920: 1080}  # CSS px
LONGEST = 6000  # CSS px of a picture


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
    view: View,
    size: tuple[int, int],
    scheme: str,
    path: Path,
    language: str = "en",
    scale: float = 1.0,
    owner: StorageState | None = None,  # cookies of the browser whose sessions are shown
    whole: bool = True,  # the page, not the window
) -> None:
    with closing(
        browser.new_context(
            storage_state=owner,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            locale=language,
            has_touch=size[0] < 640,
            device_scale_factor=scale,
        )
    ) as context:
        page = context.new_page()
        try:
            go(page, url, view)
        except Error as error:  # the picture shows what stood there instead
            print(f"{view.name}: {error.message.splitlines()[0]}", file=sys.stderr)
        page.wait_for_timeout(1200)  # charts and the list's movement come to rest
        if whole:  # the page scrolls inside the app: a window as high as it shows it all
            needed = page.evaluate("document.querySelector('.stMain')?.scrollHeight ?? 0")
            height = min(max(size[1], needed), LONGEST)
            page.set_viewport_size({"width": size[0], "height": height})
            page.wait_for_timeout(900)
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path)
    print(path)


def cookies_of(browser: Browser, url: str, desk: str) -> StorageState:
    """The cookies of one visit: sessions belong to the browser that opened them first.

    ``desk`` is the link that opens the pages of researchers.
    """
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(desk)
        page.goto(url)
        page.locator(".wall, .notice").first.wait_for()
        return context.storage_state()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("test-results"))
    parser.add_argument("--artifacts", type=Path, default=ROOT / "artifacts" / "movielens")
    parser.add_argument("--only", nargs="+", metavar="VIEW", help="these of all")
    parser.add_argument("--sizes", nargs="+", type=int, choices=SIZES, default=list(SIZES))
    parser.add_argument("--schemes", nargs="+", default=["light", "dark"])
    parser.add_argument("--languages", nargs="+", default=["en", "de"])
    parser.add_argument("--readme", type=Path, help="take only the README's picture, to this file")
    options = parser.parse_args()
    artifact = load_artifact(options.artifacts)
    views = [view for view in VIEWS if not options.only or view.name in options.only]
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        address = f"sqlite:///{place}/sessions.sqlite3"
        with closing(Database(address)) as database:
            plant_all(artifact, database, n_in_room=60, by_plan=True)
        os.environ["TENFOLD_LAB"] = f"{place}/lab"
        if "lab" in {view.name for view in views}:
            try_out(options.artifacts, artifact.basis.fingerprint, Path(place) / "lab")
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        with closing(Server(options.artifacts, address, Path(place) / "log")) as server:
            owner = cookies_of(browser, server.url, server.desk_link())
            if options.readme:
                ask = next(view for view in VIEWS if view.name == "ask")
                size, file = (1240, 760), options.readme
                picture(browser, server.url, ask, size, "light", file, scale=1.5, whole=False)
                return
            looks = product(views, options.sizes, options.schemes, options.languages)
            for view, width, scheme, language in looks:
                file = options.folder / f"{view.name}-{width}-{scheme}-{language}.png"
                size = width, SIZES[width]
                cookies = None if view.new else owner
                picture(browser, server.url, view, size, scheme, file, language, owner=cookies)


if __name__ == "__main__":
    main()
