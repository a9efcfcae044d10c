"""How a text table is written: encoding, delimiter, decimal sign, and where its rows begin."""

import codecs
import csv
import re
from collections.abc import Callable
from dataclasses import dataclass

from models.datasets.errors import DatasetError
from models.datasets.tables.row_ends import first_row, row_ends
from models.datasets.tables.sources import PARQUET, Source

DELIMITERS = (",", ";", "\t", "|")
HEAD = 1 << 18  # bytes that delimiter and decimal sign are judged by
PIECE = 1 << 22  # bytes at a time of the pass over the whole file
SAMPLE = 200  # rows
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# a zero and a point stay, other digits become 1, everything else a blank
_SHAPE = bytes(
    letter if letter in b"0." else ord("1") if letter in b"123456789" else ord(" ")
    for letter in range(256)
)
_COMMA = re.compile(r"-?\d+,\d+")
_POINT = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True)
class Dialect:
    """How one file is written. ``start``: characters before the first row of values."""

    encoding: str
    delimiter: str
    decimal: str
    header: tuple[str, ...]
    start: int
    quoted: bool  # a quotation mark occurs somewhere
    gzip: bool = False
    parquet: bool = False
    padded: bool = True  # a number among the first begins with a zero, as in 007
    undecodable: int = 0  # bytes that became U+FFFD
    example: str = ""  # a line that shows how letters outside ASCII were read
    sample: tuple[tuple[str, ...], ...] = ()  # first rows of values
    start_byte: int = 0  # of the first row of values, where it is plain

    @property
    def is_plain(self) -> bool:
        """UTF-8 without a fault, which need not be decoded to be read."""
        return self.encoding in ("utf-8", "utf-8-sig") and not self.undecodable


@dataclass(frozen=True)
class _Bytes:
    """What a pass over a whole file found."""

    head: bytes
    quoted: bool
    valid: int  # characters beyond ASCII that are well-formed UTF-8
    invalid: int  # bytes that are not
    odd: bytes  # a line with a byte beyond ASCII
    padded: bool  # as in ``Dialect``


def sniff(
    source: Source,
    known: Callable[[str], bool],
    encoding: str = "",
    delimiter: str = "",
    headless: tuple[str, ...] = (),
) -> Dialect:
    """The dialect of ``source``. ``known`` says whether a column name has a meaning.

    ``encoding`` and ``delimiter`` override what would be guessed; ``headless`` names the columns
    of a file without a header. Raises DatasetError if the file is empty or damaged.
    """
    with source.opened() as stream:
        if stream.read(4) == PARQUET:
            return Dialect("", "", ".", (), 0, False, parquet=True)
    found = _scan(source)
    if not found.head.strip():
        raise DatasetError(f"{source.name}: the file is empty")
    marked = found.head.startswith(codecs.BOM_UTF8)
    if marked and encoding.casefold() in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    name, undecodable = (encoding, 0) if encoding else _encoding(found)
    try:
        text = decoder(name).decode(found.head)
        example = decoder(name).decode(found.odd).strip()
    except LookupError as error:
        raise DatasetError(f"{source.name}: there is no encoding {encoding!r}") from error
    start, said = first_row(text)
    separator = delimiter or said or _delimiter(text[start:], known)
    rows = _rows(text[start:], separator)
    header = headless or tuple(cell.strip() for cell in rows[0])
    if not headless:
        start = next(row_ends(text, start), len(text))
        rows = rows[1:]
    sample = tuple(tuple(row) for row in rows[:SAMPLE])
    return Dialect(
        name,
        separator,
        _decimal(sample, separator),
        header,
        start,
        found.quoted,
        source.is_gzip,
        padded=found.padded,
        undecodable=undecodable,
        example=example[:200],
        sample=sample,
        start_byte=len(codecs.BOM_UTF8) * marked + len(text[:start].encode()),
    )


def decoder(encoding: str) -> codecs.IncrementalDecoder:
    """Of an encoding; bytes that mean nothing in it become U+FFFD. Raises LookupError."""
    return codecs.getincrementaldecoder(encoding)(errors="replace")


def _scan(source: Source) -> _Bytes:
    head, quoted, valid, invalid, odd, padded, first = b"", False, 0, 0, b"", False, True
    utf8 = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    with source.opened() as stream:
        while piece := stream.read(PIECE):
            head = head or piece[:HEAD]
            quoted = quoted or b'"' in piece
            padded = _padded(piece) if first else padded
            first = False
            if piece.isascii() and not utf8.getstate()[0]:
                continue
            text = utf8.decode(piece)
            beyond = [letter for letter in text if letter > "\x7f"]
            wrong = sum("\udc80" <= letter <= "\udcff" for letter in beyond)
            valid, invalid = valid + len(beyond) - wrong, invalid + wrong
            odd = odd or _odd_line(piece)
    invalid += len(utf8.getstate()[0])
    return _Bytes(head, quoted, valid, invalid, odd, padded)


def _padded(piece: bytes) -> bool:
    """Whether a number begins with a zero and another digit."""
    shape = piece.translate(_SHAPE)
    return b" 00" in shape or b" 01" in shape


def _odd_line(piece: bytes) -> bytes:
    start = piece.startswith(codecs.BOM_UTF8) * len(codecs.BOM_UTF8)
    found = re.search(rb"[\x80-\xff]", piece[start:])
    if found is None:
        return b""
    at = start + found.start()
    begin = max(piece.rfind(b"\n", 0, at), piece.rfind(b"\r", 0, at)) + 1
    ends = [end for end in (piece.find(b"\n", at), piece.find(b"\r", at)) if end >= 0]
    return piece[max(begin, at - 200) : min([*ends, at + 200])]


def _encoding(found: _Bytes) -> tuple[str, int]:
    """The encoding, and how many bytes mean nothing in it."""
    for mark, name in _BOMS:
        if found.head.startswith(mark):
            return name, found.invalid if name == "utf-8-sig" else 0
    even, odd = found.head[::2].count(0), found.head[1::2].count(0)
    if 4 * max(even, odd) > len(found.head):
        return ("utf-16-le" if odd > even else "utf-16-be"), 0
    if found.invalid > found.valid:  # in cp1252 nearly every accent is malformed UTF-8
        return "cp1252", 0
    return "utf-8", found.invalid


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of ``text``, header first; the last may be cut off, so it is left out."""
    lines = text.splitlines(keepends=True)[: SAMPLE + 2]
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except (csv.Error, TypeError):
        rows = [line.rstrip("\r\n").split(delimiter) for line in lines if line.strip()]
    return (rows[:-1] if len(rows) > SAMPLE else rows) or [[""]]


def _delimiter(text: str, known: Callable[[str], bool]) -> str:
    def score(delimiter: str) -> tuple[int, float, int]:
        header, *rows = _rows(text, delimiter)
        agree = sum(len(row) == len(header) for row in rows) / max(1, len(rows))
        meant = sum(known(cell) for cell in header)
        return (meant if len(header) > 1 else 0), agree * (len(header) > 1), len(header)

    return max(DELIMITERS, key=score)


def _decimal(sample: tuple[tuple[str, ...], ...], delimiter: str) -> str:
    cells = [cell.strip() for row in sample for cell in row]
    commas = sum(_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(_POINT.fullmatch(cell) is not None for cell in cells)
    return "," if commas > points and delimiter != "," else "."
