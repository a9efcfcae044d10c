"""What is chosen for all recommenders: hyper-parameters before a fit, tilts after it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from models.recommenders.base import Judge, Recommender
from models.recommenders.combined.tilt import chosen_power, log_counts_of
from models.recommenders.table import RECOMMENDERS
from models.tuning.search import searched


def chosen_settings(
    liked: sparse.csr_matrix,
    judge: Judge | None,
    names: Sequence[str],
    budget_s: float = 0.0,
    seed: int = 0,
    on_progress: Callable[[float], None] = lambda share: None,
) -> dict[str, Any]:
    """Hyper-parameters of the recommenders ``names``, by name.

    ``liked`` (n_users, n_items) are training people. First come rules that scale with them, and
    what costs little to choose. With a ``budget_s`` above 0 so many seconds are searched from
    there, shared evenly by the recommenders that can be searched; the result then depends on the
    speed of the machine.
    """
    found = {
        name: RECOMMENDERS[name].chosen(liked, RECOMMENDERS[name].config, judge) for name in names
    }
    able = [name for name in names if RECOMMENDERS[name].space is not None]
    if budget_s > 0.0 and judge is not None:
        for number, name in enumerate(able):
            share = budget_s / len(able)
            found[name] = searched(RECOMMENDERS[name], liked, found[name], judge, share, seed)
            on_progress((number + 1) / len(able))
    return found


def tilted_models(
    models: Mapping[str, Recommender], liked: sparse.csr_matrix, judge: Judge | None
) -> tuple[dict[str, Recommender], dict[str, float]]:
    """The models tilted by popularity as validation people choose, and each one's power.

    A power of 0 leaves a model as it is; a model without the option has none.
    """
    log_counts = log_counts_of(liked)
    tilted, powers = dict(models), {}
    for name, model in models.items():
        option = RECOMMENDERS[name].tilt
        if option is None:
            continue
        powers[name] = chosen_power(model, log_counts, judge, option.is_log) if judge else 0.0
        if powers[name] != 0.0:
            tilted[name] = option.into(model, np.exp(powers[name] * log_counts))
    return tilted, powers
