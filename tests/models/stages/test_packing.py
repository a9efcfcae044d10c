import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from scipy import sparse

from elicitation.recommendations.scores import SharedPrior
from models.recommenders.base import Served
from models.stages.packing import pack, unpack


@dataclass(frozen=True)
class NotOurs:
    """A record of a test."""

    number: int = 1


def test_what_is_packed_comes_back_with_all_its_parts(tmp_path: Path) -> None:
    prior = SharedPrior(np.array([0.5, -1.0, 2.0]), np.arange(6.0).reshape(3, 2), 0.25)
    histories = sparse.csr_matrix(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]))
    value = {
        "served": Served({"own": [prior]}, {"bits": np.array([True, False]), "one": np.array(3.0)}),
        "rows": (histories, "text", None, 1.5, [True]),
        7: float("inf"),
        "columns": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    }
    pack(value, tmp_path / "stage")
    found = unpack(tmp_path / "stage")
    assert list(found) == list(value) and found[7] == float("inf")
    again = found["served"].candidates["own"][0]
    np.testing.assert_array_equal(again.crowd, prior.crowd)
    np.testing.assert_array_equal(again.shifts, prior.shifts)
    assert again.trust == 0.25 and not again.crowd.flags.writeable
    assert found["served"].tensors["one"].shape == () and found["served"].tensors["bits"][0]
    columns = found["columns"]  # in their order, on which last bits of products depend
    np.testing.assert_array_equal(columns, value["columns"])
    assert columns.flags.f_contiguous and columns.flags.writeable
    assert (found["rows"][0] != histories).nnz == 0 and found["rows"][1:] == (
        "text",
        None,
        1.5,
        [True],
    )


def test_what_is_no_record_of_ours_is_neither_written_nor_made(tmp_path: Path) -> None:
    for foreign in (NotOurs(), object(), {1, 2}):
        with pytest.raises(TypeError, match="cannot be kept"):
            pack(foreign, tmp_path / "stage")
    for name in ("subprocess:Popen", "models.train:Console", "models.fit:nothing"):
        tree = {"record": name, "fields": {}}
        save_file({}, tmp_path / "planted", metadata={"tree": json.dumps(tree)})
        with pytest.raises(ValueError, match="no record of ours"):
            unpack(tmp_path / "planted")
