"""One tap ticks a pick off: another takes its place, the verdict is kept, and it can be undone."""

import pytest
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin, serious, stored

from elicitation.sessions.events import Marked

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(params=["mouse", "touch"])
def picks(request: pytest.FixtureRequest, browser: Browser, shared_server: Server):
    """The picks of somebody with three answers, at a desk or on a phone."""
    touch = request.param == "touch"
    size = {"width": 390, "height": 844} if touch else {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size, has_touch=touch, is_mobile=touch)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    begin(page, shared_server.url)
    for number in range(1, 4):
        at_question(page, number)
        page.locator(LEFT).click()
    at_question(page, 4)
    page.get_by_role("link", name="Your picks").first.click()
    expect(page.locator(".pick")).to_have_count(24)
    at_rest(page)
    yield page
    context.close()


def names(page: Page) -> list[str]:
    return page.locator(".pick .name b").all_inner_texts()


def press(page: Page, act: str, place: int) -> None:
    button = page.locator(f".pick:nth-child({place}) [data-act={act}]")
    button.scroll_into_view_if_needed()
    button.click()
    at_rest(page)


def test_what_is_ticked_off_is_replaced_in_its_place_and_comes_back(
    picks: Page, shared_server: Server
) -> None:
    first = names(picks)
    for place, act in ((2, "liked"), (5, "disliked"), (7, "seen")):
        before = names(picks)
        press(picks, act, place)
        expect(picks.locator(f".pick:nth-child({place}) .name b")).not_to_have_text(
            before[place - 1]
        )
        after = names(picks)
        assert [name for name in after if name not in before] == [after[place - 1]]
        assert [*after[: place - 1], *after[place:]] == [*before[: place - 1], *before[place:]]
    expect(picks.locator(".st-key-ticked")).to_contain_text(first[6])
    marked = [event for event in stored(shared_server, picks) if isinstance(event, Marked)]
    assert [(event.mark, event.verdict) for event in marked] == [
        ("seen", "liked"),
        ("seen", "disliked"),
        ("seen", ""),
    ]
    picks.get_by_role("button", name="Undo").click()
    expect(picks.locator(".st-key-ticked")).to_have_count(0)
    at_rest(picks)
    aside = picks.locator(".aside .chip").all_inner_texts()
    assert any(first[1] in chip for chip in aside) and not any(first[6] in chip for chip in aside)
    assert first[1] not in names(picks)
    assert stored(shared_server, picks)[-1].mark == ""


def test_the_control_moves_between_what_is_new_and_the_classics(picks: Page) -> None:
    assert picks.locator(".classic").count() > 0
    new = names(picks)
    slider = picks.get_by_role("slider").first
    slider.focus()
    for _ in range(4):
        picks.keyboard.press("ArrowRight")
        at_rest(picks)
    expect(slider).to_have_attribute("aria-valuetext", "Classics")
    for _ in range(40):  # the control moves at once, the list a moment later
        if names(picks) != new:
            break
        picks.wait_for_timeout(250)
    at_rest(picks)
    assert names(picks) != new
    picks.get_by_text("Figures of this list").click()
    expect(picks.get_by_text("Mean probability that you know one of them")).to_be_visible()


def test_it_can_be_used_by_everybody(picks: Page) -> None:
    press(picks, "liked", 1)
    expect(picks.locator(".st-key-ticked")).to_be_visible()
    assert serious(picks) == []
    button = picks.locator(".pick [data-act=liked]").first
    assert button.get_attribute("data-item") and "Liked it: " in button.text_content()
    box = button.bounding_box()
    assert box is not None and box["height"] >= (44 if picks.viewport_size["width"] < 640 else 32)
