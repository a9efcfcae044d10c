"""What only a real browser shows: keys, focus, reloads, layout, requests, a killed server."""

import secrets
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from servers import Server
from walks import LEFT, RIGHT, WAIT, at_question, begin, pair, session_id, stored

from elicitation.sessions.events import Answered, Undone

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


@pytest.fixture
def own_server(world: Path, tmp_path: Path):
    server = Server(world, f"sqlite:///{tmp_path}/sessions.sqlite3", tmp_path / "log")
    with closing(server):
        yield server


def test_ten_answers_by_mouse(page: Page, shared_server: Server):
    begin(page, shared_server.url)
    for number in range(1, 11):
        at_question(page, number)
        page.locator(LEFT if number % 2 else RIGHT).click()
    expect(page.get_by_text("Your list is ready")).to_be_visible()
    answers = [event for event in stored(shared_server, page) if isinstance(event, Answered)]
    assert [answer.step for answer in answers] == list(range(10))
    assert [answer.items.index(*answer.choice.items) for answer in answers] == [0, 1] * 5
    page.get_by_role("button", name="See your picks").click()
    expect(page.locator(".pick")).to_have_count(24)
    expect(page.get_by_text("Because you chose").first).to_be_visible()


def test_ten_answers_by_keyboard_with_an_undo(page: Page, shared_server: Server):
    begin(page, shared_server.url)
    for number in range(1, 11):
        at_question(page, number)
        page.keyboard.press(("ArrowLeft", "ArrowRight", "ArrowUp")[number % 3])
        if number == 5:
            at_question(page, 6)
            page.keyboard.press("Backspace")
            at_question(page, 5)
            page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Your list is ready")).to_be_visible()
    events = stored(shared_server, page)
    kinds = [event.choice.kind for event in events if isinstance(event, Answered)]
    assert len(kinds) == 11
    assert sum(isinstance(event, Undone) for event in events) == 1
    assert set(kinds) == {"pick", "same"}


def test_a_card_reached_by_tab_keeps_the_focus_from_question_to_question(
    page: Page, shared_server: Server
):
    begin(page, shared_server.url)
    page.locator(LEFT).focus()
    for number in (2, 3):
        page.keyboard.press("Enter")
        at_question(page, number)
        assert page.evaluate("document.activeElement.closest('.st-key-left') !== null")


def test_a_reload_in_the_middle_resumes_at_the_same_question(page: Page, shared_server: Server):
    begin(page, shared_server.url)
    page.locator(LEFT).click()
    at_question(page, 2)
    page.locator(RIGHT).click()
    at_question(page, 3)
    before = pair(page)
    page.reload()
    at_question(page, 3)
    assert pair(page) == before


def test_a_second_tab_goes_on_and_the_first_one_cannot_answer_twice(
    page: Page, shared_server: Server
):
    begin(page, shared_server.url)
    page.locator(LEFT).click()
    at_question(page, 2)
    other = page.context.new_page()
    other.set_default_timeout(WAIT)
    other.goto(page.url)
    at_question(other, 2)
    assert pair(other) == pair(page)
    other.locator(RIGHT).click()
    at_question(other, 3)
    kept = stored(shared_server, page)
    page.locator(LEFT).click()  # answers a question that is answered already
    at_question(page, 3)
    assert stored(shared_server, page) == kept
    assert pair(page) == pair(other)


def test_fast_clicks_give_no_duplicate_answers_and_skip_nothing(page: Page, shared_server: Server):
    begin(page, shared_server.url)
    page.evaluate(
        """() => new Promise(done => {
            let n = 0
            const clicks = setInterval(() => {
                document.querySelector('.st-key-left button')?.click()
                if (++n === 40) { clearInterval(clicks); done() }
            }, 40)
        })"""
    )
    page.wait_for_timeout(1500)
    answers = [event for event in stored(shared_server, page) if isinstance(event, Answered)]
    assert answers
    assert [answer.step for answer in answers] == list(range(len(answers)))
    shown = [item for answer in answers for item in answer.items]
    assert len(shown) == len(set(shown))


def test_nothing_is_lost_when_the_server_is_killed(page: Page, own_server: Server):
    begin(page, own_server.url)
    for number in (2, 3, 4, 5):
        page.locator(LEFT).click()
        at_question(page, number)
    before, kept = pair(page), stored(own_server, page)
    own_server.kill()
    assert stored(own_server, page) == kept
    own_server.start()
    page.goto(page.url)
    at_question(page, 5)
    assert pair(page) == before
    page.locator(RIGHT).click()
    at_question(page, 6)
    assert stored(own_server, page)[:-1] == kept


def test_an_open_page_finds_the_server_again_by_itself(page: Page, own_server: Server):
    begin(page, own_server.url)
    page.locator(LEFT).click()
    at_question(page, 2)
    with page.expect_websocket(timeout=60_000):
        own_server.kill()
        own_server.start()
    expect(page.locator(LEFT)).to_be_enabled()
    page.locator(RIGHT).click()  # the new server does not know which question this page shows
    expect(page.get_by_text("Please choose again")).to_be_visible()
    at_question(page, 2)
    page.locator(RIGHT).click()
    at_question(page, 3)
    assert len(stored(own_server, page)) == 3


@pytest.mark.parametrize("path", ["/?s=nonsense", "/picks?s=%00%ff", "/uncertainty?s=" + "x" * 999])
def test_an_unknown_id_gives_a_friendly_page(page: Page, shared_server: Server, path: str):
    page.goto(shared_server.url + path)
    expect(page.locator(".notice")).to_contain_text("does not lead to a session here")
    expect(page.get_by_text("Traceback")).to_have_count(0)


def test_a_made_up_id_is_not_adopted(page: Page, shared_server: Server):
    made_up = secrets.token_urlsafe(16)
    page.goto(f"{shared_server.url}/?s={made_up}")
    page.get_by_role("button", name="Start").click()
    at_question(page, 1)
    assert session_id(page) != made_up


@pytest.mark.parametrize("path", ["/", "/picks", "/uncertainty", "/models"])
def test_without_a_model_every_page_says_what_to_do(page: Page, tmp_path: Path, path: str):
    with closing(Server(tmp_path / "none", f"sqlite:///{tmp_path}/s", tmp_path / "log")) as server:
        page.goto(server.url + path)
        expect(page.locator(".notice")).to_contain_text("make fit")


def test_no_page_asks_another_host_and_answering_stays_under_three_megabytes(
    page: Page, shared_server: Server
):
    urls, sizes, failed = [], [], []
    page.on("request", lambda request: urls.append(request.url))
    page.on("response", lambda response: sizes.append(size_of(response)))
    page.on("requestfailed", lambda request: failed.append(request.url))
    begin(page, shared_server.url)
    page.locator(LEFT).click()
    at_question(page, 2)
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 3_000_000
    page.get_by_role("link", name="Your picks").first.click()
    expect(page.locator(".pick")).to_have_count(24)
    assert not [url for url in urls if "plotly" in url.lower()]
    page.get_by_role("link", name="Research").first.click()
    page.get_by_role("link", name="Behind the scenes").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(5)
    assert {urlsplit(url).netloc for url in urls} - {""} == {f"localhost:{shared_server.port}"}
    assert not failed


def size_of(response) -> int:
    return int(response.headers.get("content-length") or 0)


def test_both_fonts_are_in_use(page: Page, shared_server: Server):
    begin(page, shared_server.url)
    loaded = page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts]"
        ".filter(f => f.status === 'loaded').map(f => f.family.replaceAll('\"', '')))"
    )
    assert {"Inter", "Fraunces"} <= set(loaded)
    assert "Fraunces" in page.locator("h1.which").evaluate("e => getComputedStyle(e).fontFamily")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_cards_stand_side_by_side_and_nothing_scrolls_sideways(
    page: Page, shared_server: Server, width: int
):
    page.set_viewport_size({"width": width, "height": 844})
    begin(page, shared_server.url)
    page.locator(LEFT).click()
    at_question(page, 2)
    left, right = page.locator(LEFT).bounding_box(), page.locator(RIGHT).bounding_box()
    assert abs(left["y"] - right["y"]) < 8
    assert left["x"] + left["width"] <= right["x"] + 1
    assert min(left["height"], right["height"]) >= (136 if width >= 768 else 98)
    for path in ("", "picks", "uncertainty", "models"):
        page.goto(f"{shared_server.url}/{path}?s={session_id(page)}")
        page.locator(".live, .pick, .js-plotly-plot").first.wait_for()
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
        assert page.evaluate(
            "(e => e.scrollWidth <= e.clientWidth + 1)(document.querySelector('.stMain'))"
        )


def test_on_a_phone_everything_to_press_is_large_enough(page: Page, shared_server: Server):
    page.set_viewport_size({"width": 390, "height": 844})
    begin(page, shared_server.url)
    boxes = [button.bounding_box() for button in page.locator(".stMain .stButton button").all()]
    assert len(boxes) == 8
    assert min(box["height"] for box in boxes) >= 44


def test_the_trust_slider_moves_the_list_live(page: Page, shared_server: Server):
    begin(page, shared_server.url)
    for number in (2, 3, 4):
        page.locator(LEFT).click()
        at_question(page, number)
    page.get_by_role("link", name="Your picks").click()
    expect(page.get_by_text("Because you chose").first).to_be_visible()
    page.get_by_role("button", name="Tune").click()
    trust = page.get_by_test_id("stPopoverBody").get_by_role("slider")
    trust.press("Home")
    expect(page.get_by_text("Because you chose")).to_have_count(0)
    trust.press("End")
    expect(page.get_by_text("Because you chose").first).to_be_visible()


def test_names_from_the_catalogue_run_nothing_and_look_as_written(
    page: Page, shared_server: Server
):
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    begin(page, shared_server.url)
    labels, text = set(), ""
    for number in range(2, 9):
        text += page.locator(".stMain").inner_text()
        labels |= {label.split("\n")[0] for label in pair(page)}
        page.locator(LEFT).click()
        at_question(page, number)
    page.get_by_role("link", name="Your picks").first.click()
    expect(page.locator(".pick").first).to_be_visible()
    text += page.locator(".stMain").inner_text()
    assert "<script>document.title='owned'</script> & Sons" in text
    assert "*Stars* [and](links) $5 :fire: `code` # ~~no~~" in text
    assert any("<" in label or "*" in label for label in labels)
    assert page.title() != "owned"
    assert not alerts


def test_a_doubled_click_answers_one_question(page: Page, shared_server: Server):
    begin(page, shared_server.url)
    page.locator(LEFT).dblclick()
    at_question(page, 2)
    page.wait_for_timeout(500)
    page.locator(RIGHT).click(click_count=3)
    at_question(page, 3)
    page.wait_for_timeout(500)
    answers = [event for event in stored(shared_server, page) if isinstance(event, Answered)]
    assert len(answers) == 2
