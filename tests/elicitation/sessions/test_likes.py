import pytest

from elicitation.sessions.events import SAME, Answered, Choice, QuestionKind, pick, unknown
from elicitation.sessions.likes import liked_in

FOUR = ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("kind", "items", "choice", "liked"),
    [
        ("best", FOUR, pick("c"), ("c",)),
        ("best", ("a", "b"), SAME, ()),
        ("best", ("a", "b"), unknown("a"), ()),
        ("pair", ("a", "b"), Choice("both"), ("a", "b")),
        ("pair", ("a", "b"), Choice("neither"), ()),
        ("best_worst", FOUR, Choice("best_worst", ("d", "a")), ("d",)),
        ("taps", FOUR, Choice("taps", ("b", "a"), ("c",)), ("b", "a")),
        ("taps", FOUR, Choice("taps"), ()),
        ("named", ("a", "c"), Choice("named", ("a", "c")), ("a", "c")),
    ],
)
def test_what_is_liked(
    kind: QuestionKind, items: tuple[str, ...], choice: Choice, liked: tuple[str, ...]
) -> None:
    assert liked_in(Answered(0, items, choice, None, kind)) == liked
