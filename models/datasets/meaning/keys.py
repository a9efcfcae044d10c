"""Keys of interactions that no item has, and what they would match."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_WHOLE = re.compile(r"(\d+)\.0+")
_DIGITS = re.compile(r"\d+[xX]?")
_PREFIXED = re.compile(r"(\D*)(\d+)")


@dataclass(frozen=True)
class Repair:
    """What orphans are read as: ``pairs`` maps an orphan to the key that it matches."""

    rule: str
    pairs: dict[str, str]


def without_fraction(key: str) -> str:
    """A whole number without ".0", as spreadsheets add it."""
    found = _WHOLE.fullmatch(key)
    return found[1] if found else key


def without_zeros(key: str) -> str:
    """A number without leading zeros, as spreadsheets drop them, and without ".0"."""
    key = without_fraction(key)
    return (key.lstrip("0") or "0") if _DIGITS.fullmatch(key) else key


def folded(key: str) -> str:
    """Without case, blanks and marks."""
    return "".join(letter for letter in key.casefold() if letter.isalnum()) or key


RULES: dict[str, Callable[[str], str]] = {
    "without .0": without_fraction,
    "without leading zeros": without_zeros,
    "without case, blanks and marks": folded,
}


def repair(orphans: Iterable[str], used: Iterable[str], keys: Iterable[str]) -> Repair | None:
    """The rule by which the most orphans match one key each; None if none match.

    Where a rule makes two ``keys`` alike it repairs neither. A key that is ``used`` as it stands
    takes no orphan, except by ".0": "0103" beside "103" may be another item.
    """
    orphans, used, keys = list(orphans), set(used), list(keys)
    found = [Repair(rule, _matches(orphans, used, keys, form)) for rule, form in RULES.items()]
    if not used:
        found.append(Repair("but for what stands before the number", _prefixed(orphans, keys)))
    best = max(found, key=lambda repair: len(repair.pairs))
    return best if best.pairs else None


def _prefixed(orphans: list[str], keys: list[str]) -> dict[str, str]:
    """Of numbers that have one text before them in all keys and another in all orphans."""
    of_orphans, of_keys = ([_PREFIXED.fullmatch(text) for text in part] for part in (orphans, keys))
    for part in (of_orphans, of_keys):
        if not all(part) or len({found[1] for found in part if found}) != 1:
            return {}
    by_number = {int(found[2]): found[0] for found in of_keys if found}
    if len(by_number) < len(keys):
        return {}
    pairs = ((found[0], by_number.get(int(found[2]))) for found in of_orphans if found)
    return {orphan: key for orphan, key in pairs if key is not None}


def _matches(
    orphans: list[str], used: set[str], keys: list[str], form: Callable[[str], str]
) -> dict[str, str]:
    forms: dict[str, list[str]] = {}
    for key in keys:
        forms.setdefault(form(key), []).append(key)
    alone = {form: keys[0] for form, keys in forms.items() if len(keys) == 1}
    pairs = {orphan: alone[form(orphan)] for orphan in orphans if form(orphan) in alone}
    if form is not without_fraction:
        pairs = {orphan: key for orphan, key in pairs.items() if key not in used}
    return pairs
