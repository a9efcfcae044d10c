import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.titles import readable_title


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
        ("I, Robot", "I, Robot"),
        ("Lock,  Stock", "Lock, Stock"),
        ("Seven (a.k.a. Se7en)", "Seven (Se7en)"),
    ],
)
def test_articles_return_to_the_front(stored: str, expected: str) -> None:
    assert readable_title(stored) == expected


@given(st.text(alphabet="abc ,'()THELa", max_size=30))
def test_a_readable_title_stays_as_it_is_unless_it_ends_in_an_article(title: str) -> None:
    once = readable_title(title)
    assert sorted(once.replace(" ", "").replace(",", "")) == sorted(
        " ".join(title.split()).replace(" ", "").replace(",", "")
    )
