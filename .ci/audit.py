"""`make audit`: known vulnerabilities of all that is locked, and a list of it (CycloneDX).

Runs in an environment of its own with the tools of requirements-audit.txt. Exits with 1 if a locked
package has a known vulnerability, or the answer cannot be had. The list, `sbom.json`, needs no
network.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-torch.lock")
LIST = ROOT / "sbom.json"


def one_lock(texts: list[str]) -> str:
    """The locks as one. `===`, an exact match of strings, is more than these tools understand."""
    return "\n".join(texts).replace("===", "==")


def main() -> int:
    tools = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "requirements.txt"
        lock.write_text(one_lock([(ROOT / name).read_text() for name in LOCKS]))
        listed = subprocess.run(
            [tools / "cyclonedx-py", "requirements", "--pyproject", ROOT / "pyproject.toml"]
            + ["--output-reproducible", "--validate", "-o", LIST, lock],
            env={**os.environ, "PYTHONWARNINGS": "ignore"},  # a lock says not who needs what
        )
        audited = subprocess.run(
            [tools / "pip-audit", "--disable-pip", "--require-hashes", "--strict", "-r", lock]
            + ["--progress-spinner", "off"]
        )
    print(f"{LIST.name} lists what is locked")
    return int(listed.returncode != 0 or audited.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
