"""Ids on shared rows: against formulas, against brute force, and who pays at which skew."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.embedding_table import collisions
from models.embedding_table.hashing import hashed_rows

N_IDS, N_ROWS, SKEW = 20_000, 2**14, 1.05


def hashed(n_ids: int, n_rows: int, seed: int) -> np.ndarray:
    return hashed_rows(np.arange(n_ids), n_rows, seed)


def deviation(found: np.ndarray, expected: float) -> float:
    """In standard errors of the mean."""
    return abs(float(found.mean()) - expected) / float(found.std(ddof=1) / np.sqrt(len(found)))


@pytest.mark.statistical
@pytest.mark.parametrize("n_rows", [2**12, 2**14, 2**17])
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (collisions.collided, collisions.expected_collided),
        (lambda rows: collisions.shared(rows).mean(), collisions.expected_shared),
    ],
)
def test_shares_are_what_the_formulas_expect(n_rows, found, expected) -> None:
    over_seeds = np.array([found(hashed(2_000, n_rows, seed)) for seed in range(100)])
    assert deviation(over_seeds, expected(2_000, n_rows)) < 3


@pytest.mark.statistical
@pytest.mark.parametrize("skew", [0.0, 0.8, SKEW, 1.5])
def test_traffic_on_shared_rows_is_the_same_on_average_at_any_skew(skew: float) -> None:
    found = collisions.traffic_on_shared(2_000, 2**11, skew, 400)
    assert deviation(found, collisions.expected_shared(2_000, 2**11)) < 3


def test_skew_adds_luck() -> None:
    spread = [np.std(collisions.traffic_on_shared(2_000, 2**11, s, 100)) for s in (0.0, 0.8, 1.5)]
    assert spread[0] < 0.5 * spread[1] < 0.25 * spread[2]


def test_sharing_a_row_is_blind_to_frequency_but_paying_for_it_is_not() -> None:
    found = collisions.demonstrate(N_IDS, N_ROWS, SKEW)
    chance = collisions.expected_shared(N_IDS, N_ROWS)
    error = np.sqrt(chance * (1 - chance) / (N_IDS / collisions.GROUPS))
    assert np.all(np.abs(found.group_shared - chance) < 4 * error)  # ten at once: four, not three
    for paid in (found.group_foreign, found.group_minority):
        assert np.all(np.diff(paid) < 0) and paid[0] > 3 * paid[-1]
    assert found.foreign < found.group_foreign.mean()  # visits are mostly of the frequent


def test_without_skew_everybody_pays_alike() -> None:
    found = collisions.demonstrate(N_IDS, N_ROWS, 0.0)
    assert np.ptp(found.group_foreign) < 0.05 and np.ptp(found.group_minority) < 0.05
    assert found.foreign == pytest.approx(found.collided)  # 1 - 1 / ids on the row, summed up


@pytest.mark.parametrize("skew", [0.0, SKEW])
def test_foreign_traffic_by_brute_force(skew: float) -> None:
    traffic, rows = collisions.power_law(300, skew), hashed(300, 100, 3)
    on_row = defaultdict(list)
    for name, row in enumerate(rows):
        on_row[row].append(name)
    for name, foreign in enumerate(collisions.foreign_share(rows, traffic)):
        others = sum(traffic[other] for other in on_row[rows[name]] if other != name)
        assert foreign == pytest.approx(others / (others + traffic[name]))
    assert collisions.shared(rows).tolist() == [len(on_row[row]) > 1 for row in rows]
    assert collisions.collided(rows) == pytest.approx(1 - len(on_row) / 300)


def test_on_one_row_everything_is_shared() -> None:
    found = collisions.demonstrate(1_000, 1, SKEW)
    assert found.shared == 1.0 == collisions.expected_shared(1_000, 1)
    assert found.collided == collisions.expected_collided(1_000, 1) == pytest.approx(0.999)
    assert np.all(found.group_foreign > 0.8) and np.all(found.group_minority == 1.0)


def test_with_far_more_rows_than_ids_next_to_nothing_is() -> None:
    found = collisions.demonstrate(1_000, 2**40, SKEW)
    assert found.shared == found.collided == found.foreign == 0.0
    assert not found.group_foreign.any() and not found.group_minority.any()
    assert collisions.expected_shared(1_000, 2**40) < 1e-8


def test_groups_are_of_equal_size_from_the_rarest() -> None:
    traffic = collisions.power_law(100, 1.0)
    assert traffic.sum() == pytest.approx(1.0)
    means = collisions.grouped(np.arange(100.0), traffic)  # the number is the rank
    assert means == pytest.approx(np.arange(94.5, 0.0, -10.0))


@given(
    n_ids=st.integers(collisions.GROUPS, 500),
    n_rows=st.integers(1, 1_000),
    skew=st.floats(0.0, 3.0),
    seed=st.integers(0, 2**32),
)
def test_shares_are_shares(n_ids: int, n_rows: int, skew: float, seed: int) -> None:
    found = collisions.demonstrate(n_ids, n_rows, skew, seed)
    assert 0.0 <= found.collided <= found.shared <= 1.0
    assert -1e-12 <= found.foreign <= 1.0
    for groups in (found.group_shared, found.group_foreign, found.group_minority):
        assert groups.shape == (collisions.GROUPS,)
        assert np.all(groups >= 0.0) and np.all(groups <= 1.0)
    assert 0.0 <= collisions.expected_collided(n_ids, n_rows) <= 1.0
    assert 0.0 <= collisions.expected_shared(n_ids, n_rows) <= 1.0
