"""The collisionless table: what reads, updates, expiry and recycling must and must not do."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from models.embedding_table.admission import CountFilter
from models.embedding_table.collisionless import EmbeddingTable
from models.embedding_table.table import DAY, Expiry, Optimiser

WIDTH = 4


def ids_of(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def ones(n: int) -> np.ndarray:
    return np.ones((n, WIDTH), dtype=np.float32)


def in_group(group: int, number: int) -> int:
    return (group << 48) | number


def test_an_absent_id_reads_as_zeros_and_is_not_let_in_by_reading():
    table = EmbeddingTable(WIDTH)
    assert not table.lookup(ids_of(1, 2)).any() and len(table) == 0
    assert table.update(ids_of(1), ones(1), now=0.0).tolist() == [1]
    assert table.lookup(ids_of(1)).any() and not table.lookup(ids_of(2)).any()


def test_steps_are_those_of_another_libraries_adagrad():
    """Ids come twice in a batch; their gradients add up."""
    rng = np.random.default_rng(0)
    optimiser = Optimiser(learning_rate=0.1)
    table = EmbeddingTable(WIDTH, optimiser=optimiser)
    known = ids_of(*range(20))
    table.update(known, np.zeros((20, WIDTH), dtype=np.float32), 0.0)
    theirs = torch.nn.Embedding.from_pretrained(torch.tensor(table.lookup(known)), freeze=False)
    adagrad = torch.optim.Adagrad(theirs.parameters(), lr=0.1, eps=0.0)
    for _ in range(30):
        batch = rng.integers(0, 20, 12)
        wanted = rng.standard_normal((12, WIDTH)).astype(np.float32)
        adagrad.zero_grad()
        (theirs(torch.tensor(batch)) * torch.tensor(wanted)).sum().backward()
        untouched = theirs.weight.grad == 0.0
        adagrad.step()
        theirs.weight.data[untouched] = torch.tensor(table.lookup(known))[untouched]
        table.update(batch, wanted, 0.0)
    np.testing.assert_allclose(table.lookup(known), theirs.weight.detach().numpy(), atol=2e-5)


def test_who_is_refused_gets_no_vector_and_is_counted():
    table = EmbeddingTable(WIDTH, admission=CountFilter(2, 100))
    assert not len(table.update(ids_of(5), ones(1), 0.0)) and not table.lookup(ids_of(5)).any()
    assert not len(table.update(ids_of(5), ones(1), 0.0))
    assert table.update(ids_of(5, 6), ones(2), 0.0).tolist() == [5]  # sighting T + 1
    assert len(table) == 1
    many = EmbeddingTable(WIDTH, admission=CountFilter(2, 100))
    assert not len(many.update(ids_of(7, 7, 7), ones(3), 0.0)), "0 times before this batch"
    assert many.update(ids_of(7), ones(1), 0.0).tolist() == [7]


def test_expiry_by_group_as_in_their_own_test():
    """Groups of 5 and 6 days, 14 by default: 5 days and a minute old."""
    expiry = Expiry(days=14.0, groups={1: 5.0, 2: 6.0})
    table = EmbeddingTable(WIDTH, expiry=expiry)
    ids = ids_of(in_group(1, 7), in_group(2, 7), in_group(3, 7))
    table.update(ids, ones(3), now=0.0)
    assert table.expire(5 * DAY + 60.0).tolist() == [in_group(1, 7)]
    assert len(table) == 2


@pytest.mark.parametrize(("age", "goes"), [(5 * DAY, True), (5 * DAY - 1.0, False)])
def test_exactly_so_old_goes(age, goes):
    table = EmbeddingTable(WIDTH, expiry=Expiry(days=5.0))
    table.update(ids_of(3), ones(1), now=100.0)
    assert (len(table.expire(100.0 + age)) == 1) == goes


def test_updates_keep_an_id_alive_and_reads_do_not():
    table = EmbeddingTable(WIDTH, expiry=Expiry(days=2.0))
    table.update(ids_of(1, 2), ones(2), now=0.0)
    table.lookup(ids_of(1))
    table.update(ids_of(2), ones(1), now=1.5 * DAY)
    assert table.expire(2.0 * DAY).tolist() == [1]


def test_a_push_moves_who_is_there_and_keeps_nobody_alive():
    pushed, updated = (EmbeddingTable(WIDTH, expiry=Expiry(days=2.0)) for _ in range(2))
    for table in (pushed, updated):
        table.update(ids_of(1), ones(1), now=0.0)
    pushed.push(ids_of(1, 1, 9), ones(3))
    updated.update(ids_of(1, 1), ones(2), now=DAY)
    np.testing.assert_array_equal(pushed.lookup(ids_of(1)), updated.lookup(ids_of(1)))
    assert len(pushed) == 1, "9 is not let in"
    assert pushed.expire(2 * DAY).tolist() == [1] and not updated.expire(2 * DAY).size


def test_assigned_vectors_resist_by_their_weight():
    table = EmbeddingTable(WIDTH, optimiser=Optimiser(learning_rate=0.1))
    table.assign(ids_of(1, 2), np.zeros((2, WIDTH), dtype=np.float32), 0.0, weight=99.0)
    table.assign(ids_of(2), np.zeros((1, WIDTH), dtype=np.float32), 0.0, weight=0.0)
    table.update(ids_of(1, 2), ones(2), 0.0)
    np.testing.assert_allclose(table.lookup(ids_of(1, 2)), [[-0.01] * WIDTH, [-0.1] * WIDTH])


def test_no_rule_keeps_out_what_is_assigned():
    table = EmbeddingTable(WIDTH, admission=CountFilter(5, 100))
    assert table.assign(ids_of(1), ones(1), 0.0).tolist() == [1]
    np.testing.assert_array_equal(table.lookup(ids_of(1)), ones(1))


def test_a_recycled_row_is_new_with_its_optimiser():
    table = EmbeddingTable(WIDTH, expiry=Expiry(days=1.0))
    for _ in range(50):  # a long history: small steps by now
        table.update(ids_of(1), 10.0 * ones(1), now=0.0)
    row = int(table.index.find(ids_of(1))[0])
    assert table.expire(DAY).tolist() == [1]
    fresh = EmbeddingTable(WIDTH)
    for one in (table, fresh):
        one.update(ids_of(2), ones(1), now=DAY)
    assert int(table.index.find(ids_of(2))[0]) == row
    np.testing.assert_array_equal(table.lookup(ids_of(2)), fresh.lookup(ids_of(2)))
    assert not table.lookup(ids_of(1)).any()
    assert not table.expire(DAY + 1.0).size, "the newcomer's time is its own"


def test_saved_and_restored_everything_goes_on_alike(tmp_path: Path):
    rng = np.random.default_rng(4)
    tables = [EmbeddingTable(WIDTH, CountFilter(1, 1000), Expiry(days=3.0)) for _ in range(2)]
    for now in range(4):
        ids = rng.integers(0, 300, 400)
        tables[0].update(ids, rng.standard_normal((400, WIDTH)).astype(np.float32), now * DAY)
    tables[0].expire(4 * DAY)
    tables[0].save(tmp_path / "table")
    tables[1].load(tmp_path / "table")
    for now in range(4, 8):
        ids = rng.integers(0, 400, 200)
        gradients = rng.standard_normal((200, WIDTH)).astype(np.float32)
        new = [table.update(ids, gradients, now * DAY).tolist() for table in tables]
        gone = [table.expire(now * DAY).tolist() for table in tables]
        assert new[0] == new[1] and gone[0] == gone[1]
    everybody = np.arange(400)
    np.testing.assert_array_equal(tables[0].lookup(everybody), tables[1].lookup(everybody))
    with pytest.raises(ValueError, match="vectors of 5 numbers, got 4"):
        EmbeddingTable(5).load(tmp_path / "table")


SAVING = """
import sys
from pathlib import Path
import numpy as np
from models.embedding_table.collisionless import EmbeddingTable
table, path = EmbeddingTable(64), Path(sys.argv[1])
ids = np.arange(20_000)
for n in range(1, 1000):
    table.assign(ids, np.full((20_000, 64), n, dtype=np.float32), float(n))
    table.save(path)
    print(n, flush=True)
"""


@pytest.mark.slow
def test_a_kill_while_saving_leaves_a_whole_file(tmp_path: Path):
    path, rng = tmp_path / "table", np.random.default_rng(0)
    for _ in range(5):
        writing = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert writing.stdout is not None and writing.stdout.readline() == "1\n"
        time.sleep(float(rng.uniform(0.0, 0.1)))
        writing.send_signal(signal.SIGKILL)
        writing.communicate()
        table = EmbeddingTable(64)
        table.load(path)
        assert len(np.unique(table.lookup(np.arange(20_000)))) == 1, "vectors of one moment"


def test_gradients_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="expected"):
        EmbeddingTable(WIDTH).update(ids_of(1, 2), ones(1), 0.0)
    with pytest.raises(ValueError, match="width"):
        EmbeddingTable(0)


def test_a_restored_table_goes_on_as_the_first():
    one, other = EmbeddingTable(WIDTH), EmbeddingTable(WIDTH)
    one.update(ids_of(1, 2, 2), ones(3), now=0.0)
    one.push(ids_of(2), ones(1))
    other.restore({name: array.copy() for name, array in one.arrays().items()})
    np.testing.assert_array_equal(one.lookup(ids_of(1, 2, 3)), other.lookup(ids_of(1, 2, 3)))
    for table in (one, other):
        table.update(ids_of(1), ones(1), now=1.0)
    np.testing.assert_array_equal(one.lookup(ids_of(1, 2)), other.lookup(ids_of(1, 2)))
    with pytest.raises(ValueError, match="expected"):
        one.restore({**one.arrays(), "vectors": np.zeros((3, WIDTH + 1), dtype=np.float32)})
