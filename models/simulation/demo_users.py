"""Demo users for autoplay, defined by the genres of a catalogue."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from elicitation.explanations.taste_axes import ends
from elicitation.simulation.archetypes import N_KNOWN, archetype
from elicitation.simulation.characters import Character
from models.artifacts import Artifact

# liked and disliked genres; genres that a catalogue lacks are ignored
KINDS = {
    "horror": ({"Horror"}, {"Children", "Romance", "Musical"}),
    "family": ({"Children", "Animation", "Family"}, {"Horror", "Thriller", "Crime"}),
}
CONTRARY = "contrary"  # answers each question as one of the others, at random
N_OWN = 100  # items of their own kind that somebody knows, however few people do
LIKING, FAME = 1.0, 0.5  # worth of an item of the kind, and at most of being famous
USUAL_LINE = 0.75  # quantile of what is known, from which on others like an item

Floats = NDArray[np.float64]


def cast(artifact: Artifact) -> dict[str, tuple[Character, ...]]:
    """Name -> who answers as them: one person, or several of whom each answer draws one at random.

    Where a catalogue has no such kinds, "first" and "second" like the two ends of its first axis.
    """
    people = {}
    for name, (liked, disliked) in KINDS.items():
        likes, dislikes = _of(artifact, liked), _of(artifact, disliked)
        if likes.any() and not likes.all():
            worth = LIKING * likes - LIKING * (dislikes & ~likes)
            people[name] = (_who_knows(artifact, worth + FAME * _fame(artifact), likes, LIKING),)
    if len(people) < 2:
        first, second = (np.array(end) for end in ends(artifact.basis, artifact.known)[0])
        people = {"first": (_fan(artifact, first, second),)}
        people["second"] = (_fan(artifact, second, first),)
    return {**people, CONTRARY: tuple(own for several in people.values() for own in several)}


def _fan(artifact: Artifact, likes: NDArray[np.int64], dislikes: NDArray[np.int64]) -> Character:
    """Somebody of the population who prefers one end of an axis."""
    basis = artifact.basis
    worth = basis.offsets + basis.rewards @ archetype(basis, likes, dislikes)
    nothing = np.zeros(basis.n_items, dtype=bool)
    person = _who_knows(artifact, worth, nothing, 0.0)
    return Character(person.values, person.fame, float(np.nanquantile(person.values, USUAL_LINE)))


def _who_knows(artifact: Artifact, worth: Floats, own: NDArray[np.bool_], line: float) -> Character:
    """They know the best known items, and of their own kind more."""
    known = np.argsort(-artifact.known, kind="stable")
    knows = np.zeros(len(known), dtype=bool)
    knows[known[:N_KNOWN]] = True
    knows[known[own[known]][:N_OWN]] = True
    return Character(np.where(knows, worth, np.nan), artifact.known, line)


def _fame(artifact: Artifact) -> Floats:
    """Rank of each item by how well it is known, 0 to 1."""
    ranks = np.argsort(np.argsort(artifact.known, kind="stable"), kind="stable")
    return np.asarray(ranks / max(1, len(ranks) - 1), dtype=np.float64)


def _of(artifact: Artifact, kinds: Collection[str]) -> NDArray[np.bool_]:
    """(n_items,) whether an item is of one of these kinds."""
    return np.array([not set(kinds).isdisjoint(own) for own in artifact.catalogue.genres])
