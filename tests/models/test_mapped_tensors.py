import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save, save_file

from elicitation.arrays import frozen_floats, is_frozen
from models.mapped_tensors import map_tensors

ARRAYS = {
    "table": np.arange(12.0).reshape(3, 4),
    "single": np.float32([1.5, -2.0]),
    "whole": np.array([3, 1], dtype=np.int64),
    "flag": np.array([True]),
    "number": np.array(2.5),
    "nothing": np.zeros((0, 3)),
}


def test_arrays_are_those_of_the_file_and_cannot_be_written_to(tmp_path: Path) -> None:
    save_file(ARRAYS, tmp_path / "file", metadata={"about": "a test"})
    found = map_tensors(tmp_path / "file")
    assert bytes(found.whole) == (tmp_path / "file").read_bytes()
    assert set(found.arrays) == set(ARRAYS)
    for name, array in found.arrays.items():
        np.testing.assert_array_equal(array, ARRAYS[name])
        assert array.dtype == ARRAYS[name].dtype and not array.flags.writeable
        if array.size:
            with pytest.raises(ValueError, match="WRITEABLE"):
                array.setflags(write=True)


def test_arrays_outlive_the_name_of_their_file(tmp_path: Path) -> None:
    save_file(ARRAYS, tmp_path / "file")
    found = map_tensors(tmp_path / "file")
    (tmp_path / "file").unlink()
    save_file({"table": np.zeros((3, 4))}, tmp_path / "file")
    np.testing.assert_array_equal(found.arrays["table"], ARRAYS["table"])


def test_a_record_holds_what_is_mapped_without_a_copy_and_copies_what_can_change(
    tmp_path: Path,
) -> None:
    save_file(ARRAYS, tmp_path / "file")
    mapped = map_tensors(tmp_path / "file").arrays["table"]
    assert np.shares_memory(frozen_floats(mapped, 3, 4), mapped)
    own = np.arange(4.0)
    view = own[:]
    view.setflags(write=False)  # its owner can still be written to
    for changing in (own, view):
        assert not is_frozen(changing)
        held = frozen_floats(changing, 4)
        own[0] += 1.0
        assert held[0] == own[0] - 1.0


def rewritten(**changes: object) -> bytes:
    """A file of one array whose description is changed."""
    about = {"dtype": "F64", "shape": [2], "data_offsets": [0, 16], **changes}
    header = json.dumps({"array": about}).encode()
    return len(header).to_bytes(8, "little") + header + bytes(16)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"short",
        (2**40).to_bytes(8, "little") + b"{}",
        save(ARRAYS)[:60],
        (2).to_bytes(8, "little") + b"[]" + bytes(8),
        rewritten(shape=[3]),
        rewritten(shape=[-2]),
        rewritten(shape=["two"]),
        rewritten(data_offsets=[8, 24]),
        rewritten(data_offsets=[-8, 8]),
        rewritten(dtype="F16"),
        rewritten(shape=[2**40, 2**40]),
    ],
)
def test_what_is_no_file_of_arrays_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises((ValueError, KeyError, TypeError)):
        map_tensors(tmp_path / "file")
