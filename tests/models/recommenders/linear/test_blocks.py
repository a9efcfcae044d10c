"""EASE in blocks of items, against EASE."""

import numpy as np
import pytest
from scipy import sparse

from models.evaluation.protocol import fold_in, mean_ndcg
from models.recommenders.ease import EaseConfig, fit_ease
from models.recommenders.linear.blocks import BlockSizes, fit_ease_blocks, groups_of
from models.recommenders.linear.forms import form_for
from models.recommenders.popularity import fit_popularity
from tests.models.recommenders.linear.worlds import world

ALL = BlockSizes(group=20, block=1000, kept=1000)


@pytest.mark.parametrize("config", [EaseConfig(8.0), EaseConfig(4.0, 0.5)])
def test_a_block_of_all_items_is_ease(config: EaseConfig) -> None:
    liked = world(300, 70)
    expected = fit_ease(liked, config).weights
    np.testing.assert_allclose(
        fit_ease_blocks(liked, config, ALL).weights.toarray(), expected, atol=1e-5
    )


def test_groups_hold_each_liked_item_once_and_together_what_goes_together() -> None:
    rng = np.random.default_rng(1)
    taste = rng.permutation(np.arange(64) % 4)
    chances = np.where(taste == rng.integers(4, size=(400, 1)), 0.4, 0.01)
    liked = sparse.csr_matrix((rng.random((400, 64)) < chances).astype(float))
    nobody = sparse.hstack([liked, sparse.csr_matrix((400, 3))]).tocsr()
    groups = list(groups_of(nobody, 16))
    assert sorted(np.concatenate(groups)) == list(range(64))
    shares = [np.bincount(taste[group]).max() / len(group) for group in groups]
    assert np.mean(shares) > 0.75  # by chance about .4


def test_small_blocks_lose_little_and_keep_few_weights() -> None:
    part = fold_in(world(300, 200, 1), np.random.default_rng(2))
    liked, config = world(800, 200), EaseConfig(50.0)
    sizes = BlockSizes(group=25, block=100, kept=40)
    small = fit_ease_blocks(liked, config, sizes)
    assert np.diff(small.weights.tocsc().indptr).max() == sizes.kept
    assert small.weights.diagonal().max() == 0.0
    dense = mean_ndcg(fit_ease(liked, config), part)
    crowd = mean_ndcg(fit_popularity(liked), part)
    assert mean_ndcg(small, part) > crowd + 0.8 * (dense - crowd)


def test_the_form_follows_from_numbers_of_people_and_items() -> None:
    assert form_for(500, 9_000) == "path"
    assert form_for(90_000, 26_744) == "dense"  # 5.3 GiB
    assert form_for(90_000, 26_744, memory=4 * 2**30) == "blocks"
    assert form_for(30_000, 100_000) == form_for(200_000, 100_000) == "blocks"  # 75 GiB
