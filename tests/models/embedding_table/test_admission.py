"""Who may enter a table: the boundary, saturation, forgetting and chance of each rule."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.embedding_table.admission import MOST_COUNTED, CountFilter

ONE = np.array([1])


def sightings_until_admitted(rule, number: int, most: int = 40) -> int:
    """Which sighting of an id is the first to be admitted; ``most`` + 1 if none is."""
    ids = np.array([number])
    return next((n for n in range(1, most + 1) if rule.admits(ids, ONE)[0]), most + 1)


@pytest.mark.parametrize("threshold", [1, 2, 3, 7, 15])
def test_a_threshold_admits_on_the_sighting_after(threshold):
    rule = CountFilter(threshold, 1000)
    for number in (5, -9, 2**60):  # and each is counted for itself
        assert sightings_until_admitted(rule, number) == threshold + 1


@pytest.mark.parametrize("threshold", [0, -1])
def test_no_threshold_admits_at_once_and_counts_nothing(threshold):
    rule = CountFilter(threshold, 1000)
    assert sightings_until_admitted(rule, 5) == 1
    assert not rule.arrays()["cells"].any()


def test_counts_saturate_so_that_a_higher_threshold_admits_nobody():
    rule = CountFilter(MOST_COUNTED + 1, 1000)
    assert sightings_until_admitted(rule, 5, most=200) == 201


def test_several_sightings_at_once_count_as_many():
    rule = CountFilter(5, 1000)
    assert not rule.admits(np.array([7]), np.array([5]))[0]  # seen 0 times before
    assert rule.admits(np.array([7]), ONE)[0]  # and 5 times before this one


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-(2**62), 2**62), unique=True, max_size=60), st.integers(1, 15))
def test_as_exact_counts_while_there_is_room(numbers, threshold):
    rule, exact = CountFilter(threshold, 100_000), dict.fromkeys(numbers, 0)
    rng = np.random.default_rng(0)
    for _ in range(6):
        ids, times = np.array(numbers, dtype=np.int64), rng.integers(1, 5, len(numbers))
        for number, n, admitted in zip(numbers, times, rule.admits(ids, times), strict=True):
            assert admitted == (exact[number] >= threshold)
            exact[number] = min(MOST_COUNTED, exact[number] + int(n))


def test_false_admissions_are_rare_at_the_planned_fill_and_a_full_sketch_lets_in():
    n = 200_000
    ids = np.random.default_rng(1).integers(-(2**62), 2**62, n)
    rule = CountFilter(1, n)
    first_time = rule.admits(np.unique(ids), np.ones(len(np.unique(ids)), dtype=np.int64))
    # 12 bits of signature, some cells probed: a stranger is taken for somebody known
    assert first_time.mean() < 0.002
    small = CountFilter(15, 1)
    many = np.arange(10_000)
    assert small.admits(many, np.ones(len(many), dtype=np.int64)).mean() > 0.9, "fails open"


def test_what_was_counted_is_kept():
    rule, again = CountFilter(2, 100), CountFilter(2, 100)
    assert not rule.admits(np.array([3]), np.array([2]))[0]
    again.restore(rule.arrays())
    assert again.admits(np.array([3]), ONE)[0] and not again.admits(np.array([4]), ONE)[0]
