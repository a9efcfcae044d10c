"""Original titles in brackets are told from other brackets without a word of any language."""

from models.datasets.original_titles import in_another_language

USUAL = ("The Lost Samurai", "My Life", "The Ring", "Road Movie", "A Boat", "No Blood", "The Red")
CASES = {
    "Spirited Away (Sen to Chihiro no kamikakushi)": True,
    "Seven Samurai (Shichinin no samurai)": True,
    "Pan's Labyrinth (El Laberinto del fauno)": True,
    "The Red (The Red Boat)": False,
    "Seven (Se7en)": False,
    "Men in Black (MIB)": False,
    "Alien 3 (Alien³)": False,
    "A Boat ()": False,
    "(500) Days of Summer": False,
    "Plain": False,
}


def test_a_bracket_of_unheard_words_is_another_language() -> None:
    found = in_another_language((*CASES, *USUAL))
    assert dict(zip(CASES, found, strict=False)) == CASES
    assert not any(found[len(CASES) :])


def test_nothing_is_in_another_language_where_there_are_no_titles() -> None:
    assert in_another_language(()) == () and in_another_language(("", "()")) == (False, False)
