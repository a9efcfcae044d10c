"""Strong generalisation [Liang2018]: models are evaluated on people they were not fitted on.

Each person is in one of three groups. Training people fit the model. Of each validation or test
person, a random 80 % of the likes are the input history and the other 20 % the targets.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.evaluation.metrics import ndcg_at_k, recall_at_k, top_k
from models.recommenders.base import Recommender

Floats = NDArray[np.float64]

MINIMUM_LIKES = 5
HELD_OUT = 0.2


@dataclass(frozen=True, eq=False)
class FoldIn:
    """Input history and held-out targets of each person; binary, (n_users, n_items)."""

    history: sparse.csr_matrix
    targets: sparse.csr_matrix


@dataclass(frozen=True, eq=False)
class Split:
    """Disjoint groups of people; ``items`` are the columns that training people liked."""

    train: sparse.csr_matrix  # (n_training, n_items)
    validation: FoldIn
    test: FoldIn
    tested: NDArray[np.int64]  # rows of the data set with the test people
    items: NDArray[np.int64]


def fold_in(liked: sparse.csr_matrix, rng: np.random.Generator, share: float = HELD_OUT) -> FoldIn:
    """Hold back int(share * n) of each person's n likes, chosen at random."""
    held = np.zeros(liked.nnz, dtype=bool)
    for start, stop in zip(liked.indptr[:-1], liked.indptr[1:], strict=True):
        held[start + rng.permutation(stop - start)[: int(share * (stop - start))]] = True
    return FoldIn(*(_keep(liked, which) for which in (~held, held)))


def _keep(matrix: sparse.csr_matrix, which: NDArray[np.bool_]) -> sparse.csr_matrix:
    kept = sparse.csr_matrix(
        (matrix.data * which, matrix.indices, matrix.indptr), shape=matrix.shape, copy=True
    )
    kept.eliminate_zeros()
    return kept


def split_people(
    liked: sparse.csr_matrix, fold: int, n_folds: int, seed: int, validation_share: float = 0.15
) -> Split:
    """Validation people (``validation_share``), and fold ``fold`` of the others as test people.

    The validation people are the same in every fold, so hyper-parameters may be chosen once. People
    with fewer than five likes are left out. Over all folds of one seed every other person is tested
    once. Raises ValueError if a group would be empty.
    """
    people = np.flatnonzero(np.asarray(liked.sum(axis=1)).ravel() >= MINIMUM_LIKES)
    order = np.random.default_rng([seed, 20]).permutation(people)
    n_validation = int(validation_share * len(order))
    validation, rest = np.sort(order[:n_validation]), order[n_validation:]
    tested = np.sort(rest[fold::n_folds])
    training = np.sort(np.delete(rest, np.s_[fold::n_folds]))
    if not (len(tested) and len(validation) and len(training)):
        raise ValueError(f"{len(people)} people with {MINIMUM_LIKES} likes are too few to split")
    items = np.flatnonzero(np.asarray(liked[training].sum(axis=0)).ravel() > 0)
    tuning, testing = (np.random.default_rng([seed, part]) for part in (21, 22))
    return Split(
        liked[training][:, items].tocsr(),
        fold_in(liked[validation][:, items].tocsr(), tuning),
        fold_in(liked[tested][:, items].tocsr(), testing),
        tested,
        items,
    )


def unseen_scores(model: Recommender, part: FoldIn) -> Floats:
    """The model's scores (n_users, n_items), with the items of the history at -inf."""
    scores = np.array(model.score(part.history))
    scores[part.history.nonzero()] = -np.inf
    return scores


def judge(model: Recommender, part: FoldIn) -> dict[str, Floats]:
    """Metrics of each person, nan without targets."""
    scores = unseen_scores(model, part)
    return {
        "NDCG@100": ndcg_at_k(scores, part.targets, 100),
        "NDCG@10": ndcg_at_k(scores, part.targets, 10),
        "Recall@20": recall_at_k(scores, part.targets, 20),
        "Recall@50": recall_at_k(scores, part.targets, 50),
    }


def mean_ndcg(model: Recommender, part: FoldIn) -> float:
    """Mean NDCG@100, the criterion for hyper-parameters."""
    return float(np.nanmean(ndcg_at_k(unseen_scores(model, part), part.targets, 100)))


def shown_items(model: Recommender, part: FoldIn, k: int) -> NDArray[np.int64]:
    """The first k recommended items of each person, (n_users, k)."""
    return top_k(unseen_scores(model, part), k)
