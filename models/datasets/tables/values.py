"""Single values as people write them: numbers, years, times, genres, keys."""

import math
import re
import unicodedata
from datetime import UTC, datetime

from elicitation.json_text import read_json

LAST_YEAR = 9999
UNKNOWN_TIME = float("-inf")  # earlier than any other
_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?")
_OUT_OF = re.compile(rf"({_NUMBER.pattern})\s*(?:/\s*\d+|%|stars?|★)?", re.IGNORECASE)
_YES, _NO = {"true", "yes", "like", "liked", "up", "t"}, {"false", "no", "dislike", "down", "f"}
_YEAR = re.compile(r"-?\d{1,4}(?:\.0+)?")
_YEAR_INSIDE = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DATES = (
    *("%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%m/%d/%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y"),
    *("%B %d, %Y", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M", "%a %b %d %H:%M:%S %z %Y"),
)
_NAMES = re.compile(r"""['"]name['"]\s*:\s*(?:'([^']*)'|"([^"]*)")""")
_QUOTED = re.compile(r"""'([^']*)'|"([^"]*)\"""")
NO_GENRES = {"(no genres listed)", "unknown", "n/a", "na", "none", "nan", "null", "\\n"}
SHELVES = {"to-read", "currently-reading", "read", "owned", "favorites", "favourites", "default"}


def clean_key(text: str) -> str:
    """A key in Unicode's NFC, without blanks around it."""
    return unicodedata.normalize("NFC", text).strip().strip("\ufeff")


def number(text: str) -> float:
    """A finite number, as 3.5, "3,5", 4/5, ★★★½ or "yes" (1); nan if it is none."""
    text = text.strip().strip('"')
    if set(text) <= set("★☆½") and "★" in text + "★" * ("½" in text):
        return text.count("★") + 0.5 * text.count("½")
    if text.casefold() in _YES | _NO:
        return float(text.casefold() in _YES)
    found = _OUT_OF.fullmatch(text)
    value = float(found[1].replace(",", ".")) if found else math.nan
    return value if math.isfinite(value) else math.nan


def year(text: str) -> int | None:
    """A year, as 1999, 1999.0, 1999-03-31 or "c. 1999"; 0 if empty, None if it is no year."""
    text = text.strip()
    if not text:
        return 0
    if _YEAR.fullmatch(text):
        return int(float(text))
    found = _YEAR_INSIDE.search(text)
    return int(found[1]) if found else None


def time(text: str) -> float:
    """Seconds since 1970, or any number as it stands; ``UNKNOWN_TIME`` if it is no time."""
    text = text.strip()
    try:
        value = float(text)
        return value if math.isfinite(value) else UNKNOWN_TIME
    except ValueError:
        pass
    try:
        return _seconds(datetime.fromisoformat(text))
    except ValueError:
        pass
    for form in _DATES:
        try:
            return _seconds(datetime.strptime(text, form))
        except ValueError:
            continue
    return UNKNOWN_TIME


def _seconds(moment: datetime) -> float:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return UNKNOWN_TIME


def separator_of(labels: list[str]) -> str:
    """What separates the labels of a column: "|", ";" or ","."""
    return next((mark for mark in "|;" if any(mark in text for text in labels)), ",")


def labels(text: str, separator: str) -> tuple[str, ...]:
    """Genres or shelves, each once, from JSON or a separated list."""
    text = text.strip()
    if text[:1] in ("[", "{"):
        parts = _json_labels(text)
    else:
        parts = text.split(separator)
    cleaned = (" ".join(part.split()) for part in parts)
    return tuple(
        dict.fromkeys(
            part
            for part in cleaned
            if part and part.casefold() not in NO_GENRES and part.casefold() not in SHELVES
        )
    )


def _json_labels(text: str) -> list[str]:
    """Of ["a", "b"], [{"name": "a"}], {"a": 3}; also as Python writes them."""
    try:
        found = read_json(text)
    except ValueError:
        pairs = _NAMES.findall(text) or _QUOTED.findall(text)
        return [single or double for single, double in pairs]
    entries = found if isinstance(found, list | dict) else []
    names = [entry.get("name", "") if isinstance(entry, dict) else entry for entry in entries]
    return [name for name in names if isinstance(name, str)]
