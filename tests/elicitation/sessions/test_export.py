import csv
import io
import json

from elicitation.sessions.encoding import decode
from elicitation.sessions.events import (
    SAME,
    Answered,
    AxisCorrected,
    Choice,
    Marked,
    Started,
    Undone,
    pick,
    unknown,
)
from elicitation.sessions.export import FORMAT, to_csv, to_json

EVENTS = (
    Started("s", 7, "a_optimal", 10, "toy", "f"),
    Answered(0, ("=cmd", 'a "b", c'), pick("=cmd")),
    Answered(1, ("x", "ÿ"), SAME),
    Undone(2),
    Answered(3, ("x", "ÿ"), unknown("x", "ÿ")),
    AxisCorrected(4, ("x",), ("ÿ",), 2),
    Marked(5, "x", "saved"),
)


def test_json_comes_back_as_it_went() -> None:
    record = json.loads(to_json(EVENTS))
    assert record["format"] == FORMAT
    assert tuple(map(decode, record["events"])) == EVENTS


def test_a_row_for_every_answer_that_counts_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(EVENTS))))
    assert rows == [
        ["step", "shown", "choice", "items", "question", "unseen"],
        ["0", '\'=cmd|a "b", c', "pick", "'=cmd", "best", ""],
        ["3", "x|ÿ", "unknown", "x|ÿ", "best", ""],
    ]


def test_a_row_says_what_was_asked_and_what_was_not_seen() -> None:
    taps = Answered(0, ("x", "y", "z"), Choice("taps", ("z", "x"), ("y",)), 900, "taps")
    *_, row = csv.reader(io.StringIO(to_csv((EVENTS[0], taps))))
    assert row == ["0", "x|y|z", "taps", "z|x", "taps", "y"]
