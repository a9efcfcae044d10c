"""Experiments of the lab with their real process: started, killed, resumed, stopped."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from worlds import save_world

from models.simulation.experiment import Experiment, place
from models.simulation.lab_process import is_busy, is_running, latest, progress, start, stop
from models.simulation.results import MEASURES, results

SMALL = Experiment(("random", "a_optimal"), 30, 6, 0.1, 3)
LONG = replace(SMALL, policies=("random",), n_people=400)


@pytest.fixture(scope="module")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_world(tmp_path_factory.mktemp("artifact"))


def until(happens, seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def finish(experiment: Experiment, artifact: Path, folder: Path) -> None:
    assert start(experiment, artifact, folder)
    until(lambda: not is_running(folder))
    assert progress(folder, experiment).finished, (folder / "log").read_text()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"policies": ()}, "got none"),
        ({"policies": ("random", "random")}, "different policies"),
        ({"policies": ("../../etc",)}, "different policies"),
        ({"n_people": 1}, "people: expected 2"),
        ({"n_questions": 0}, "questions: expected 1"),
        ({"lapse": 1.5}, "careless"),
        ({"lapse": float("nan")}, "careless"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_cannot_be_is_refused(change: dict, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(SMALL, **change)


def test_a_folder_is_named_by_what_is_simulated(tmp_path: Path) -> None:
    folder = place(tmp_path, SMALL, "print")
    assert folder == place(tmp_path, replace(SMALL), "print") and folder.parent == tmp_path
    assert len({folder, place(tmp_path, LONG, "print"), place(tmp_path, SMALL, "other")}) == 3


@pytest.mark.slow
def test_stopped_and_resumed_is_as_never_stopped(artifact: Path, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    finish(LONG, artifact, whole)
    assert start(LONG, artifact, cut)
    assert not start(LONG, artifact, cut)  # it runs already
    assert is_busy(tmp_path, whole) and not is_busy(tmp_path, cut)
    until(lambda: progress(cut, LONG).done >= 2)
    if shutil.which("nice"):
        number = int((cut / "study.process").read_text())
        assert os.getpriority(os.PRIO_PROCESS, number) > os.getpriority(os.PRIO_PROCESS, 0)
    stop(cut)
    found = progress(cut, LONG)
    assert not found.running and 2 <= found.done < LONG.n_parts
    parts = {part: part.stat().st_mtime_ns for part in cut.glob("study.parts/*.parquet")}
    assert 0 < results(cut, LONG).n_people < LONG.n_people
    finish(LONG, artifact, cut)
    assert all(part.stat().st_mtime_ns == then for part, then in parts.items())
    assert (cut / "study.csv").read_bytes() == (whole / "study.csv").read_bytes()
    for name in MEASURES:
        np.testing.assert_array_equal(
            results(cut, LONG).measures[name], results(whole, LONG).measures[name]
        )


@pytest.mark.slow
def test_results_are_of_the_same_people_and_read_without_pandas(
    artifact: Path, tmp_path: Path
) -> None:
    folder = place(tmp_path, SMALL, "print")
    finish(SMALL, artifact, folder)
    found = results(folder, SMALL)
    assert not start(SMALL, artifact, folder)  # it is done
    for values in found.measures.values():
        assert values.shape == (2, 30, 7) and np.isfinite(values).all()
        np.testing.assert_array_equal(values[0, :, 0], values[1, :, 0])
    code = (
        "import sys; from pathlib import Path; from models.simulation.lab_process import latest;"
        "from models.simulation.experiment import place;"
        "from models.simulation.results import results; root = Path(sys.argv[1]);"
        "found = latest(root, 'print'); results(place(root, found, 'print'), found);"
        "print({'torch', 'pandas'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True)
    assert ran.stdout.strip() == "set()", ran.stderr
    next(folder.glob("study.parts/*.parquet")).write_bytes(b"PAR1")
    with pytest.raises(ValueError, match="damaged"):
        results(folder, SMALL)


def test_nothing_there_and_a_run_that_fails(tmp_path: Path) -> None:
    folder = place(tmp_path, SMALL, "print")
    assert latest(tmp_path, "print") is None and not is_running(folder)
    stop(folder)
    assert results(folder, SMALL).n_people == 0
    assert start(SMALL, tmp_path / "no artifact", folder)
    until(lambda: not is_running(folder))
    found = progress(folder, SMALL)
    assert found.done == 0 and not found.finished
    assert "make fit" in (folder / "log").read_text()
    assert latest(tmp_path, "print") == SMALL and latest(tmp_path, "other") is None
    for damaged in ('{"policies": "x"}', "[]", '{"policies": ["random"], "n_people": "7"}', "{"):
        (folder / "experiment.json").write_text(damaged)
        assert latest(tmp_path, "print") is None
