"""Start, watch, stop and resume simulations from the app.

Each experiment has its own folder, named by a hash of its settings, and runs as
`python -m models.simulate` in a separate process with low priority. That process locks the folder
while it lives. The lock shows after a server restart whether it still runs, prevents two runs of
one experiment, and protects a new process with a reused process number from being stopped.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from models.simulation.experiment import PART, Experiment, place

ROOT = Path(__file__).parents[2]
ABOUT, LOCK, PROCESS, LOG, OUT = "experiment.json", "lock", "process", "log", "study"
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")}


@dataclass(frozen=True)
class ExperimentProgress:
    """Progress of an experiment: finished parts, all parts, and whether its process lives."""

    done: int
    total: int
    running: bool

    @property
    def finished(self) -> bool:
        return self.done == self.total


def start(experiment: Experiment, artifact_folder: Path, folder: Path) -> bool:
    """Start, or resume from finished parts. False if it is running or done."""
    if table(folder).exists():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(lock, fcntl.LOCK_EX):
            return False
        (folder / PROCESS).unlink(missing_ok=True)  # of a run that is over
        (folder / ABOUT).write_text(json.dumps(asdict(experiment)))
        with (folder / LOG).open("w") as log:
            process = subprocess.Popen(
                _command(experiment, artifact_folder.resolve(), folder.resolve() / OUT),
                cwd=ROOT,
                env=os.environ | _ONE_THREAD,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(lock,),  # the lock is the process's for as long as it lives
            )
        (folder / PROCESS).write_text(str(process.pid))
    finally:
        os.close(lock)
    _children[process.pid] = process
    return True


_children: dict[int, subprocess.Popen[bytes]] = {}  # kept, so that they can be asked if they ended


def _command(experiment: Experiment, artifact_folder: Path, out: Path) -> list[str]:
    nice = shutil.which("nice")
    options = {
        "--artifact": artifact_folder,
        "--people": experiment.n_people,
        "--who": experiment.who,
        "--questions": experiment.n_questions,
        "--lapse": experiment.lapse,
        "--seed": experiment.seed,
        "--part": PART,
        "--jobs": 1,  # the rest of the computer belongs to those who answer
    }
    return [
        *([nice, "-n", "15"] if nice else []),
        *(sys.executable, "-m", "models.simulate", str(out)),
        *(str(word) for option in options.items() for word in option),
        *("--policies", *experiment.policies),
    ]


def stop(folder: Path, patience: float = 5.0) -> None:
    """Stop the run and wait for it; after ``patience`` seconds kill it. Finished parts stay."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        if not is_running(folder) or not (folder / PROCESS).exists():
            return
        with suppress(ProcessLookupError):  # it ended by itself just now
            os.killpg(int((folder / PROCESS).read_text()), how)
        until = time.monotonic() + patience
        while is_running(folder) and time.monotonic() < until:
            time.sleep(0.02)


def is_running(folder: Path) -> bool:
    """Whether a process works on this folder, started by this server or an earlier one."""
    for child in [*_children.values()]:
        if child.poll() is not None:
            _children.pop(child.pid, None)
    if not (folder / LOCK).exists():
        return False
    lock = os.open(folder / LOCK, os.O_RDWR)
    try:
        return not _locked(lock, fcntl.LOCK_SH)
    finally:
        os.close(lock)


def is_busy(root: Path, folder: Path) -> bool:
    """Whether another experiment than that of ``folder`` runs."""
    others = {path.parent for path in root.glob(f"*/{LOCK}")} - {folder}
    return any(map(is_running, others))


def _locked(lock: int, how: int) -> bool:
    for _ in range(10):  # somebody may just be looking whether it runs
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            time.sleep(0.005)
    return False


def table(folder: Path) -> Path:
    """The finished experiment's rows as CSV; written last, so it is there when all is done."""
    return folder / f"{OUT}.csv"


def progress(folder: Path, experiment: Experiment) -> ExperimentProgress:
    running = is_running(folder)  # first: what ends meanwhile is then counted as running
    if table(folder).exists():
        return ExperimentProgress(experiment.n_parts, experiment.n_parts, running)
    done = len(list((folder / f"{OUT}.parts").glob("*.parquet")))
    return ExperimentProgress(min(done, experiment.n_parts), experiment.n_parts, running)


def latest(root: Path, fingerprint: str) -> Experiment | None:
    """The experiment started last with this artifact, or None. Damaged records are ignored.

    A record is valid only in the folder that its content names.
    """
    for path in sorted(root.glob(f"*/{ABOUT}"), key=lambda path: -path.stat().st_mtime):
        try:
            kept = json.loads(path.read_text())
            experiment = Experiment(**kept | {"policies": tuple(kept["policies"])})
        except (ValueError, TypeError, KeyError):
            continue
        if place(root, experiment, fingerprint) == path.parent:
            return experiment
    return None
