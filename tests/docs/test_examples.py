"""The recipes of CONTRIBUTING.md work: each example is added to its table and used."""

import json
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.candidates import Candidates
from elicitation.questions.pair_search import best_pair
from models.datasets.registry import DATASETS, load_dataset
from models.recommenders.base import FitRun, PriorEvidence
from models.recommenders.table import RECOMMENDERS, served_priors
from models.settings import ROOT

EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))


def example(name: str) -> ModuleType:
    """The named module of docs/examples, freshly executed."""
    spec = spec_from_file_location(f"example_{name}", ROOT / "docs" / "examples" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_contributing_names_every_example_and_no_other() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    assert {*re.findall(r"docs/examples/(\w+\.py)", text)} == {path.name for path in EXAMPLES}


def test_an_added_policy_asks_its_best_pair() -> None:
    policy = example("policy").UNCERTAINTY
    rng = np.random.default_rng(0)
    rewards, offsets = rng.standard_normal((60, 3)), 0.3 * rng.standard_normal(60)
    factor = rng.standard_normal((3, 3))
    belief = Gaussian(rng.standard_normal(3), factor @ factor.T + 0.1 * np.eye(3))
    prior = Gaussian(np.zeros(3), np.eye(3))
    candidates = Candidates(
        np.arange(60), rewards, offsets, rng.uniform(0.2, 1.0, 60), rewards @ prior.factor
    )
    first, second, value = best_pair(policy, belief, candidates, rng)
    i, j = np.triu_indices(60, 1)
    mean, variance = belief.project(rewards[i] - rewards[j])
    gains = policy.acquisition(mean + offsets[i] - offsets[j], variance, variance)
    gains = gains * candidates.answerable[i] * candidates.answerable[j]
    assert value == pytest.approx(gains.max(), rel=1e-9)
    assert {first, second} == {int(i[gains.argmax()]), int(j[gains.argmax()])}


def test_an_added_recommender_ranks_and_becomes_a_prior(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RECOMMENDERS, "neighbours", example("recommender").NEIGHBOURS)
    spec = RECOMMENDERS["neighbours"]
    assert served_priors()["neighbours"].label == "films liked together"
    rng = np.random.default_rng(0)
    camp = np.arange(200) % 2  # even people like even items
    liked = sparse.csr_matrix(
        (rng.random((200, 30)) < np.where(camp[:, None] == np.arange(30) % 2, 0.6, 0.05)) * 1.0
    )
    finished: list[float] = []
    model = spec.fit_to_rank(liked, FitRun(0, finished.append))
    assert finished == [1.0]
    one = sparse.csr_matrix(([1.0], ([0], [4])), shape=(1, 30))
    scores = model.score(one)[0]
    assert scores[6] > scores[7]
    rewards = np.where(np.arange(30) % 2, -1.0, 1.0)[:, None]
    prior = Gaussian(np.zeros(1), np.eye(1))
    keys = tuple(map(str, range(30)))
    basis = RewardBasis(keys, rewards, np.zeros(30), ("even",), prior, "toy")
    evidence = PriorEvidence(basis, liked, np.where(camp, -1.0, 1.0)[:, None])
    candidates = spec.serve(model, evidence).candidates["neighbours"]
    shifts = candidates[0].shifts[:, 0]
    assert shifts[::2].min() > 0.0 > shifts[1::2].max()  # liking even items lifts them


def test_an_added_data_set_loads_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipes = [{"id": n, "title": f"Soup {n}", "tags": ["soup"]} for n in range(25)]
    opened = {"ada": list(range(25)), "bob": [3, 4], "eve": []}
    path = tmp_path / "recipes.json"
    path.write_text(json.dumps({"recipes": recipes, "opened": opened}))
    load = example("dataset").load_recipes
    monkeypatch.setitem(DATASETS, "recipes", lambda: load(path))
    dataset = load_dataset("recipes")
    assert dataset.liked.sum(axis=1).ravel().tolist() == [[25.0, 2.0, 0.0]]
    assert dataset.catalogue.titles[3] == "Soup 3"
    path.write_text(json.dumps({"recipes": recipes, "opened": {"ada": [99]}}))
    with pytest.raises(KeyError, match="recipes:99"):
        load_dataset("recipes")
