"""What people said and what the database holds, compared."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.service.person import Diary, Said
from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Event
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore


@dataclass(frozen=True)
class Comparison:
    """Numbers of answers."""

    acknowledged: int = 0
    stored: int = 0
    lost: int = 0  # acknowledged, and not there as they were said
    doubled: int = 0  # more than were said
    out_of_order: int = 0


def compared(diaries: Iterable[Diary], url: str) -> Comparison:
    """Every session of everybody. Raises StoreUnavailable if the database is not there."""
    by_session: dict[str, tuple[list[Said], list[Said]]] = {}
    for diary in diaries:
        for n, said in enumerate((diary.kept, diary.unsure)):
            for each in said:
                by_session.setdefault(each.session_id, ([], []))[n].append(each)
    database = Database(url)
    try:
        store = EventStore(database)
        found = [_one(*by_session[name], store.read(name)) for name in by_session if name]
    finally:
        database.close()
    fields = Comparison.__dataclass_fields__
    return Comparison(**{name: sum(getattr(one, name) for one in found) for name in fields})


def _one(kept: list[Said], unsure: list[Said], events: tuple[Event, ...]) -> Comparison:
    answers = [event for event in events if isinstance(event, Answered)]
    at = {answer.step: answer for answer in answers}
    meant = {said.step: [one for one in (*kept, *unsure) if one.step == said.step] for said in kept}
    lost = sum(  # of two words at one step, said because the first seemed to go nowhere, one counts
        step not in at or not any(is_what(at[step], said) for said in words)
        for step, words in meant.items()
    )
    steps = [answer.step for answer in answers]
    took_effect = len(replay(events).answers) if events else 0
    return Comparison(
        len(kept),
        len(answers),
        lost,
        max(0, len(answers) - len({said.step for said in (*kept, *unsure)})),
        sum(a >= b for a, b in zip(steps, steps[1:], strict=False)) + len(answers) - took_effect,
    )


def is_what(answer: Answered, said: Said) -> bool:
    """Whether a stored answer is what was said."""
    chosen = answer.choice.items
    if said.what in ("left", "right"):
        return chosen == (answer.items[said.what == "right"],)
    return chosen == tuple(answer.items[int(place)] for place in said.what)
