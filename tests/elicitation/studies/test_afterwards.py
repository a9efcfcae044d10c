"""Statements, attention checks and lists of several arms: plans, events, orders and files."""

from collections import Counter
from dataclasses import replace

import pytest

from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.events import Answered, Compared, Stated, Undone, pick
from elicitation.sessions.session import apply, replay
from elicitation.studies.arms import order_of, preferences
from elicitation.studies.encoding import decode_study, encode_study
from elicitation.studies.export import rows, sessions, to_csv
from elicitation.studies.questionnaires import (
    CHECK,
    RESQUE,
    Statement,
    checks_passed,
    own,
    with_check,
)
from elicitation.studies.study import Study, enrol

STUDY = Study(
    *("abc", "Which?", ("random",), 2, 2, "toy", "f", (), 0, "Yes.", "1"),
    secret="s",
    statements=with_check(RESQUE[:2]),
    lists=("mult_vae", "ease"),
    parameter="PROLIFIC_PID",
)
LISTS = (("a", "b"), ("b", "c"))


def test_a_study_with_all_of_it_is_written_and_read() -> None:
    assert decode_study(encode_study(STUDY)) == STUDY
    older = {
        key: value
        for key, value in encode_study(STUDY).items()
        if key not in ("statements", "lists", "parameter")
    }
    assert decode_study(older) == replace(STUDY, statements=(), lists=(), parameter="")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lists", ("one",)),
        ("lists", ("one", "one")),
        ("lists", ("a", "b", "c", "d")),
        ("statements", (RESQUE[0], RESQUE[0])),
        ("statements", own(["x"] * 61)),
        ("parameter", "study"),
        ("parameter", "S"),
        ("parameter", "a&b=c"),
        ("parameter", "1a"),
    ],
)
def test_what_cannot_be_carried_out_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"^{field}:"):
        replace(STUDY, **{field: value})


def test_own_statements_are_lines_and_a_check_stands_in_the_middle() -> None:
    made = with_check(own(["  First ", "", "Second", "Third"]))
    assert [(one.key, one.right) for one in made] == [
        *(("own_1", 0), ("own_2", 0), ("attention", 2), ("own_3", 0))
    ]
    assert len({one.key for one in with_check(RESQUE)}) == len(RESQUE) + 1
    assert checks_passed(made, {"own_1": 2}) == (0, 0)
    assert checks_passed(made, {"attention": 2}) == (1, 1)
    assert checks_passed(made, {"attention": 3}) == (0, 1)
    with pytest.raises(ValueError, match="text"):
        Statement("key", "x" * 301)


def test_orders_are_a_persons_own_and_as_likely() -> None:
    arms = ("a", "b", "c")
    people = [replay([enrol(STUDY, f"p{n}")]) for n in range(600)]
    orders = [order_of(one, arms) for one in people]
    assert orders == [order_of(one, arms) for one in people]
    counts = Counter(orders)
    assert len(counts) == 6
    assert sum((n - 100) ** 2 / 100 for n in counts.values()) < 20.5  # chi2, 5 df, 0.1 %


def test_events_add_up_replay_and_are_in_the_files() -> None:
    started = enrol(STUDY, "anna")
    events = [
        started,
        Answered(0, ("a", "b"), pick("a")),
        Compared(1, ("ease", "mult_vae"), LISTS, "ease", ("c",)),
        Stated(2, "accuracy", 4),
        Stated(3, CHECK.key, 2),
        Stated(4, "accuracy", 5),
    ]
    session = replay([decode(encode(event)) for event in events])
    assert dict(session.statements) == {"accuracy": 5, "attention": 2}
    assert session.comparison == events[2] and session.step == 5
    assert apply(session, Undone(5)).statements == session.statements
    assert preferences([session, replay([started])]) == {"ease": 1}
    table = list(rows(STUDY, [([(0.0, event) for event in events], [])]))
    assert [row["value"] for row in table] == [None, None, None, 4, 2, 5]
    assert (table[2]["arms"], table[2]["preferred"]) == ("ease|mult_vae", "ease")
    assert table[2]["liked"] == "c" and "ease|mult_vae" in to_csv(table)
    (back,) = sessions(table).values()
    assert replay(back).statements == session.statements


@pytest.mark.parametrize(
    "wrong",
    [
        {"arms": ("a", "a")},
        {"arms": ("a", "b"), "lists": (("x",),)},
        {"preferred": "c"},
        {"liked": ("z",)},
    ],
)
def test_a_comparison_of_something_else_is_refused(wrong: dict[str, object]) -> None:
    right = {"step": 0, "arms": ("a", "b"), "lists": LISTS, "preferred": "", "liked": ()}
    with pytest.raises(ValueError):
        Compared(**(right | wrong))  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        decode({"event": "stated", "step": 0, "statement": "x", "value": 0})
