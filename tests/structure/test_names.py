"""A module binds each of its names once: a second binding silently replaces the first."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.settings import ROOT

FOLDERS = ("pages", "elicitation", "models", "benchmarks", "tests")
FILES = [ROOT / "app.py", *(path for name in FOLDERS for path in (ROOT / name).rglob("*.py"))]


def bound(source: str) -> Iterator[str]:
    """Names that the module's own statements bind, branches and imports apart."""
    for statement in ast.parse(source).body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name
            case ast.Assign(targets=targets):
                yield from (name for target in targets for name in names(target))
            case ast.AnnAssign(target=target):
                yield from names(target)


def names(target: ast.expr) -> list[str]:
    """Names that ``target`` binds; an element or attribute of something is no name."""
    found = (node for node in ast.walk(target) if isinstance(node, ast.Name))
    return [node.id for node in found if isinstance(node.ctx, ast.Store)]


def rebound(source: str) -> list[str]:
    return [name for name, times in Counter(bound(source)).items() if times > 1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_name_is_bound_twice(path: Path) -> None:
    assert rebound(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["A = 1\nA = 2", "A: int = 1\ndef A(): ...", "A, B = 1, 2\nB = 3", "class A: ...\nA = 1"],
)
def test_a_second_binding_is_found(source: str) -> None:
    assert len(rebound(source)) == 1
