"""All recommenders, in the order of the menu of priors. A new one is a file and a line here.

Fitting, the artifact, online learning, the benchmark of models and the menu iterate over this
table. It imports no torch: the functions of a record do so when they are called.
"""

from models.recommenders.amp_cf import AMP_CF_SPEC
from models.recommenders.base import PriorMenu, RecommenderSpec
from models.recommenders.item_to_item import EASE_SPEC
from models.recommenders.mult_vae import MULT_VAE_SPEC
from models.recommenders.popularity import POPULARITY_SPEC

RECOMMENDERS: dict[str, RecommenderSpec] = {
    "mult_vae": MULT_VAE_SPEC,
    "ease": EASE_SPEC,
    "amp_cf": AMP_CF_SPEC,
    "popularity": POPULARITY_SPEC,
}


def served_priors() -> dict[str, PriorMenu]:
    """Name of a prior, as in the artifact -> how the menu and online learning treat it."""
    return {name: menu for spec in RECOMMENDERS.values() for name, menu in spec.priors.items()}
