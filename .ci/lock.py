"""`make lock`: every package behind requirements.txt, with versions and hashes, in four files.

- requirements.lock: all but torch, for Python 3.11 and newer on Linux, macOS and Windows;
- requirements-torch.lock: torch as the package index has it, with NVIDIA's libraries on Linux;
- requirements-torch-cpu.lock: its CPU builds, as far as an index at hand offers them;
- deploy/serving.lock: what a server needs, in the same versions.

No file names an index. Needs uv, which `make lock` installs beside the project.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from install import offered_cpu_build

ROOT = Path(__file__).parents[1]
OF_CUDA = re.compile(r"(nvidia|cuda)-|triton$")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(\[[^\]]*\])?===?([^\s;#\\]+)")


def canonical(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> dict[str, str]:
    """Versions by canonical name, of every line that pins a package."""
    found = (PIN.match(line) for line in text.splitlines())
    return {canonical(match[1]): match[3] for match in found if match}


def digest(requirements: str) -> str:
    """A digest of what requirements.txt pins: comments and order do not matter."""
    lines = (line.partition("#")[0].strip() for line in requirements.splitlines())
    return hashlib.sha256("\n".join(sorted(filter(None, lines))).encode()).hexdigest()[:16]


def blocks(lock: str) -> list[str]:
    """One text a package: its pin and the lines with its hashes."""
    return re.findall(r"^\S.*?(?=^\S|\Z)", lock, flags=re.MULTILINE | re.DOTALL)


def split(lock: str) -> tuple[str, str]:
    """The lock of everything but torch, and that of torch with the libraries of its CUDA build."""
    rest, torch = [], []
    for block in blocks(lock):
        name = next(iter(pins(block)))
        if name == "torch":  # "===" leaves out versions like 2.13.0+cpu, which "==" would take
            torch.insert(0, block.replace("torch==", "torch===", 1))
        else:
            (torch if OF_CUDA.match(name) else rest).append(block)
    return "".join(rest), "".join(torch)


def cpu_lock(version: str, hashes: Mapping[str, str]) -> str:
    """A lock of CPU builds of torch: one pin; hashes by wheel, whose names are comments."""
    names = "".join(f"# {wheel}\n" for wheel in sorted(hashes))
    lines = (f"--hash={hashes[wheel]}" for wheel in sorted(hashes))
    return names + " \\\n    ".join([f"torch=={version}+cpu", *lines]) + "\n"


def known_hashes(lock: str, version: str) -> dict[str, str]:
    """What ``cpu_lock`` wrote for this version: hashes by wheel; none of another version."""
    if pins(lock).get("torch") != f"{version}+cpu":
        return {}
    wheels = re.findall(r"^# (torch-\S+\.whl)$", lock, flags=re.MULTILINE)
    return dict(zip(wheels, re.findall(r"--hash=(\S+)", lock), strict=True))


def serving(requirements: str) -> str:
    """The first sections of requirements.txt: what the app, the lab and the follower need."""
    return requirements.partition("\n# fitting")[0]


def resolve(requirements: Path, within: Path | None = None) -> str:
    """What uv finds for ``requirements``, in the versions of the lock ``within`` if it is given.

    Raises CalledProcessError if there is no solution.
    """
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "lock"
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
        command += ["--python-version", "3.11", "--generate-hashes", "--no-header"]
        command += ["--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        command += [] if within is None else ["--constraints", str(within)]
        subprocess.run([*command, str(requirements), "-o", str(lock)], check=True)
        return lock.read_text()


def main() -> int:
    requirements = ROOT / "requirements.txt"
    text = requirements.read_text()
    head = f"# Written by make lock. Pins of requirements.txt: {digest(text)}\n"
    rest, torch = split(resolve(requirements))
    version = pins(torch)["torch"]
    cpu = ROOT / "requirements-torch-cpu.lock"
    known = known_hashes(cpu.read_text(), version) if cpu.exists() else {}
    if found := offered_cpu_build(version):
        known |= [found]
    else:
        print(f"no index at hand offers torch {version}+cpu for this Python and machine")
    (ROOT / "requirements.lock").write_text(head + rest)
    (ROOT / "requirements-torch.lock").write_text(head + torch)
    cpu.write_text(head + cpu_lock(version, known))
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "serving.txt"
        asked.write_text(serving(text))
        (ROOT / "deploy" / "serving.lock").write_text(
            head + resolve(asked, ROOT / "requirements.lock")
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
