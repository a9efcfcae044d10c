"""What a first visit costs on a slow connection: `python -m benchmarks.first_visit --json FILE`.

A real Chromium without anything in its cache opens the start page of a real server, at 1.6 Mbit/s
and 150 ms (the "slow 4G" of Lighthouse), on a phone and on a desk, in both themes. Measured are

- first paint: anything at all stands there (the shape of the page that comes with the document);
- meaning: the heading and the button that begins stand there, and can be pressed;
- bytes: all that came over the network until the page was at rest, as compressed, with the frames
  of its web socket;
- layout shift: the browser's own score of what moved without being asked to;
- theme: whether what stands there meanwhile is light or dark as the visitor's system is.

The server is warm: somebody has been there before. Needs a fitted artifact (`make fit`).
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, CDPSession, sync_playwright

from benchmarks.app.server import QUIET, Server, chromium
from benchmarks.common.report import Claim, Row, write_report
from models.settings import read_settings

DOWN, UP, LATENCY_MS = 1.6e6 / 8, 0.75e6 / 8, 150.0  # bytes a second
SIZES = {"phone": (390, 844), "desk": (1280, 800)}
SCHEMES = ("light", "dark")
N_VISITS = 3
REST_MS = 3000  # without a change, until all that moves has moved
MOST_S, MOST_MB, MOST_SHIFT = 6.0, 0.8, 0.1
DARK_BELOW = 128  # mean of the background's red, green and blue

WATCH = """
window.__seen = { shift: 0, meaning: null, ground: null };
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) __seen.shift += entry.value;
}).observe({ type: 'layout-shift', buffered: true });
const look = () => {
  const waiting = document.querySelector('#waiting');
  if (waiting && !__seen.ground) __seen.ground = getComputedStyle(waiting).backgroundColor;
  const begins = document.querySelector('.st-key-start_button button');
  const here = begins?.checkVisibility({ visibilityProperty: true });
  if (here && document.querySelector('.hero')) __seen.meaning = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def visited(browser: Browser, url: str, size: str, scheme: str) -> Row:
    """One visit by somebody who has never been there."""
    width, height = SIZES[size]
    with closing(
        browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            has_touch=size == "phone",
        )
    ) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        received = _counted(context.new_cdp_session(page))
        page.goto(url, wait_until="commit")
        page.locator(".hero:visible").wait_for(timeout=60_000)
        page.locator(".st-key-start_button button").wait_for(timeout=60_000)
        page.wait_for_load_state("networkidle", timeout=60_000)
        page.wait_for_timeout(REST_MS)
        seen = page.evaluate("__seen")
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    red, green, blue = (int(part) for part in seen["ground"].strip("rgb()").split(",")[:3])
    return {
        "screen": size,
        "theme": scheme,
        "first paint, s": paint / 1000.0,
        "meaning, s": seen["meaning"] / 1000.0,
        "MB": sum(received) / 1e6,
        "layout shift": float(seen["shift"]),
        "waits in its theme": (red + green + blue < 3 * DARK_BELOW) == (scheme == "dark"),
    }


def _counted(devtools: CDPSession) -> list[float]:
    """Slows the connection; what comes over it is appended to the list, in bytes."""
    received: list[float] = []
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": DOWN,
            "uploadThroughput": UP,
        },
    )
    devtools.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    devtools.on(
        "Network.webSocketFrameReceived",
        lambda told: received.append(3 / 4 * len(told["response"]["payloadData"])),  # base64
    )
    return received


def claims_of(rows: Sequence[Row]) -> list[Claim]:
    """The worst screen and theme decide, each by the median of its visits."""

    def worst(column: str) -> float:
        of_look: dict[tuple[object, object], list[float]] = {}
        for row in rows:
            look = row["screen"], row["theme"]
            of_look.setdefault(look, []).append(float(row[column] or 0.0))
        return max(float(np.median(values)) for values in of_look.values())

    meaning, moved, shift = worst("meaning, s"), worst("MB"), worst("layout shift")
    right = sum(bool(row["waits in its theme"]) for row in rows) / len(rows)
    return [
        Claim("first paint with meaning, s", meaning, "at most 6", meaning <= MOST_S),
        Claim("transferred, MB", moved, "at most 0.8", moved <= MOST_MB),
        Claim("layout shift", shift, "below 0.1", shift < MOST_SHIFT),
        Claim("share of visits that wait in their theme", right, "1", right == 1.0),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--artifacts", type=Path, default=read_settings().artifacts)
    parser.add_argument("--visits", type=int, default=N_VISITS, help="of each screen and theme")
    parser.add_argument("--json", help="write rows and claims to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        server = Server(options.artifacts, f"sqlite:///{place}/s.sqlite3", place / "log")
        with closing(server):
            visited(browser, server.url, "desk", "light")
            rows = [
                visited(browser, server.url, size, scheme)
                for _ in range(options.visits)
                for size in SIZES
                for scheme in SCHEMES
            ]
    return write_report(rows, claims_of(rows), options.json)


if __name__ == "__main__":
    sys.exit(main())
