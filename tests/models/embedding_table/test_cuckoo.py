"""The cuckoo index against a dictionary, and against what theory says of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.embedding_table.cuckoo import ABSENT, CuckooIndex
from models.embedding_table.hashing import (
    hashed_rows,
    murmur3,
    splitmix64,
    starting_vectors,
    uniforms,
)

ENDS = (-(2**63), -1, 0, 1, 2**63 - 1)


def different_ids(n: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.permutation(np.unique(rng.integers(-(2**63), 2**63 - 1, n + n // 50)))[:n]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["insert", "remove"]), st.lists(st.integers(-40, 40))),
        max_size=30,
    ),
    st.sampled_from([1, 2, 4]),
)
def test_any_history_leaves_what_a_dictionary_would(history, slots):
    index, twin = CuckooIndex(slots=slots), {}
    for what, numbers in history:
        ids = np.array(numbers, dtype=np.int64)
        if what == "insert":
            rows, fresh = index.insert(ids)
            for number, row, new in zip(numbers, rows.tolist(), fresh.tolist(), strict=True):
                assert new == (number not in twin)
                assert twin.setdefault(number, row) == row
        else:
            removed = index.remove(ids).tolist()
            assert removed == [twin.pop(number, ABSENT) for number in numbers]
        assert len(index) == len(twin) == len(set(twin.values())) and ABSENT not in twin.values()
        everybody = np.arange(-45, 45)
        expected = [twin.get(number, ABSENT) for number in everybody.tolist()]
        assert index.find(everybody).tolist() == expected
        assert index.n_rows > max(twin.values(), default=0)


def test_no_two_ids_share_a_row_through_growth_removal_and_restoring():
    ids = np.concatenate([np.array(ENDS), different_ids(60_000)])
    index = CuckooIndex()
    rows, fresh = index.insert(ids)
    assert fresh.all() and len(np.unique(rows)) == len(ids) and len(index.grown_at) > 8
    gone = ids[::3]
    index.remove(gone)
    newcomers = different_ids(30_000, seed=1)
    taken, _ = index.insert(newcomers)
    assert set(rows[::3].tolist()) & set(taken.tolist()), "rows are used again"
    kept = np.concatenate([np.delete(ids, np.s_[::3]), newcomers])
    assert len(np.unique(index.find(kept))) == len(kept) == len(index)
    assert (index.find(np.setdiff1d(gone, newcomers)) == ABSENT).all()
    for slots, seed in ((4, 0), (4, 9), (1, 0)):  # another seed and shape: the same rows
        again = CuckooIndex(slots=slots, seed=seed)
        again.restore(index.arrays())
        np.testing.assert_array_equal(again.find(kept), index.find(kept))
        assert len(again) == len(index) and again.n_rows == index.n_rows
        twin = CuckooIndex()
        twin.restore(index.arrays())
        more = different_ids(1000, seed=2)  # and goes on alike
        np.testing.assert_array_equal(again.insert(more)[0], twin.insert(more)[0])


def test_how_full_it_gets_before_it_grows():
    index = CuckooIndex()
    index.insert(different_ids(300_000))
    assert min(index.grown_at[-6:]) >= 0.93
    textbook = CuckooIndex(slots=1)
    textbook.insert(different_ids(60_000))
    late = np.array(textbook.grown_at[-6:])
    assert 0.4 < late.mean() < 0.6


@pytest.mark.parametrize("damage", ["row twice", "id twice", "row 0", "lengths"])
def test_what_is_damaged_is_refused(damage):
    arrays = CuckooIndex().arrays()
    ids, rows = np.array([7, 8, 9]), np.array([1, 2, 3])
    if damage == "row twice":
        rows[1] = 1
    elif damage == "id twice":
        ids[1] = 7
    elif damage == "row 0":
        rows[0] = 0
    else:
        rows = rows[:2]
    with pytest.raises(ValueError, match="index"):
        CuckooIndex().restore({**arrays, "ids": ids, "rows": rows})


def test_the_two_hash_functions_are_bijections_and_independent():
    words = np.arange(200_000, dtype=np.uint64)
    for mix in (splitmix64, murmur3):
        assert len(np.unique(mix(words))) == len(words)
    # how many of 64 x 64 cells the low bits of both fall into: even, by a chi-squared test
    cells = (splitmix64(words) & np.uint64(63)) * np.uint64(64) + (murmur3(words) & np.uint64(63))
    counts = np.bincount(cells.astype(np.int64), minlength=4096)
    expected = len(words) / 4096
    chi2 = float(((counts - expected) ** 2 / expected).sum())
    assert abs(chi2 - 4095) < 5.0 * np.sqrt(2 * 4095)


def test_uniforms_are_uniform_and_vectors_depend_on_the_id_alone():
    draws = uniforms(np.arange(100_000, dtype=np.uint64))
    assert abs(draws.mean() - 0.5) < 5.0 / np.sqrt(12 * 100_000)
    assert draws.min() >= 0.0 and draws.max() < 1.0
    ids = different_ids(5000)
    vectors = starting_vectors(ids, 16, 0.1, seed=3)
    np.testing.assert_array_equal(starting_vectors(ids[::-1], 16, 0.1, 3)[::-1], vectors)
    assert vectors.std() == pytest.approx(0.1, rel=0.02)
    assert not np.allclose(starting_vectors(ids, 16, 0.1, seed=4), vectors)
    correlation = np.corrcoef(vectors.T) - np.eye(16)
    assert np.abs(correlation).max() < 5.0 / np.sqrt(5000)


def test_hashing_without_keys_collides_as_often_as_theory_says():
    n, m = 20_000, 2**14
    expected = 1.0 - m * (1.0 - (1.0 - 1.0 / m) ** n) / n
    found = [
        1.0 - len(np.unique(hashed_rows(different_ids(n, seed), m, seed))) / n for seed in range(8)
    ]
    error = np.std(found, ddof=1) / np.sqrt(len(found))
    assert abs(np.mean(found) - expected) < max(4.0 * error, 0.002)
