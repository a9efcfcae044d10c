"""One fit of one size in a process of its own, so that its memory is its own; prints JSON."""

import argparse
import json
from dataclasses import asdict

import numpy as np

from benchmarks.scale.worlds import N_TASTES, World, made_up
from models.datasets.catalogue import ENOUGH_LIKES
from models.fit import FitConfig, Fitted, assign_roles, fit_everything
from models.recommenders.table import RECOMMENDERS
from models.stages.stages import Stages
from models.train import held_out_metrics

LIKE = 4.0


def recovered(fitted: Fitted, world: World) -> float:
    """Share of the planted tastes' variance over well-known items that base rewards span, 0 to 1.

    Tastes are shares that sum to one, so one direction of them is no taste.
    """
    known = np.argsort(-np.bincount(world.ratings.indices, minlength=len(world.kinds)))[:2000]
    truth = world.kinds[known] - world.kinds[known].mean(axis=0)
    # axes of labels would hold the truth by construction: components alone are judged
    heavy = fitted.basis.heavy
    rewards = fitted.basis.rewards[known][:, ~heavy] if heavy is not None else fitted.basis.rewards
    base, _ = np.linalg.qr(rewards - rewards.mean(axis=0))
    return float(((base.T @ truth) ** 2).sum() / (truth**2).sum())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", type=int, nargs=3, help="people, items, ratings")
    parser.add_argument("--models", nargs="*", choices=tuple(RECOMMENDERS), default=())
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    n_people, n_items, n_ratings = options.numbers
    stages = Stages()
    world = stages.run("made up", lambda share: made_up(n_people, n_items, n_ratings, options.seed))
    ratings = world.ratings
    likes = np.asarray((ratings >= LIKE).sum(axis=1)).ravel()
    ratings = ratings[likes >= ENOUGH_LIKES]
    config = FitConfig(only=tuple(options.models))
    keys = tuple(f"item {number}" for number in range(n_items))
    labels = [
        tuple(f"taste {k}" for k in range(N_TASTES) if kinds[k] > 0.0) for kinds in world.kinds
    ]
    fitted = fit_everything(ratings, LIKE, keys, keys, labels, config, options.seed, stages)
    measured = stages.run(
        "held-out metrics",
        lambda share: held_out_metrics(ratings, LIKE, fitted, config, options.seed),
    )
    training, _, _ = assign_roles(
        ratings.shape[0], config, np.random.default_rng([options.seed, 0])
    )
    report = {
        "training people": len(training),
        "stages": {name: asdict(took) for name, took in stages.took.items()},
        "metrics": {**fitted.metrics, **measured, "planted tastes": recovered(fitted, world)},
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
