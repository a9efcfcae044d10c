from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from worlds import N_ITEMS, save_world

from benchmarks.histories import apart, by_weight, compare, judged, served, with_dislikes
from models.artifacts import Artifact, load_artifact
from models.rewards.prior_tuning import halve


@pytest.fixture(scope="module")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    folder: Path = tmp_path_factory.mktemp("world")
    return load_artifact(save_world(folder))


def test_without_a_history_the_crowd_is_served(artifact: Artifact) -> None:
    np.testing.assert_array_equal(served(artifact, []), artifact.shared.crowd)
    assert served(artifact, ["tiny:9"])[13] > artifact.shared.crowd[13], "of the same kind"


def test_likes_of_one_kind_help_to_find_the_others(artifact: Artifact) -> None:
    half = halve(N_ITEMS, np.random.default_rng(0))
    kinds = (np.arange(N_ITEMS)[None] % 4 == np.arange(12)[:, None] % 4).astype(float)
    liked = sparse.csr_matrix(kinds)
    none = judged(artifact, half, liked, 0, 0)
    row, claim = compare(none, judged(artifact, half, liked, 5, 0), 5)
    assert claim.holds and row["people"] == 12 and row["with"] > row["without"]
    assert np.isnan(judged(artifact, half, liked, 80, 0)).all(), "nobody has so many likes"


def test_dislikes_tell_apart_what_likes_alone_do_not(artifact: Artifact) -> None:
    half = halve(N_ITEMS, np.random.default_rng(0))
    beyond = (np.arange(N_ITEMS)[None] - np.arange(12)[:, None]) % 4  # a person's own kind is 0
    liked = beyond == np.where(half.askable, 0, 1)  # whose likes of the other half are of kind 1
    stars = np.where(liked, 5.0, np.where(beyond == 2, 1.0, 0.0))
    ratings = sparse.csr_matrix(stars)
    (_, without), (_, found) = (
        with_dislikes(artifact, half, ratings, 4.0, 2.75, weight, 0) for weight in (0.0, 1.0)
    )
    assert (found >= without).all() and found.mean() > without.mean()
    none = with_dislikes(artifact, half, sparse.csr_matrix(np.where(stars > 1.0, stars, 0.0)), 4.0,
                         2.75, 1.0, 0)  # fmt: skip
    assert np.isnan(none[0]).all() and np.isnan(none[1]).all(), "nobody dislikes anything"
    rows, claim = by_weight(artifact, half, ratings, 4.0, 0)
    assert rows[0]["list gain"] == 0.0 and claim.holds == (claim.value >= 0.0)


def test_apart_counts_pairs_and_wants_enough_of_them() -> None:
    five = np.arange(5.0)
    assert apart(five + 9.0, five) == 1.0 and apart(five, five + 9.0) == 0.0
    assert apart(five, five) == 0.5 and np.isnan(apart(five[:4], five))
