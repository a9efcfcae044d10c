import re
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.components.items import palettes
from pages.components.items.art import MOTIFS, art
from pages.components.items.palettes import ANY, BY_GENRE, Palette, contrast
from pages.components.items.posters import art_data_uri, poster, title_size

PALETTES = [value for value in vars(palettes).values() if isinstance(value, Palette)]

genres = st.lists(
    st.sampled_from(["Drama", "Horror", "Sci-Fi", "comedy", "Unheard of"]), max_size=4
)


class Tags(HTMLParser):
    """Names of all tags and attributes, and the text between."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.ground)
def test_titles_can_be_read_on_every_ground(palette):
    assert contrast(palette.ink, palette.ground) >= 4.5


def test_contrast_is_that_of_the_guideline():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the known near miss


def test_every_genre_with_colours_has_drawings_and_the_other_way_round():
    assert MOTIFS.keys() == BY_GENRE.keys()
    assert set(ANY) <= set(PALETTES)


@given(st.text(min_size=1), genres)
def test_art_is_a_small_svg_that_depends_on_nothing_but_the_item(key, kinds):
    drawn = art(key, kinds)
    assert drawn == art(key, kinds)
    assert len(drawn) < 20_000
    root = ElementTree.fromstring(drawn)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "rect", "circle", "polygon", "path"}
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_a_hundred_films_of_one_genre_do_not_look_alike():
    assert len({art(f"movielens:{n}", ["Drama"]) for n in range(100)}) > 80


@given(st.text(), genres, st.text(), st.integers(0, 2100))
def test_whatever_the_catalogue_says_a_poster_is_the_same_few_tags(title, kinds, text, year):
    plain = Tags(poster("key", "Heat", 1995, ["Drama"], description="A film."))
    odd = Tags(poster("key", title, year, kinds, description=text))
    assert set(odd.tags) <= set(plain.tags)
    assert odd.attributes <= plain.attributes


@given(st.text(min_size=1))
def test_an_image_address_cannot_leave_its_attribute(address):
    tags = Tags(poster("key", "Heat", 1995, [], image=address))
    assert tags.tags == ["div", "img"]
    assert tags.attributes <= {"class", "aria-hidden", "src", "alt", "referrerpolicy"}


def test_the_drawing_survives_the_way_through_the_attribute():
    page = poster("key", "Heat", 1995, ["Action"])
    address = re.search(r'src="([^"]*)"', page)[1]
    assert address == art_data_uri("key", ["Action"])
    assert unquote(address.removeprefix("data:image/svg+xml,")).replace("'", '"') == art(
        "key", ["Action"]
    )


def test_longer_titles_are_smaller_and_none_vanishes():
    titles = ["Up", "Notting Hill", "The Shawshank Redemption", "Birdman or " + 12 * "very long "]
    sizes = [title_size(title) for title in titles]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 2 * sizes[-1] >= 40
