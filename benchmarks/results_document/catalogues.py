"""Sections about data that people bring: files in many dialects, and their own ratings."""

from benchmarks.results_document.markdown import fixed, share, table
from benchmarks.results_document.reports import Reports
from benchmarks.results_document.section import Section

CATALOGUES, HISTORIES = "catalogues", "histories-movielens"


def _catalogues(reports: Reports) -> str:
    columns = ("loss, nobody asked", "loss, ten questions", "against clean", "from", "to")
    rows = [
        [
            str(row["file"]),
            str(row["kind"]),
            share(row["likes"]),
            *(fixed(row[name]) for name in columns),
        ]
        for row in reports[CATALOGUES].having("file", "kind")
    ]
    head = ["file", "read as", "likes", *columns]
    return f"""\
What a dialect costs: planted worlds of 120 items and 150 people, as each kind of file has them,
read and fitted as `models.train` does. 100 people whom no file knows are asked ten questions about
what they truly like; a loss of 0 is their best list of ten, 1 an average one.
[Your own data](data.md) shows how each file is understood. Intervals are over the people asked;
they leave out by how much one fit differs from another of the same worth. Events tell of most items
only that they were looked at, and that is less than stars tell, however they are weighted.

{table(head, rows)}"""


def _histories(reports: Reports) -> str:
    report = reports[HISTORIES]
    columns = ("without", "with", "gain", "low", "high")
    likes = [
        [str(row["likes"]), str(row["people"]), *(fixed(row[name]) for name in columns)]
        for row in report.having("likes", "people")
    ]
    gains = [f"{what}{end}" for what in ("list", "apart") for end in ("", " gain", " from", " to")]
    dislikes = [
        [
            fixed(row["weight of a dislike"], 4),
            str(row["people"]),
            *(fixed(row[name], 4) for name in gains),
        ]
        for row in report.having("weight of a dislike", "people")
    ]
    like_head = ["likes", "people", "no history", "history", "gain", "95 % from", "to"]
    ends = ["gain", "95 % from", "to"]
    dislike_head = ["weight", "people", "NDCG@100", *ends, "told apart", *ends]
    return f"""\
What a history that a person brings along adds before any question, by the code that serves:
NDCG@100 of validation people with enough likes, on the half of the catalogue that the history is
not from.

{table(like_head, likes)}

What all dislikes of that half add to five likes, by the weight of a dislike: the same NDCG@100, and
the share of pairs of a liked and a disliked item of the other half that the list orders rightly.
People dislike what they chose to watch, which is of the kinds that they like, so that much weight
loses what they would like among all the rest.

{table(dislike_head, dislikes)}"""


SECTIONS = (
    Section(
        "A history brought along",
        (HISTORIES,),
        (f"python -m benchmarks.histories --json benchmarks/results/{HISTORIES}.json",),
        _histories,
    ),
    Section(
        "Files in many dialects",
        (CATALOGUES,),
        (f"python -m benchmarks.catalogues --json benchmarks/results/{CATALOGUES}.json",),
        _catalogues,
    ),
)
