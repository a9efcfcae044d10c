"""data.json and words.json: what the owner of a catalogue says about it, all of it optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from elicitation.json_text import read_json as from_json
from models.datasets.catalogue import Words
from models.datasets.errors import DatasetError
from models.datasets.meaning.columns import IGNORED, INTERACTIONS, ITEMS
from models.datasets.scale import KINDS
from models.datasets.tables.sources import Source

ROLES = ("items", "interactions")
MEANINGS = {*INTERACTIONS, *ITEMS, IGNORED}


@dataclass(frozen=True)
class ToldFile:
    """How one table is to be read; "" and () leave it to be found out."""

    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)  # column -> meaning
    header: tuple[str, ...] = ()  # of a file that has none


@dataclass(frozen=True)
class Told:
    """All of data.json."""

    files: Mapping[str, ToldFile] = field(default_factory=dict)  # by role or file name
    kind: str = ""
    scale: tuple[float, float] | None = None  # worst, best
    like: float | None = None
    missing: tuple[float, ...] | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    own: bool | None = None

    def of(self, name: str, role: str = "") -> ToldFile:
        """What is said about the file ``name``, or about every file."""
        base = name.rsplit("/", 1)[-1]
        found = [self.files[key] for key in ("", role, base) if key in self.files]
        told = ToldFile()
        for part in found:
            said = {f.name: getattr(part, f.name) for f in fields(part) if getattr(part, f.name)}
            said["columns"] = {**told.columns, **part.columns}
            told = replace(told, **said)
        return told


def read_json(source: Source) -> dict[str, Any]:
    """Raises DatasetError unless it is an object."""
    with source.opened() as stream:
        data = stream.read()
    try:
        found = from_json(data.decode("utf-8-sig"))
    except ValueError as error:
        raise DatasetError(f"{source.name}: not readable as JSON: {error}") from None
    if not isinstance(found, dict):
        raise DatasetError(f'{source.name}: expected an object, such as {{"like": 7}}')
    return found


def read_words(source: Source | None, start: Words) -> Words:
    """``start`` with what words.json says. Raises DatasetError."""
    if source is None:
        return start
    found, names = read_json(source), [part.name for part in fields(Words)]
    for name, text in found.items():
        if name not in names or not isinstance(text, str) or not text.strip():
            raise DatasetError(
                f"{source.name}: expected texts for any of {', '.join(names)}, got {name!r}: "
                f"{str(text)[:40]!r}"
            )
    words = replace(start, **found)
    return (
        words if "items" in found or "item" not in found else replace(words, items=f"{words.item}s")
    )


def read_told(source: Source | None) -> Told:
    """What data.json says. Raises DatasetError where it says what nobody understands."""
    if source is None:
        return Told()
    found = read_json(source)
    try:
        return _told(found)
    except (KeyError, TypeError, ValueError) as error:
        raise DatasetError(f"{source.name}: {error}") from None


def _told(found: dict[str, Any]) -> Told:
    known = {"kind", "scale", "like", "missing", "weights", "relative", "words"}
    files: dict[str, ToldFile] = {}
    shared: dict[str, Any] = {
        name: found[name] for name in ("encoding", "delimiter", "columns") if name in found
    }
    if shared:
        files[""] = _file(shared)
    for name, value in found.items():
        if name in known or name in shared:
            continue
        if not isinstance(value, dict):
            raise ValueError(
                f"{name!r} means nothing here. Known are columns, encoding, delimiter, "
                f"{', '.join(sorted(known - {'words'}))}, and the names of files"
            )
        files[name] = _file(value)
    kind = found.get("kind", "events" if "weights" in found else "")
    if kind and kind not in KINDS:
        raise ValueError(f"expected as kind one of {', '.join(KINDS)}, got {kind!r}")
    scale = found.get("scale")
    if scale is not None:
        worst, best = map(_number, scale)
        if worst == best:
            raise ValueError("expected as scale [worst, best], two different numbers")
        scale = (worst, best)
    missing = found.get("missing")
    if missing is not None:
        missing = tuple(map(_number, missing if isinstance(missing, list) else [missing]))
    return Told(
        files,
        kind,
        scale,
        None if found.get("like") is None else _number(found["like"]),
        missing,
        {name: _number(weight) for name, weight in _object(found, "weights").items()},
        _yes_or_no(found, "relative"),
    )


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
        raise ValueError(f"expected a number, got {value!r}")
    return float(value)


def _file(found: dict[str, Any]) -> ToldFile:
    columns = found.get("columns", {})
    if isinstance(columns, list):
        header = tuple(map(str, columns))
        return ToldFile(_text(found, "encoding"), _text(found, "delimiter"), {}, header)
    meanings: dict[str, str] = {}
    for name, meaning in _object(found, "columns").items():
        if not isinstance(meaning, str):
            raise ValueError(f"column {name!r}: expected a meaning, got {meaning!r}")
        if meaning not in MEANINGS and name in MEANINGS:  # written the other way round
            name, meaning = meaning, name
        if meaning not in MEANINGS and not str(meaning).startswith("title:"):
            raise ValueError(
                f"column {name!r}: expected a meaning of {', '.join(sorted(MEANINGS))}, "
                f"got {meaning!r}"
            )
        meanings[str(name)] = str(meaning)
    return ToldFile(_text(found, "encoding"), _text(found, "delimiter"), meanings)


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name, "")
    if not isinstance(value, str) or (name == "delimiter" and len(value) > 1):
        raise ValueError(f"expected a text as {name}, got {value!r}")
    if name == "delimiter" and value in ("\r", "\n", '"', "\0"):
        raise ValueError(f"nothing can be separated by {value!r}")
    if name == "encoding" and not value.isprintable():
        raise ValueError(f"there is no encoding {value!r}")
    return value


def _object(found: dict[str, Any], name: str) -> dict[str, Any]:
    value = found.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"expected an object as {name}, got {str(value)[:40]!r}")
    return value


def _yes_or_no(found: dict[str, Any], name: str) -> bool | None:
    value = found.get(name)
    if value is not None and not isinstance(value, bool):
        raise ValueError(f"expected true or false as {name}, got {str(value)[:40]!r}")
    return value
