"""Start, watch, stop and resume simulations from the app.

Each experiment has its own folder, named by a hash of its settings, and runs as
`python -m models.simulate` in a separate process with low priority. That process locks the folder
while it lives. The lock shows after a server restart whether it still runs, prevents two runs of
one experiment, and protects a new process with a reused process number from being stopped.
"""

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

from elicitation.json_text import read_json
from models.settings import ROOT
from models.simulation.experiment import PART, Experiment, place
from models.simulation.run_lock import ask_to_stop, running_process, runs_here

ABOUT, LOG, OUT = "experiment.json", "log", "study"
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")}
# Processes of this server by folder. A new one takes seconds to import before it takes its lock.
_children: dict[Path, subprocess.Popen[bytes]] = {}


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
    if table(folder).exists() or is_running(folder):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ABOUT).write_text(json.dumps(asdict(experiment)))
    with (folder / LOG).open("w") as log:
        _children[folder.resolve()] = subprocess.Popen(
            _command(experiment, artifact_folder.resolve(), folder.resolve() / OUT),
            cwd=ROOT,
            env=os.environ | _ONE_THREAD,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # it outlives this server
        )
    return True


def _command(experiment: Experiment, artifact_folder: Path, out: Path) -> list[str]:
    nice = shutil.which("nice")
    options = {
        "--artifact": artifact_folder,
        "--people": experiment.n_people,
        "--who": experiment.who,
        "--questions": experiment.n_questions,
        "--lapse": experiment.lapse,
        "--stopping": experiment.stopping,
        "--planned": experiment.n_planned,
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
    """Stop the run and wait for it; after ``patience`` seconds kill it. Finished parts stay.

    On another machine that shares the folder it ends by itself once it is asked to.
    """
    if not runs_here(folder / OUT) and folder.resolve() not in _children:
        if is_running(folder):
            ask_to_stop(folder / OUT)
            _wait_until_stopped(folder, patience)
        return
    for how in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):  # Windows has one
        number = _process(folder)
        if not number:
            return
        with suppress(OSError):  # it ended by itself just now
            os.kill(number, how)
        _wait_until_stopped(folder, patience)


def _wait_until_stopped(folder: Path, patience: float) -> None:
    until = time.monotonic() + patience
    while is_running(folder) and time.monotonic() < until:
        time.sleep(0.02)


def is_running(folder: Path) -> bool:
    """Whether a process works on this folder, started by this server or an earlier one."""
    return _process(folder) is not None


def is_busy(root: Path, folder: Path) -> bool:
    """Whether another experiment than that of ``folder`` runs."""
    others = {path.parent for path in root.glob(f"*/{ABOUT}")} - {folder}
    return any(map(is_running, others))


def _process(folder: Path) -> int | None:
    """Number of the process that works on this folder, 0 if not known yet, None if there is none.

    Asking a child collects it if it has ended.
    """
    child = _children.get(folder.resolve())
    if child is not None and child.poll() is None:
        return child.pid
    _children.pop(folder.resolve(), None)
    return running_process(folder / OUT)


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
            kept = read_json(path.read_text())
            experiment = Experiment(**kept | {"policies": tuple(kept["policies"])})
        except (ValueError, TypeError, KeyError):
            continue
        if place(root, experiment, fingerprint) == path.parent:
            return experiment
    return None
