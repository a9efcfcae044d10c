import pytest

from models.datasets.series import series_of, series_stem


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Toy Story 2", "toy story"),
        ("The Godfather: Part II", "godfather"),
        ("Star Wars: Episode IV - A New Hope", "star wars"),
        ("Harry Potter and the Chamber of Secrets", "harry potter"),
        ("Amélie (Le Fabuleux Destin)", "amélie"),
        ("Seven", "seven"),
        ("Up", "up"),
        ("2001: A Space Odyssey", "2001"),
        ("Alien 3", "alien"),
    ],
)
def test_stems(title: str, stem: str) -> None:
    assert series_stem(title) == stem


def test_a_film_and_its_sequels_share_a_number_and_others_have_none() -> None:
    numbers = series_of(("Toy Story", "Heat", "Toy Story 2", "Alien", "Alien 3"))
    assert numbers[0] == numbers[2] >= 0 and numbers[3] == numbers[4] >= 0
    assert numbers[1] == -1 and numbers[0] != numbers[3]
