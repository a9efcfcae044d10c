"""EASE in the table: its prior is a regression, its penalty the choice of validation people."""

import numpy as np
from scipy import sparse

from models.recommenders.base import FitRun, PriorEvidence, PriorMenu, RecommenderSpec, Served
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


EASE_SPEC = RecommenderSpec(
    title="EASE",
    config=EASE,
    fit=_fit,
    serve=_serve,
    choose=chosen_ease,
    priors={"ease": PriorMenu("item to item (EASE)")},
)
