"""No spreadsheet finds a formula in what is written, by whatever separators it reads it."""

import csv
import io
import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from elicitation.csv_text import csv_of, safe_json

SIGNS = "=+-@＝＋－＠"
HOSTILE = st.text(
    st.sampled_from([*SIGNS, *" \t\r\n;|,\"'", "\xa0", "\ufeff", "\u200b", "\x85", "a", "1"]),
    max_size=9,
)
FORMULA = re.compile(f'["\\s\\0\ufeff\u200b\u200e\u200f\u2060]*[{re.escape(SIGNS)}]')


@settings(max_examples=50)
@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=3), max_size=3))
@example([["  =1+1", "＝1"], ["x;=cmd()", "a\t@SUM(1)"], ["a|b| -2", "line\n=1"]])
def test_no_cell_begins_as_a_formula_whatever_separates_cells(rows) -> None:
    written = csv_of(["a"], rows)
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    # a spreadsheet of another country or a naive one goes by the separators alone
    cells += [cell.strip('"') for cell in re.split(r"[;\t|\r\n\x85]", written)]
    assert not [cell for cell in cells if FORMULA.match(cell)]


@settings(max_examples=50)
@given(st.recursive(HOSTILE | st.integers() | st.floats(allow_nan=False), st.lists, max_leaves=5))
def test_json_says_the_same_and_has_no_formula_either(value) -> None:
    text = safe_json(json.dumps([value], ensure_ascii=False))
    assert json.loads(text) == [value]
    for cell in re.split(r"[;\t|,]", text):
        found = FORMULA.match(cell)
        assert not found or re.match(r"\s*-\d", cell), "at most a number that is below zero"


@pytest.mark.parametrize("value", ["plain", "a - b", "x = 1", "user@example.org", "1;2", "-"])
def test_what_is_harmless_stays(value) -> None:
    ((written, _),) = csv.reader(io.StringIO(csv_of([], [[value, 1]]).strip()))
    assert written == (f"'{value}" if value == "-" else value)
