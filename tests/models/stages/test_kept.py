import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from models.settings import ROOT
from models.stages.kept import NOTHING, Kept, beside, key_of
from models.stages.stages import Stages
from tests.models.stages.two_crowds import written


def test_a_stage_is_found_under_its_own_key_only(tmp_path: Path) -> None:
    keys = [key_of([np.arange(3), "settings", seed]) for seed in (0, 1, 0)]
    assert keys[0] == keys[2] != keys[1]
    Kept(tmp_path, keys[0]).put("one stage", np.arange(4))
    np.testing.assert_array_equal(Kept(tmp_path, keys[0]).get("one stage"), np.arange(4))
    assert Kept(tmp_path, keys[1]).get("one stage") is NOTHING
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:40])  # cut off by a full disk
    assert Kept(tmp_path, keys[0]).get("one stage") is NOTHING


def test_a_stage_that_had_finished_is_not_run_again(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    first = Stages(kept=Kept(tmp_path, "key"))
    assert first.run("sum", lambda share: 3.0) == 3.0
    second = Stages(lambda what, share: told.append((what, share)), Kept(tmp_path, "key"))
    assert second.run("sum", lambda share: pytest.fail("run again")) == 3.0
    assert second.took["sum"].found and not first.took["sum"].found
    assert told == [("sum", 1.0)]


def fitting(data: Path, out: Path) -> list[str]:
    """In a process of its own: sums of floats depend on threads, which other tests set."""
    return [sys.executable, "-m", "models.train", str(data), "--out", str(out)]


@pytest.mark.slow
def test_a_fit_that_was_killed_goes_on_and_gives_the_same_artifact(tmp_path: Path) -> None:
    data, out, undisturbed = written(tmp_path / "data"), tmp_path / "out", tmp_path / "undisturbed"
    child = subprocess.Popen(fitting(data, out), cwd=ROOT, stdout=subprocess.DEVNULL)
    while not list(beside(out).glob("familiarity.*.safetensors")):
        assert child.poll() is None, "finished before it could be killed"
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not out.exists()
    wide = os.environ | {"COLUMNS": "200"}
    told = subprocess.run(
        fitting(data, out), cwd=ROOT, env=wide, check=True, capture_output=True, text=True
    ).stdout
    assert "A fit that was cut off had finished" in told and "Mult-VAE" in told
    manifest = json.loads((out / "manifest.json").read_text())
    stages = manifest["about"]["stages"]
    assert stages["Mult-VAE"]["found"] and stages["familiarity"]["found"]
    assert not stages["priors"]["found"] or not stages["held-out metrics"]["found"]
    assert not beside(out).exists()
    subprocess.run(fitting(data, undisturbed), cwd=ROOT, check=True, capture_output=True)
    again = json.loads((undisturbed / "manifest.json").read_text())
    assert again["fingerprint"] == manifest["fingerprint"]
