import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import sparse

from models.recommenders.training.distributed import ALONE, Team, team_of_torchrun
from models.recommenders.training.vae_training import fit_vae
from models.recommenders.vae import Vae, VaeConfig
from models.settings import ROOT

# 20 updates of batches of 7, 8 and 8 people: two processes share an odd number too
CONFIG = VaeConfig(n_latent=4, n_hidden=16, n_epochs=5, batch_size=8)
VARIANTS: dict[str, dict] = {
    "multinomial": {},
    "logistic, without noise": {"likelihood": "logistic", "sampled": False},
    "RecVAE's options": {"composite_prior": True, "beta_per_click": 0.01, "decoder_every": 1},
}
# Float32 sums in another order differ by 1e-7 of their size, and Adam divides by the size of a
# gradient, so what nearly cancels may move by more. Asserted: 1e-6 here, and after all 30 epochs on
# the embedded films 6e-5 in the worst of a million parameters, 1.2e-5 in the worst log-probability.
TOLERANCE = 1e-6


def world() -> sparse.csr_matrix:
    """31 people of two camps, with histories of different lengths."""
    rng = np.random.default_rng(5)
    camp = np.arange(31)[:, None] % 2 == np.arange(24)[None, :] % 2
    return sparse.csr_matrix((rng.random((31, 24)) < np.where(camp, 0.6, 0.1)).astype(float))


def judged(vae: Vae) -> float:
    return float(np.square(vae.output_weights).sum())  # grows, so the last epoch is the best


def arrays(vae: Vae) -> dict[str, np.ndarray]:
    return {part.name: getattr(vae, part.name) for part in fields(vae)}


def learned(name: str, team: Team = ALONE) -> dict[str, np.ndarray]:
    config = VaeConfig(**{**vars(CONFIG), **VARIANTS[name]})
    return arrays(fit_vae(world(), config, seed=2, judge=judged, patience=2, team=team))


def member(folder: Path) -> None:
    with team_of_torchrun() as team:
        for number, name in enumerate(VARIANTS):
            np.savez(folder / f"{number}-{team.rank}.npz", **learned(name, team))


@pytest.fixture(scope="module")
def of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What both of two processes learned."""
    folder = tmp_path_factory.mktemp("two")
    launch = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node=2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(
        [sys.executable, *launch, __file__, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(VARIANTS)))
def test_two_processes_learn_what_one_does(of_two: Path, number: int) -> None:
    alone = learned(list(VARIANTS)[number])
    first, second = (np.load(of_two / f"{number}-{rank}.npz") for rank in range(2))
    for name, array in alone.items():
        np.testing.assert_array_equal(first[name], second[name])
        np.testing.assert_allclose(first[name], array, rtol=0.0, atol=TOLERANCE, err_msg=name)


@pytest.mark.slow
def test_the_tolerance_notices_a_learning_rate_one_per_cent_higher(of_two: Path) -> None:
    """Control: what is learned otherwise is far outside of it."""
    other = VaeConfig(**{**vars(CONFIG), "learning_rate": 1.01 * CONFIG.learning_rate})
    fitted = arrays(fit_vae(world(), other, seed=2, judge=judged, patience=2))
    two = np.load(of_two / "0-0.npz")
    assert np.abs(fitted["output_weights"] - two["output_weights"]).max() > 10 * TOLERANCE


@pytest.mark.parametrize("n_people", [3, 7, 8, 25])
def test_everybody_in_a_batch_is_in_one_share(n_people: int) -> None:
    people = np.arange(n_people)
    shares = [people[Team(rank, 3, torch.device("cpu")).share(n_people)] for rank in range(3)]
    np.testing.assert_array_equal(np.concatenate(shares), people)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_more_processes_than_people_in_a_batch_are_refused() -> None:
    with pytest.raises(ValueError, match="2 people in a batch cannot be shared by 3 processes"):
        Team(0, 3).share(2)


def test_without_torchrun_there_is_one_process() -> None:
    with team_of_torchrun() as team:
        assert team == ALONE


if __name__ == "__main__":
    member(Path(sys.argv[1]))
