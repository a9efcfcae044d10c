"""Tables as CSV in which no spreadsheet finds a formula, whatever separators it goes by."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# Signs that begin a formula, the full-width ones too, which some spreadsheets take for the others;
# also after blanks and quotes, and after whatever may separate cells or rows elsewhere.
_BLANKS = '["\\s\\0\ufeff\u200b\u200e\u200f\u2060]*'
_FORMULA = re.compile(
    f"(?:^|(?<=[;\\t|\\r\\n\\x0b\\x0c\\x85\u2028\u2029]))(?={_BLANKS}[=+\\-@＝＋－＠])"
)
_ODD_BEGINNING = re.compile("^[\\t\\r\\n]")
# the same in JSON, where no sign begins a value but the minus of a number
_IN_JSON = re.compile(
    f"(?<=[;\\t|,\\r\\n\\x0b\\x0c\\x85\u2028\u2029])({_BLANKS})([=+@＝＋－＠]|-(?!\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?[,\\]}}]))"
)


def csv_of(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV: numbers to the last bit, true and false in small letters, None as nothing."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_cell(name) for name in head])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def safe(cell: str) -> str:
    """The cell with an apostrophe before whatever a spreadsheet might take for a formula."""
    cell = _FORMULA.sub("'", cell)
    return f"'{cell}" if _ODD_BEGINNING.match(cell) else cell


def safe_json(text: str) -> str:
    """JSON that says the same; signs in its texts that might begin a formula are escaped."""
    return _IN_JSON.sub(lambda found: f"{found[1]}\\u{ord(found[2]):04x}", text)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe(value) if isinstance(value, str) else repr(value)
