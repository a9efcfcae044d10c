"""A short search for hyper-parameters under a budget of time, by Optuna [Akiba2019].

The first trial is what the rules say. Each epoch of a trial is judged by validation people; a trial
that is worse than the median of the others at the same epoch is given up. What was found replaces
the rules only if it is better by more than a standard error over people, as many settings are tried
and one of them is better by chance.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import optuna
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import FitRun, Judge, Recommender, RecommenderSpec
from models.recommenders.linear.choice import clearly_better

Floats = NDArray[np.float64]

STARTUP_TRIALS = 6  # at random, before the sampler has a model and the pruner a median
WARM_UP = 3  # epochs before a trial may be given up
log = logging.getLogger(__name__)


class _Now:
    """Takes every value as it is, and remembers it: the first trial of a search."""

    def __init__(self) -> None:
        self.values: dict[str, float | int | str] = {}

    def number(self, name: str, now: float, low: float, high: float) -> float:
        self.values[name] = float(np.clip(now, low, high))
        return now

    def choice(self, name: str, now: int, options: Sequence[int]) -> int:
        self.values[name] = min(options, key=lambda option: abs(option - now))
        return now


class _Suggested:
    """Values that a trial proposes; numbers on a logarithmic scale."""

    def __init__(self, trial: optuna.Trial) -> None:
        self.trial = trial

    def number(self, name: str, now: float, low: float, high: float) -> float:
        return self.trial.suggest_float(name, low, high, log=True)

    def choice(self, name: str, now: int, options: Sequence[int]) -> int:
        return int(self.trial.suggest_categorical(name, list(options)))


def searched(
    spec: RecommenderSpec,
    liked: sparse.csr_matrix,
    config: Any,
    judge: Judge,
    budget_s: float,
    seed: int,
    clock: Callable[[], float] = time.monotonic,
) -> Any:
    """``config``, or one that clearly ranks validation people better, found within ``budget_s``.

    ``liked`` (n_users, n_items) are training people. A trial that runs out of time is given up, so
    that the search takes the budget and at most one epoch. Raises ValueError if ``spec`` has no
    space to search.
    """
    if spec.space is None:
        raise ValueError(f"{spec.title} has nothing to search")
    space, deadline = spec.space, clock() + budget_s
    quality: dict[int, Floats] = {}  # of each finished trial
    tried: dict[int, Any] = {}
    asked = _Now()
    space(asked, config)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=STARTUP_TRIALS),
        pruner=optuna.pruners.MedianPruner(STARTUP_TRIALS, WARM_UP),
    )
    study.enqueue_trial(asked.values)

    def objective(trial: optuna.Trial) -> float:
        suggested = space(_Suggested(trial), config)
        own = config if trial.number == 0 else suggested
        epochs = 0

        def watching(model: Recommender) -> Floats:
            nonlocal epochs
            values = judge(model)
            trial.report(float(np.nanmean(values)), epochs)
            epochs += 1
            if clock() > deadline or trial.should_prune():
                raise optuna.TrialPruned
            return values

        values = judge(spec.fit(liked, own, FitRun(seed, judge=watching)))
        tried[trial.number], quality[trial.number] = own, values
        return float(np.nanmean(values))

    while clock() < deadline:
        study.optimize(objective, n_trials=1)
    if not quality:
        log.info("%s: the budget was over before one fit; the rules stand", spec.title)
        return config
    best = max(quality, key=lambda number: float(np.nanmean(quality[number])))
    is_better = 0 not in quality or clearly_better(quality[best], quality[0])
    log.info(
        "%s: %d settings tried, %d to the end; %s",
        *(spec.title, len(study.trials), len(quality)),
        f"found {study.trials[best].params}" if is_better and best else "the rules stand",
    )
    return tried[best] if is_better else config
