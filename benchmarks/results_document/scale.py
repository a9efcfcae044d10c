"""The section about catalogues of every size: what a fit takes, and what serving it takes."""

from benchmarks.results_document.markdown import fixed, rounded, table
from benchmarks.results_document.reports import Reports
from benchmarks.results_document.section import Section

COMMAND = (
    "python -m benchmarks.scale --models popularity --sizes 1e5 "
    "--json benchmarks/results/scale.json"
)
KINDS = ("best2", "pair2", "best4", "best_worst4", "taps4", "taps9")


def _scale(reports: Reports) -> str:
    report = reports["scale"]
    wholes = report.having("ratings", "processor seconds")
    fits = [
        [
            f"{row['ratings']:,}",
            f"{row['people']:,}",
            f"{row['items']:,}",
            str(row["models"]),
            rounded(row["processor seconds"]),
            fixed(row["peak GiB"], 2),
            fixed(row["planted tastes"], 2),
        ]
        for row in wholes
    ]
    largest = wholes[-1]["size"]
    stages = [
        [
            str(row["stage"]),
            rounded(row["stage processor seconds"]),
            fixed(row["stage peak GiB"], 2),
        ]
        for row in report.having("stage", "size")
        if row["size"] == largest
    ]
    kinds = [f"{kind} p95 ms" for kind in KINDS]
    served = [
        [
            f"{row['served items']:,}",
            rounded(row["opened in ms"]),
            rounded(row["file MiB"]),
            rounded(row["private MiB"]),
            *(rounded(row[kind]) for kind in kinds),
            rounded(row["list p95 ms"]),
        ]
        for row in report.having("served items")
    ]
    heads = ["ratings", "people", "items", "recommenders", "processor, s", "peak, GiB"]
    return f"""\
Made-up worlds of 16 planted tastes and items of very unequal fame. Of the recommenders only those
named are fitted. Times are of the processor, as others were at work on the machine.
"Planted tastes" is the share of the planted tastes' variance that the base rewards span.

{table([*heads, "planted tastes"], fits)}

The stages of {largests_words(largest)}:

{table(["stage", "processor, s", "peak, GiB"], stages)}

Serving artifacts with all priors, one thread, milliseconds of the processor. Private memory is what
a process writes to itself; the file is shared by all that serve it.

{table(["items", "open", "file, MiB", "private, MiB", *KINDS, "list"], served)}"""


def largests_words(size: object) -> str:
    """A size as a sentence says it."""
    return f"the largest of these, {size} ratings" if "items" not in str(size) else str(size)


SECTIONS = (
    Section(
        "Catalogues of every size",
        ("scale",),
        (COMMAND,),
        _scale,
    ),
)
