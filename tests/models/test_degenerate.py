"""Worlds without differences, and hardly any world at all: they train, or one sentence says why.

Warnings of NumPy are errors here, as in all tests.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.recommendations.personal_list import recommendations
from elicitation.recommendations.scores import Ranker
from elicitation.sessions.events import Answered, Started, pick
from elicitation.sessions.session import Session, apply
from models.artifacts import load_artifact
from models.datasets.reading.folder import read_data
from models.fit import FitConfig
from models.recommenders.vae import VaeConfig
from models.settings import ROOT
from models.train import REFUSED, train

Rows = Iterator[tuple[int, int, int]]  # person, item, stars
VAE = VaeConfig(n_latent=4, n_hidden=16, n_epochs=5, batch_size=20)
QUICK = FitConfig(recommenders={"mult_vae": VAE})


def everybody_identical() -> Rows:
    return ((u, i, 1 + i % 5) for u in range(40) for i in range(30))


def everybody_likes_everything() -> Rows:
    rng = np.random.default_rng(0)
    return ((u, int(i), 5) for u in range(40) for i in rng.choice(30, 20, replace=False))


def everybody_the_same_likes() -> Rows:
    return ((u, i, 5) for u in range(40) for i in range(25))


def twenty_people() -> Rows:
    rng = np.random.default_rng(1)
    return (
        (u, int(i), int(rng.integers(3, 6))) for u in range(20) for i in rng.permutation(60)[:25]
    )


def twenty_items() -> Rows:
    rng = np.random.default_rng(2)
    return (
        (u, int(i), int(rng.integers(2, 6))) for u in range(60) for i in rng.permutation(20)[:15]
    )


def twenty_of_both() -> Rows:
    rng = np.random.default_rng(3)
    return ((u, i, int(rng.integers(3, 6))) for u in range(20) for i in range(20))


def nobody_likes_anything() -> Rows:
    rng = np.random.default_rng(4)
    return (
        (u, int(i), int(rng.integers(1, 3))) for u in range(40) for i in rng.permutation(30)[:15]
    )


WORLDS: tuple[Callable[[], Rows], ...] = (
    everybody_identical,
    everybody_likes_everything,
    everybody_the_same_likes,
    twenty_people,
    twenty_items,
    twenty_of_both,
    nobody_likes_anything,
)


def write(folder: Path, rows: Rows, genres: bool = True) -> Path:
    folder.mkdir()
    table = list(rows)
    kinds = ("Drama", "Comedy", "Horror")
    items = [
        f"k{n},Title {n},{1950 + n},{kinds[n % 3] if genres else ''}"
        for n in range(1 + max(item for _, item, _ in table))
    ]
    lines = [f"u{person},k{item},{stars}" for person, item, stars in table]
    (folder / "items.csv").write_text("\n".join(["key,title,year,genres", *items]))
    (folder / "interactions.csv").write_text("\n".join(["user,item,rating", *lines]))
    return folder


def no_constant(name: str) -> float:
    raise AssertionError(f"{name} in a manifest")


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_a_world_without_differences_trains_asks_and_lists(
    world: Callable[[], Rows], tmp_path: Path
) -> None:
    reading = read_data(write(tmp_path / "data", world()))
    assert reading.dataset is not None and reading.report.usable, reading.report.troubles
    out = tmp_path / "fitted"
    with (tmp_path / "log").open("w") as log:
        train(reading.dataset, out, 0, Console(file=log), config=QUICK)
    manifest = (out / "manifest.json").read_text()
    json.loads(manifest, parse_constant=no_constant)
    artifact = load_artifact(out)
    for name, tensor in artifact.tensors.items():
        assert np.isfinite(tensor).all(), name
    started = Started("s", 1, "a_optimal", 3, "", artifact.basis.fingerprint)
    session = Session(started)
    for _ in range(3):
        question = next_question(Belief(artifact.basis, session), artifact.familiarity)
        assert question is not None
        keys = tuple(artifact.basis.keys[item] for item in question.items)
        session = apply(session, Answered(question.step, keys, pick(keys[0])))
    found = recommendations(
        Belief(artifact.basis, session), Ranker.fitted(artifact.shared), artifact.basis.n_items
    )
    assert found and all(np.isfinite([p.match, p.low, p.high]).all() for p in found)


@pytest.mark.parametrize(
    ("n_people", "n_items", "why"),
    [
        (19, 40, "19 people like at least 5 items, and 20 are needed to learn from"),
        (40, 19, "19 items were rated by anybody; at least 20 are needed"),
        (1, 1, "at least 20 are needed"),
    ],
)
def test_too_little_is_refused_in_one_sentence(
    n_people: int, n_items: int, why: str, tmp_path: Path
) -> None:
    rows = ((u, i, 5 - (u + i) % 2) for u in range(n_people) for i in range(n_items))
    folder = write(tmp_path / "data", rows)
    command = [sys.executable, "-m", "models.train", str(folder), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == REFUSED
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("Nothing was fitted: ") and why in line
    assert not (tmp_path / "out").exists()
