from pathlib import Path

import numpy as np
import pytest

from benchmarks.scale.__main__ import claims_of
from benchmarks.scale.editions import write_edition
from benchmarks.scale.worlds import made_up
from models.datasets.grouplens import EDITIONS, Edition, read_edition


def test_a_world_has_exactly_its_numbers_and_everybody_and_everything_in_it() -> None:
    world = made_up(60, 80, 1300, seed=3)
    ratings = world.ratings
    assert ratings.shape == (60, 80) and ratings.nnz == 1300
    assert (np.diff(ratings.indptr) > 0).all() and (np.bincount(ratings.indices) > 0).all()
    assert ratings.has_canonical_format
    assert set(np.unique(2.0 * ratings.data)) <= set(range(1, 11))
    again = made_up(60, 80, 1300, seed=3).ratings
    np.testing.assert_array_equal(again.indices, ratings.indices)
    with pytest.raises(ValueError, match="do not fit"):
        made_up(60, 80, 5000)


def test_people_take_up_and_like_what_is_of_their_tastes() -> None:
    world = made_up(400, 300, 16_000, seed=1)
    liking = world.utilities(np.arange(400))
    rated = world.ratings.toarray() > 0
    assert liking[rated].mean() > 2.0 * liking[~rated].mean()
    stars = world.ratings.toarray()[rated]
    assert np.corrcoef(stars, liking[rated])[0, 1] > 0.3
    # the negative control: somebody else's ratings say nothing about one's tastes
    other = np.roll(world.ratings.toarray(), 1, axis=0)
    assert liking[other > 0].mean() < 1.5 * liking[other == 0].mean()


def test_the_files_of_an_edition_are_read_as_such(tmp_path: Path) -> None:
    write_edition(tmp_path / "ml-20m", (60, 80, 1300), seed=3)
    layout = EDITIONS["ml-20m"].layout
    dataset = read_edition("ml-20m", Edition(layout, n_ratings=1300), tmp_path / "ml-20m")
    ratings = made_up(60, 80, 1300, seed=3).ratings
    np.testing.assert_array_equal(dataset.interactions.ratings.toarray(), ratings.toarray())
    assert all(dataset.catalogue.genres) and min(dataset.catalogue.years) >= 1930


def test_growth_is_the_power_of_the_ratings() -> None:
    sizes = (("1e5", 100_000), ("1e6", 1_000_000), ("1e7", 10_000_000))
    rows = [
        {"size": size, "ratings": n, "processor seconds": 2e-4 * n**1.3, "peak GiB": n / 2e6}
        for size, n in sizes
    ]
    growth, *memory = claims_of(rows)
    assert growth.value == pytest.approx(1.3) and not growth.holds
    assert [claim.holds for claim in memory] == [True, True, True]
    assert not claims_of([rows[0] | {"peak GiB": 9.0}])[0].holds
