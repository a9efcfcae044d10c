"""Frame times of the map of ten thousand questions in a real browser.

`python -m benchmarks.map --json FILE` opens "What we learned" for a session of ten answers, steps
through it, and then moves the pointer over the map and over the small figure beside it, which is
the baseline. The browser's clock times the frames. Without a graphics card, as here, the browser
draws the map on the processor. The fitted artifact must be there: `make fit`.
"""

import argparse
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.app.seed_session import plant
from benchmarks.app.server import QUIET, Server, chromium
from benchmarks.common.report import Claim, Row, write_report
from elicitation.sessions.database import Database
from elicitation.sessions.store import EventStore
from models.artifacts import load_artifact
from models.settings import read_settings

N_ANSWERS, N_MOVES = 10, 120
SMALL, MAP = "the ellipses", "the map"
FIGURES = {SMALL: ".st-key-ellipse", MAP: ".st-key-questions"}
MOST_FRAME_MS, SLOWER = 34.0, 2.0  # two frames of a screen; over the baseline's
MOST_STEP_MS = 3000.0
FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const tick = now => { window.frames_ms.push(now - last); last = now;
                        window.ticking = requestAnimationFrame(tick); };
  window.ticking = requestAnimationFrame(tick);
}"""
STOP = "() => { cancelAnimationFrame(window.ticking); return window.frames_ms.slice(1); }"


def moving(page: Page, figure: str) -> list[float]:
    """Milliseconds of each frame while the pointer wanders over a figure."""
    box = page.locator(f"{figure} .nsewdrag").first.bounding_box()
    if box is None:
        raise RuntimeError(f"{figure} is not on the page")
    rng = np.random.default_rng(0)
    page.evaluate(FRAMES)
    for x, y in rng.uniform(0.1, 0.9, (N_MOVES, 2)).tolist():
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=3)
    frames: list[float] = page.evaluate(STOP)
    return frames


def stepping(page: Page) -> list[float]:
    """Milliseconds from each key on the slider to the map of that step."""
    slider = page.get_by_role("slider").first
    times = []
    for _ in range(N_ANSWERS):
        began = time.perf_counter()
        slider.press("ArrowLeft")
        page.locator("[data-test-script-state=running]").wait_for()
        page.locator("[data-test-script-state=notRunning]").wait_for()
        page.locator(f"{FIGURES[MAP]} .nsewdrag").first.wait_for()
        times.append(1000.0 * (time.perf_counter() - began))
    return times


def measured(artifacts: Path) -> list[Row]:
    artifact = load_artifact(artifacts)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        address = f"sqlite:///{place}/s.sqlite3"
        database = Database(address)
        store = EventStore(database)
        name = plant(artifact, store, "map", N_ANSWERS)
        database.close()
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        with closing(Server(artifacts, address, Path(place) / "log")) as server:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.goto(f"{server.url}/uncertainty?s={name}")
            page.locator(f"{FIGURES[MAP]} .nsewdrag").first.wait_for(timeout=60_000)
            page.wait_for_timeout(2000)
            rows: list[Row] = [
                {
                    "figure": name,
                    "frame median, ms": float(np.median(frames)),
                    "frame p95, ms": float(np.quantile(frames, 0.95)),
                    "frames": len(frames),
                }
                for name, figure in FIGURES.items()
                for frames in [moving(page, figure)]
            ]
            steps = stepping(page)
            rows.append(
                {
                    "step of the slider, median, ms": float(np.median(steps)),
                    "slowest, ms": max(steps),
                }
            )
        browser.close()
    return rows


def claims_of(rows: list[Row]) -> list[Claim]:
    small, of_map, steps = rows
    frame = float(of_map["frame median, ms"] or 0.0)
    ratio = frame / float(small["frame median, ms"] or 1.0)
    slowest = float(steps["slowest, ms"] or 0.0)
    return [
        Claim("a frame over the map, median, ms", frame, "at most 34", frame <= MOST_FRAME_MS),
        Claim("the same over the small figure's", ratio, "at most 2", ratio <= SLOWER),
        Claim("slowest step of the slider, ms", slowest, "below 3000", slowest < MOST_STEP_MS),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--artifacts", type=Path, default=read_settings().artifacts)
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    rows = measured(options.artifacts)
    return write_report(rows, claims_of(rows), options.json)


if __name__ == "__main__":
    sys.exit(main())
