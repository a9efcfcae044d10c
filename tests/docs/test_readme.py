"""The README is short, its links lead somewhere, and its commands exist."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from models.settings import ROOT

MOST_LINES = 120
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = set(re.findall(r"^([a-z-]+):(?!=)", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code(path: Path) -> str:
    """What stands in code spans and blocks, joined by lines."""
    text = path.read_text()
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`]+)`", rest)])


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_relative_links_exist(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text())
    missing = [
        link for link in links if "://" not in link and not (document.parent / link).exists()
    ]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_modules_of_commands_exist(document: Path) -> None:
    modules = re.findall(r"python -m ([\w.]+)", code(document))
    missing = [name for name in modules if find_spec(name) is None]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_targets_of_make_exist(document: Path) -> None:
    named_targets = re.findall(r"\bmake ([a-z][a-z-]*)", code(document))
    assert set(named_targets) <= TARGETS


def test_the_readme_says_how_to_start_and_test() -> None:
    text = code(ROOT / "README.md")
    assert "make run" in text
    assert "make test" in text


def test_every_target_is_phony_or_a_file_and_help_names_the_useful_ones() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)[1].split())  # type: ignore[index]
    assert phony >= TARGETS
    told = set(re.findall(r"make ([a-z-]+)", makefile.split("help:\n")[1].split("\n\n")[0]))
    assert told >= TARGETS - {"help", "static", "test-tools", "clean"}
