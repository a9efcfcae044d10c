"""Rows of a study as Parquet, with the data dictionary in the file. Imports pyarrow when used."""

import io
from collections.abc import Iterable

from elicitation.studies.dictionary import DICTIONARY, Row


def to_parquet(table: Iterable[Row]) -> bytes:
    """A file with the columns of DICTIONARY, typed, each with its meaning as metadata."""
    import pyarrow as pa  # people who answer never need it
    import pyarrow.parquet as pq

    types = {
        "text": pa.string(),
        "whole number": pa.int64(),
        "number": pa.float64(),
        "yes or no": pa.bool_(),
    }
    schema = pa.schema(
        pa.field(column.name, types[column.type], metadata={"meaning": column.meaning})
        for column in DICTIONARY
    )
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(table), schema=schema), out)
    return out.getvalue()
