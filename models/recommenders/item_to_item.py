"""EASE in the table: its prior is a regression, its penalty the choice of validation people."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import (
    FitRun,
    PriorEvidence,
    PriorMenu,
    RecommenderSpec,
    Served,
    TiltOption,
)
from models.recommenders.ease import EASE, EaseConfig, EasePath, ItemItem
from models.recommenders.linear.blocks import SparseItemItem
from models.recommenders.linear.choice import chosen_ease
from models.recommenders.linear.forms import Linear, fit_linear
from models.recommenders.priors import regressed_candidates


def _fit(liked: sparse.csr_matrix, config: EaseConfig, run: FitRun) -> Linear:
    model = fit_linear(liked, config, run.on_progress, run.memory)
    run.on_progress(1.0)
    return model


def _serve(model: Linear, evidence: PriorEvidence) -> Served:
    return Served({"ease": regressed_candidates(model, evidence)})


def _tilted(model: Linear, factor: NDArray[np.float64]) -> Linear:
    if isinstance(model, EasePath):
        return replace(model, factor=factor)
    if isinstance(model, SparseItemItem):
        columns = sparse.diags(factor.astype(np.float32))
        return SparseItemItem((model.weights @ columns).tocsr())
    weights = model.weights * factor.astype(model.weights.dtype)
    weights.setflags(write=False)
    return ItemItem(weights)


EASE_SPEC = RecommenderSpec(
    title="EASE",
    config=EASE,
    fit=_fit,
    serve=_serve,
    choose=chosen_ease,
    tilt=TiltOption(is_log=False, into=_tilted),
    priors={"ease": PriorMenu("item to item (EASE)")},
)
