"""The locks agree with requirements.txt, and `make env` chooses the right build of torch."""

import importlib
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from models.settings import ROOT

LOCKS = ("requirements.lock", "requirements-torch.lock", "requirements-torch-cpu.lock")


@pytest.fixture(scope="module")
def lock() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / ".ci")
        yield importlib.import_module("lock")


@pytest.fixture(scope="module")
def install(lock: ModuleType) -> ModuleType:
    return importlib.import_module("install")


def test_the_locks_are_those_of_the_requirements(lock: ModuleType) -> None:
    requirements = (ROOT / "requirements.txt").read_text()
    locked = {}
    for name in LOCKS:
        text = (ROOT / name).read_text()
        assert lock.digest(requirements) in text.splitlines()[0], "run make lock"
        locked |= lock.pins(text)
    pinned = lock.pins(requirements)
    assert pinned.keys() <= locked.keys()
    different = [n for n in pinned if locked[n].removesuffix("+cpu") != pinned[n]]
    assert not different, "run make lock"


def test_a_server_installs_the_same_versions_and_neither_torch_nor_test_tools(
    lock: ModuleType,
) -> None:
    requirements = (ROOT / "requirements.txt").read_text()
    text = (ROOT / "deploy" / "serving.lock").read_text()
    assert lock.digest(requirements) in text.splitlines()[0], "run make lock"
    served, everything = lock.pins(text), lock.pins((ROOT / "requirements.lock").read_text())
    assert served.items() <= everything.items()
    assert lock.pins(lock.serving(requirements)).keys() <= served.keys()
    assert not {"torch", "pytest", "playwright", "mypy"} & served.keys()


@pytest.mark.parametrize("name", [*LOCKS, "deploy/serving.lock"])
def test_every_package_has_a_hash_and_no_file_names_an_index(lock: ModuleType, name: str) -> None:
    text = (ROOT / name).read_text()
    for block in lock.blocks("\n".join(line for line in text.splitlines() if line[0] != "#")):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_a_digest_sees_pins_only(lock: ModuleType) -> None:
    one = lock.digest("numpy==1.0  # why\n\n# comment\nscipy==2.0\n")
    assert one == lock.digest("scipy==2.0\nnumpy==1.0\n")
    assert one != lock.digest("numpy==1.1\nscipy==2.0\n")
    assert one != lock.digest("numpy==1.0\n")


def test_torch_and_the_libraries_of_cuda_are_apart(lock: ModuleType) -> None:
    text = "numpy==1 \\\n    --hash=a\nnvidia-nccl==2 \\\n    --hash=b\ntorch==3 \\\n    --hash=c\n"
    rest, torch = lock.split(text)
    assert rest == "numpy==1 \\\n    --hash=a\n"
    assert torch == "torch===3 \\\n    --hash=c\nnvidia-nccl==2 \\\n    --hash=b\n"
    assert lock.pins(torch) == {"torch": "3", "nvidia-nccl": "2"}


def test_hashes_of_cpu_builds_survive_the_next_lock(lock: ModuleType) -> None:
    hashes = {"torch-3+cpu-cp311.whl": "sha256:a", "torch-3+cpu-cp312.whl": "sha256:b"}
    text = lock.cpu_lock("3", hashes)
    assert lock.known_hashes("# head\n" + text, "3") == hashes
    assert lock.known_hashes(text, "4") == {}


@pytest.mark.parametrize(
    ("system", "has_nvidia", "wanted"),
    [
        ("Linux", False, True),
        ("Linux", True, False),
        ("Darwin", False, False),
        ("Windows", False, False),
    ],
)
def test_the_cpu_build_is_for_linux_without_a_card(
    install: ModuleType, system: str, has_nvidia: bool, wanted: bool
) -> None:
    assert install.wants_cpu_build(system, has_nvidia) is wanted


def test_the_version_of_torch_is_read_from_its_lock(install: ModuleType) -> None:
    assert install.torch_version("# head\ntorch===2.13.0 \\\n    --hash=a\n") == "2.13.0"
    with pytest.raises(ValueError, match="pins no torch"):
        install.torch_version("numpy==1\n")
