"""Paths and modules of the project that documents, docstrings and comments name do exist."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from models.settings import ROOT

TOP = ("elicitation", "models", "pages", "benchmarks")
NAMED = re.compile(
    rf"(?<![\w/.-])(?:{'|'.join((*TOP, 'tests', 'docs'))})/[\w./-]+\.(?:py|md|css|js)\b"
)
MODULE = re.compile(rf"(?<![\w/.-])(?:{'|'.join(TOP)})\.[a-z_]+(?:\.[a-z_]+)*")


def prose(path: Path) -> str:
    """A document, or the strings over several lines and the comments of a module."""
    text = path.read_text()
    if path.suffix != ".py":
        return text
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    kinds = (tokenize.COMMENT, tokenize.STRING)
    return "\n".join(
        t.string for t in tokens if t.type in kinds and t.string.startswith(("#", '"""'))
    )


def documents() -> Iterator[Path]:
    for top in (*TOP, "tests"):
        yield from sorted((ROOT / top).rglob("*.py"))
    yield from (ROOT / name for name in ("app.py", "README.md", "CONTRIBUTING.md"))
    yield from sorted((ROOT / "docs").glob("*.md"))


def exists(module: str) -> bool:
    """Whether ``module`` is a module or package, or a name inside of one."""
    path = ROOT / module.replace(".", "/")
    inside = path.parent
    return (
        path.is_dir()
        or path.with_suffix(".py").is_file()
        or inside.with_suffix(".py").is_file()  # a function or class
        or inside.parent.with_suffix(".py").is_file()  # its method
    )


def test_paths_exist() -> None:
    missing = {
        f"{document.relative_to(ROOT)}: {path}"
        for document in documents()
        for path in NAMED.findall(prose(document))
        if not (ROOT / path).exists()
    }
    assert not missing


def test_modules_exist() -> None:
    missing = {
        f"{document.relative_to(ROOT)}: {module}"
        for document in documents()
        for module in MODULE.findall(prose(document))
        if not exists(module)
    }
    assert not missing
