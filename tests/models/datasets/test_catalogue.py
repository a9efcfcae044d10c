from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from models.datasets.catalogue import Catalogue, Dataset, Interactions


def catalogue(n_items: int = 20) -> Catalogue:
    return Catalogue(
        keys=tuple(f"k{i}" for i in range(n_items)),
        titles=("Same title",) * n_items,
        years=(0,) * n_items,
        genres=((),) * n_items,
        images=("",) * n_items,
        descriptions=("",) * n_items,
    )


def ratings(n_users: int = 6, n_items: int = 20) -> sparse.csr_matrix:
    return sparse.csr_matrix(np.random.default_rng(0).integers(1, 6, (n_users, n_items)))


def test_a_key_finds_its_item_and_titles_may_repeat() -> None:
    items = catalogue()
    assert [items.numbers[key] for key in items.keys] == list(range(20))
    assert len(items) == 20


def test_a_catalogue_of_uneven_columns_or_double_keys_is_refused() -> None:
    with pytest.raises(ValueError, match="20 keys but 1 values"):
        replace(catalogue(), years=(1999,))
    with pytest.raises(ValueError, match="1 keys occur twice"):
        replace(catalogue(), keys=("k1", *catalogue().keys[1:]))


def test_interactions_are_a_copy_that_nobody_can_change() -> None:
    given = ratings()
    kept = Interactions(given, tuple("abcdef")).ratings
    before = kept.toarray()
    given.data[:] = 9
    np.testing.assert_array_equal(kept.toarray(), before)
    with pytest.raises(ValueError, match="read-only"):
        kept.data[0] = 9.0


@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_a_rating_that_is_not_above_zero_is_refused(value: float) -> None:
    given = ratings().astype(float)
    given.data[3] = value
    with pytest.raises(ValueError, match=r"expected ratings above 0 .* 1 are not"):
        Interactions(given, tuple("abcdef"))


def test_interactions_need_one_user_a_row() -> None:
    with pytest.raises(ValueError, match="2 users, 6 rows"):
        Interactions(ratings(), ("a", "b"))


def test_likes_are_ratings_of_four_and_more_and_people_with_few_can_be_left_out() -> None:
    given = ratings()
    dataset = Dataset("test", catalogue(), Interactions(given, tuple("abcdef")))
    np.testing.assert_array_equal(dataset.liked.toarray(), given.toarray() >= 4)
    counts = (given.toarray() >= 4).sum(axis=1)
    for least in (0, int(np.median(counts)), 21):
        kept = dataset.people_with_history(least).toarray()
        np.testing.assert_array_equal(kept, given.toarray()[counts >= least])


def test_too_few_rated_items_are_refused() -> None:
    few = ratings().toarray()
    few[:, 0] = 0
    with pytest.raises(ValueError, match="test: 19 items were rated by anybody; at least 20"):
        Dataset("test", catalogue(), Interactions(sparse.csr_matrix(few), tuple("abcdef")))
