"""Where somebody stands on an axis, in words."""

import pytest

from elicitation.explanations.taste_axes import Axis
from pages.components.items.taste_axis import _said


def axis(position: float, low: float, high: float) -> Axis:
    return Axis(0, (1,), (2,), position, low, high, 0)


@pytest.mark.parametrize(
    ("first", "second", "stands", "told"),
    [
        ("Drama", "Action", (1.5, 0.5, 2.0), "You clearly lean towards Drama."),
        ("Drama", "Action", (-1.5, -2.0, 0.5), "You probably lean towards Action."),
        ("Fantasy", "", (1.5, -0.5, 2.0), "You probably lean towards Fantasy."),
        ("Fantasy", "", (-1.5, -2.0, -0.5), "Fantasy is clearly not for you."),
        ("Fantasy", "", (-1.5, -2.0, 0.5), "Fantasy is probably not for you."),
        ("Fantasy", "", (0.1, -0.5, 0.5), "About in the middle, or we do not know yet."),
    ],
)
def test_each_side_has_its_sentence(first, second, stands, told):
    assert _said(first, second, axis(*stands)) == told
