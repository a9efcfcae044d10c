"""Builds a new artifact from the fitted one and the current online embeddings.

Items keep their order; expired items are left out and new ones come last. What is not learned
online follows from what is, by the table of recommenders: the shifts of priors from the rewards, as
they do over the fitted items, and a new item's scores from its number of positive interactions.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.artifacts import DEFAULT_PRIOR, Artifact
from models.datasets.catalogue import Catalogue
from models.datasets.packed_ratings import from_tensors, to_tensors
from models.embedding_table.cuckoo import ABSENT
from models.online_learning.state import Online
from models.recommenders.table import RECOMMENDERS, served_priors

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PER_ITEM = {  # beside those of the recommenders
    "rewards",
    "offsets",
    "familiarity",
    "exposure",
    "known_logits",
}
PER_ITEM_OF_PRIORS = ("crowd_", "shifts_")


@dataclass(frozen=True)
class Edition:
    """A catalogue and the tensors that fit it, as ``save_artifact`` writes them."""

    catalogue: Catalogue
    tensors: dict[str, Floats]


def build_artifact(fitted: Artifact, online: Online, described: Catalogue) -> Edition:
    """``described`` says what newcomers are called; what it does not name waits.

    Raises ValueError if so much expired that nothing is left.
    """
    old, kept, new = fitted.catalogue, _kept(fitted, online), _new(fitted, online, described)
    if not len(kept) + len(new):
        raise ValueError("every item has expired: there is nothing to publish")
    catalogue = _joined(old, kept, described, [described.numbers[key] for key in new])
    vectors = online.items.lookup(online.item_names.of(catalogue.keys)).astype(np.float64)
    return Edition(catalogue, _tensors(fitted, online, catalogue, kept, vectors))


def _kept(fitted: Artifact, online: Online) -> Integers:
    """Numbers of the fitted items that are still there."""
    keys = fitted.catalogue.keys
    there = [key in online.item_names.ids for key in keys]
    numbers = np.flatnonzero(there)
    ids = online.item_names.of([keys[n] for n in numbers])
    return numbers[online.items.index.find(ids) != ABSENT]


def _new(fitted: Artifact, online: Online, described: Catalogue) -> list[str]:
    """Keys that were let in since, in the order of their ids."""
    known, names = fitted.catalogue.numbers, online.item_names.ids
    keys = [key for key in names if key not in known and key in described.numbers]
    found = online.items.index.find(online.item_names.of(keys))
    return [key for key, row in zip(keys, found.tolist(), strict=True) if row != ABSENT]


def _joined(old: Catalogue, kept: Integers, described: Catalogue, new: list[int]) -> Catalogue:
    columns = [field.name for field in fields(Catalogue) if field.init]
    return Catalogue(
        *(
            tuple(getattr(old, name)[n] for n in kept.tolist())
            + tuple(getattr(described, name)[n] for n in new)
            for name in columns
        )
    )


def _tensors(
    fitted: Artifact,
    online: Online,
    catalogue: Catalogue,
    kept: Integers,
    vectors: Floats,  # (n_items, width)
) -> dict[str, Floats]:
    layout, old = online.layout, fitted.tensors
    n_new = len(catalogue) - len(kept)
    popularity = _log_popularity_now(fitted, online, catalogue, kept)
    # by name: an array may have as many rows as there are items by chance
    per_item = PER_ITEM.union(*(spec.item_arrays for spec in RECOMMENDERS.values()))
    tensors: dict[str, Floats] = {}
    for name, tensor in old.items():
        if name not in per_item and not name.startswith(PER_ITEM_OF_PRIORS):
            tensors[name] = tensor  # of the population
        elif tensor.ndim == 1:  # such as familiarity: a new item's popularity predicts it
            line = np.polyfit(log_popularity(fitted), tensor, 1)
            predicted = np.polyval(line, popularity[len(kept) :])
            tensors[name] = np.concatenate([tensor[kept], predicted])
        else:
            tensors[name] = np.pad(tensor[kept], ((0, n_new), (0, 0)))
    before = np.pad(fitted.basis.rewards[kept], ((0, n_new), (0, 0)))
    rewards, menu = layout.entries(vectors, "rewards"), served_priors()
    for name in fitted.priors:
        shifts = f"shifts_{name}"
        if name in menu and menu[name].shifts_are_rewards:
            tensors[shifts] = rewards
        else:
            slope = np.linalg.lstsq(fitted.basis.rewards, old[shifts], rcond=None)[0]
            tensors[shifts] = tensors[shifts] + (rewards - before) @ slope
    tensors |= {name: layout.entries(vectors, name) for name in layout.shapes if name in old}
    replayed = fitted.read(from_tensors)
    if replayed is not None:
        more = sparse.csr_matrix((replayed.shape[0], n_new))
        tensors |= to_tensors(sparse.hstack([replayed[:, kept], more], format="csr"))
    return tensors


def log_popularity(fitted: Artifact) -> Floats:
    """Log of each fitted item's share of likes, (n_items,)."""
    name = "popularity" if "popularity" in fitted.priors else DEFAULT_PRIOR
    return fitted.priors[name].crowd


def _log_popularity_now(
    fitted: Artifact, online: Online, catalogue: Catalogue, kept: Integers
) -> Floats:
    """Log-popularity of each item in the new artifact; new items from online counts."""
    times = online.progress.taken_up
    everything = sum(times.values()) + 0.5 * len(catalogue)
    share = np.array([times.get(key, 0) + 0.5 for key in catalogue.keys]) / max(everything, 1.0)
    popularity, before = np.log(share), log_popularity(fitted)
    popularity[: len(kept)] = before[kept]
    return np.minimum(popularity, before.max())
