"""What is said of an item: only what the catalogue has, escaped, in the language of who looks."""

import re
from collections.abc import Iterator
from contextvars import copy_context
from dataclasses import replace

import pytest

from models.datasets.catalogue import Catalogue
from pages.components.app import i18n
from pages.components.app.text import isolated
from pages.components.items import facts, listing, titles

NASTY = "<img src=x onerror=alert(1)>"
ARABIC, HEBREW = "لورنس العرب", "ואלס עם באשיר"
CATALOGUE = Catalogue(
    keys=("a", "b", "c", "d"),
    titles=("Run Lola Run (Lola rennt)", NASTY, ARABIC, "Bare"),
    years=(1998, 0, 1962, 0),
    genres=(("Action", "Crime"), (NASTY,), (), ()),
    images=("",) * 4,
    descriptions=("She runs.", NASTY, "", ""),
    creators=("Tom Tykwer", NASTY, "", ""),
    links=("https://www.example.org/lola?a=1&b=2", f"javascript:alert('{NASTY}')", "", ""),
    durations=(81, 0, 227, 0),
    languages=("ger", "", "ara", ""),
    warnings=(("violence", "blood"), (NASTY,), (), ()),
    other_titles=((("de", "Lola rennt"), ("fr", "Cours")), (), (("he", HEBREW),), ()),
    imdb=("tt0130827", "", "", ""),
    tmdb=("104", "", "", ""),
)


@pytest.fixture
def german() -> Iterator[None]:
    token = i18n._settled.set("de")
    yield
    i18n._settled.reset(token)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


def test_all_that_is_known_is_said() -> None:
    html = facts.facts(CATALOGUE, 0)
    assert words(html) == (
        "Run Lola Run 1998 Tom Tykwer · 1 h 21 min · German · Action, Crime She runs. "
        "Also called: Lola rennt · Cours Content warnings: violence and blood "
        "IMDb TMDB example.org"
    )
    assert html.count('rel="noopener noreferrer"') == 3
    assert 'href="https://www.example.org/lola?a=1&amp;b=2"' in html
    assert 'href="https://www.imdb.com/title/tt0130827/"' in html


def test_what_is_unknown_is_left_out() -> None:
    assert words(facts.facts(CATALOGUE, 3)) == "Bare"
    assert "<p" not in facts.facts(CATALOGUE, 3) and "<a" not in facts.facts(CATALOGUE, 3)


def test_nothing_of_a_catalogue_is_markup() -> None:
    html = facts.facts(CATALOGUE, 1)
    assert "<img" not in html and "javascript:" not in html and "<a" not in html
    assert html.count("&lt;img") == 5  # title, creator, genre, description, warning


@pytest.mark.parametrize(
    "link",
    [
        *("http://example.org/", "javascript:alert(1)", "data:text/html,x", "//example.org", ""),
        *("https://imdb.com@example.org/", "https:\\\\example.org", "https://[::1", "https:///x"),
        *("HTTPS", "ftp://example.org", " https:// example.org"),
    ],
)
def test_only_a_plain_https_address_leads_out(link: str) -> None:
    catalogue = replace(CATALOGUE, links=(link,) * 4, imdb=(), tmdb=())
    assert facts.links_out(catalogue, 0) == ()
    assert "<a" not in facts.facts(catalogue, 0)


def test_a_site_is_named_once() -> None:
    same = replace(CATALOGUE, links=("https://imdb.com/title/tt0130827",) * 4)
    assert [name for name, _ in facts.links_out(same, 0)] == ["IMDb", "TMDB"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, ""), (1, "1 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (6000, "100 h")],
)
def test_lengths(minutes: int, said: str) -> None:
    assert facts.duration(minutes) == said


def test_a_german_sees_german_titles_everywhere(german: None) -> None:
    assert titles.short(CATALOGUE, 0) == "Lola rennt"
    assert titles.title_of(CATALOGUE)("a") == "Lola rennt"
    assert "Lola rennt" in listing.poster_of(CATALOGUE, 0)
    html = facts.facts(CATALOGUE, 0)
    assert words(html).startswith("Lola rennt 1998 Tom Tykwer · 1 Std. 21 Min. · Deutsch · Action")
    assert "Auch bekannt als: Run Lola Run · Cours" in html


def test_others_see_the_catalogues_own_title() -> None:
    assert titles.short(CATALOGUE, 0) == "Run Lola Run"
    assert titles.title_of(CATALOGUE)("gone") == "gone"
    code = replace(CATALOGUE, other_titles=((("eng", "Run!"),), (), (), ()))
    assert titles.short(code, 0) == "Run!", "whatever form the language's code has"


def test_the_language_is_that_of_each_visitor(german: None) -> None:
    context = copy_context()
    assert context.run(titles.short, CATALOGUE, 0) == "Lola rennt"
    i18n._settled.set("en")
    assert titles.short(CATALOGUE, 0) == "Run Lola Run"
    assert context.run(titles.short, CATALOGUE, 0) == "Lola rennt"


@pytest.mark.parametrize("title", [ARABIC, HEBREW, f"Lawrence {ARABIC}", f"{ARABIC} 2 (1962)"])
def test_titles_from_right_to_left_are_isolated(title: str) -> None:
    assert isolated(title) == f"\u2068{title}\u2069"
    catalogue = replace(CATALOGUE, titles=(title,) * 4, other_titles=())
    shown = titles.short(catalogue, 0)
    assert shown.startswith("\u2068") and shown.endswith("\u2069")
    for html in (facts.facts(catalogue, 0), listing.poster_of(catalogue, 0)):
        assert shown in html


def test_controls_of_direction_in_a_title_end_with_it() -> None:
    assert isolated("plain \u202egnp.exe") == "plain gnp.exe"
    assert isolated(f"{ARABIC}\u2069\u202e") == f"\u2068{ARABIC}\u2069"
    assert isolated("Amélie – 東京") == "Amélie – 東京"
