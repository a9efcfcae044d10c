"""All that a catalogue knows of an item, in a browser: the dialog, the filters, other languages."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from servers import Server
from walks import LEFT, WAIT, at_question, at_rest, begin, serious
from worlds import N_ITEMS, save_world

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARABIC = "لورنس العرب (2)"
NASTY = '"><img src=x onerror="document.title=1">'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A world whose catalogue says all that one can say; some of it is nasty."""
    titles = tuple(ARABIC if n % 7 == 0 else f"Picture {n}" for n in range(N_ITEMS))
    folder = tmp_path_factory.mktemp("items")
    world = save_world(
        folder / "artifact",
        titles=titles,
        descriptions=tuple(f"What happens in {n}. {NASTY}" for n in range(N_ITEMS)),
        creators=tuple(f"Director {n % 5} {NASTY}" for n in range(N_ITEMS)),
        links=tuple(
            "javascript:alert(1)" if n % 2 else f"https://films.example.org/{n}?a=1&b=2"
            for n in range(N_ITEMS)
        ),
        durations=tuple(80 + n for n in range(N_ITEMS)),
        languages=tuple(("en", "ara")[n % 7 == 0] for n in range(N_ITEMS)),
        warnings=((f"loud {NASTY}",),) * N_ITEMS,
        other_titles=tuple((("de", f"Bild {n}"),) if n % 7 else () for n in range(N_ITEMS)),
        imdb=tuple(f"tt{n + 1:07d}" for n in range(N_ITEMS)),
    )
    with closing(Server(world, f"sqlite:///{folder}/s.sqlite3", folder / "log")) as found:
        yield found


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)


def picks(page: Page, server: Server) -> Locator:
    begin(page, server.url)
    page.locator(LEFT).click()
    at_question(page, 2)
    page.get_by_role("link", name="All picks").first.click()
    expect(page.locator(".pick")).to_have_count(24)
    at_rest(page)
    return page.locator(".pick")


def test_the_dialog_says_all_that_is_known_and_leads_out_by_https_only(
    page: Page, server: Server
) -> None:
    called = page.locator(".name b", has_text="Picture")
    entry = picks(page, server).filter(has=called).first
    name = entry.locator(".name b").inner_text()
    number = int(name.removeprefix("Picture "))
    title = page.title()
    entry.locator(".more").click()
    facts = page.get_by_role("dialog").locator(".facts")
    expect(facts.locator(".called")).to_contain_text(name)
    expect(facts.locator(".about")).to_contain_text(f"Director {number % 5} {NASTY}")
    minutes = number + 80 - 60
    length = "2 h" if minutes == 60 else f"{1 + minutes // 60} h {minutes % 60} min"
    expect(facts.locator(".about")).to_contain_text(f"{length} · English")
    expect(facts.locator(".text")).to_have_text(f"What happens in {number}. {NASTY}")
    expect(facts.locator(".warned")).to_have_text(f"Content warnings: loud {NASTY}")
    expect(facts.locator(".fine")).to_have_text(f"Also called: Bild {number}")
    links = {link.inner_text(): link for link in facts.get_by_role("link").all()}
    assert list(links) == ["IMDb", *(["films.example.org"] if number % 2 == 0 else [])]
    for link in links.values():
        assert str(link.get_attribute("href")).startswith("https://")
        assert link.get_attribute("target") == "_blank"
        assert "noopener" in str(link.get_attribute("rel"))
    assert page.title() == title and facts.locator("img").count() == 0
    assert serious(page) == []


def test_a_title_from_right_to_left_stays_within_its_place(page: Page, server: Server) -> None:
    called = page.locator(".name b", has_text="لورنس")
    entry = picks(page, server).filter(has=called).filter(has=page.locator(".name .year")).first
    name = entry.locator(".name")
    # the bracket belongs to the title and the year stands behind it: boxes from left to right
    places = name.evaluate(
        """name => {
            const text = name.querySelector("b").firstChild, range = document.createRange();
            const place = (start, end) => {
                range.setStart(text, start); range.setEnd(text, end);
                return range.getBoundingClientRect();
            };
            const whole = place(0, text.length), first = place(1, 6);
            const year = name.querySelector(".year").getBoundingClientRect();
            return [whole.left, first.left, first.right, whole.right, year.left];
        }"""
    )
    left, first, first_end, right, year = places
    assert left < first and abs(first_end - right) < 3.0, "its first word is at its right"
    assert right <= year, "the year comes after it, to the right"


def test_a_german_sees_german_titles(browser: Browser, server: Server) -> None:
    with closing(browser.new_context(locale="de-DE")) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.goto(server.url)
        expect(page.get_by_text(f"{N_ITEMS} Filme bis 2009.")).to_be_visible()
        page.locator(".st-key-start_button button").click()
        expect(page.locator(LEFT)).to_be_visible()
        at_rest(page)
        shown = [page.locator(f"{side} p").inner_text() for side in (LEFT, ".st-key-right button")]
        assert all("Bild" in name or "لورنس" in name for name in shown)
        expect(page.locator(".live")).to_contain_text("Bild ")
        expect(page.locator(".live")).not_to_contain_text("Picture")


def test_filters_by_what_the_catalogue_knows_say_that_they_are_on(
    page: Page, server: Server
) -> None:
    entries = picks(page, server)
    page.get_by_role("button", name="Tune", exact=False).first.click()
    page.get_by_role("button", name="1980s", exact=True).click()
    at_rest(page)
    expect(page.get_by_role("button", name="1980s", exact=True)).to_be_visible()
    expect(page.locator(".st-key-tune")).to_contain_text("Tune (1 set)")
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.locator(".st-key-tune")).to_contain_text("Tune (2 set)")
    at_rest(page)
    years = [int(text) for text in page.locator(".pick .year").all_inner_texts()]
    assert years and all(1980 <= year <= 1989 for year in years)
    assert not any("لورنس" in text for text in entries.all_inner_texts())
    years = [int(text) for text in page.locator(".classic .year").all_inner_texts()]
    assert all(1980 <= year <= 1989 for year in years), "classics, too"
    assert serious(page) == []
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(".st-key-tune")).not_to_contain_text("set)")
    expect(page.locator(".pick")).to_have_count(24)
