"""Histories with part of their structure randomised, for the activation of the autoencoder."""

import numpy as np
from scipy.sparse import csr_matrix


def unlike_histories(
    histories: csr_matrix, share: float, rng: np.random.Generator, trades_per_person: int = 20
) -> csr_matrix:
    """Randomise a share of each person's items by pairwise trades (curveball [Strona2014]).

    Two people at a time exchange tradable items that the other does not have. Row and column sums
    stay exactly the same, so neither length nor popularity of a history changes. ``histories``
    (n_people, n_items) is binary, with two people or more.
    """
    own = [set(row.indices.tolist()) for row in histories]
    loose = [
        set(rng.permutation(sorted(items))[: round(share * len(items))].tolist()) for items in own
    ]
    for _ in range(trades_per_person * len(own)):
        first, second = rng.permutation(len(own))[:2].tolist()
        given, taken = loose[first] - own[second], loose[second] - own[first]
        mixed = rng.permutation(sorted(given | taken)).tolist()
        for person, old, new in (
            (first, given, mixed[: len(given)]),
            (second, taken, mixed[len(given) :]),
        ):
            own[person] = (own[person] - old) | set(new)
            loose[person] = (loose[person] - old) | set(new)
    items = np.concatenate([sorted(row) for row in own]).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in own])])
    return csr_matrix((np.ones(len(items)), items, starts), shape=histories.shape)
