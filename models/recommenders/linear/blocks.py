"""EASE for more items than a dense matrix can hold: exact within blocks of items that go together.

An item's weights in EASE are a regression on all other items, and nearly all of them are tiny. Here
items that the same people like are put into small groups, and each group is regressed on itself and
on the items that meet it most often, by the same closed form as the whole. With one block of all
items this is EASE. Each column keeps its largest weights.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.recommenders.ease import EaseConfig, item_item_of, settled
from models.recommenders.linear.gram_matrix import gram_of
from models.recommenders.linear.row_weights import weighted_rows

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DIRECTIONS = 16  # of taste along which groups are cut


@dataclass(frozen=True)
class BlockSizes:
    """Memory is about ``n_items * kept * 8`` bytes, and time grows with ``n_items * block^2``."""

    group: int = 512  # items, at most, whose weights one block gives
    block: int = 2048  # items that a group is regressed on
    kept: int = 512  # largest weights of each item


@dataclass(frozen=True, eq=False)
class SparseItemItem:
    """Scores are ``history @ weights``; ``weights`` (n_items, n_items), sparse, float32."""

    weights: sparse.csr_matrix

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Scores (n_users, n_items) of ``histories`` (n_users, n_items), no log-probabilities."""
        return np.asarray((histories.astype(np.float32) @ self.weights).toarray())


def fit_ease_blocks(
    liked: sparse.csr_matrix,
    config: EaseConfig,
    sizes: BlockSizes = BlockSizes(),
    on_progress: Callable[[float], None] = lambda share: None,
) -> SparseItemItem:
    """EASE within blocks; the same data give the same model.

    ``liked`` (n_users, n_items) of 1.0 and 0.0. Items that nobody liked get no weights. Raises
    ValueError unless the regularisation is positive.
    """
    weighted = weighted_rows(liked, config.row_power)
    config = settled(config, weighted)
    columns = weighted.tocsc()
    lengths = np.sqrt(np.maximum(np.asarray(weighted.power(2).sum(axis=0)).ravel(), 1e-300))
    rows, targets, values = [], [], []
    groups = list(groups_of(weighted, sizes.group))
    for number, group in enumerate(groups):
        n_more = max(sizes.block - len(group), 0)
        others = _companions(weighted, columns[:, group], lengths, group)[:n_more]
        block = np.concatenate([group, others])
        own = columns[:, block].tocsr()
        own = own[np.diff(own.indptr) > 0]  # people who know none of them say nothing
        weights = item_item_of(gram_of(own, np.float32), config).weights[:, : len(group)]
        largest, of = _largest(weights, sizes.kept)
        rows.append(block[largest].astype(np.int32))
        targets.append(group[of].astype(np.int32))
        values.append(weights[largest, of])
        on_progress((number + 1) / len(groups))
    cells = np.concatenate(values), (np.concatenate(rows), np.concatenate(targets))
    return SparseItemItem(sparse.csr_matrix(cells, shape=(liked.shape[1],) * 2))


def groups_of(weighted: sparse.csr_matrix, most: int) -> Iterator[Integers]:
    """Liked items in groups of at most ``most`` that go together, each item in one.

    Items are points along the widest directions of taste, found by a random projection [Halko2011],
    at unit length; a group is cut at the median of its widest direction.
    """
    rng = np.random.default_rng(0)
    along = np.asarray(weighted @ rng.standard_normal((weighted.shape[1], DIRECTIONS)))
    for _ in range(2):
        along, _ = np.linalg.qr(weighted @ (weighted.T @ along))
    points = np.asarray(weighted.T @ along)
    points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-300)
    liked = np.flatnonzero(np.diff(weighted.tocsc().indptr))

    def cut(items: Integers) -> Iterator[Integers]:
        if len(items) <= most:
            yield items
            return
        own = points[items] - points[items].mean(axis=0)
        _, axes = np.linalg.eigh(own.T @ own)
        order = np.argsort(own @ axes[:, -1], kind="stable")
        yield from cut(items[order[: len(items) // 2]])
        yield from cut(items[order[len(items) // 2 :]])

    if len(liked):
        yield from cut(liked)


def _companions(
    weighted: sparse.csr_matrix, own: sparse.csc_matrix, lengths: Floats, group: Integers
) -> Integers:
    """The other items that meet those of ``group`` at all, most often first.

    ``own`` are the group's columns. Meetings are counted against ``lengths`` (n_items,), the roots
    of how often items are liked, so that blocks are not made of popular items alone.
    """
    meetings = (weighted.T @ (own @ (1.0 / lengths[group]))) / lengths
    meetings[group] = 0.0
    order = np.argsort(-meetings, kind="stable")
    return order[meetings[order] > 0.0]


def _largest(weights: NDArray[np.floating], n_kept: int) -> tuple[Integers, Integers]:
    """Rows and columns of the ``n_kept`` largest weights of each column that are not zero."""
    sizes = np.abs(weights)
    if n_kept < len(weights):
        bar = np.partition(sizes, len(weights) - n_kept, axis=0)[len(weights) - n_kept]
        sizes = np.where(sizes >= bar, sizes, 0.0)
    return np.nonzero(sizes)  # type: ignore[return-value]
