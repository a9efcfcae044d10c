"""How long a screen takes, as recorded and by the keystroke-level model."""

import numpy as np
import pytest

from elicitation.sessions.events import Answered, Choice, QuestionKind, pick
from elicitation.simulation.answer_times import KEYSTROKES, LEAST_RECORDED, AnswerTimes, recorded

READER = AnswerTimes(judge=0.8, act=0.6, name=5.0)  # faster than the model, but slow at typing


def answers(n: int, kinds: tuple[QuestionKind, ...], away: float = 0.0) -> list[Answered]:
    """Of a READER, one in five by chance twice as fast or slow; ``away``: the share of pauses."""
    rng, found = np.random.default_rng(5), []
    for step in range(n):
        kind = kinds[step % len(kinds)]
        size = 3 if kind == "named" else (2 if kind == "pair" else 9)
        items = tuple(f"k{item}" for item in range(size))
        n_chosen = size if kind == "named" else int(rng.integers(0, size + 1))
        choice = Choice(kind, items[:n_chosen]) if kind != "pair" else pick("k0")
        taken = READER.seconds(kind, size, 1 if kind == "pair" else n_chosen)
        taken *= np.exp(rng.normal(0.0, 0.3)) + (rng.random() < away) * 40.0
        found.append(Answered(step, items, choice, int(1e3 * taken), kind))
    return found


@pytest.mark.parametrize("away", [0.0, 0.1])
def test_the_pace_of_a_reader_is_found_also_where_some_pause_for_minutes(away: float) -> None:
    found = recorded(answers(900, ("taps", "pair", "named"), away))
    assert found.judge == pytest.approx(READER.judge, rel=0.2)
    assert found.act == pytest.approx(READER.act, rel=0.35)
    assert found.name == pytest.approx(READER.name, rel=0.2)


def test_what_no_answer_shows_keeps_its_time() -> None:
    found = recorded(answers(200, ("taps",)))
    assert found.name == pytest.approx(KEYSTROKES.name)
    assert found.judge < KEYSTROKES.judge


def test_too_few_times_are_none() -> None:
    told = answers(LEAST_RECORDED, ("taps",))
    unmeasured = Answered(0, told[0].items, told[0].choice, None, "taps")
    recorded(told)
    with pytest.raises(ValueError, match="answers with a time"):
        recorded([unmeasured, *told[1:]])


def test_keystrokes_of_a_pair_and_of_names() -> None:
    assert KEYSTROKES.seconds("best", 2, 1) == pytest.approx(2 * 1.35 + 1.3)
    assert KEYSTROKES.seconds("named", 3, 3) == pytest.approx(3 * (1.35 + 8 * 0.28 + 1.3) + 1.3)
