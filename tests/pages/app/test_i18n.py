"""Every language says everything, in its own words and numbers, and nothing that nobody says."""

import ast
import tomllib
from collections.abc import Iterator
from contextvars import copy_context
from string import Formatter

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from models.settings import ROOT
from pages.components.app import i18n

OTHERS = [code for code in i18n.languages() if code != i18n.SOURCE]
CALLS = {"_", "N_", "ngettext"}


def in_language(code: str, say):
    """What a function returns for somebody who reads that language."""
    context = copy_context()
    context.run(i18n.use_language, code)
    return context.run(say)


@pytest.fixture(scope="module")
def source() -> Catalog:
    """All messages of the code, as Babel finds them by pyproject.toml."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    found = Catalog()
    for _file, _line, message, *_rest in extract_from_dir(ROOT / "pages", methods, {}):
        found.add(message)
    for _line, message, *_rest in extract_from_file("python", ROOT / "app.py"):
        found.add(message)
    return found


def catalogue(code: str) -> Catalog:
    path = i18n.LOCALE / code / "LC_MESSAGES" / f"{i18n.DOMAIN}.po"
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def texts(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def fields(text: str) -> list[str]:
    return sorted(name for _text, name, _spec, _way in Formatter().parse(text) if name is not None)


def test_there_is_german() -> None:
    assert i18n.languages() == {"en": "English", "de": "Deutsch"}


@pytest.mark.parametrize("code", OTHERS)
def test_extraction_yields_nothing_new_and_nothing_gone(code: str, source: Catalog) -> None:
    ours, theirs = (
        {message.id for message in each if message.id} for each in (source, catalogue(code))
    )
    assert ours - theirs == set(), "not in the catalogue: make messages"
    assert theirs - ours == set(), "no longer said: make messages"


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated_and_reviewed(code: str) -> None:
    found = catalogue(code)
    for message in found:
        if message.id:
            assert not message.fuzzy, message.id
            assert all(texts(message.string)), message.id
            if message.pluralizable:
                assert len(message.string) == found.num_plurals, message.id


@pytest.mark.parametrize("code", OTHERS)
def test_placeholders_agree(code: str) -> None:
    for message in catalogue(code):
        if message.id:
            wanted = fields(texts(message.id)[-1])
            for text in (*texts(message.id), *texts(message.string)):
                assert fields(text) == wanted, text


def test_messages_are_in_one_format(source: Catalog) -> None:
    """With ``%`` before a letter tools take a message for one in the old format."""
    assert [message.id for message in source if message.id and message.python_format] == []


def literal_calls(tree: ast.AST) -> Iterator[str]:
    """Texts that the code gives to ``_`` and its kin."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in CALLS
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.args[0].value


def test_babel_finds_what_python_says(source: Catalog) -> None:
    """Inside an f-string it would not; and it would take ``_(names["key"])`` for a message."""
    files = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py")]
    said = {text for path in files for text in literal_calls(ast.parse(path.read_text("utf-8")))}
    assert said == {texts(message.id)[0] for message in source if message.id}


def test_without_a_visitor_it_is_english() -> None:
    assert i18n.language() == "en" and i18n._("Undo") == "Undo" and i18n._("") == ""


def test_a_message_without_translation_stays_english() -> None:
    assert in_language("de", lambda: i18n._("Undo")) == "Rückgängig"
    assert in_language("de", lambda: i18n._("No translator saw this")) == "No translator saw this"


@pytest.mark.parametrize(
    ("n", "told"), [(0, "{n} Antworten"), (1, "{n} Antwort"), (2, "{n} Antworten")]
)
def test_plurals(n: int, told: str) -> None:
    assert in_language("de", lambda: i18n.ngettext("{n} answer", "{n} answers", n)) == told


@pytest.mark.parametrize(
    ("say", "english", "german"),
    [
        (lambda: i18n.number(0.43, 2), "0.43", "0,43"),
        (lambda: i18n.number(9061), "9,061", "9.061"),
        (lambda: i18n.number(0.2, 2, signed=True), "+0.20", "+0,20"),
        (lambda: i18n.number(-1234.5, 1, signed=True), "-1,234.5", "-1.234,5"),
        (lambda: i18n.percent(0.81), "81%", "81\N{NO-BREAK SPACE}%"),
        (lambda: i18n.percent(0.0125, 2), "1.25%", "1,25\N{NO-BREAK SPACE}%"),
        (lambda: i18n.separators(), ".,", ",."),
        (lambda: i18n.listed(["A", "B"]), "A and B", "A und B"),
        (lambda: i18n.listed(["A", "B"], "or"), "A or B", "A oder B"),
    ],
)
def test_numbers_and_lists(say, english: str, german: str) -> None:
    assert (in_language("en", say), in_language("de", say)) == (english, german)


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_is_of_its_folder(code: str) -> None:
    assert catalogue(code).locale == Locale.parse(code)
