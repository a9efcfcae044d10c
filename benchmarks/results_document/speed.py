"""Sections about time: latency of the core, the app under load, the wall, the map."""

from statistics import median

from benchmarks.common.report import Row
from benchmarks.results_document.markdown import fixed, rounded, table
from benchmarks.results_document.reports import Reports
from benchmarks.results_document.section import Section


def _latency(reports: Reports) -> str:
    report = reports["latency"]
    columns = ["step p50 ms", "step p95 ms", "search p50 ms", "search p95 ms"]
    columns += ["brute force p50 ms", "times faster"]
    rows = [
        [f"{row['items']:,}", str(row["policy"]), *(rounded(row[name]) for name in columns)]
        for row in report.having("items", "policy")
        if int(str(row["items"])) >= 10_000
    ]
    return f"""\
On one core, without a screen. A step is everything from a click to the next question and the new
list. The search finds the best pair of all pairs exactly; brute force tries every pair. The mode
of a posterior with {rounded(report.number("answers"))} answers takes
{fixed(report.number("mode p50 ms"), 2)} ms.

{table(["items", "policy", *columns], rows)}"""


def _app(reports: Reports) -> str:
    report = reports["app"]
    columns = ["median, ms", "p95, ms", "first question, ms", "server CPU a click, ms"]
    rows = [
        [str(row["server"]), str(row["people"]), *(rounded(row[name]) for name in columns)]
        for row in report.having("server", "people", "p95, ms")
    ]
    return f"""\
Real servers, visited by websocket on two cores. Visitors think for 3 s on average
before each click. The bare page has the same widgets and nothing behind them; "frozen" has the
app's settings of the garbage collector.

{table(["server", "visitors", *columns], rows)}

A session takes {fixed(report.claim("memory a session, MiB").value, 2)} MiB. The server loads
{rounded(report.claim("files of torch in the server").value)} files of torch."""


def _first_visit(reports: Reports) -> str:
    columns = ["first paint, s", "meaning, s", "MB", "layout shift"]
    looks: dict[tuple[str, str], list[Row]] = {}
    for row in reports["first_visit"].having("screen", "theme", *columns):
        looks.setdefault((str(row["screen"]), str(row["theme"])), []).append(row)
    rows = [
        [
            *look,
            *(fixed(float(median(float(str(row[name])) for row in own)), 2) for name in columns),
        ]
        for look, own in looks.items()
    ]
    return f"""\
Somebody who has never been there opens the start page in Chromium at 1.6 Mbit/s and 150 ms. These
are medians. Until the page has come, its document shows a light shape of it in the visitor's theme
("first paint"); "meaning" is the heading with the button that begins.

{table(["screen", "theme", *columns], rows)}"""


def _wall(reports: Reports) -> str:
    columns = ["click median, ms", "click p95, ms", "shown median, ms", "shown p95, ms"]
    rows = [
        [str(row["people"]), str(row["wall"]), *(rounded(row[name]) for name in columns)]
        for row in reports["wall"].having("people", "wall")
    ]
    return f"""\
A room of participants answers at once, with and without the presenter's wall.
"Shown" is the time from a click until the wall shows the answer. Participants and
server share two cores.

{table(["participants", "wall", *columns], rows)}"""


def _map(reports: Reports) -> str:
    report = reports["map"]
    columns = ["frame median, ms", "frame p95, ms"]
    rows = [
        [str(row["figure"]), *(rounded(row[name]) for name in columns)]
        for row in report.having("figure", *columns)
    ]
    step = report.number("step of the slider, median, ms")
    return f"""\
The page "Behind the scenes" draws ten thousand possible questions as a map; the ellipses
are a small figure beside it. Chromium without a graphics card.

{table(["figure", *columns], rows)}

A step of the slider takes {rounded(step)} ms (median) until everything is drawn."""


SECTIONS = (
    Section(
        "Time to the next question",
        ("latency",),
        ("python -m benchmarks.latency --json benchmarks/results/latency.json",),
        _latency,
    ),
    Section(
        "Many visitors at once",
        ("app",),
        ("python -m benchmarks.app --json benchmarks/results/app.json",),
        _app,
    ),
    Section(
        "A first visit",
        ("first_visit",),
        ("python -m benchmarks.first_visit --json benchmarks/results/first_visit.json",),
        _first_visit,
    ),
    Section(
        "A room of a hundred",
        ("wall",),
        ("python -m benchmarks.app --wall --json benchmarks/results/wall.json",),
        _wall,
    ),
    Section(
        "The map of questions",
        ("map",),
        ("python -m benchmarks.map --json benchmarks/results/map.json",),
        _map,
    ),
)
