import numpy as np
import pytest

from benchmarks.embedding.__main__ import arriving_ids, injective_rows
from benchmarks.embedding.collisions import by_decile, traffic_deciles
from benchmarks.embedding.rates import ARMS, CONTROL, OWN, rate_row, rows_for, rows_of
from models.embedding_table.collisions import expected_collided
from models.embedding_table.hashing import hashed_rows


def test_the_popular_arrive_first_and_nobody_twice() -> None:
    ids = arriving_ids(2000, np.random.default_rng(0))
    assert len(np.unique(ids)) == 2000


def test_every_checkpoint_of_a_small_table_is_clean() -> None:
    table, rows = injective_rows(arriving_ids(2000, np.random.default_rng(0)))
    assert len(table) == 2000
    assert all(row["absent or shared"] == 0 and row["moved"] in (0, None) for row in rows)
    assert any("1000 expired" in str(row["checkpoint"]) for row in rows)


def test_rows_are_chosen_by_the_formula_and_hashing_keeps_to_it() -> None:
    assert expected_collided(2, 4) == pytest.approx(1.0 / 8.0)  # half of a pair that meets by 1/4
    for rate in (0.1, 0.6):
        n_rows = rows_for(5000, rate)
        assert expected_collided(5000, n_rows) == pytest.approx(rate, abs=1e-3)
        z = [
            rate_row("", seed, hashed_rows(np.arange(5000), n_rows, seed), n_rows)["z"]
            for seed in range(40)
        ]
        assert abs(np.mean(z)) < 4.0 / 40**0.5  # standard errors of the mean of 40
        assert 0.6 < np.std(z) < 1.5


def test_own_rows_and_the_control_share_nothing_and_the_rest_does() -> None:
    ids = 7 * np.arange(500)
    np.testing.assert_array_equal(rows_of(ids, OWN, 0)[0], np.arange(500))
    control = rows_of(ids, CONTROL, 0)[0]
    np.testing.assert_array_equal(np.sort(control), np.arange(500))
    assert (control != np.arange(500)).any()
    shares = [1.0 - len(np.unique(rows_of(ids, arm, 0)[0])) / 500 for arm in ARMS]
    assert shares == sorted(shares) and shares[-1] > 0.5


def test_deciles_hold_alike_many_events_and_each_item_is_in_one() -> None:
    rng = np.random.default_rng(0)
    frequency = np.arange(300.0)
    items = rng.integers(300, size=5000)
    deciles = traffic_deciles(frequency, items)
    assert np.bincount(deciles, minlength=11)[1:] == pytest.approx(500, abs=40)
    for decile in range(1, 10):
        assert items[deciles == decile].max() < items[deciles == decile + 1].min()


def test_means_by_decile() -> None:
    found = by_decile(np.array([1.0, 2.0, 6.0]), np.array([0, 0, 2]), np.array([1, 2, 2]), 3)
    np.testing.assert_array_equal(found[0], [1.5, np.nan, 6.0])
    np.testing.assert_array_equal(found[2], [2.0, np.nan, 6.0])
