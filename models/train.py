"""`python -m models.train [DATASET]`: fit everything the app serves and write it to a folder.

Under `torchrun --nproc_per_node=N -m models.train` N processes, each with a GPU if there are any,
share the distributed parts of the fit (the Mult-VAE); the first does all the rest. Exit code 2
where nothing can be fitted on the data; a sentence says why.
"""

import argparse
import logging
import sys
import time
from dataclasses import asdict, is_dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from models.artifacts import DEFAULT_PRIOR, save_artifact
from models.datasets.catalogue import ENOUGH_LIKES, Dataset, likes
from models.datasets.errors import DatasetError
from models.datasets.packed_ratings import to_tensors
from models.datasets.reading.folder import read_data
from models.datasets.reading.printing import text_of
from models.datasets.registry import DATASETS, load_dataset, own_path
from models.engines import add_options, backend
from models.evaluation.metrics import mean_known, pairwise_accuracy
from models.fit import (
    FitConfig,
    Fitted,
    assign_roles,
    chosen_config,
    fit_everything,
    fit_recommenders,
)
from models.leaving import leave
from models.recommenders.base import Recommender
from models.recommenders.blocks import scored
from models.recommenders.popularity import Popularity
from models.recommenders.table import RECOMMENDERS
from models.recommenders.training.distributed import ALONE, Team, team_of_torchrun
from models.rewards.bases import BASES
from models.rewards.prior_tuning import halve, judged_ndcg
from models.simulation.simulated_users import replayable
from models.stages import memory
from models.stages.kept import Kept, beside, key_of
from models.stages.showing import shown_on
from models.stages.stages import Stages

ARTIFACTS = Path("artifacts")

DEFAULTS = FitConfig()
REFUSED = 2  # exit code where nothing can be fitted on the data


def held_out_metrics(
    ratings: sparse.csr_matrix, like: float, fitted: Fitted, config: FitConfig, seed: int
) -> dict[str, float]:
    """NDCG@100 of every recommender, of the prior alone, and accuracy of the base rewards.

    Validation people: likes of half the catalogue are their history, the other half is judged.
    """
    _, _, validation = assign_roles(ratings.shape[0], config, np.random.default_rng([seed, 0]))
    half = halve(ratings.shape[1], np.random.default_rng([seed, 2]))
    own = ratings[validation]
    history = likes(own, like).multiply(half.askable.astype(np.float64)).tocsr()
    targets = half.targets(own, like)
    judged: dict[str, Recommender] = {
        spec.title + ", full history" * spec.is_personal: fitted.models[name]
        for name, spec in RECOMMENDERS.items()
        if name in fitted.models
    }
    if DEFAULT_PRIOR in fitted.priors:
        judged["prior alone"] = Popularity(fitted.blend.crowd)
    metrics = {}
    for name, model in judged.items():
        values = [
            judged_ndcg(scores, targets[block], half) for block, scores in scored(model, history)
        ]
        metrics[f"ndcg_100: {name}"] = mean_known(np.concatenate(values))
    offsets = np.broadcast_to(fitted.basis.offsets, own.shape)
    metrics["pairwise_accuracy: base rewards, nobody asked"] = mean_known(
        pairwise_accuracy(offsets, own)
    )
    return metrics


def tensors_of(fitted: Fitted) -> dict[str, np.ndarray]:
    """All fitted arrays under the names of the artifact."""
    return {
        "rewards": fitted.basis.rewards,
        "offsets": fitted.basis.offsets,
        "prior_mean": fitted.basis.prior.mean,
        "prior_cov": fitted.basis.prior.cov,
        **{f"crowd_{name}": prior.crowd for name, prior in fitted.priors.items()},
        **{f"shifts_{name}": prior.shifts for name, prior in fitted.priors.items()},
        "familiarity": fitted.familiarity.logits,
        **exposure_tensors(fitted.basis),
        **({} if fitted.basis.heavy is None else {"heavy": fitted.basis.heavy.astype(float)}),
        **fitted.tensors,
    }


def exposure_tensors(basis: RewardBasis) -> dict[str, np.ndarray]:
    """What people know by their taste, where the basis has it."""
    if basis.exposure is None:
        return {}
    return {
        "exposure": basis.exposure.loadings,
        "known_logits": basis.exposure.known_logits,
        "activity": np.array([basis.exposure.activity]),
    }


def described(config: FitConfig) -> dict[str, object]:
    """The config for the manifest, with the hyper-parameters of every recommender."""
    configs = {name: config.of(name) for name in RECOMMENDERS}
    written = {n: asdict(c) if is_dataclass(c) else c for n, c in configs.items()}  # type: ignore[arg-type]
    return {**asdict(config), "recommenders": written}


def train(
    dataset: Dataset,
    folder: Path,
    seed: int,
    console: Console,
    team: Team = ALONE,
    config: FitConfig = DEFAULTS,
) -> str:
    """Fit, measure, save; returns the artifact's fingerprint. Same seed, same fingerprint."""
    began = time.perf_counter()
    catalogue, ratings = dataset.catalogue, dataset.people_with_history(ENOUGH_LIKES)
    kept = None
    if team.size == 1:  # in a team nobody may go ahead of the others
        kept = Kept(beside(folder), _key(dataset, ratings, config, seed))
    with shown_on(console) as show:
        stages = Stages(show, kept)
        fitted = fit_everything(
            ratings,
            dataset.like,
            catalogue.keys,
            catalogue.titles,
            catalogue.genres,
            config,
            seed,
            stages,
            team,
            catalogue.years,
        )
        held_out = stages.run(
            "held-out metrics",
            lambda share: held_out_metrics(ratings, dataset.like, fitted, config, seed),
        )
    # undefined where, say, nobody rates two items differently: left out, not written as nan
    measured = {**fitted.metrics, **held_out}
    metrics = {name: value for name, value in measured.items() if np.isfinite(value)}
    found = [name for name, took in stages.took.items() if took.found]
    if found:
        console.print(
            f"A fit that was cut off had finished, and was gone on with: {', '.join(found)}."
        )
    unmeasured = [name for name, value in metrics.items() if not np.isfinite(value)]
    metrics = {name: value for name, value in metrics.items() if name not in unmeasured}
    _, _, validation = assign_roles(ratings.shape[0], config, np.random.default_rng([seed, 0]))
    fingerprint = save_artifact(
        folder,
        catalogue,
        {**tensors_of(fitted), **to_tensors(replayable(ratings[validation]))},
        content={
            "dataset": dataset.name,
            "bases": list(fitted.basis.names),
            "trust": {name: prior.trust for name, prior in fitted.priors.items()},
            "activity_variance": fitted.familiarity.activity_variance,
            "lapse": fitted.basis.response.lapse,
            "tilts": fitted.tilts,
            "plan": list(fitted.plan),
            "answers_tell": fitted.answers_tell,
            "most_known": fitted.most_known,
            "words": asdict(dataset.words),
            "notice": dataset.notice,
            "like": dataset.like,
            "scale": asdict(dataset.scale),
        },
        about={
            "seed": seed,
            "config": described(fitted.config),
            "metrics": metrics,
            "stages": {name: asdict(took) for name, took in stages.took.items()},
        },
    )
    if kept:
        kept.clear()
    table = Table("held-out metric", "value")
    for name, value in metrics.items():
        table.add_row(name, f"{value:.4g}")
    console.print(table)
    if unmeasured:
        console.print(
            "Not measured, because held-out people rated everything alike, or too little: "
            f"{', '.join(unmeasured)}."
        )
    if not fitted.answers_tell:
        console.print(
            "Answers did not improve the lists of validation people: everybody gets the list that "
            "most people like, whatever they answer."
        )
    console.print(
        f"{dataset.name}: {ratings.shape[0]} people, {ratings.shape[1]} items, "
        f"{time.perf_counter() - began:.0f} s; artifact {fingerprint[:12]} in {folder}"
    )
    return fingerprint


def _key(dataset: Dataset, ratings: sparse.csr_matrix, config: FitConfig, seed: int) -> str:
    """What the fit depends on."""
    catalogue = dataset.catalogue
    items = catalogue.keys, catalogue.titles, catalogue.genres, catalogue.years
    arrays = ratings.data, ratings.indices, ratings.indptr
    # what is free differs from run to run, and only decides which form a model takes
    settings = described(replace(config, memory=0))
    return key_of([*arrays, *items, dataset.like, settings, seed])


def _checked(name: str, aloud: bool) -> Dataset:
    """The data set; what is understood of somebody's own data is printed first.

    Raises DatasetError if nothing can be fitted on it.
    """
    path = own_path(name)
    if path is None:
        return load_dataset(name)
    reading = read_data(path)
    if aloud:
        print(text_of(reading.report), flush=True)
    if reading.dataset is None or not reading.report.usable:
        reasons = reading.report.troubles or reading.report.warnings[:1]  # too few people
        raise DatasetError("\n".join(reasons))
    return reading.dataset


def seconds_of(text: str) -> float:
    """Seconds of "90s", "10m" or "2h". Raises ValueError for anything else."""
    units = {"s": 1.0, "m": 60.0, "h": 3600.0}
    if text[-1:] not in units:
        raise ValueError(f"expected a time such as 90s, 10m or 2h, got {text}")
    return float(text[:-1]) * units[text[-1]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "dataset",
        nargs="?",
        default="movielens",
        help=f"one of {', '.join(DATASETS)}, or a folder, archive or table: see models.check",
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="folder of the artifact (artifacts/DATASET)")
    parser.add_argument(
        "--basis",
        choices=tuple(BASES),
        default=DEFAULTS.basis_kind,
        help="how base rewards are learned",
    )
    parser.add_argument(
        "--budget",
        type=seconds_of,
        default=0.0,
        metavar="TIME",
        help="search hyper-parameters for so long (90s, 10m, 2h); by default rules give them",
    )
    parser.add_argument(
        "--memory",
        default="",
        help="that the fit may take, such as 8GiB; by default 60 %% of what is free",
    )
    add_options(parser, jobs=1)
    options = parser.parse_args()
    config = FitConfig(basis_kind=options.basis, budget_s=options.budget)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        config = replace(config, memory=memory.budget(options.memory))
        with team_of_torchrun() as team:
            if team.size > 1 and config.budget_s:
                raise ValueError("processes that train together cannot search: omit --budget")
            dataset = _checked(options.dataset, aloud=team.rank == 0)
            if team.rank > 0:
                ratings = dataset.people_with_history(ENOUGH_LIKES)
                shared = tuple(n for n, spec in RECOMMENDERS.items() if spec.is_distributed)
                own = chosen_config(
                    ratings, dataset.like, replace(config, only=shared), options.seed
                )
                fit_recommenders(ratings, dataset.like, own, options.seed, team=team)
                return 0
            out = options.out or ARTIFACTS / dataset.name
            with backend(options.on, options.cluster, options.jobs):
                train(dataset, out, options.seed, Console(), team, config)
    except (DatasetError, ValueError, OSError) as error:
        print(f"Nothing was fitted: {error}", file=sys.stderr)
        return REFUSED
    except ModuleNotFoundError as error:
        print(f"--on {options.on} needs the package {error.name}: pip install it first.")
        return REFUSED
    return 0


if __name__ == "__main__":
    leave(main())
