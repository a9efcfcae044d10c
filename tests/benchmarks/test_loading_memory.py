import csv
from pathlib import Path

import numpy as np
import pytest

from benchmarks.loading_memory import FEWEST, activity, run, write_ratings


def test_the_synthetic_ratings_are_as_many_as_asked_and_none_is_doubled(tmp_path: Path) -> None:
    assert activity(100_000, np.random.default_rng(1)).sum() == 100_000
    assert activity(100_000, np.random.default_rng(1)).min() >= FEWEST
    stars = write_ratings(tmp_path, 30_000, seed=2)
    with (tmp_path / "ratings.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert len({(row["userId"], row["movieId"]) for row in rows}) == len(rows) == 30_000
    assert sum(float(row["rating"]) for row in rows) == stars


def test_what_is_reported_grows_with_what_is_read() -> None:
    """A peak that did not depend on the ratings would not be the reader's."""
    pytest.importorskip("resource", reason="this system does not report a process's peak memory")
    small, large = (run(n)[0] for n in (20_000, 1_500_000))
    for few, many in zip(small, large, strict=True):
        assert (few["ratings"], many["ratings"]) == (20_000, 1_500_000)
        assert float(many["peak, GiB"]) > float(few["peak, GiB"]) + 1_500_000 * 12 / 2**30
