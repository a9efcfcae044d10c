"""AMP-CF in the table: its prior is a regression, and online learning moves its item vectors."""

from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.base import (
    FitRun,
    Judge,
    OnlineUpdate,
    PriorEvidence,
    PriorMenu,
    RecommenderSpec,
    Served,
    TiltOption,
    arrays_of,
)
from models.recommenders.personas import PERSONAS, Personas, PersonasConfig, searched_space, sized
from models.recommenders.priors import regressed_candidates

Floats = NDArray[np.float64]

PREFIX = "personas_"
PARTS = [part.name for part in fields(Personas)]
ITEM_ARRAYS = ("personas_history_factors", "personas_item_factors", "personas_item_bias")


def _fit(liked: sparse.csr_matrix, config: PersonasConfig, run: FitRun) -> Personas:
    from models.recommenders.training.personas_training import fit_personas

    quality = run.quality(config.patience)
    return fit_personas(liked, config, run.seed, run.on_progress, quality, config.patience)


def _sized(liked: sparse.csr_matrix, config: PersonasConfig, judge: Judge | None) -> PersonasConfig:
    return sized(config, liked.shape[0])


def _serve(model: Personas, evidence: PriorEvidence) -> Served:
    return Served(
        {"amp_cf": regressed_candidates(model, evidence)},
        {f"{PREFIX}{name}": getattr(model, name) for name in PARTS},
    )


def load_personas(tensors: Mapping[str, Floats], n_items: int) -> Personas | None:
    """The AMP-CF of an artifact's arrays; None if it has none.

    Raises KeyError if an array is missing and ValueError if shapes disagree.
    """
    arrays = arrays_of(tensors, PREFIX, PARTS)
    return None if arrays is None else Personas(**arrays).checked(n_items)


def _gradients(
    model: Personas, rows: Mapping[str, Floats], histories: sparse.csr_matrix
) -> dict[str, Floats]:
    from models.recommenders.training.personas_training import item_gradients

    return item_gradients(model, rows, histories)


def _tilted(model: Personas, factor: Floats) -> Personas:
    return replace(model, item_bias=model.item_bias + np.log(factor))


AMP_CF_SPEC = RecommenderSpec(
    title="AMP-CF",
    config=PERSONAS,
    fit=_fit,
    serve=_serve,
    choose=_sized,
    space=searched_space,
    load=load_personas,
    priors={"amp_cf": PriorMenu("several sides of a person (AMP-CF)")},
    tilt=TiltOption(is_log=True, into=_tilted),
    item_arrays=ITEM_ARRAYS,
    online=OnlineUpdate(ITEM_ARRAYS, _gradients),
)
