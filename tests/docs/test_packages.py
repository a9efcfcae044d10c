"""The map of packages in docs/design.md, one line in each package, and the size of folders."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from models.settings import ROOT

TOP = ("elicitation", "models", "pages", "benchmarks")
MOST_MODULES = 15
FOLDERS = sorted(
    {path.parent for top in (*TOP, "tests", "docs") for path in (ROOT / top).rglob("*.py")}
)
PACKAGES = [path for path in FOLDERS if path.relative_to(ROOT).parts[0] in TOP]


def name_of(folder: Path) -> str:
    return folder.relative_to(ROOT).as_posix()


def test_the_map_names_every_package_and_nothing_else() -> None:
    design = (ROOT / "docs" / "design.md").read_text()
    section = design.split("## Packages")[1].split("\n## ")[0]
    mapped = re.findall(r"^\| `([\w/]+)/` \|", section, flags=re.MULTILINE)
    assert sorted(mapped) == [name_of(package) for package in PACKAGES]


def test_the_layers_are_those_of_the_import_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layered = {
        contract["containers"][0]: " > ".join(contract["layers"])
        for contract in contracts["contracts"]
        if contract["type"] == "layers" and "containers" in contract
    }
    design = (ROOT / "docs" / "design.md").read_text()
    block = design.split("## Layers")[1].split("```")[3]
    told = re.findall(r"^(\w+): (.*?)(?=^\w+:|\Z)", block, flags=re.MULTILINE | re.DOTALL)
    assert {name: " ".join(layers.split()) for name, layers in told} == layered


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_a_package_says_what_it_holds_and_exports_nothing(package: Path) -> None:
    module = ast.parse((package / "__init__.py").read_text())
    text = ast.get_docstring(module)
    assert text, "a package starts with one line that says what it holds"
    assert text.splitlines()[0].endswith("."), "the first line is a sentence"
    assert len(module.body) == 1, "a package holds nothing beside its docstring"
    if package.name != "elicitation" or package.parent != ROOT:  # that one holds the doctest
        assert len(text.splitlines()) == 1


@pytest.mark.parametrize("folder", FOLDERS, ids=name_of)
def test_a_folder_holds_few_modules(folder: Path) -> None:
    modules = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_MODULES, f"split {name_of(folder)}: {len(modules)} modules"
