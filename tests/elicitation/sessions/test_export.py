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
from elicitation.sessions.exporting.dictionary import DICTIONARY
from elicitation.sessions.exporting.files import FORMAT, dictionary_csv, to_csv, to_json
from elicitation.sessions.links import Link

EVENTS = (
    Started("s", 7, "a_optimal", 10, "toy", "f"),
    Answered(0, ("=cmd", 'a "b", c'), pick("=cmd")),
    Answered(1, ("x", "ÿ"), SAME),
    Undone(2),
    Answered(3, ("x", "ÿ"), unknown("x", "ÿ")),
    AxisCorrected(4, ("x",), ("ÿ",), 2),
    Marked(5, "x", "saved"),
)


LOG = [(1.5e9 + n, event) for n, event in enumerate(EVENTS)]
LINKS = (Link("owner", "f00", 1.5e9 + 0.5), Link("share", "abc", 1.5e9 + 99.0))


def lines(log=LOG, links=LINKS) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(log, links))))


def test_json_comes_back_as_it_went_with_times_and_links() -> None:
    record = json.loads(to_json(LOG, LINKS))
    assert record["format"] == FORMAT
    assert tuple(map(decode, record["events"])) == EVENTS
    assert record["events"][1]["at"] == "2017-07-14T02:40:01.000+00:00"
    assert [link["code"] for link in record["links"]] == ["f00", "abc"]
    assert [column["name"] for column in record["dictionary"]] == [c.name for c in DICTIONARY]


def test_a_line_for_every_event_and_link_and_no_formula() -> None:
    found = lines()
    assert [line["what"] for line in found] == [
        *("started", "link", "answered", "answered", "undone", "answered", "leaned", "marked"),
        "link",
    ]
    first = found[2]
    assert first["shown"] == '\'=cmd|a "b", c' and first["items"] == "'=cmd"
    assert [line["counts"] for line in found if line["what"] == "answered"] == [
        *("true", "false", "true")
    ]
    assert (found[-2]["items"], found[-2]["mark"]) == ("x", "saved")
    assert (found[-3]["items"], found[-3]["strength"]) == ("x", "2")
    assert (found[-1]["kind"], found[-1]["code"]) == ("share", "abc")


def test_a_session_replays_from_the_table_and_every_column_is_explained() -> None:
    found = lines()
    records = [json.loads(line["record"]) for line in found if line["record"]]
    assert tuple(map(decode, records)) == EVENTS
    told = list(csv.DictReader(io.StringIO(dictionary_csv())))
    assert [row["column"] for row in told] == list(found[0]) and all(r["meaning"] for r in told)
    assert lines((), ()) == []


def test_a_line_says_what_was_asked_and_what_was_not_seen() -> None:
    taps = Answered(0, ("x", "y", "z"), Choice("taps", ("z", "x"), ("y",)), 900, "taps")
    *_, line = lines([LOG[0], (1.6e9, taps)], ())
    assert (line["shown"], line["choice"], line["items"]) == ("x|y|z", "taps", "z|x")
    assert (line["question"], line["unseen"], line["response_ms"]) == ("taps", "y", "900")
