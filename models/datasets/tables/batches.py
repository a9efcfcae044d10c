"""Rows of a table, in batches, by pyarrow: text of any dialect, or Parquet."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from models.datasets.errors import DatasetError
from models.datasets.tables.dialects import Dialect, decoder
from models.datasets.tables.sources import Source

BLOCK = 1 << 20  # bytes: what a processor keeps at hand
CODED_BLOCK = 1 << 23  # where each block brings a dictionary of its own
CODED = pa.dictionary(pa.int32(), pa.string())
EMPTY = (
    *("", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "none", "-", "?", "\\N"),
    *("#N/A", "unrated", "not rated", "."),
)
_SHOWN = 3  # examples of rows that are left out


@dataclass
class Dropped:
    """Rows that have no place in the table: counted while it is read."""

    ragged: int = 0
    empty: int = 0
    examples: list[str] = field(default_factory=list)

    def note(self, text: str, delimiter: str) -> None:
        """Count one row that has another number of values than the header."""
        if not text.strip(f'{delimiter} "\r\n\t'):
            self.empty += 1
            return
        self.ragged += 1
        if len(self.examples) < _SHOWN:
            self.examples.append(text.strip()[:80])


class _Utf8(io.RawIOBase):
    """The rows of a file as UTF-8, from the first row of values on."""

    def __init__(self, stream: IO[bytes], dialect: Dialect) -> None:
        self.stream, self.left = stream, b""
        self.decoder = decoder(dialect.encoding)
        skipped = dialect.start
        while skipped and (piece := stream.read(1 << 16)):
            text = self.decoder.decode(piece)
            self.left = text[skipped:].encode()
            skipped -= min(skipped, len(text))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        while not self.left:
            piece = self.stream.read(size)
            self.left = self.decoder.decode(piece, final=not piece).encode()
            if not piece:
                break
        part, self.left = self.left[:size], self.left[size:]
        buffer[: len(part)] = part
        return len(part)


def unique_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """Column names, each once: the second "title" becomes "title (2)"."""
    names: list[str] = []
    for place, name in enumerate(header):
        shown, n = name or f"column {place + 1}", 1
        while shown in names:
            n += 1
            shown = f"{name} ({n})"
        names.append(shown)
    return tuple(names)


@contextmanager
def opened_table(
    source: Source, dialect: Dialect, types: Mapping[str, pa.DataType], dropped: Dropped
) -> Iterator[Iterator[pa.RecordBatch]]:
    """Batches with the columns of ``types``. Rows of another length are counted and left out.

    Raises pyarrow.ArrowInvalid if a value is not of its type, DatasetError if the file is damaged
    or no table.
    """
    with source.opened() as stream:
        if dialect.parquet:
            yield _parquet(source, stream, types)
        else:
            yield _text(source, stream, dialect, types, dropped)


def parquet_columns(source: Source) -> tuple[str, ...]:
    """Raises DatasetError if the file is damaged."""
    with source.opened() as stream:
        return tuple(_parquet_file(source, stream).schema_arrow.names)


def _parquet_file(source: Source, stream: IO[bytes]) -> pq.ParquetFile:
    try:
        seekable = stream if stream.seekable() else io.BytesIO(stream.read())
        return pq.ParquetFile(seekable)
    except (pa.ArrowException, OSError) as error:
        raise DatasetError(f"{source.name}: a damaged Parquet file ({_first(error)})") from error


def _parquet(
    source: Source, stream: IO[bytes], types: Mapping[str, pa.DataType]
) -> Iterator[pa.RecordBatch]:
    file = _parquet_file(source, stream)
    for batch in file.iter_batches(batch_size=1 << 18, columns=list(types)):
        columns = []
        for name, kind in types.items():
            column = batch.column(name)
            if kind == CODED or pa.types.is_string(kind):
                nested = pa.types.is_nested(column.type)
                text = (
                    pa.array([str(value) for value in column.to_pylist()])
                    if nested
                    else column.cast(pa.string())
                ).fill_null("")
                columns.append(text.dictionary_encode() if kind == CODED else text)
            else:
                columns.append(column.cast(kind, safe=False))
        yield pa.RecordBatch.from_arrays(columns, names=list(types))


def _text(
    source: Source,
    stream: IO[bytes],
    dialect: Dialect,
    types: Mapping[str, pa.DataType],
    dropped: Dropped,
) -> Iterator[pa.RecordBatch]:
    names = unique_names(dialect.header)

    def ragged(row: csv.InvalidRow) -> str:
        dropped.note(row.text or "", dialect.delimiter)
        return "skip"

    if dialect.is_plain:
        stream.read(dialect.start_byte)
        rows = stream
    else:
        rows = io.BufferedReader(_Utf8(stream, dialect), BLOCK)
    try:
        reader = csv.open_csv(
            pa.PythonFile(rows, mode="r"),
            csv.ReadOptions(
                block_size=CODED_BLOCK if CODED in types.values() else BLOCK, column_names=names
            ),
            csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char='"' if dialect.quoted else False,
                newlines_in_values=dialect.quoted,
                invalid_row_handler=ragged,
            ),
            csv.ConvertOptions(
                column_types=dict(types),
                include_columns=list(types),
                null_values=list(EMPTY),
                decimal_point=dialect.decimal,
                strings_can_be_null=False,
            ),
        )
        yield from reader
    except pa.ArrowInvalid as error:
        if "conversion error" in str(error):
            raise
        if "Empty CSV file" in str(error):
            return
        raise DatasetError(f"{source.name}: no well-formed table ({_first(error)})") from error


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
