"""What a browser says of a screen means something only if it can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.sessions.events import Answered, Choice, pick, unknown
from pages.components.ask.replies import choice_of, named, step_of

KEYS = ("a", "b", "c", "d")
CATALOGUE = {key: n for n, key in enumerate(KEYS)}


def sent(chosen: list, unseen: list | None = None) -> dict:
    return {"step": 3, "chosen": chosen, "unseen": unseen or []}


def test_taps_come_in_the_order_of_pressing_and_none_is_an_answer() -> None:
    assert choice_of("taps", KEYS, sent([2, 0])) == Choice("taps", ("c", "a"))
    assert choice_of("taps", KEYS, sent([])) == Choice("taps")
    assert choice_of("taps", KEYS, sent([1], [3])) == Choice("taps", ("b",), ("d",))


def test_whoever_has_seen_nothing_of_a_screen_says_so() -> None:
    assert choice_of("taps", KEYS, sent([], [0, 1, 2, 3])) == unknown(*KEYS)
    assert choice_of("best_worst", KEYS, sent([], [1])) == unknown("b")


def test_the_best_comes_first_and_may_come_alone() -> None:
    assert choice_of("best_worst", KEYS, sent([1, 2])) == Choice("best_worst", ("b", "c"))
    assert choice_of("best_worst", KEYS, sent([1])) == pick("b")
    assert choice_of("best_worst", KEYS, sent([])) is None
    assert choice_of("best_worst", KEYS, sent([0, 1, 2])) is None


def test_names_are_of_the_catalogue_different_and_three_at_most() -> None:
    assert named({"named": ["b", "a"]}, CATALOGUE) == Choice("named", ("b", "a"))
    assert named({"named": []}, CATALOGUE) == Choice("named")
    for wrong in (["a", "a"], ["x"], ["a", "b", "c", "d"], [1], "a", None):
        assert named({"named": wrong}, CATALOGUE) is None


WRONG = [
    None,
    "said",
    [],
    {},
    {"chosen": [0]},
    {"chosen": "0", "unseen": []},
    sent([4]),
    sent([-1]),
    sent([0, 0]),
    sent([True]),
    sent([0.0]),
    sent(["0"]),
    sent([None]),
    sent([0], [0]),
    sent([0] * 9),
    sent([[0]]),
    sent([{}]),
]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("kind", ["taps", "best_worst"])
def test_anything_else_is_no_choice(kind, wrong) -> None:
    assert choice_of(kind, KEYS, wrong) is None


@pytest.mark.parametrize("kind", ["best", "pair", "named"])
def test_a_grid_answers_no_other_kind(kind) -> None:
    assert choice_of(kind, KEYS, sent([0])) is None


@pytest.mark.parametrize("step", [None, "3", 3.0, True, [3]])
def test_a_step_is_a_whole_number(step) -> None:
    assert step_of({"step": step}) is None
    assert step_of({"step": 3}) == 3
    assert step_of([]) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 5) | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["chosen", "unseen", "step", "named"]), inner)
    ),
)


@given(st.sampled_from(["taps", "best_worst"]), JSON)
def test_whatever_is_sent_either_fits_the_screen_or_is_nothing(kind, anything) -> None:
    choice = choice_of(kind, KEYS, anything)
    if choice is not None:
        assert Answered(0, KEYS, choice, None, kind).choice == choice
    names = named(anything, CATALOGUE)
    if names is not None:
        assert Answered(0, names.items, names, None, "named").choice == names
