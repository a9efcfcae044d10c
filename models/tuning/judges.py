"""How hyper-parameters are judged: NDCG@100 of validation people whose likes are partly hidden."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.evaluation.metrics import ndcg_at_k
from models.evaluation.protocol import MINIMUM_LIKES, FoldIn, fold_in, unseen_scores
from models.recommenders.base import Judge, Recommender
from models.recommenders.blocks import blocks

Floats = NDArray[np.float64]

MOST_PEOPLE = 2000  # the mean of so many is known to .005, and differences of models to .001
LEAST_SAMPLE = 200  # people, however many items there are
MOST_SCORES = 2**25  # held at once: 256 MiB
FEWEST_PEOPLE = 10  # fewer tell nothing


def judge_on(part: FoldIn) -> Judge:
    """NDCG@100 of each person of ``part``, nan without targets."""

    def judge(model: Recommender) -> Floats:
        values = np.empty(part.targets.shape[0])
        for block in blocks(len(values)):
            own = FoldIn(part.history[block], part.targets[block])
            values[block] = ndcg_at_k(unseen_scores(model, own), own.targets, 100)
        return values

    return judge


def most_people(n_items: int) -> int:
    """How many people judge a catalogue of ``n_items``: fewer of a large one, by memory."""
    return min(MOST_PEOPLE, max(LEAST_SAMPLE, MOST_SCORES // n_items))


def judge_of(liked: sparse.csr_matrix, seed: int) -> Judge | None:
    """The judge of people with likes (n_people, n_items), or of a sample where they are many.

    A fifth of each person's likes is hidden. None where too few people have enough likes.
    """
    enough = np.flatnonzero(np.asarray(liked.sum(axis=1)).ravel() >= MINIMUM_LIKES)
    if len(enough) < FEWEST_PEOPLE:
        return None
    rng = np.random.default_rng([seed, 31])
    people = np.sort(rng.permutation(enough)[: most_people(liked.shape[1])])
    return judge_on(fold_in(liked[people].tocsr(), rng))
