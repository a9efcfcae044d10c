"""The whole of docs/results.md, and the table of headline numbers in the README."""

from benchmarks.common.report import Cell
from benchmarks.results_document import (
    catalogues,
    elicitation,
    recommenders,
    scale,
    screens,
    sparsity,
    speed,
)
from benchmarks.results_document.markdown import fixed, rounded, table
from benchmarks.results_document.reports import Reports

SECTIONS = (
    *elicitation.SECTIONS,
    *screens.SECTIONS,
    *catalogues.SECTIONS,
    *recommenders.SECTIONS,
    *speed.SECTIONS,
    *scale.SECTIONS,
    *sparsity.SECTIONS,
)
BEGIN = "<!-- headline numbers: written by make results -->"
END = "<!-- end of headline numbers -->"

INTRODUCTION = """# Results

Written by `make results` from the files in `benchmarks/results`; do not edit. Every number comes
from those files, and each section names the command that renews its files. After a new run, run
`make results` again; `make check` fails while this page is stale.

Intervals are 95 %. Times depend on the machine: compare numbers of one run only. Claims that do not
hold are listed with the others. Two benchmarks print their results without keeping a file:
`make fit` (quality of the fitted parts, also in the manifest of the artifact) and
`python -m benchmarks.loading_memory` (memory needed to read 20 million ratings)."""


def results_document(reports: Reports) -> str:
    """docs/results.md. Raises ValueError if a report has no section, or a section no report."""
    described = [name for section in SECTIONS for name in section.files]
    if sorted(described) != sorted(reports):
        different = sorted(set(described) ^ set(reports))
        raise ValueError(
            f"reports and sections of benchmarks/results_document differ: {', '.join(different)}"
        )
    parts = [INTRODUCTION, *(section.markdown(reports) for section in SECTIONS)]
    return "\n\n".join(parts) + "\n"


def headline_table(reports: Reports) -> str:
    """What the README quotes: measure, Tenfold, and what it is compared with."""
    questions, answers = reports[elicitation.ELICITATION], reports["answers-jester"]
    peers, latency, app = reports["peers-movielens"], reports["latency"], reports["app"]
    opinion = "a_optimal, of opinion"
    rival = next(row for row in peers.having("model") if "(Tenfold)" not in str(row["model"]))
    load: dict[str, Cell] = {"server": "Tenfold", "people": 50}
    rated, peer = elicitation.APP_ARM, peers.claim("ensemble (Tenfold) over")
    rows = [
        (
            "NDCG@100 after ten questions, users with an opinion on every film",
            fixed(elicitation.ndcg(questions, opinion, 10)),
            {
                "random questions": elicitation.ndcg(questions, "random, of opinion", 10),
                "no question": elicitation.ndcg(questions, opinion, 0),
            },
        ),
        (
            "NDCG@100 after ten questions, users who know only what they rated",
            fixed(elicitation.ndcg(questions, rated, 10)),
            {
                "random questions": elicitation.ndcg(questions, elicitation.PLAIN_ARM, 10),
                "a fixed list": elicitation.ndcg(questions, "fixed_list x answerability", 10),
            },
        ),
        (
            "pairs predicted correctly after ten recorded answers (jokes)",
            fixed(answers.number("10", arm="a_optimal", measure="accuracy")),
            {
                "random questions": answers.number("10", arm="random", measure="accuracy"),
                "PReF as published": answers.number(
                    "10", arm="PReF as published", measure="accuracy"
                ),
            },
        ),
        (
            "NDCG@100 of a full history, ensemble",
            fixed(peers.number("NDCG@100", model="ensemble (Tenfold)")),
            {f"{rival['model']}, the best other": float(str(rival["NDCG@100"]))},
        ),
    ]
    times = [
        (
            "exact search for a question among 10,000 items, one core",
            latency.number("search p50 ms", items=10_000, policy="a_optimal"),
            "all pairs",
            latency.number("brute force p50 ms", items=10_000, policy="a_optimal"),
        ),
        (
            "click to new page, 50 visitors on two cores, p95",
            app.number("p95, ms", **load),
            "median",
            app.number("median, ms", **load),
        ),
    ]
    cells = [
        [measured, own, ", ".join(f"{name} {fixed(value)}" for name, value in others.items())]
        for measured, own, others in rows
    ]
    if "(a tie)" in peer.target:
        cells[-1][-1] += " (a tie)"
    cells += [
        [measured, f"{rounded(own)} ms", f"{name} {rounded(value)} ms"]
        for measured, own, name, value in times
    ]
    return table(["measured", "Tenfold", "compared with"], cells)


def with_headline(readme: str, reports: Reports) -> str:
    """The README with its table renewed. Raises ValueError without the two markers."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the README needs a line {BEGIN!r} and a line {END!r}")
    return f"{before}{BEGIN}\n{headline_table(reports)}\n{END}{after}"
