"""Studies with simulated people: whole, resumed, killed, and on a cluster of two workers."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.next_question import next_question
from elicitation.questions.stopping import should_stop
from elicitation.recommendations.scores import Ranker, SharedPrior
from elicitation.recommendations.stability import certainty
from elicitation.sessions.session import Session, apply
from models.artifacts import save_artifact
from models.datasets.catalogue import Catalogue
from models.simulate import main
from models.simulation.parts import Simulation, collect, run_study, simulate_part
from models.simulation.simulated_users import AnswerNoise, simulate, simulated_user

RNG = np.random.default_rng(0)
BASIS = RewardBasis(
    tuple(f"k{n}" for n in range(80)),
    RNG.standard_normal((80, 3)),
    0.3 * RNG.standard_normal(80),
    ("a", "b", "c"),
    Gaussian(np.zeros(3), 0.8 * np.eye(3)),
    "toy",
)
FAMILIARITY = Familiarity(np.full(80, 1.0), 0.5)
STUDY = Simulation("toy", ("random", "a_optimal"), 30, 8, 1, part_size=8)


def write(folder: Path) -> None:
    """The artifact of this world."""
    none = ("",) * BASIS.n_items
    catalogue = Catalogue(BASIS.keys, BASIS.keys, (1999,) * 80, ((),) * 80, none, none)
    tensors = {
        "rewards": BASIS.rewards,
        "offsets": BASIS.offsets,
        "prior_mean": BASIS.prior.mean,
        "prior_cov": BASIS.prior.cov,
        "crowd_mult_vae": np.zeros(80),
        "shifts_mult_vae": BASIS.rewards,
        "familiarity": FAMILIARITY.logits,
    }
    content = {
        "dataset": "test",
        "bases": list(BASIS.names),
        "trust": {"mult_vae": 0.5},
        "activity_variance": 0.5,
        "words": {"item": "film"},
        "notice": "",
    }
    save_artifact(folder, catalogue, tensors, content, about={})


def finished(folder: Path, study: Simulation = STUDY, jobs: int = 1) -> pd.DataFrame:
    for _ in run_study(BASIS, FAMILIARITY, study, folder, jobs):
        pass
    return collect(folder, study)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return finished(tmp_path_factory.mktemp("whole"))


def test_every_person_meets_every_policy(whole: pd.DataFrame) -> None:
    assert whole.groupby("policy")["person"].nunique().to_dict() == {"random": 30, "a_optimal": 30}
    assert set(whole["shown"]) == set(range(9))
    before = whole[whole["shown"] == 0].set_index("person")
    first, second = (before[before["policy"] == name] for name in STUDY.policies)
    assert (first["top_10_regret"] == second["top_10_regret"]).all()  # the same people


def test_questions_teach_and_adaptive_ones_more(whole: pd.DataFrame) -> None:
    means = whole.groupby(["policy", "shown"])[["trace", "top_10_regret"]].mean()
    for name in STUDY.policies:
        assert means["trace"][name, 8] < means["trace"][name, 0]
        assert means["top_10_regret"][name, 8] < means["top_10_regret"][name, 0]
    assert means["trace"]["a_optimal", 8] < means["trace"]["random", 8]


def test_what_was_cut_off_goes_on(whole: pd.DataFrame, tmp_path: Path) -> None:
    steps = run_study(BASIS, FAMILIARITY, STUDY, tmp_path, 1)
    assert [next(steps) for _ in range(3)][-1] == (2, 8)
    steps.close()
    kept = {part: part.stat().st_mtime_ns for part in tmp_path.glob("*.parquet")}
    assert 2 <= len(kept) < 8
    pd.testing.assert_frame_equal(finished(tmp_path), whole)
    assert all(part.stat().st_mtime_ns == then for part, then in kept.items())


def test_a_folder_of_another_study_is_not_touched(tmp_path: Path) -> None:
    finished(tmp_path, replace(STUDY, n_people=2, n_questions=1))
    with pytest.raises(ValueError, match="another study"):
        finished(tmp_path, STUDY)


@pytest.mark.slow
def test_processes_and_a_cluster_of_two_workers_give_the_same(
    whole: pd.DataFrame, tmp_path: Path
) -> None:
    from distributed import Client, LocalCluster

    pd.testing.assert_frame_equal(finished(tmp_path / "processes", jobs=2), whole)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        parallel_config("dask", client=client),
    ):
        pd.testing.assert_frame_equal(finished(tmp_path / "dask", jobs=-1), whole)


@pytest.mark.slow
def test_the_command_survives_kill_9(tmp_path: Path) -> None:
    write(tmp_path / "artifact")
    options = ["--artifact", str(tmp_path / "artifact"), "--people", "400", "--questions", "3"]
    options += ["--policies", "random", "--jobs", "1"]
    out = tmp_path / "study"
    command = [sys.executable, "-m", "models.simulate", str(out), *options]
    started = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    for _ in range(600):
        if len(list(tmp_path.glob("study.parts/*.parquet"))) >= 2 or started.poll() is not None:
            break
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    assert not out.with_suffix(".csv").exists()
    assert main([str(out), *options]) == 0
    table = pd.read_parquet(f"{out}.parquet")
    assert table["person"].nunique() == 400
    assert main([str(tmp_path / "again"), *options]) == 0
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "again.parquet"), table)
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "again.csv"), table, check_dtype=False)


def test_a_missing_artifact_or_cluster_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "x"), "--artifact", str(tmp_path)]) == 1
    assert "make fit" in capsys.readouterr().err
    write(tmp_path)
    assert main([str(tmp_path / "x"), "--artifact", str(tmp_path), "--on", "ray"]) == 1
    assert "pip install" in capsys.readouterr().err


def test_a_simulation_tells_when_the_app_would_stop(tmp_path: Path) -> None:
    """Against the rules applied to each recorded session anew."""
    ranker = Ranker.fitted(SharedPrior(np.zeros(80), BASIS.rewards, 0.5))
    for rule in ("fixed", "adaptive"):
        study = replace(STUDY, n_people=6, n_questions=12, stopping=rule, n_planned=4)
        manner = AnswerNoise(study.seed, study.lapse, study.spread, study.question_size)
        for policy in study.policies:
            table = simulate_part(BASIS, FAMILIARITY, study, policy, 0, ranker=ranker)
            stops = table.groupby("person")["stops_at"].agg(["min", "max", "count"])
            expected = []
            for person in range(study.n_people):
                one = simulated_user(BASIS, FAMILIARITY, None, manner, person)
                whole = simulate(BASIS, FAMILIARITY, one, policy, 12, manner, person).session
                started = replace(whole.started, n_questions=4, stopping=rule)
                first = np.nan
                for n in reversed(range(len(whole.answers) + 1)):
                    own = Session(whole.started)
                    for answer in whole.answers[:n]:
                        own = apply(own, answer)
                    belief = Belief(BASIS, own)
                    question = next_question(belief, FAMILIARITY)
                    session = replace(own, started=started)
                    if should_stop(session, question, partial(certainty, belief, ranker, 10)):
                        first = n
                expected.append(first)
            np.testing.assert_array_equal(stops["min"], expected)
            np.testing.assert_array_equal(stops["max"], expected)
            assert not np.isnan(expected).all()
            if rule == "fixed":
                answered = table[table["shown"] == table["stops_at"]]["answered"]
                assert (answered == 4).all() and len(answered) > 0
