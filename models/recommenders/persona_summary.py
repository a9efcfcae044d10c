"""Personas of a person who answered questions: chosen and saved items count as likes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from models.recommenders.personas import Personas

LEAST_LIKES = 6  # fewer do not separate personas
LEAST_ITEMS = 2  # that make a persona worth showing


@dataclass(frozen=True)
class Sketch:
    """One persona of a person, with its share of the likes and its items."""

    persona: int
    share: float  # of the likes, 0 to 1
    items: tuple[int, ...]  # likes with this persona as the largest share, largest first


def history_of(personas: Personas, likes: Sequence[int]) -> sparse.csr_matrix:
    """Item numbers ``likes`` as one history (1, n_items) of 1.0 and 0.0; an item counts once."""
    items = np.unique(np.asarray(likes, dtype=np.int64))
    rows = np.zeros(len(items), dtype=np.int64)
    shape = (1, len(personas.item_bias))
    return sparse.csr_matrix((np.ones(len(items)), (rows, items)), shape=shape)


def sketches(personas: Personas, likes: Sequence[int]) -> tuple[Sketch, ...]:
    """The person's personas by falling share; empty with fewer than six likes or two personas.

    ``likes`` are item numbers. A persona needs ``LEAST_ITEMS`` items.
    """
    history = history_of(personas, likes)
    if history.nnz < LEAST_LIKES:
        return ()
    shares = personas.shares(history)  # (n_likes, n_personas)
    owner = shares.argmax(axis=1)
    found = []
    for persona in range(shares.shape[1]):
        own = np.flatnonzero(owner == persona)
        own = own[np.argsort(-shares[own, persona], kind="stable")]
        if len(own) >= LEAST_ITEMS:
            items = tuple(history.indices[own].tolist())
            found.append(Sketch(persona, float(shares[:, persona].mean()), items))
    found.sort(key=lambda sketch: -sketch.share)
    return tuple(found) if len(found) > 1 else ()
