"""What is in a study's files: the data dictionary for people, the JSON Schema for programs.

Both come from the types of ``Row``, so they cannot disagree with each other.
`python -m elicitation.studies.dictionary` prints docs/exports.md.
"""

from typing import Annotated, Any, Literal, TypedDict

import msgspec
from msgspec import Meta

from elicitation.sessions.encoding import KINDS
from elicitation.sessions.exporting.dictionary import DICTIONARY as OF_A_PERSON
from elicitation.sessions.exporting.dictionary import Column, Counts, Shown, Unseen, columns_of
from elicitation.studies.study import Study


class Row(TypedDict):
    """One event of one session. None where the column says nothing about such an event."""

    study: Annotated[str, Meta(description="The study's code, as in its links.")]
    participant: Annotated[
        str,
        Meta(
            description="A pseudonym, the same in every file of the study; or, where the "
            "researcher asked for it, the participant's number as their link named them."
        ),
    ]
    policy: Annotated[
        str, Meta(description="The policy that chose their questions, assigned at random.")
    ]
    position: Annotated[int, Meta(description="Number of the event in the session, from 0.", ge=0)]
    at: Annotated[str, Meta(description="When the server wrote the event, in UTC (ISO 8601).")]
    event: Annotated[
        str,
        Meta(
            description="started (after consent), answered, undone (the answer before is taken "
            "back), finished (stopped early), leaned (an axis of taste corrected), marked (a "
            "recommendation put aside). Not in studies: imported (a history brought along), "
            "introduced (a name for a group), revised (an answer changed later). After the "
            "questions: compared (lists beside each other), stated (how much they agree with a "
            "statement)."
        ),
    ]
    kind: Annotated[
        str | None,
        Meta(
            description="Of an answer: asked (chosen by the policy), repeated (the first pick "
            "again, its sides changed), held out (the same for everybody, never used to learn)."
        ),
    ]
    counts: Counts
    shown: Shown
    choice: Annotated[
        str | None,
        Meta(
            description="pick (one item), same (about the same), both or neither (of a pair), "
            "best_worst (the best, then the worst), taps (any number, none too), named (typed by "
            "the person), unknown (haven't seen those that are named)."
        ),
    ]
    named: Annotated[
        str | None,
        Meta(
            description="Keys of the items picked, tapped or typed, or of those not seen, with | "
            "between."
        ),
    ]
    question: Annotated[
        str | None,
        Meta(
            description="What was asked: best (of those shown), pair (which of two, with both and "
            "neither), best_worst, taps (any that one would take), named (type what one loves)."
        ),
    ]
    unseen: Unseen
    response_ms: Annotated[
        int | None,
        Meta(
            description="Milliseconds from the question's appearance to the answer, by the "
            "browser's clock; empty where the browser did not tell."
        ),
    ]
    first_chance: Annotated[
        float | None,
        Meta(
            description="Predicted probability that the first item shown is picked: from the "
            "answers before this one; of a held out question, from all answers of the session "
            "that are not held out."
        ),
    ]
    statement: Annotated[str | None, Meta(description="Key of the statement, as in the study.")]
    value: Annotated[
        int | None, Meta(description="How much they agree: 1 = strongly disagree, 5 = strongly.")
    ]
    arms: Annotated[
        str | None,
        Meta(description="Models whose lists were compared, from the left, with | between."),
    ]
    preferred: Annotated[
        str | None, Meta(description="The model of the better list; empty text: none of them.")
    ]
    liked: Annotated[
        str | None, Meta(description="Keys of listed items that they would take up, with |.")
    ]
    record: Annotated[
        str,
        Meta(
            description="The whole event as JSON: a session replays from these, in order.",
            extra_json_schema={
                "contentMediaType": "application/json",
                "contentSchema": {"$ref": "#/$defs/Event"},
            },
        ),
    ]


class Export(TypedDict):
    """A study's JSON file."""

    format: Literal["tenfold-study-1"]
    study: Study
    dictionary: list[Column]
    schema: dict[str, Any]
    rows: list[Row]


DICTIONARY = columns_of(Row)


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of ``Export``, and of the records in its rows as ``#/$defs/Event``."""
    (export, *_), parts = msgspec.json.schema_components(
        [Export, *KINDS.values()], ref_template="#/$defs/{name}"
    )
    for kind, event in KINDS.items():
        part = parts[event.__name__]
        part["properties"] = {"event": {"const": kind}, **part["properties"]}
        part["required"] = ["event", *part["required"]]
    events = [{"$ref": f"#/$defs/{event.__name__}"} for event in KINDS.values()]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **export,
        "$defs": {**parts, "Event": {"anyOf": events}},
    }


def markdown() -> str:
    """docs/exports.md: the columns of a person's own file, and of a study's."""
    parts = (
        ("# Exports", ABOUT),
        ("## A person's own data", _table(OF_A_PERSON)),
        ("## A study", _table(DICTIONARY)),
    )
    return "\n\n".join(f"{title}\n\n{text}" for title, text in parts) + "\n"


ABOUT = """Written by `python -m elicitation.studies.dictionary`; do not edit.

A person takes their data along under *Your picks*, *Your data*: every event with its time, and
every link. A researcher takes a study along from its page, as CSV, JSON or Parquet; participants
have pseudonyms, which only the study's secret leads to, unless the researcher asks for their
numbers. Sessions replay exactly from the column `record`. JSON files bring this dictionary along,
those of a study also a JSON Schema; a button saves it as CSV. Empty = says nothing about such a
line."""


def _table(columns: tuple[Column, ...]) -> str:
    lines = ["| Column | Type | Meaning |", "| --- | --- | --- |"]
    lines += [
        f"| `{c.name}` | {c.type} | {c.meaning.replace('|', chr(92) + '|')} |" for c in columns
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(markdown(), end="")
