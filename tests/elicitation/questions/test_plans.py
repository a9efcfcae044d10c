import pytest

from elicitation.questions.plans import PLANS, is_plan


@pytest.mark.parametrize("name", sorted(PLANS))
def test_every_plan_of_the_table_can_be_shown(name: str) -> None:
    assert is_plan(PLANS[name])


@pytest.mark.parametrize("plan", [("sorted9",), ("taps9", "taps1"), ("",), ("taps9", "9")])
def test_other_words_are_no_plan(plan: tuple[str, ...]) -> None:
    assert not is_plan(plan)
