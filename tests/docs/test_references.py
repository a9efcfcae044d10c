"""Every work that a docstring cites is in docs/references.md, every entry there is complete."""

import ast
import re
from collections.abc import Iterator

import pytest

from models.settings import ROOT

KEY = r"[A-Z][A-Za-z]+(?:19|20)\d{2}"
CITED = re.compile(rf"\[({KEY})\b")
ENTRIES = re.findall(
    rf"^- \*\*\[({KEY})\]\*\* (.*?)(?=^- |^#|\Z)",
    (ROOT / "docs" / "references.md").read_text(),
    flags=re.MULTILINE | re.DOTALL,
)


def documented(tree: ast.Module) -> Iterator[str]:
    """The docstrings of a module, its classes and its functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


def test_what_docstrings_cite_is_listed() -> None:
    keys = {key for key, _ in ENTRIES}
    missing = [
        f"{path.relative_to(ROOT)}: [{key}]"
        for top in ("elicitation", "models", "pages", "benchmarks")
        for path in sorted((ROOT / top).rglob("*.py"))
        for text in documented(ast.parse(path.read_text()))
        for key in CITED.findall(text)
        if key not in keys
    ]
    assert not missing


def test_the_glossary_cites_listed_works_only() -> None:
    cited = set(CITED.findall((ROOT / "docs" / "glossary.md").read_text()))
    assert cited
    assert cited <= {key for key, _ in ENTRIES}


@pytest.mark.parametrize(("key", "entry"), ENTRIES, ids=[key for key, _ in ENTRIES])
def test_an_entry_is_complete(key: str, entry: str) -> None:
    text = " ".join(entry.split())
    authors, year, rest = re.fullmatch(r"(.+?)\. ((?:19|20)\d{2})\. (.+)", text).groups()  # type: ignore[union-attr]
    assert key[-4:] == year
    surname = authors.split(",")[0].removesuffix(" Jr.").split()[-1]
    plain = surname.replace("ä", "a").replace("á", "a").replace("é", "e")
    assert key[:-4] == plain.replace("-", "")
    assert re.match(r"\*.{8,}?\*.*?\. ?", rest), "a title in italics, then where it appeared"
    assert re.search(r" https://\S+$", text), "an address"


def test_keys_are_unique_and_in_order_within_their_part() -> None:
    keys = [key for key, _ in ENTRIES]
    assert len(keys) == len({*keys})
    for part in (ROOT / "docs" / "references.md").read_text().split("\n## ")[1:]:
        own = re.findall(rf"^- \*\*\[({KEY})\]", part, flags=re.MULTILINE)
        assert own == sorted(own)
