"""What a list is like: how much of it everybody's, how well known, how varied."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.logistic import expit
from elicitation.recommendations.new_to_you import diversity

N_CROWD = 30  # favourites of the crowd


@dataclass(frozen=True)
class ListFigures:
    """Of one list: each a share, but ``diversity`` from 0 (all alike) to about 1 (unrelated)."""

    crowd: float  # of its items among the crowd's ``N_CROWD`` favourites
    known: float  # mean probability that the person knows an item
    diversity: float  # mean of 1 - cosine between the rewards of its items


def list_figures(
    items: Sequence[int], favourites: Sequence[int], logits: Floats, rewards: Floats
) -> ListFigures:
    """The figures of a list of item numbers; an empty list has all of them 0.

    ``favourites`` are numbers of the crowd's best items, best first, ``logits`` (n_items,) the
    log-odds that the person knows each item, ``rewards`` (n_items, n_bases).
    """
    chosen = np.asarray(items, dtype=np.int64)
    if not len(chosen):
        return ListFigures(0.0, 0.0, 0.0)
    crowd = float(np.isin(chosen, np.asarray(favourites[:N_CROWD], dtype=np.int64)).mean())
    return ListFigures(crowd, float(expit(logits[chosen]).mean()), diversity(rewards[chosen]))
