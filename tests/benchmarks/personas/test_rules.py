import numpy as np

from benchmarks.personas.rules import PERSONAS, foreign
from models.datasets.catalogue import Catalogue


def test_there_are_enough_personas_and_each_likes_some_and_not_all() -> None:
    catalogue = Catalogue(
        keys=tuple("abcdefgh"),
        titles=("A", "B (La Haine)", "C", "D", "E", "F", "G", "H"),
        years=(1950, 1995, 1985, 2010, 1999, 1970, 2001, 1992),
        genres=(
            ("Drama",),
            ("Crime", "Drama"),
            ("Sci-Fi", "Action"),
            ("Horror",),
            ("Romance", "Comedy"),
            ("War", "Documentary"),
            ("Animation", "Children"),
            ("Musical",),
        ),
        images=("",) * 8,
        descriptions=("",) * 8,
    )
    assert len(PERSONAS) >= 8
    for persona in PERSONAS:
        liked = persona.liked(catalogue)
        assert 0 < liked.sum() < len(liked), persona.name
        knows = persona.knows(catalogue, np.linspace(0.0, -5.0, 8), np.random.default_rng(0))
        assert knows.shape == (8,)


def test_foreign_films_are_told_by_their_original_title() -> None:
    assert foreign("Hate (La Haine)") and not foreign("Twelve Monkeys (12 Monkeys)")
