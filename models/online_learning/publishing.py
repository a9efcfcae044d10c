"""An artifact made of the one that was fitted and of the vectors as they are now.

Items keep their order; who expired is left out and newcomers come last. What is not learned online
follows from what is: the other priors' shifts from the rewards, as they do over the fitted items,
and a newcomer's crowd scores from how often it is taken up.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.artifacts import DEFAULT_PRIOR, Artifact
from models.datasets.catalogue import Catalogue
from models.datasets.packed_ratings import to_tensors
from models.embedding_table.cuckoo import ABSENT
from models.online_learning.state import Online

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

# what is an array over items, by name: a length may be that of the items by chance
PER_ITEM = {
    *("rewards", "offsets", "familiarity"),
    *("vae_input_weights", "vae_output_weights", "vae_output_bias"),
    *("personas_history_factors", "personas_item_factors", "personas_item_bias"),
}
PER_ITEM_OF_PRIORS = ("crowd_", "shifts_")
OWN_REWARDS = ("coefficients", "popularity")  # priors whose shifts are the rewards themselves


@dataclass(frozen=True)
class Edition:
    """What ``save_artifact`` writes."""

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
    fame = _log_popularity(fitted, online, catalogue, kept)
    tensors: dict[str, Floats] = {}
    for name, tensor in old.items():
        if name not in PER_ITEM and not name.startswith(PER_ITEM_OF_PRIORS):
            tensors[name] = tensor  # of the population
        elif tensor.ndim == 1:  # familiarity and the crowds' scores: what fame makes likely
            line = np.polyfit(fame_of(fitted), tensor, 1)
            tensors[name] = np.concatenate([tensor[kept], np.polyval(line, fame[len(kept) :])])
        else:
            tensors[name] = np.pad(tensor[kept], ((0, n_new), (0, 0)))
    before = np.pad(fitted.basis.rewards[kept], ((0, n_new), (0, 0)))
    rewards = vectors[:, layout.rewards]
    for name in fitted.priors:
        shifts = f"shifts_{name}"
        if name in OWN_REWARDS:
            tensors[shifts] = rewards
        else:
            slope = np.linalg.lstsq(fitted.basis.rewards, old[shifts], rcond=None)[0]
            tensors[shifts] = tensors[shifts] + (rewards - before) @ slope
    tensors |= {"rewards": rewards, "offsets": vectors[:, layout.offset]}
    if layout.n_factors:
        tensors["personas_history_factors"] = vectors[:, layout.history]
        tensors["personas_item_factors"] = vectors[:, layout.item]
        tensors["personas_item_bias"] = vectors[:, layout.bias]
    if fitted.replayed is not None:
        more = sparse.csr_matrix((fitted.replayed.shape[0], n_new))
        tensors |= to_tensors(sparse.hstack([fitted.replayed[:, kept], more], format="csr"))
    return tensors


def fame_of(fitted: Artifact) -> Floats:
    """Log-share of all that is taken up, (n_items,), as the crowd's scores have it."""
    name = "popularity" if "popularity" in fitted.priors else DEFAULT_PRIOR
    return fitted.priors[name].crowd


def _log_popularity(
    fitted: Artifact, online: Online, catalogue: Catalogue, kept: Integers
) -> Floats:
    """The same of the new edition: newcomers by their share of what was taken up online."""
    times = online.progress.taken_up
    everything = sum(times.values()) + 0.5 * len(catalogue)
    share = np.array([times.get(key, 0) + 0.5 for key in catalogue.keys]) / max(everything, 1.0)
    fame = np.log(share)
    fame[: len(kept)] = fame_of(fitted)[kept]
    highest = fame_of(fitted).max()
    return np.minimum(fame, highest)
