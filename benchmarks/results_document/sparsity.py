"""Sections about sparse data (embedding table, pooling) and about sparse activations."""

from benchmarks.results_document.markdown import fixed, interval, rounded, share, signed, table
from benchmarks.results_document.reports import Report, Reports
from benchmarks.results_document.section import Section

COLLISIONS = ("hashed, none collide", "10 %", "25 %", "40 %", "60 %")


def _embedding(reports: Reports) -> str:
    report = reports["embedding"]
    rows = [
        [model, *(_loss(report, model, c) for c in COLLISIONS), _tail(report, model)]
        for model in ("AMP-CF", "popularity alone", "factorisation")
    ]
    speed = "\n".join(
        f"- At {row['ids a call']:,} ids a call a lookup takes {rounded(row['lookup / gather'])} "
        f"times a bare gather; the index finds {rounded(row['dict / find'])} times as fast "
        "as a dict."
        for row in report.having("ids a call")
    )
    return f"""\
A million ids with vectors of 32 numbers, one thread.

- Ids absent, sharing a row or moved, at all checkpoints:
  {rounded(report.claim("ids absent, sharing a row or moved").value)}.
- Load when the table grows: {fixed(report.number("least load", slots=4))} or more with four slots
  a bucket; {fixed(report.number("median load", slots=1))} (median) with one.
{speed}
- The index takes {rounded(report.number("index, bytes an id"))} bytes an id; a dict with
  its numbers takes {rounded(report.number("dict and its numbers"))}.

What hash collisions cost: added log-loss in nats when items share rows, by the share of ids that
collide. The last column is the three rarest minus the three most frequent tenths.

{table(["model", *COLLISIONS, "tail minus head at 60 %"], rows)}

The literature expects that rare items pay most, a number above zero in the last column. A loss over
all items at once, as AMP-CF has it, can turn that round: a rare item inherits the popularity of the
items it shares a row with, and the frequent ones lose it."""


def _loss(report: Report, model: str, collisions: str) -> str:
    added = report.number("difference", model=model, collisions=collisions, decile="all")
    return signed(added, 3)


def _tail(report: Report, model: str) -> str:
    row = report.having(**{"tail minus head": model})[0]
    return interval(row["difference"], row["low"], row["high"], 2)


ANSWERS = (0, 1, 5, 20)
POOLINGS = {
    "none": "none: the user's own answers, a flat prior",
    "complete": "complete: what all users like",
    "partial": "partial: a prior learned from others",
    "control: shuffled people": "control: a population of shuffled ratings",
}


def _pooling(reports: Reports) -> str:
    report = reports["pooling"]
    jester, films = (
        [
            [label, *(fixed(_log_loss(report, data, pooling, n)) for n in ANSWERS)]
            for pooling, label in POOLINGS.items()
        ]
        for data in ("jester", "movielens")
    )
    taken = [
        [str(row["data"]), str(row["taken up"]), f"{row['people']:,}", f"{row['items']:,}"]
        + [f"{100.0 * float(str(row['q50'])):.2f} %", share(row["under 1 %"])]
        for row in report.having("taken up", "under 1 %")
    ]
    header = ["pooling", *(f"{n} answers" for n in ANSWERS)]
    return f"""\
What other users add to a user's few answers. The simulated Gaussian case follows the
formula to {100.0 * report.claim("the exact case").value:.1f} %. Log-loss on held-out pairs
of jokes (`jester`):

{table(header, jester)}

On films (`movielens`):

{table(header, films)}

How much of the catalogue users take up:

{table(["data", "taken up", "users", "items", "median share", "users under 1 %"], taken)}"""


def _log_loss(report: Report, data: str, pooling: str, n: int) -> float:
    return report.number(
        "value", data=data, evidence="answers", pooling=pooling, measure="log-loss", n=n
    )


def _activation(reports: Reports) -> str:
    return f"""\
Networks trained on small worlds of facts; every fact is shown 1, 4, 16 or 64 times.
Effects are per fourfold exposure. A hypothesis is reproduced only if both statistics named in
advance (top-5% energy, effective rank) have the expected sign and exceed the control.

{_verdicts(reports["activation"], with_readout=False)}"""


def _shift(reports: Reports) -> str:
    return f"""\
A pretrained text encoder (all-MiniLM-L6-v2) reads texts that become less familiar.
An untrained copy is the control.

{_verdicts(reports["activation_shift"], with_readout=True)}"""


def _autoencoder(reports: Reports) -> str:
    report = reports["activation_autoencoder"]
    auc = [
        [
            str(row["tells"]),
            rounded(row["traded"]),
            fixed(row["AUC"]),
            interval(row["against likelihood"], row["against low"], row["against high"], 3),
        ]
        for row in report.having("tells", "traded")
    ]
    return f"""\
Exploratory: the hidden layer of our own Mult-VAE, for real histories and for histories
whose items were traded between users at random.

{_verdicts(report, with_readout=False)}

Can the statistic tell traded from real histories?

{table(["statistic", "share traded", "AUC", "AUC minus that of the likelihood"], auc)}"""


def _verdicts(report: Report, with_readout: bool) -> str:
    rows = []
    for row in report.having("hypothesis", "verdict", "statistic"):
        if row["statistic"] not in ("top-5% energy", "effective rank"):
            continue
        control = row.get("control")
        rows.append(
            [
                str(row["hypothesis"]),
                str(row["states"]),
                str(row["layer"]),
                *([str(row["readout"])] if with_readout else []),
                str(row["statistic"]),
                interval(row["effect"], row["low"], row["high"]),
                "-" if control is None else f"{control:+.4f}",
                str(row["verdict"]),
            ]
        )
    readout = ["read at"] if with_readout else []
    return table(
        ["part", "hypothesis", "layer", *readout, "statistic", "effect", "control", "verdict"], rows
    )


def _command(module: str, name: str) -> tuple[str, ...]:
    return (f"python -m benchmarks.{module} --json benchmarks/results/{name}.json",)


SECTIONS = (
    Section("Embedding table", ("embedding",), _command("embedding", "embedding"), _embedding),
    Section("Pooling by answers", ("pooling",), _command("pooling", "pooling"), _pooling),
    Section(
        "Activations: familiarity",
        ("activation",),
        _command("activation", "activation"),
        _activation,
    ),
    Section(
        "Activations: shifted texts",
        ("activation_shift",),
        _command("activation.shift", "activation_shift"),
        _shift,
    ),
    Section(
        "Activations: our autoencoder",
        ("activation_autoencoder",),
        _command("activation.autoencoder", "activation_autoencoder"),
        _autoencoder,
    ),
)
