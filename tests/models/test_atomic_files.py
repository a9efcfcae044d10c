"""Two processes and one folder; a file is replaced whole."""

import os
import subprocess
import sys
import time
from pathlib import Path

from models.atomic_files import only_writer, write_durably
from models.settings import ROOT

HOLD = (
    "import sys, time; from pathlib import Path; from models.atomic_files import only_writer\n"
    "with only_writer(Path(sys.argv[1])):\n"
    "    print('held', flush=True); time.sleep(float(sys.argv[2]))\n"
)


def hold(folder: Path, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(folder), str(seconds)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    with hold(tmp_path, 0.5) as first:
        begun = time.monotonic()
        with only_writer(tmp_path):
            assert time.monotonic() - begun > 0.2
            first.wait(timeout=5)


def test_a_killed_writer_holds_nothing(tmp_path: Path) -> None:
    with hold(tmp_path, 60.0) as first:
        first.kill()
        first.wait()
        with only_writer(tmp_path):
            pass


def test_a_file_is_replaced_and_no_part_stays(tmp_path: Path) -> None:
    write_durably(tmp_path / "file", b"one")
    write_durably(tmp_path / "file", b"two")
    assert (tmp_path / "file").read_bytes() == b"two" and os.listdir(tmp_path) == ["file"]
