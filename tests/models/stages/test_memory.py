import numpy as np
import pytest

from models.stages import memory


def test_the_peak_counts_from_where_it_was_forgotten() -> None:
    held = np.ones(2**24)  # 128 MiB
    del held
    before = memory.peak()
    memory.forget_peak()
    after = memory.peak()
    assert 0 < memory.resident() <= before
    assert after <= before
    held = np.ones(2**24)
    assert memory.peak() >= after + 0.9 * held.nbytes


def test_amounts_are_read_and_without_one_it_is_a_share_of_what_is_free() -> None:
    assert memory.budget("8GiB") == 8 * 2**30 and memory.budget("500 m") == 500 * 2**20
    assert 0 < memory.budget() < memory.free()
    for wrong in ("much", "-1", "0", "1.2.3G", "5 parsecs"):
        with pytest.raises(ValueError, match="expected an amount"):
            memory.budget(wrong)
    assert memory.shown(3 * 2**29) == "1.5 GiB" and memory.shown(2**20) == "1 MiB"
