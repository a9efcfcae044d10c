"""Where the rows of a text end, and where its header begins."""

import re
from collections.abc import Iterator

_SEP = re.compile(r"^sep=(.)$", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_MARK = re.compile(rf'"|{_LINE_END.pattern}')


def row_ends(text: str, start: int = 0) -> Iterator[int]:
    """Where each row from ``start`` on ends, its line end included; a quoted cell may hold some.

    The text is read once; what follows a quote that is never closed is read twice.
    """
    inside, begun = False, start
    for mark in _MARK.finditer(text, start):
        if mark[0] == '"':
            inside = not inside
        elif not inside:
            begun = mark.end()
            yield begun
    if inside and (end := _LINE_END.search(text, begun)):
        yield end.end()
        yield from row_ends(text, end.end())  # with an even number of quotes
    elif begun < len(text):
        yield len(text)


def first_row(text: str) -> tuple[int, str]:
    """Where the header begins, and the delimiter that a line ``sep=`` before it names."""
    at, said = 0, ""
    for end in row_ends(text):
        line = text[at:end].strip("\r\n \ufeff")
        if found := _SEP.match(line):
            said = found[1]
        elif line.strip(',;|\t "'):
            return at, said
        at = end
    return 0, said
