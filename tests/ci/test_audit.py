"""`make audit` reads all that is locked."""

import importlib
import re

import pytest

from models.settings import ROOT


def test_every_locked_package_is_audited_as_it_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / ".ci")
    audit, lock = importlib.import_module("audit"), importlib.import_module("lock")
    texts = [(ROOT / name).read_text() for name in audit.LOCKS]
    merged = audit.one_lock(texts)
    assert "===" in "".join(texts) and "===" not in merged
    expected = {name: pin for text in texts for name, pin in lock.pins(text).items()}
    assert lock.pins(merged) == expected and "torch" in expected
    pinned = re.findall(r"^[\w.-]+==", merged, re.MULTILINE)
    assert len(pinned) >= len(expected) and merged.count("--hash=") >= len(pinned)


def test_its_tools_are_pinned() -> None:
    lines = (ROOT / ".ci" / "requirements-audit.txt").read_text().splitlines()
    assert all(re.match(r"#|[\w-]+==\d", line) for line in lines)
