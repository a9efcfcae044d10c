"""Fits and times one model of one library in a separate process.

`python -m benchmarks.peers.libraries LIBRARY MODEL JSON SPLIT.npz OUT.npz` reads histories, fits,
scores tuning and test people and writes scores, seconds and peak memory. It runs in the library's
environment, where only modules of Tenfold that need NumPy and SciPy can be imported. Each entry of
MODELS takes (training matrix, parameters, judge) and returns a function that fits and returns what
scores histories; the building of a library's own data set does not count as fitting.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy import sparse

Score = Callable[[sparse.csr_matrix], np.ndarray]
Judge = Callable[[Any], float]
Params = dict[str, Any]
Fit = Callable[[], Score]

PATIENCE = 5  # epochs without a better one, for every model that stops early


def irspack_ease(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    from irspack.recommenders import DenseSLIMRecommender

    model = DenseSLIMRecommender(train, reg=params["regularisation"])
    return lambda: model.learn().get_score_cold_user


def irspack_ials(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    from irspack.recommenders import IALSRecommender

    model = IALSRecommender(train, random_seed=0, **params)
    return lambda: model.learn().get_score_cold_user


def irspack_mult_vae(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    from irspack.recommenders import MultVAERecommender

    model = MultVAERecommender(train, **params)
    return lambda: model.learn().get_score_cold_user


def cornac_data(train: sparse.csr_matrix) -> Any:
    from cornac.data import Dataset

    cells = train.tocoo()
    rows = [(str(u), i, 1.0) for u, i in zip(cells.row, cells.col, strict=True)]
    # items keep their numbers: cornac numbers by first appearance unless it is given a map
    items = {i: i for i in range(train.shape[1])}
    return Dataset.build(rows, global_iid_map=items, seed=0)


def cornac_ease(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    from cornac.models import EASE

    data = cornac_data(train)
    model = EASE(lamb=params["regularisation"], posB=False, verbose=False, seed=0)

    def fit() -> Score:
        model.fit(data)
        return lambda histories: histories @ np.asarray(model.B)

    return fit


def cornac_mult_vae(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    import torch
    from cornac.models import VAECF

    model = VAECF(likelihood="mult", verbose=False, seed=0, **params)
    data = cornac_data(train)

    @torch.no_grad()
    def score(histories: sparse.csr_matrix) -> np.ndarray:
        mean, _ = model.vae.encode(torch.tensor(histories.toarray(), dtype=torch.float32))
        return model.vae.decode(mean).numpy()

    def fit() -> Score:
        model.fit(data)
        model.vae.eval()
        return score

    return fit


def lenskit_ease(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    import pandas as pd
    from lenskit.data import ItemList, RecQuery, from_interactions_df
    from lenskit.knn import EASEScorer

    cells = train.tocoo()
    data = from_interactions_df(pd.DataFrame({"user_id": cells.row, "item_id": cells.col}))
    model = EASEScorer(regularization=params["regularisation"])
    everything = ItemList(item_ids=np.arange(train.shape[1]))

    def score(histories: sparse.csr_matrix) -> np.ndarray:
        rows = [
            model(RecQuery(user_items=ItemList(item_ids=row.indices)), everything).scores()
            for row in histories
        ]
        return np.nan_to_num(np.array(rows), nan=-1e9)

    def fit() -> Score:
        model.train(data)
        return score

    return fit


def implicit_ials(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    from implicit.als import AlternatingLeastSquares

    model = AlternatingLeastSquares(random_state=0, **params)
    likes = train.astype(np.float32)

    def score(histories: sparse.csr_matrix) -> np.ndarray:
        people = model.recalculate_user(np.arange(histories.shape[0]), histories.astype(np.float32))
        return people @ model.item_factors.T

    def fit() -> Score:
        model.fit(likes, show_progress=False)
        return score

    return fit


def recbole(name: str, train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    """RecBole's model class with its own loss, on our matrices instead of its files."""
    import torch
    from recbole.model.general_recommender.multivae import MultiVAE
    from recbole.model.general_recommender.recvae import RecVAE

    torch.manual_seed(0)
    dense = torch.tensor(train.toarray(), dtype=torch.float32)
    config = {"USER_ID_FIELD": "u", "ITEM_ID_FIELD": "i", "NEG_PREFIX": "n", "device": "cpu"}
    nothing = torch.zeros(1, 1)
    data = SimpleNamespace(
        num=lambda field: train.shape[field == "i"],
        history_item_matrix=lambda: (nothing.long(), nothing, nothing),
    )
    model = {"MultiVAE": MultiVAE, "RecVAE": RecVAE}[name]({**config, **params["model"]}, data)
    model.get_rating_matrix = lambda rows: dense[rows]
    encoder_epochs = 3 if name == "RecVAE" else 1  # then one of the decoder, as its trainer does
    halves = [model.encoder, model.decoder] if name == "RecVAE" else [model]
    optimisers = [torch.optim.Adam(h.parameters(), lr=params["learning_rate"]) for h in halves]

    def epoch(optimiser: Any, *turn: bool) -> None:
        for rows in torch.randperm(len(dense)).split(params["batch_size"]):
            optimiser.zero_grad()
            model.calculate_loss({"u": rows}, *turn).backward()
            optimiser.step()

    def fit() -> Score:
        """Fit with early stopping on tuning people, as our models and RecBole's trainer do."""
        best, kept, waited = -np.inf, model.state_dict(), 0
        while waited <= PATIENCE:
            model.train()
            for _ in range(encoder_epochs):
                epoch(optimisers[0], *([True] if name == "RecVAE" else []))
            if name == "RecVAE":
                model.update_prior()
                epoch(optimisers[1], False)
            model.eval()
            value = judge(SimpleNamespace(score=score))
            waited += 1
            if value > best:
                best, kept, waited = value, deepcopy(model.state_dict()), 0
        model.load_state_dict(kept)
        return score

    @torch.no_grad()
    def score(histories: sparse.csr_matrix) -> np.ndarray:
        rows = torch.tensor(histories.toarray(), dtype=torch.float32)
        parts = model(rows) if name == "MultiVAE" else model(rows, 0.0)
        return parts[0].numpy()

    return fit


def tenfold_ease(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    from models.recommenders.ease import EaseConfig, fit_ease

    dtype = np.dtype(params.pop("dtype", "float32"))
    return lambda: fit_ease(train, EaseConfig(**params), dtype).score


def tenfold_vae(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    from models.recommenders.training.vae_training import fit_vae
    from models.recommenders.vae import VaeConfig, sized

    config = sized(VaeConfig(**params), train.shape[0])
    return lambda: fit_vae(train, config, 0, judge=judge).score


def tenfold_mf(train: sparse.csr_matrix, params: Params, judge: Judge) -> Fit:
    from models.recommenders.personas import PersonasConfig
    from models.recommenders.training.personas_training import fit_personas

    return lambda: fit_personas(train, PersonasConfig(**params), 0, judge=judge).score


MODELS: dict[tuple[str, str], Callable[[sparse.csr_matrix, Params, Judge], Fit]] = {
    ("irspack", "EASE"): irspack_ease,
    ("irspack", "iALS"): irspack_ials,
    ("irspack", "Mult-VAE"): irspack_mult_vae,
    ("cornac", "EASE"): cornac_ease,
    ("cornac", "Mult-VAE"): cornac_mult_vae,
    ("lenskit", "EASE"): lenskit_ease,
    ("implicit", "iALS"): implicit_ials,
    ("RecBole", "Mult-VAE"): lambda train, params, judge: recbole("MultiVAE", train, params, judge),
    ("RecBole", "RecVAE"): lambda train, params, judge: recbole("RecVAE", train, params, judge),
    ("Tenfold", "EASE"): tenfold_ease,
    ("Tenfold", "EASE, rows weighted"): tenfold_ease,
    ("Tenfold", "ridge"): tenfold_ease,
    ("Tenfold", "VAE"): tenfold_vae,
    ("Tenfold", "Gaussian VAE"): tenfold_vae,
    ("Tenfold", "MF"): tenfold_mf,
}


def matrix(arrays: Any, name: str) -> sparse.csr_matrix:
    parts = (arrays[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
    return sparse.csr_matrix(tuple(parts), shape=tuple(arrays[f"{name}_shape"]))


def measure(library: str, model: str, params: Params, split: str, out: str) -> None:
    arrays = np.load(split)
    train, tuning, test = (matrix(arrays, name) for name in ("train", "tuning", "test"))
    trace: list[tuple[float, float]] = []

    def judge(fitted: Any) -> float:
        from models.evaluation.protocol import FoldIn, mean_ndcg

        value = mean_ndcg(fitted, FoldIn(tuning, matrix(arrays, "targets")))
        trace.append((time.perf_counter() - began, value))
        return value

    fit = MODELS[library, model](train, params, judge)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    score = fit()
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for person in range(30):  # warm-up: page faults of fresh memory are no cost of serving
        score(tuning[person % tuning.shape[0]])
    for person in range(30):
        one = test[person % test.shape[0]]
        start = time.perf_counter()
        score(one)
        times.append(time.perf_counter() - start)
    tuning_scores, test_scores = (np.asarray(score(h), np.float32) for h in (tuning, test))
    about = {
        "fit_s": seconds,
        "peak_MiB": (peak - before) / 1024.0,
        "one_user_ms": 1000.0 * float(np.median(times)),
        "trace": trace,
    }
    about_text = np.array(json.dumps(about))
    np.savez(out, tuning_scores=tuning_scores, test_scores=test_scores, about=about_text)


if __name__ == "__main__":
    measure(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), *sys.argv[4:6])
