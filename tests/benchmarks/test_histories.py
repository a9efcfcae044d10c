from pathlib import Path

import numpy as np
import pytest
from scipy import sparse
from worlds import N_ITEMS, save_world

from benchmarks.histories import compare, judged, served
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
