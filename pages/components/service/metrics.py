"""Figures of this process in Prometheus' text format, for whoever knows the token.

No figure has an id, a code or an address in it. Without a token in the settings there is no page.
"""

import hmac
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from threading import Lock

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from models.settings import read_settings

PATH = "/metrics"
BOUNDS_S = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)  # of the histogram of clicks
COUNTERS = {  # name -> what it counts
    "tenfold_answers_total": "Answers written down.",
    "tenfold_writes_refused_total": "Events that could not be written down.",
    "tenfold_writes_repeated_total": "Events written again because another came first.",
    "tenfold_database_errors_total": "Failures of the database, by kind of error.",
}
GAUGES = {
    "tenfold_people": "Open tabs.",
    "tenfold_people_waiting": "Tabs whose click is being worked on.",
    "tenfold_turns_waiting": "Pages at work or waiting for their turn.",
    "tenfold_line": "People who stand in line.",
    "tenfold_leaving": "1 from SIGTERM on.",
}


class Metrics:
    """Counters and the histogram of clicks. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[tuple[str, str]] = Counter()  # name and label
        self._clicks: dict[str, list[int]] = {}  # page -> how many in each interval
        self._seconds: dict[str, float] = {}
        self._pages: dict[str, str] = {}

    def name_pages(self, names: Mapping[str, str]) -> None:
        """What the platform's keys of pages are called."""
        self._pages = dict(names)

    def count(self, name: str, error: str = "") -> None:
        """One more of a counter of COUNTERS; ``error`` is the kind of an error."""
        with self._lock:
            self._counts[name, error] += 1

    def clicked(self, page: str, seconds: float) -> None:
        """A click was answered; ``page`` is the platform's key."""
        name = self._pages.get(page, "other")
        with self._lock:
            intervals = self._clicks.setdefault(name, [0] * (len(BOUNDS_S) + 1))
            intervals[bisect_left(BOUNDS_S, seconds)] += 1
            self._seconds[name] = self._seconds.get(name, 0.0) + seconds

    def text(self, gauges: Mapping[str, float]) -> str:
        """All figures; ``gauges`` has a value for each of GAUGES."""
        lines: list[str] = []
        with self._lock:
            for name, meaning in COUNTERS.items():
                lines += [f"# HELP {name} {meaning}", f"# TYPE {name} counter"]
                found = {label: n for (own, label), n in self._counts.items() if own == name}
                for label, n in sorted((found or {"": 0}).items()):
                    lines.append(f'{name}{{error="{label}"}} {n}' if label else f"{name} {n}")
            lines += self._histogram()
        for name, meaning in GAUGES.items():
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge", f"{name} {gauges[name]}"]
        return "\n".join([*lines, ""])

    def _histogram(self) -> list[str]:
        name = "tenfold_click_seconds"
        lines = [
            f"# HELP {name} From a click's arrival to the end of its page.",
            f"# TYPE {name} histogram",
        ]
        for page, intervals in sorted(self._clicks.items()):
            total = 0
            for bound, n in zip((*BOUNDS_S, "+Inf"), intervals, strict=True):
                total += n
                lines.append(f'{name}_bucket{{page="{page}",le="{bound}"}} {total}')
            lines.append(f'{name}_sum{{page="{page}"}} {self._seconds[page]:.6f}')
            lines.append(f'{name}_count{{page="{page}"}} {total}')
        return lines


def route(metrics: Metrics, gauges: Callable[[], Mapping[str, float]]) -> Route:
    """The page; for whoever has no token it does not exist."""

    def figures(request: Request) -> Response:
        token = read_settings().metrics_token
        said = request.headers.get("authorization", "").encode(errors="replace")
        if not token or not hmac.compare_digest(said, f"Bearer {token}".encode()):
            return PlainTextResponse("There is no such page here.\n", 404)
        return PlainTextResponse(metrics.text(gauges()), media_type="text/plain; version=0.0.4")

    return Route(PATH, figures)
