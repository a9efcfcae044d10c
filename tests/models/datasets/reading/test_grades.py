"""Events that say the same count alike; those that say more are kept, and so is what is told."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from models.datasets.reading.folder import read_data
from models.datasets.reading.grades import differ, graded

N_PEOPLE, N_ITEMS = 80, 40


def bought(rng: np.random.Generator, share: np.ndarray) -> sparse.csr_matrix:
    """Views and strong events; of the latter so many of each item, ``share``, are purchases."""
    shape = (N_PEOPLE, N_ITEMS)
    strong = np.where(rng.random(shape) < share, 5.0, 3.0)
    events = np.where(rng.random(shape) < 0.4, strong, 1.0)
    return sparse.csr_matrix(events * (rng.random(shape) < 0.6))


@pytest.mark.statistical
def test_an_order_by_chance_is_joined_in_nearly_all_worlds() -> None:
    rng = np.random.default_rng(0)
    found = [graded(bought(rng, np.full(N_ITEMS, 0.5))) for _ in range(300)]
    kept = sum(not grades.joined for grades in found)
    assert kept <= 3 + 3 * np.sqrt(3)  # expected 3 of 300, within three standard errors
    joined = next(grades for grades in found if grades.joined)
    assert joined.joined == ((3.0, 5.0),) and set(np.unique(joined.matrix.data)) == {1.0, 3.0}


def test_things_that_are_bought_and_things_that_are_not_are_told_apart() -> None:
    rng = np.random.default_rng(1)
    world = bought(rng, np.where(np.arange(N_ITEMS) % 2, 0.9, 0.2))
    found = graded(world)
    assert found.joined == () and found.matrix is world


def test_views_are_never_joined_and_the_events_stay_as_they_were() -> None:
    rng = np.random.default_rng(2)
    world = bought(rng, np.full(N_ITEMS, 0.5))
    before = world.data.copy()
    grades = graded(world)
    np.testing.assert_array_equal(world.data, before)
    np.testing.assert_array_equal(grades.matrix.data == 1.0, before == 1.0)


@pytest.mark.parametrize(
    ("items", "strong"),
    [([], []), ([0] * 50, [True] * 50), (list(range(30)), [True, False] * 15)],
)
def test_too_little_tells_nothing_apart(items: list[int], strong: list[bool]) -> None:
    found = differ(np.array(items, np.int32), np.array(strong, dtype=bool), 30)
    assert not found


def test_a_report_says_so_and_weights_that_are_told_are_kept(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    world = bought(rng, np.full(N_ITEMS, 0.5)).tocoo()
    names = {1.0: "view", 3.0: "addtocart", 5.0: "transaction"}
    rows = [
        f"{n},{person},{names[value]},{item}"
        for n, (person, item, value) in enumerate(
            zip(world.row, world.col, world.data, strict=True)
        )
    ]
    header = "timestamp,visitorid,event,itemid"
    (tmp_path / "events.csv").write_text("\n".join([header, *rows]))
    reading = read_data(tmp_path)
    assert reading.dataset is not None
    assert len(np.unique(reading.dataset.interactions.ratings.data)) == 2
    (note,) = [note for file in reading.report.files for note in file.notes if "count as" in note]
    assert note.startswith("transaction count as addtocart")
    assert reading.report.ratings is not None
    weights = {"view": 1.0, "addtocart": 3.0, "transaction": 3.0}
    assert reading.report.ratings.weights == weights
    kept = json.dumps(reading.report.as_told())  # read as it was understood
    (tmp_path / "data.json").write_text(kept)
    again = read_data(tmp_path)
    assert again.dataset is not None and again.report.ratings is not None
    assert again.report.ratings.weights == weights
    stars = (found.interactions.ratings.data for found in (reading.dataset, again.dataset))
    np.testing.assert_array_equal(*(np.unique(own, return_inverse=True)[1] for own in stars))
    (tmp_path / "data.json").write_text(json.dumps({"weights": {"transaction": 6}}))
    told = read_data(tmp_path)
    assert told.dataset is not None
    assert len(np.unique(told.dataset.interactions.ratings.data)) == 3
