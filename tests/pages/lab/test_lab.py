"""A researcher's hour in the lab in a real browser: run, stop, resume, figures, one session."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from servers import Server
from walks import WAIT, as_researcher, serious

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("lab")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TENFOLD_LAB", str(folder / "results"))
        with closing(Server(world, f"sqlite:///{folder}/s.sqlite3", folder / "log")) as started:
            yield started


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    return page


def run(page: Page, people: int, questions: int) -> None:
    for label, number in (("People", people), ("Questions per person", questions)):
        field = page.get_by_label(label, exact=True)
        field.fill(str(number))
        field.press("Tab")
    page.get_by_role("button", name="Start").click()


def test_a_small_lab_runs_to_its_figures(page: Page, server: Server) -> None:
    as_researcher(page, server, "/lab")
    expect(page.get_by_role("heading", name="Lab", exact=True)).to_be_visible()
    run(page, 20, 12)
    expect(page.get_by_text("Done.")).to_be_visible(timeout=90_000)
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    expect(page.get_by_text("20 people have been asked by all policies")).to_be_visible()
    expect(page.get_by_role("cell", name="A-optimal")).to_have_count(2)  # needed, stopped
    expect(page.get_by_role("columnheader", name="regret as random after 10")).to_be_visible()
    expect(page.locator(".st-key-lab_power")).to_have_text(re.compile("participants|told apart"))
    told = page.locator(".told")
    expect(told).to_contain_text("In truth")
    expect(page.locator(".duel .poster")).to_have_count(2)
    before = told.inner_text()
    page.get_by_role("slider", name="Question number").press("ArrowRight")
    expect(told).not_to_have_text(before)
    assert page.title() != "owned"
    with page.expect_download() as download:
        page.get_by_role("button", name="All results as CSV").click()
    lines = Path(download.value.path()).read_text().splitlines()
    assert lines[0].startswith("policy,person,shown") and len(lines) == 1 + 2 * 20 * 13


def test_a_run_is_stopped_and_goes_on(page: Page, browser: Browser, server: Server) -> None:
    as_researcher(page, server, "/lab")
    run(page, 1200, 5)
    expect(page.get_by_text(re.compile(r"[1-9]\d* of 240 parts"))).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    with closing(browser.new_context()) as context:  # one experiment at a time
        other = context.new_page()
        as_researcher(other, server, "/lab")
        run(other, 20, 3)
        expect(other.get_by_text("Another experiment is running")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.reload()  # what was started last is shown again
    stopped = page.get_by_text(re.compile("parts; stopped"))
    expect(stopped).to_be_visible()
    before = int(stopped.inner_text().split()[0])
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    more = "|".join(str(n) for n in range(before + 1, 241))
    expect(page.get_by_text(re.compile(rf"\b({more}) of 240 parts")).first).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()


def test_people_of_the_data_are_replayed(page: Page, server: Server) -> None:
    as_researcher(page, server, "/lab")
    page.get_by_text("Real people (replayed)", exact=True).click()
    run(page, 500, 4)  # more than there are: all of them
    expect(page.get_by_text("Done.")).to_be_visible(timeout=90_000)
    expect(page.get_by_text("24 people have been asked by all policies")).to_be_visible()
    expect(page.get_by_label("People", exact=True)).to_have_value("24")
    expect(page.locator(".duel figcaption").first).to_have_text(re.compile(r"\d\.\d stars|never"))
    expect(page.locator(".told")).to_contain_text(re.compile("own stars|rated none"))


def test_no_policy_is_refused_in_words(page: Page, server: Server) -> None:
    as_researcher(page, server, "/lab")
    page.get_by_role("button", name="Clear all").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("expected different policies")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, server: Server, scheme: str) -> None:
    with closing(browser.new_context(color_scheme=scheme, reduced_motion="reduce")) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        as_researcher(page, server, "/lab?lang=en")
        run(page, 20, 12)
        expect(page.locator(".told")).to_be_visible(timeout=90_000)
        assert not (found := serious(page)), "\n".join(map(str, found))
