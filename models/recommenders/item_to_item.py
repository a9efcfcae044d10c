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
from models.recommenders.ease import EASE, EaseConfig, EasePath, ItemItem, fit_ease, fit_ease_path
from models.recommenders.linear.choice import chosen_ease
from models.recommenders.priors import regressed_candidates

Linear = EasePath | ItemItem


def _fit(liked: sparse.csr_matrix, config: EaseConfig, run: FitRun) -> Linear:
    few_people = liked.shape[0] < liked.shape[1]
    model = fit_ease_path(liked, config) if few_people else fit_ease(liked, config, np.float32)
    run.on_progress(1.0)
    return model


def _serve(model: Linear, evidence: PriorEvidence) -> Served:
    return Served({"ease": regressed_candidates(model, evidence)})


def _tilted(model: Linear, factor: NDArray[np.float64]) -> Linear:
    if isinstance(model, EasePath):
        return replace(model, factor=factor)
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
