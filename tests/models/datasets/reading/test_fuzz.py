"""Any bytes are read or refused: no traceback, and no row goes without a word.

The long run, 5,000 files: FUZZED_FILES=2500 python -m pytest THIS_FILE
"""

import csv
import io
import json
import os
import tempfile
from pathlib import Path

from fuzzed_tables import tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.catalogues.dialects import items_table, text
from benchmarks.catalogues.planted import planted
from models.datasets.reading.folder import read_data
from models.datasets.reading.printing import text_of

N_FILES = int(os.environ.get("FUZZED_FILES", "300"))
ITEMS = text(items_table(planted(n_people=2, n_items=30)))
many = settings(
    max_examples=N_FILES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


@given(tables(), st.one_of(st.none(), tables()))
@many
def test_nothing_is_lost_without_a_word(interactions: bytes, items: bytes | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "interactions.csv").write_bytes(interactions)
        (folder / "items.csv").write_bytes(ITEMS.encode() if items is None else items)
        reading = read_data(folder)
    report = reading.report
    assert (reading.dataset is None) == bool(report.troubles)
    json.dumps(report.as_json(), allow_nan=False)
    assert text_of(report)
    for file in report.files:
        assert file.rows == file.used + sum(part.n for part in file.left)
        assert file.used >= 0
    if reading.dataset is not None:
        used = next(file.used for file in report.files if file.role == "interactions")
        assert used == reading.dataset.interactions.ratings.nnz


_ROWS = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 9), st.integers(0, 29), st.integers(1, 5)).map(
            lambda row: [f"u{row[0]}", f"k{row[1]}", str(row[2])]
        ),
        st.sampled_from(
            [["u1", "k1"], ["u1", "k1", "3", "x"], ["", "k1", "3"], ["u1", "k1", "good"]]
            + [["u1", "gone", "3"], ["u1", "k1", ""], ["", "", ""], ["u1", "", "3"]]
        ),
    ),
    min_size=1,
    max_size=60,
)


@given(_ROWS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n", "\r"]))
@many
def test_the_rows_that_went_in_are_the_rows_that_are_counted(
    rows: list[list[str]], delimiter: str, end: str
) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(
        [["user", "item", "rating"], *rows]
    )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "interactions.csv").write_bytes(stream.getvalue().encode())
        (folder / "items.csv").write_text(ITEMS)
        report = read_data(folder).report
    (file,) = (file for file in report.files if file.role == "interactions")
    assert file.rows == len(rows)
    good = {(u, i) for u, i, v in (row for row in rows if len(row) == 3) if v.isdigit()}
    good = {(u, i) for u, i in good if u and i.startswith("k")}
    assert file.used == len(good)
