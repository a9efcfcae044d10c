"""The pace of a study's people, read from the file that the study page hands out."""

from pathlib import Path

import pytest

from benchmarks.elicitation.screens import times_of
from elicitation.sessions.events import Answered, Choice
from elicitation.studies.export import rows, to_csv
from elicitation.studies.study import Study, enrol

STUDY = Study(
    code="abc",
    name="A study",
    policies=("random",),
    n_questions=3,
    question_size=2,
    dataset="any",
    fingerprint="any",
    holdouts=(),
    repeat_after=0,
    consent="Yes?",
    consent_version="1",
    secret="s",
)


def test_the_pace_is_that_of_the_exported_answers(tmp_path: Path) -> None:
    logs = []
    for person in range(20):
        events = [enrol(STUDY, f"p{person}")]
        for step in range(4):
            items = tuple(f"k{item}" for item in range(4 if step % 2 else 9))
            liked = items[: (person + step) % 4]
            ms = 500 * len(items) + 700 * (len(liked) + 1)
            events.append(Answered(step, items, Choice("taps", liked), ms, "taps"))
        logs.append(([(1.0, event) for event in events], ()))
    exported = tmp_path / "study.csv"
    exported.write_text(to_csv(rows(STUDY, logs)), encoding="utf-8")
    found = times_of(exported)
    assert (found.judge, found.act) == pytest.approx((0.5, 0.7), rel=0.02)
