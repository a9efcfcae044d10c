"""Sections about recommenders: models, other libraries, likelihoods."""

from benchmarks.results_document.markdown import fixed, interval, rounded, table
from benchmarks.results_document.reports import Report, Reports
from benchmarks.results_document.section import Section


def _models(reports: Reports) -> str:
    tables = "\n\n".join(
        f"`{data}`:\n\n{_model_table(reports[f'models-{data}'])}"
        for data in ("movielens", "ml-latest-small")
    )
    return f"""\
Every recommender under one protocol: five folds of users who are held out,
hyper-parameters chosen on other users, 95 % paired bootstrap intervals. TDD@10 is the distance
between the tastes in a list and in a history; lower is better.

{tables}"""


def _model_table(report: Report) -> str:
    header = ["model", "NDCG@100", "Recall@20", "TDD@10", "difference to the best"]
    rows = [
        [
            str(row["model"]),
            fixed(row["NDCG@100"]),
            fixed(row["Recall@20"]),
            fixed(row["TDD@10"]),
            str(row["against best"]),
            rounded(row["fit and tune, s"]),
            rounded(row["one person, ms"]),
        ]
        for row in report.having("model", "TDD@10")
    ]
    return table([*header, "fit and tune, s", "one user, ms"], rows)


def _peers(reports: Reports) -> str:
    small, books = reports["peers-movielens"], reports["peers-goodbooks"]
    return f"""\
The same users and measures, every model tuned on the same other users, each fit in a
process of its own. Only ratios of times in one run mean something.

`movielens`:

{_peer_table(small)}

- EASE is the same model in every library. Our fit takes
  {fixed(small.claim("EASE fit against the fastest").value, 2)} of the time of the fastest other.
- Our VAE minus the best other VAE: {small.difference("VAE (Tenfold) over")}. It reaches that
  quality in {fixed(small.claim("time to the quality").value, 2)} of the time.
- Our ensemble minus the best other model: {small.difference("ensemble (Tenfold) over")}.

`goodbooks`:

{_peer_table(books)}

- Our VAE minus the best other VAE: {books.difference("VAE (Tenfold) over")}.
- Our ensemble minus the best other model: {books.difference("ensemble (Tenfold) over")}."""


def _peer_table(report: Report) -> str:
    rows = [
        [
            str(row["model"]),
            fixed(row["NDCG@100"]),
            fixed(row["Recall@20"]),
            rounded(row["fit_s"]),
            rounded(row["one_user_ms"]),
        ]
        for row in report.having("model", "fit_s")
    ]
    return table(["model", "NDCG@100", "Recall@20", "fit, s", "one user, ms"], rows)


def _likelihoods(reports: Reports) -> str:
    report = reports["likelihoods-movielens"]
    claims = [
        [
            str(row["claim"]),
            interval(row["difference"], row["low"], row["high"]),
            str(row["verdict"]),
        ]
        for row in report.having("claim", "verdict")
    ]
    pooling = report.having("pooling", "revealed")
    counts = sorted({int(str(row["revealed"])) for row in pooling})
    names = dict.fromkeys(str(row["pooling"]) for row in pooling)
    rows = [
        [name, *(fixed(report.number("NDCG@100", pooling=name, revealed=n)) for n in counts)]
        for name in names
    ]
    return f"""\
Claims of the literature, tested with equal effort on both sides: paired
differences in NDCG@100 on the embedded data.

{table(["claim", "difference", "verdict"], claims)}

NDCG@100 by the number of likes that are revealed:

{table(["pooling", *map(str, counts)], rows)}"""


SECTIONS = (
    Section(
        "Recommenders",
        ("models-movielens", "models-ml-latest-small"),
        (
            "python -m benchmarks.models --json benchmarks/results/models-movielens.json",
            (
                "python -m benchmarks.models --data ml-latest-small "
                "--json benchmarks/results/models-ml-latest-small.json"
            ),
        ),
        _models,
    ),
    Section(
        "Other libraries",
        ("peers-movielens", "peers-goodbooks"),
        (
            "make peers",
            "python -m benchmarks.peers --json benchmarks/results/peers-movielens.json",
            (
                "python -m benchmarks.peers --data goodbooks --folds 1 "
                "--json benchmarks/results/peers-goodbooks.json"
            ),
        ),
        _peers,
    ),
    Section(
        "Likelihoods, EASE and pooling by clicks",
        ("likelihoods-movielens",),
        ("python -m benchmarks.likelihoods --json benchmarks/results/likelihoods-movielens.json",),
        _likelihoods,
    ),
)
