"""Serving a large catalogue: opening its artifact, the next screen of every kind, the list.

`python -m benchmarks.scale.serving write FOLDER N` writes an artifact of N made-up items;
`... measure FOLDER` opens it in a process of its own and prints JSON. Times are of the processor,
on one thread: what a quiet core takes, whoever else is at work.
"""
# ruff: noqa: E402 - the number of threads must be set before numpy is imported

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy reads it

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common.report import Claim, Row
from benchmarks.latency_of_screens import PLANS, said, world
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.questions.next_question import next_question
from elicitation.recommendations.new_to_you import NewToYou
from elicitation.recommendations.personal_list import recommendations
from elicitation.recommendations.scores import Ranker
from elicitation.sessions.events import Started
from elicitation.sessions.session import Session, apply
from models.artifacts import load_artifact, save_artifact
from models.datasets.catalogue import Catalogue
from models.recommenders.table import served_priors
from models.settings import ROOT

N_BASES, N_HIDDEN, N_LATENT = 42, 200, 32
N_SCREENS, N_LISTED = 10, 10
OPEN_MS, NEXT_MS, LIST_MS = 1000.0, 150.0, 50.0  # targets


def write(folder: Path, n_items: int) -> None:
    """An artifact with everything that a fit of so many items has, its numbers drawn."""
    basis, familiarity = world(N_BASES, 0, n_items)
    rng = np.random.default_rng(3)
    exposure = basis.exposure
    assert exposure is not None
    blank = ("",) * n_items
    catalogue = Catalogue(
        basis.keys,
        tuple(f"Item number {number}" for number in range(n_items)),
        tuple(rng.integers(1930, 2020, n_items).tolist()),
        tuple((f"Kind {number % 19}", f"Kind {number % 7}") for number in range(n_items)),
        blank,
        blank,
        imdb=tuple(f"tt{number:07d}" for number in range(n_items)),
    )
    priors = {name: rng.standard_normal((n_items, N_BASES)) for name in served_priors()}
    save_artifact(
        folder,
        catalogue,
        {
            "rewards": basis.rewards,
            "offsets": basis.offsets,
            "prior_mean": basis.prior.mean,
            "prior_cov": basis.prior.cov,
            "familiarity": familiarity.logits,
            "exposure": exposure.loadings,
            "known_logits": exposure.known_logits,
            "activity": np.array([exposure.activity]),
            **{f"crowd_{name}": basis.offsets for name in priors},
            **{f"shifts_{name}": 0.3 * basis.rewards + 0.1 * own for name, own in priors.items()},
            "vae_input_weights": rng.standard_normal((n_items, N_HIDDEN)),
            "vae_input_bias": np.zeros(N_HIDDEN),
            "vae_code_weights": rng.standard_normal((N_HIDDEN, 2 * N_LATENT)),
            "vae_code_bias": np.zeros(2 * N_LATENT),
            "vae_output_weights": rng.standard_normal((n_items, N_LATENT)),
            "vae_output_bias": np.zeros(n_items),
            "vae_latent_mean": np.zeros(N_LATENT),
        },
        content={
            "dataset": "made up",
            "bases": list(basis.names),
            "trust": dict.fromkeys(priors, 0.5),
            "activity_variance": 1.0,
            "words": {},
            "notice": "",
        },
        about={},
    )


def measure(folder: Path) -> dict[str, Any]:
    """Milliseconds of opening, of each kind's next screens and lists, and memory in MiB."""
    before = _private()
    opened, artifact = _timed(lambda: load_artifact(folder))
    held = _private() - before
    basis, familiarity = artifact.basis, artifact.familiarity
    ranker = Ranker(artifact.shared, 0.5, NewToYou(familiarity, np.full(basis.n_items, -1)))
    screens, lists = {}, list[float]()
    for plan in PLANS:
        own, listed = _played(basis, familiarity, ranker, plan)
        screens[plan] = float(np.quantile(own[1:], 0.95))  # the first fills caches
        lists += listed[1:]
    return {
        "open": opened,
        "private MiB": held,
        "file MiB": sum(file.stat().st_size for file in folder.iterdir()) / 2**20,
        "screens": screens,
        "list": float(np.quantile(lists, 0.95)),
    }


def _played(
    basis: RewardBasis, familiarity: Familiarity, ranker: Ranker, plan: str
) -> tuple[list[float], list[float]]:
    person = basis.prior.sample(1, np.random.default_rng(1))[0]
    utilities = basis.offsets + basis.rewards @ person
    session = Session(Started("bench", 0, "a_optimal", 20, "made up", "", plan=(plan,)))
    screens, lists = [], []
    for _ in range(N_SCREENS):
        belief = Belief(basis, session)
        belief.extended  # noqa: B018 - found before the next screen is asked for
        took, question = _timed(lambda belief=belief: next_question(belief, familiarity))  # type: ignore[misc]
        screens.append(took)
        assert question is not None
        session = apply(session, said(basis, question, utilities))
        fresh = Belief(basis, session)
        took, _ = _timed(lambda fresh=fresh: recommendations(fresh, ranker, N_LISTED))  # type: ignore[misc]
        lists.append(took)
    return screens, lists


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of the processor, and what came of them."""
    began = time.process_time()
    result = work()
    return 1e3 * (time.process_time() - began), result


def _private() -> float:
    """MiB of its own that this process has written to: files that it maps are not among them."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return float("nan")
    return sum(map(int, re.findall(r"^Private_Dirty:\s+(\d+)", rollup.read_text(), re.M))) / 2**10


def served(n_items: int) -> tuple[Row, list[Claim]]:
    """A row, and its claims, measured in fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        _child("write", folder, str(n_items))
        found = json.loads(_child("measure", folder).splitlines()[-1])
    slowest = max(found["screens"].values())
    row: Row = {
        "served items": n_items,
        "file MiB": found["file MiB"],
        "opened in ms": found["open"],
        "private MiB": found["private MiB"],
        **{f"{plan} p95 ms": value for plan, value in found["screens"].items()},
        "list p95 ms": found["list"],
    }
    limits = (
        ("opening, ms", found["open"], OPEN_MS),
        ("next screen, slowest kind, p95 ms", slowest, NEXT_MS),
        ("list, p95 ms", found["list"], LIST_MS),
    )
    return row, [
        Claim(f"{what}, {n_items:,} items", value, f"<= {limit:g}", value <= limit)
        for what, value, limit in limits
    ]


def _child(*arguments: str) -> str:
    """What the child printed. Raises RuntimeError with the end of its error output."""
    command = [sys.executable, "-m", "benchmarks.scale.serving", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(done.stderr[-600:])
    return done.stdout


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(json.dumps(measure(Path(sys.argv[2]))))
