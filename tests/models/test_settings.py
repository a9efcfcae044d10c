"""Settings come from the environment as it is when they are read."""

import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from models.settings import ROOT, Settings, markdown_table, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings() == read_settings({"TENFOLD_LAB": " ", "HOME": "/x"})
    assert read_settings({}).artifacts == ROOT / "artifacts" / "movielens"
    assert (ROOT / "app.py").is_file()


def test_every_variable_sets_its_field_and_no_other() -> None:
    for each in fields(Settings):
        found = read_settings({each.metadata["variable"]: "elsewhere"})
        changed = [f.name for f in fields(Settings) if getattr(found, f.name) != f.default]
        assert changed == [each.name]
        assert getattr(found, each.name) in ("elsewhere", Path("elsewhere"))


def test_settings_follow_the_process_and_are_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENFOLD_LAB", "first")
    before = read_settings()
    monkeypatch.setenv("TENFOLD_LAB", "second")
    assert (before.lab, read_settings().lab) == (Path("first"), Path("second"))
    with pytest.raises(FrozenInstanceError):
        before.lab = Path("third")  # type: ignore[misc]


def test_the_command_prints_a_row_for_every_variable() -> None:
    command = [sys.executable, "-m", "models.settings"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.strip() == markdown_table()
    for each in fields(Settings):
        assert f"| `{each.metadata['variable']}` |" in told


def test_no_other_module_reads_a_setting_from_the_environment() -> None:
    for folder in ("pages", "models", "elicitation"):
        for path in (ROOT / folder).rglob("*.py"):
            reads = "environ" in path.read_text() and '"TENFOLD_' in path.read_text()
            assert not reads or path.name == "settings.py", path


def test_the_document_of_settings_is_up_to_date() -> None:
    assert (ROOT / "docs" / "settings.md").read_text().endswith(f"\n\n{markdown_table()}\n")
