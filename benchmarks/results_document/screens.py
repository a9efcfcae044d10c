"""The section about screens of every kind."""

from benchmarks.elicitation.screen_arms import DEFAULT, SCREEN_ARMS
from benchmarks.results_document.markdown import fixed, rounded, table
from benchmarks.results_document.reports import Report, Reports
from benchmarks.results_document.section import Section

NAME = "screens-movielens"
SHARE = "share of the whole history's gain"
AFTER = (1, 3, 5, 10)
COMMAND = (
    "python -m benchmarks.elicitation.screens --seeds 1 --workers 2 "
    f"--json benchmarks/results/{NAME}.json"
)


def _value(report: Report, arm: str, measure: str, screens: int) -> float:
    return report.number("mean", arm=arm, measure=measure, screens=screens)


def _interval(report: Report, arm: str, screens: int) -> str:
    (row,) = report.having("low", arm=arm, measure=SHARE, screens=screens)
    return f"{fixed(row['low'], 2)} to {fixed(row['high'], 2)}"


def _arms(report: Report) -> str:
    rows = [
        [
            arm.name,
            *(fixed(_value(report, arm.name, SHARE, n), 2) for n in AFTER),
            _interval(report, arm.name, 10),
            rounded(_value(report, arm.name, "items read", 10)),
            rounded(_value(report, arm.name, "seconds", 10)),
        ]
        for arm in SCREEN_ARMS
    ]
    head = ["screens", *(f"after {n}" for n in AFTER), "ten, 95 %", "items read", "seconds"]
    return table(head, rows)


def _lists(report: Report) -> str:
    measures = ("among the crowd's favourites", "probably known", "diversity")
    changes = "next screen changes with the answer"
    rows = []
    for arm in SCREEN_ARMS:
        own = [fixed(_value(report, arm.name, measure, 10), 2) for measure in measures]
        changed = report.having("mean", arm=arm.name, measure=changes)
        rows.append([arm.name, *own, fixed(changed[0]["mean"], 2) if changed else "-"])
    return table(["screens", *measures, changes], rows)


def _adapting(report: Report) -> str:
    """What adapting adds to the default, in a sentence that fits the interval."""
    lines = []
    for people, arm in (("people of opinion", DEFAULT), ("raters", f"raters, {DEFAULT}")):
        for other in ("at random", "a fixed list"):
            claim = report.claim(f"{arm}, adaptive over {other}, after 10")
            lines.append(f"- {people}, over {other}: {claim.name.rpartition(': ')[2]}")
    return "\n".join(lines)


def _screens(reports: Reports) -> str:
    report = reports[NAME]
    enough = report.claim(f"{DEFAULT}: screens after which").value
    return f"""\
People of all five folds of those above, by the first seed, with base rewards from scores, as
`make fit` learns them.
A share is that of what a whole history adds to popularity, in NDCG@100 of the list that the app
shows: 1 is the VAE that knows everything a person liked in the half that is asked about.
*People of opinion* have a value for every film, made by EASE, and tap what lies above their line,
the 75 % quantile of their values; *raters* tap what they rated as a like. One answer in ten goes
wrong. Seconds are those of the keystroke-level model: 1.35 s to judge an item, 1.3 s to tap.

{_arms(report)}

The default names up to three films and then taps any of nine. {rounded(enough)} screens of it bring
80 % of what ten bring.

What choosing screens by the answers adds to NDCG@100 of the default after ten:

{_adapting(report)}

The first ten items of the list after ten screens, and how often two people who answered the first
screen differently are shown different ones next:

{_lists(report)}"""


SECTIONS = (
    Section(
        "Screens of every kind",
        (NAME,),
        (COMMAND,),
        _screens,
    ),
)
