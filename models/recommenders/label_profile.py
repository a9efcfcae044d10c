"""No pooling: a recommender that uses one person's history and learns nothing from others.

Items are described by their labels (genres or tags) only. A person's taste is their distribution
over labels with a small count added to each: a nearly flat Dirichlet prior. In the comparison of
pooling it is one extreme; popularity, which ignores the person, is the other [Gelman2013].
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

NEARLY_FLAT = 0.1  # counts added to every label


@dataclass(frozen=True, eq=False)
class OwnOnly:
    """Scores are the mean log-probability of an item's labels under the person's own taste."""

    labels: sparse.csr_matrix  # (n_items, n_labels) rows sum to one, or to zero without labels

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Scores (n_users, n_items) of ``histories`` (n_users, n_items)."""
        counts = np.asarray((histories @ self.labels).todense()) + NEARLY_FLAT
        taste = np.log(counts / counts.sum(axis=1, keepdims=True))  # (n_users, n_labels)
        return np.asarray((self.labels @ taste.T).T)


def own_only(labels: Sequence[tuple[str, ...]]) -> OwnOnly:
    """The model for the labels of each item; an item without labels scores 0 for everybody."""
    names = sorted({label for words in labels for label in words})
    column = {name: number for number, name in enumerate(names)}
    rows = [item for item, words in enumerate(labels) for _ in words]
    columns = [column[label] for words in labels for label in words]
    values = [1.0 / len(words) for words in labels for _ in words]
    return OwnOnly(sparse.csr_matrix((values, (rows, columns)), shape=(len(labels), len(names))))
