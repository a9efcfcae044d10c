"""Sections about questions: elicitation, answers, blends."""

from benchmarks.common.report import Cell
from benchmarks.results_document.markdown import fixed, rounded, share, table
from benchmarks.results_document.reports import Report, Reports
from benchmarks.results_document.section import Section

SHOWN = (0, 3, 5, 10, 20, 30)
ELICITATION = "elicitation-movielens"
PERSONAS = "personas"
APP_ARM, PLAIN_ARM = "a_optimal x answerability", "random x answerability"
ARMS = {
    PLAIN_ARM: "raters: random, among known films",
    APP_ARM: "raters: A-optimal, among known films (the app)",
    "fixed_list x answerability": "raters: one fixed list, among known films",
    "PReF as published": "raters: PReF as published",
    "control: a stranger's answers": "raters: the app's questions, answered by another person",
    "random, of opinion": "people of opinion: random",
    "a_optimal, of opinion": "people of opinion: A-optimal (the app)",
    "a_optimal, best of four, of opinion": "people of opinion: A-optimal, best of four",
}


def ndcg(report: Report, arm: str, shown: int) -> float:
    """Mean NDCG@100 of one way of asking after so many questions shown."""
    return report.number("mean", arm=arm, measure="NDCG@100", shown=shown)


def _personas(reports: Reports) -> str:
    report = reports[PERSONAS]
    counted = ("of the kind", "crowd's favourites", "new")
    shown = (*counted, "the first five")
    rows = [[str(row["persona"]), *(str(row[name]) for name in shown)] for row in report.rows]
    return f"""\
Twelve fixed rules on genre, year and language answer ten screens: up to three named films, then
nine taps of any of nine. The list is the app's, with the bound that validation people chose for how
probably an item may be known. Of its first ten films so many are of the persona's kind, among the
crowd's 30 favourites, and unknown to the persona:

{table(["", *shown], rows)}"""


def _elicitation(reports: Reports) -> str:
    report = reports[ELICITATION]
    rows = [[label, *(fixed(ndcg(report, arm, n)) for n in SHOWN)] for arm, label in ARMS.items()]
    answered = report.number("mean", arm=APP_ARM, measure="answered per shown", shown=10)
    limit = report.number(
        "mean", arm="likeliest known, whatever it tells", measure="answered per shown", shown=10
    )
    log_loss: dict[str, Cell] = {"measure": "log-loss of knowing", "shown": 0}
    model = report.number("mean", arm="what people know", **log_loss)
    popularity = report.number("mean", arm="what people know: popularity alone", **log_loss)
    return f"""\
Users of the embedded MovieLens data, tested with models that never saw them. Base rewards are
PReF's, which its published rule needs, and every question is a choice.
Questions come from one random half of the catalogue; NDCG@100 is measured on the other half.
*Raters* know only the films they rated, which are fewer than anyone knows. *People of opinion* can
answer about every film: EASE predicts the answer where they gave no rating. Real people lie
between the two. 10 % of simulated choices are flipped.

NDCG@100 by questions shown:

{table(["", *map(str, SHOWN)], rows)}

Popularity scores {fixed(ndcg(report, "popularity", 0))}. The full history scores
{fixed(ndcg(report, "full history (VAE)", 0))} with the VAE and
{fixed(ndcg(report, "full history (EASE)", 0))} with EASE.

- Adaptive over random questions after 10:
  {report.difference(f"{APP_ARM} over {PLAIN_ARM} after 10")}.
- The blend over the prior alone after 10:
  {report.difference("blend over prior alone after 10")}.
- The blend over the coefficients alone after 10:
  {report.difference("blend over coefficients alone after 10")}.
- Raters can answer {share(answered)} of the app's first ten questions. A policy that maximises
  answerability alone reaches {share(limit)}.
- Predicting what people know has a log-loss of {fixed(model)} nats an item, against
  {fixed(popularity)} with popularity alone."""


WORLDS = {
    "jester": "jokes, ratings (`jester`)",
    "movielens": "films, ratings (`movielens`)",
    "goodbooks": "books, ratings (`goodbooks`)",
    "ml-latest-small": "films, ratings (`ml-latest-small`)",
    "crowdrank": "films, rankings (`crowdrank`)",
    "train": "train journeys (`train`; seven answers each)",
    "kuairec-83": "short videos, watched by all (`kuairec-83`)",
}
SIMULATED_DATA = {
    "simulated": "simulated",
    "simulated-lapse10": "simulated, 10 % lapses",
    "simulated-lapse20": "simulated, 20 % lapses",
    "simulated-wide": "simulated, twice as wide",
    "simulated-outside": "simulated, outside the population",
}
SIMULATED = {
    "simulated": "drawn from the population",
    "simulated-lapse10": "10 % of choices at random",
    "simulated-lapse20": "20 % of choices at random",
    "simulated-wide": "tastes twice as wide",
    "simulated-outside": "far outside the population",
}
ANSWER_ARMS = {
    "random": "random",
    "a_optimal": "A-optimal (the app)",
    "information_gain": "information gain",
    "fixed_list": "a fixed list",
    "pref": "PReF's rule with our prior",
    "PReF as published": "PReF as published",
}


def _accuracy(report: Report, arm: str, n: int) -> float:
    return report.number(str(n), arm=arm, measure="accuracy")


def _needed(report: Report, arm: str, column: str) -> str:
    needed = report.having(column, arm=arm, measure="accuracy")[0][column]
    return "never" if needed is None else rounded(needed)


def _answers(reports: Reports) -> str:
    jester = reports["answers-jester"]
    arms = [
        [
            label,
            *(fixed(_accuracy(jester, arm, n)) for n in SHOWN),
            _needed(jester, arm, "for random's 10"),
            _needed(jester, arm, "for random's 20"),
        ]
        for arm, label in ANSWER_ARMS.items()
    ]
    header = ["pairs asked", *map(str, SHOWN), "needed for random's 10", "for random's 20"]
    calibration = jester.number("10", arm="a_optimal", measure="calibration error")
    null = jester.number("10", arm="a_optimal", measure="calibration error of true probabilities")
    return f"""\
How many questions does each policy need when people give their own, recorded
answers? Base rewards are learned from other people. The measure is the share of unseen pairs that
are predicted correctly.

On jokes, where nearly every pair has a known answer:

{table(header, arms)}

All answers together give {fixed(_all_answers(jester))}. After ten answers the calibration error is
{fixed(calibration, 4)}; a model whose probabilities are true has {fixed(null, 4)} in a sample of
this size.

The app's questions on all data sets:

{_worlds(reports, WORLDS)}

With simulated people:

{_worlds(reports, SIMULATED)}

PReF as published has a flat prior, which cannot mislead it where people are unlike the population:
compare the last two rows, and the claims about `simulated-wide` and `simulated-outside` below."""


def _difference(report: Report, start: str) -> str:
    """The difference of the claim, "-" where people gave too few answers for it."""
    claimed = any(claim.name.startswith(start) for claim in report.claims)
    return report.difference(start) if claimed else "-"


def _all_answers(report: Report) -> float:
    return report.number("0", arm="all answers of the pool", measure="accuracy")


def _worlds(reports: Reports, worlds: dict[str, str]) -> str:
    rows = []
    for name, label in worlds.items():
        report = reports[f"answers-{name}"]
        needed = [_needed(report, "a_optimal", f"for random's {n}") for n in (10, 20)]
        people = report.number("people", arm="all answers of the pool", measure="accuracy")
        rows.append(
            [
                label,
                rounded(people),
                fixed(_accuracy(report, "a_optimal", 0)),
                fixed(_accuracy(report, "a_optimal", 10)),
                fixed(_all_answers(report)),
                " / ".join(needed),
                _difference(report, "a_optimal over random after 10"),
                _difference(report, "a_optimal over PReF as published after 10"),
            ]
        )
    header = ["answers", "tests", "none", "after 10", "all"]
    header += ["needed for random's 10 / 20", "over random after 10", "over PReF after 10"]
    return table(header, rows)


LIKES, BLEND_SHOWN = (0, 5, 20), (0, 1, 3, 5, 10, 20)


def _blends(reports: Reports) -> str:
    report = reports["blends-movielens"]
    rows = [
        [str(row["blend"]), str(row["likes"]), *(fixed(row[f"{n} shown"]) for n in BLEND_SHOWN)]
        for row in report.having("blend", "likes")
    ]
    gains = "\n".join(
        f"- With {likes} likes known, ten questions add "
        f"{report.difference(f'joint Gaussian over history alone, {likes} likes and 10 questions')}"
        " to the history."
        for likes in LIKES
    )
    return f"""\
Ways to combine a history (a number of likes) with answers (a number of questions
shown): NDCG@100 on the half of the catalogue that is not asked about. The app uses the joint
Gaussian.

{table(["blend", "likes", *(f"{n} shown" for n in BLEND_SHOWN)], rows)}

{gains}"""


def _answers_command(name: str, options: str) -> str:
    data = f'"{SIMULATED_DATA[name]}"' if name in SIMULATED_DATA else name
    return (
        f"python -m benchmarks.answers --data {data} --seeds 3{options} "
        f"--json benchmarks/results/answers-{name}.json"
    )


SECTIONS = (
    Section(
        "Ten questions on held-out users",
        (ELICITATION,),
        (f"python -m benchmarks.elicitation --json benchmarks/results/{ELICITATION}.json",),
        _elicitation,
    ),
    Section(
        "Personas",
        (PERSONAS,),
        (f"python -m benchmarks.personas --json benchmarks/results/{PERSONAS}.json",),
        _personas,
    ),
    Section(
        "Questions needed on recorded answers",
        tuple(f"answers-{name}" for name in (*WORLDS, *SIMULATED)),
        (
            _answers_command("jester", " --people 700"),
            _answers_command("movielens", " --folds 5"),
            _answers_command("goodbooks", " --people 200"),
            _answers_command("ml-latest-small", " --people 122"),
            _answers_command("crowdrank", " --folds 3"),
            _answers_command("train", " --folds 5"),
            _answers_command("kuairec-83", " --people 60"),
            *(_answers_command(name, "") for name in SIMULATED),
        ),
        _answers,
    ),
    Section(
        "History and answers together",
        ("blends-movielens",),
        ("python -m benchmarks.blends --json benchmarks/results/blends-movielens.json",),
        _blends,
    ),
)
