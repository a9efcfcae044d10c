"""The lock of a simulation, held by a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from models.settings import ROOT
from models.simulation.lab_process import stop
from models.simulation.run_lock import exclusive_run, running_process, runs_here

HOLD = (
    "import sys, time; from pathlib import Path\n"
    "from models.simulation.run_lock import exclusive_run\n"
    "with exclusive_run(Path(sys.argv[1])):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


def test_a_run_is_seen_from_outside_until_its_process_is_killed(tmp_path: Path) -> None:
    out = tmp_path / "new" / "study"
    assert running_process(out) is None
    command = [sys.executable, "-c", HOLD, str(out)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline()
        assert running_process(out) == process.pid
        with pytest.raises(ValueError, match="Another process simulates"), exclusive_run(out):
            pass
        process.kill()
    assert running_process(out) is None
    assert not Path(f"{out}.process").exists()  # so nobody stops a reused number
    with exclusive_run(out):
        pass
    assert running_process(out) is None


def test_a_run_on_another_machine_that_shares_the_folder_ends_when_asked(tmp_path: Path) -> None:
    out = tmp_path / "study"
    command = [sys.executable, "-c", HOLD, str(out)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline()
        assert runs_here(out)
        Path(f"{out}.machine").write_text("another")
        assert not runs_here(out)
        stop(tmp_path)  # whose number means another process here
        assert process.wait(timeout=10) != 0
    assert running_process(out) is None
