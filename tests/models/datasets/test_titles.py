import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.datasets.titles import readable_title


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("Matrix, The", "The Matrix"),
        ("Inheritance, The (Arven)", "The Inheritance (Arven)"),
        (
            "Fast & Furious 6 (Fast and the Furious 6, The)",
            "Fast & Furious 6 (The Fast and the Furious 6)",
        ),
        (
            "City of Lost Children, The (Cité des enfants perdus, La)",
            "The City of Lost Children (La Cité des enfants perdus)",
        ),
        ("Avventura, L' (Adventure, The)", "L'Avventura (The Adventure)"),
        (
            "Librarian, The: The Curse of the Judas Chalice",
            "The Librarian: The Curse of the Judas Chalice",
        ),
        (
            "Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il)",
            "The Good, the Bad and the Ugly (Il Buono, il brutto, il cattivo)",
        ),
        ("Blind Swordsman: Zatoichi, The (Zatôichi)", "The Blind Swordsman: Zatoichi (Zatôichi)"),
        ("Passion of Anna, The (Passion, En)", "The Passion of Anna (En Passion)"),
        ("I, Robot", "I, Robot"),
        ("Lust, Caution (Se, jie)", "Lust, Caution (Se, jie)"),
        ("Play It Again, Sam", "Play It Again, Sam"),
        ("Lock,  Stock", "Lock, Stock"),
        ("Seven (a.k.a. Se7en)", "Seven (Se7en)"),
    ],
)
def test_articles_return_to_the_front(stored: str, expected: str) -> None:
    assert readable_title(stored) == expected


@given(st.text(alphabet="abc ,'()THELa", max_size=30))
def test_nothing_but_spaces_and_commas_is_lost(title: str) -> None:
    once = readable_title(title)
    assert sorted(once.replace(" ", "").replace(",", "")) == sorted(
        " ".join(title.split()).replace(" ", "").replace(",", "")
    )


WORDS = st.lists(st.text("abcdeiz:&", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)
ARTICLES = st.sampled_from(["The", "A", "Les", "L'", "Der", "Il", "Los", "Een"])


@given(WORDS, ARTICLES, WORDS, ARTICLES)
def test_a_title_that_was_tidied_once_stays_as_it_is(
    title: str, article: str, inner: str, inner_article: str
) -> None:
    space, inner_space = ("" if word.endswith("'") else " " for word in (article, inner_article))
    expected = f"{article}{space}{title} ({inner_article}{inner_space}{inner})"
    assert readable_title(f"{title}, {article} ({inner}, {inner_article})") == expected
    assert readable_title(expected) == expected
