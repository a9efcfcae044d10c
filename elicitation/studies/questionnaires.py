"""Statements that participants agree with or not, attention checks among them.

``RESQUE`` has one statement for each construct of the framework ResQue [Pu2011], worded for an app
that asks first and lists then.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

POINTS = 5  # 1 = strongly disagree, 5 = strongly agree
MOST_STATEMENTS, MOST_LETTERS = 60, 300
_KEY = re.compile(r"[a-z0-9_]{1,40}")


@dataclass(frozen=True)
class Statement:
    """``right`` is the point that an attention check asks for; 0 = a statement, no check.

    Raises ValueError if it could not be shown or told apart in a file.
    """

    key: str  # in the files
    text: str
    right: int = 0

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"key: expected small letters, digits and _, got {self.key!r}")
        if not self.text.strip() or len(self.text) > MOST_LETTERS:
            raise ValueError(f"text: expected 1 to {MOST_LETTERS} letters")
        if not 0 <= self.right <= POINTS:
            raise ValueError(f"right: expected 0 to {POINTS}, got {self.right}")


RESQUE = (
    Statement("accuracy", "The items recommended to me match my interests."),
    Statement("novelty", "The recommender helped me discover new items."),
    Statement("diversity", "The items recommended to me are diverse."),
    Statement("layout", "The layout of the recommender is clear and attractive."),
    Statement("explanation", "I understand why these items are recommended to me."),
    Statement("sufficiency", "What I was told about the items is enough to decide."),
    Statement("elicitation", "I found it easy to tell the recommender what I like."),
    Statement("control", "I feel in control of what the recommender thinks I like."),
    Statement("familiarity", "I became familiar with the recommender very quickly."),
    Statement("usefulness", "The recommender gave me good suggestions."),
    Statement("support", "The recommender helped me find what suits me best."),
    Statement("satisfaction", "Overall, I am satisfied with the recommender."),
    Statement("confidence", "I am convinced of the items recommended to me."),
    Statement("trust", "The recommender can be trusted."),
    Statement("intention", "I would use this recommender again."),
)
CHECK = Statement("attention", "Please press “2” here, to show that you read this.", 2)


def with_check(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements with an attention check after the first half."""
    middle = (len(statements) + 1) // 2
    return (*statements[:middle], CHECK, *statements[middle:])


def own(lines: Iterable[str]) -> tuple[Statement, ...]:
    """A statement a line, called own_1, own_2 in the files; empty lines are left out."""
    texts = [line.strip() for line in lines if line.strip()]
    return tuple(Statement(f"own_{n}", text) for n, text in enumerate(texts, start=1))


def checks_passed(statements: Iterable[Statement], said: Mapping[str, int]) -> tuple[int, int]:
    """Attention checks that were answered as asked, and all that were answered."""
    checks = [one for one in statements if one.right and one.key in said]
    return sum(said[one.key] == one.right for one in checks), len(checks)
