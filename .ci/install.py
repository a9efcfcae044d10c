"""`make env`: installs the locked packages into the environment that runs this file.

Every package is checked against the hash in its lock; a wheel that does not match is an error. On
Linux without an NVIDIA card torch is its CPU build if an index offers it (pip's own, or
TORCH_INDEX): it is 2.5 GB smaller.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[1]
LOCK, TORCH, TORCH_CPU = (
    ROOT / f"requirements{kind}.lock" for kind in ("", "-torch", "-torch-cpu")
)


def wants_cpu_build(system: str, has_nvidia: bool) -> bool:
    """Whether torch without CUDA is the right one; elsewhere the index has no other kind."""
    return system == "Linux" and not has_nvidia


def has_nvidia() -> bool:
    """Whether the driver of an NVIDIA card is here."""
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def torch_version(lock: str) -> str:
    """The version of torch that requirements-torch.lock pins."""
    match = re.search(r"^torch===?(\S+)", lock, flags=re.MULTILINE)
    if match is None:
        raise ValueError("requirements-torch.lock pins no torch")
    return match[1]


def offered_cpu_build(version: str) -> tuple[str, str] | None:
    """Wheel and hash of the CPU build for this Python and machine; None if no index offers it."""
    asked = ("install", "--quiet", "--dry-run", "--no-deps", "--ignore-installed")
    found = pip(*asked, "--report", "-", f"torch=={version}+cpu", captured=True)
    if found.returncode:
        return None
    origin = json.loads(found.stdout)["install"][0]["download_info"]
    wheel = unquote(origin["url"].rpartition("/")[2])
    return wheel, f"sha256:{origin['archive_info']['hashes']['sha256']}"


def pip(*arguments: str, captured: bool = False) -> subprocess.CompletedProcess[str]:
    """pip of this environment, with TORCH_INDEX as one more index if it is set."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    if index := os.environ.get("TORCH_INDEX"):
        command += ["--extra-index-url", index]
    return subprocess.run(command, text=True, capture_output=captured)


def main() -> int:
    locked = ("install", "--quiet", "--require-hashes", "-r", str(LOCK))
    version = torch_version(TORCH.read_text())
    if not wants_cpu_build(platform.system(), has_nvidia()):
        print(f"torch {version}: the build of the package index", flush=True)
        return pip(*locked, "-r", str(TORCH)).returncode
    offered = offered_cpu_build(version)
    if offered is None:
        print(f"torch {version} with CUDA, 2.5 GB: no index at hand offers its CPU build;")
        print("make env TORCH_INDEX=URL names another index", flush=True)
        return pip(*locked, "-r", str(TORCH)).returncode
    if offered[0] in TORCH_CPU.read_text():
        print(f"torch {version}+cpu: the CPU build, as there is no NVIDIA card", flush=True)
        return pip(*locked, "-r", str(TORCH_CPU)).returncode
    print(f"torch {version}+cpu: the CPU build, as there is no NVIDIA card;")
    print("its wheel is not in the lock, so its hash is the one that the index states", flush=True)
    return pip(*locked).returncode or pip("install", "--quiet", f"torch=={version}+cpu").returncode


if __name__ == "__main__":
    sys.exit(main())
