"""What a dialect costs: one planted world, as each kind of file has it, against clean stars.

`python -m benchmarks.catalogues --json FILE` writes a world of 150 people and 120 items in every
dialect, reads and fits it as `models.train` does, asks 100 people whom no file knows ten questions
about what they truly like, and measures what their list of ten loses (``top_k_regret``: 0 is the
best list, 1 an average one).
"""

import argparse
import hashlib
import sys
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.catalogues.dialects import DIALECTS, write
from benchmarks.catalogues.planted import N_PEOPLE, planted
from benchmarks.common.report import Claim, Row, write_report
from benchmarks.common.seeds import Named, kept
from elicitation.simulation.sessions import drawn_person, run_session, top_k_regret
from models.artifacts import DEFAULT_PRIOR
from models.datasets.catalogue import ENOUGH_LIKES, Dataset
from models.datasets.reading.folder import Reading, read_data
from models.evaluation.metrics import paired_interval
from models.fit import DEFAULT_POLICY, FitConfig, Fitted, fit_everything
from models.rewards.prior_tuning import blended

Floats = NDArray[np.float64]
CLEAN = "clean stars"
N_ASKED, N_QUESTIONS = 100, 10
WITHIN = 0.05  # of the loss in clean stars
KNOWN = 0.5  # share of the items that a person asked knows


def read(name: str, seed: int) -> Reading:
    """The world ``seed`` in a dialect, as it is understood."""
    with tempfile.TemporaryDirectory() as place:
        world = planted(seed, N_PEOPLE + N_ASKED).people_before(N_PEOPLE)
        reading = read_data(write(Path(place) / "world", DIALECTS[name](world)))
    if reading.dataset is None or reading.report.ratings is None:
        raise RuntimeError(f"{name} was not read: {reading.report.troubles}")
    return reading


def fitted_on(dataset: Dataset, seed: int) -> Fitted:
    """What the list needs of all that ``models.train`` fits."""
    catalogue = dataset.catalogue
    return fit_everything(
        dataset.people_with_history(ENOUGH_LIKES),
        dataset.like,
        catalogue.keys,
        catalogue.titles,
        catalogue.genres,
        FitConfig(only=(DEFAULT_PRIOR,)),
        seed,
        years=catalogue.years,
    )


def losses(fitted: Fitted, liking: Floats, seed: int) -> tuple[Floats, Floats]:
    """What the list of each person loses before and after ten questions, (n_people,) each.

    ``liking`` (n_people, n_items) in log-odds; item n stands in row n of every dialect's file.
    """
    keys = fitted.basis.keys
    traces = []
    for person, utilities in enumerate(liking):
        rng = np.random.default_rng([seed, person, 7])
        known = frozenset(np.array(keys)[rng.random(len(keys)) < KNOWN].tolist())
        answers = drawn_person(dict(zip(keys, utilities.tolist(), strict=True)), known)
        traces.append(
            run_session(
                fitted.basis,
                fitted.familiarity,
                answers,
                DEFAULT_POLICY,
                N_QUESTIONS,
                seed + person,
            )
        )
    before, after = (
        np.array(
            [
                top_k_regret(true, scores, 10)
                for true, scores in zip(
                    liking, blended(fitted.blend, fitted.basis, traces, n), strict=True
                )
            ]
        )
        for n in (0, N_QUESTIONS)
    )
    return before, after


def measured(dataset: Dataset, seed: int) -> tuple[NDArray[np.int64], Named]:
    """The numbers of the people asked, and what their lists lose by questions answered."""
    liking = 2.0 * planted(seed, N_PEOPLE + N_ASKED).liking[N_PEOPLE:]
    before, after = losses(fitted_on(dataset, seed), liking, seed)
    named: Named = {("list", "loss", 0): before, ("list", "loss", N_QUESTIONS): after}
    return np.arange(len(before)), named


def content(dataset: Dataset) -> str:
    """A fingerprint of what a fit depends on; keys only name."""
    ratings, catalogue = dataset.interactions.ratings, dataset.catalogue
    about = (dataset.like, ratings.shape, catalogue.titles, catalogue.genres, catalogue.years)
    found = hashlib.sha256(repr(about).encode())
    for array in (ratings.data.astype(np.float64), ratings.indices, ratings.indptr):
        found.update(array.tobytes())
    return found.hexdigest()


def run(names: list[str], n_seeds: int, parts: Path | None = None) -> tuple[list[Row], list[Claim]]:
    found: dict[str, list[tuple[Floats, Floats]]] = {name: [] for name in names}
    understood: dict[str, Row] = {}
    for seed in range(n_seeds):
        known: dict[str, Named] = {}  # what was read as the same data set is fitted once
        for name in names:
            reading = read(name, seed)
            dataset, ratings = reading.dataset, reading.report.ratings
            assert dataset is not None and ratings is not None
            path = parts and parts / f"catalogues-{list(DIALECTS).index(name)}-{seed}.npz"
            same = content(dataset)
            if same not in known:
                _people, known[same] = kept(path, partial(measured, dataset, seed))
            named = known[same]
            before, after = (named["list", "loss", n] for n in (0, N_QUESTIONS))
            found[name].append((before, after))
            understood[name] = {"kind": ratings.kind, "likes": ratings.liked_share}
            print(f"seed {seed}, {name}: {after.mean():.3f}", file=sys.stderr)
    rows: list[Row] = []
    claims = []
    clean = np.concatenate([after for _, after in found[CLEAN]])
    for name in names:
        before, after = (np.concatenate(own) for own in zip(*found[name], strict=True))
        gap, low, high = paired_interval(after - clean, np.random.default_rng(0))
        rows.append(
            {
                "file": name,
                **understood[name],
                "loss, nobody asked": float(before.mean()),
                "loss, ten questions": float(after.mean()),
                "against clean": gap,
                "from": low,
                "to": high,
            }
        )
        if name != CLEAN:
            what = f"{name}: loss after ten questions beyond that in clean stars"
            claims.append(Claim(what, gap, f"at most {WITHIN}", gap <= WITHIN))
    return rows, claims


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=list(DIALECTS), default=list(DIALECTS))
    parser.add_argument("--seeds", type=int, default=3, help="worlds")
    parser.add_argument("--json", help="write the rows and claims to this file")
    parser.add_argument("--parts", type=Path, help="keep dialects here and go on from those there")
    options = parser.parse_args()
    names = list(dict.fromkeys([CLEAN, *options.only]))
    return write_report(*run(names, options.seeds, options.parts), options.json)


if __name__ == "__main__":
    sys.exit(main())
