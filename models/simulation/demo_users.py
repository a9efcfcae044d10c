"""Demo users for autoplay, defined by the genres of a catalogue."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from elicitation.explanations.taste_axes import N_KNOWN, ends
from elicitation.simulation.archetypes import archetype, mixture, respondent
from elicitation.simulation.sessions import Person
from models.artifacts import Artifact

# liked and disliked genres; genres that a catalogue lacks are ignored
KINDS = {
    "horror": ({"Horror"}, {"Children", "Romance", "Musical"}),
    "family": ({"Children", "Animation", "Family"}, {"Horror", "Thriller", "Crime"}),
}
CONTRARY = "contrary"  # answers each question as one of the others, at random


def cast(artifact: Artifact) -> dict[str, Person]:
    """Name -> simulated respondent. The last one contradicts itself.

    Where a catalogue has no such kinds, "first" and "second" like the two ends of its first axis.
    """
    basis, known = artifact.basis, artifact.known
    best_known = np.argsort(-known, kind="stable")[:N_KNOWN]
    tastes = {}
    for name, (liked, disliked) in KINDS.items():
        likes, dislikes = (_of(artifact, best_known, kinds) for kinds in (liked, disliked))
        dislikes = np.setdiff1d(dislikes, likes)
        if len(likes) and not len(dislikes):
            dislikes = np.setdiff1d(best_known, likes)
        if len(likes) and len(dislikes):
            tastes[name] = archetype(basis, likes, dislikes)
    if len(tastes) < 2:
        first, second = (np.array(end) for end in ends(basis, known)[0])
        tastes = {
            "first": archetype(basis, first, second),
            "second": archetype(basis, second, first),
        }
    people = {name: respondent(basis, known, taste) for name, taste in tastes.items()}
    return {**people, CONTRARY: mixture(list(people.values()))}


def _of(artifact: Artifact, items: NDArray[np.int64], kinds: Collection[str]) -> NDArray[np.int64]:
    genres = artifact.catalogue.genres
    return np.array([i for i in items.tolist() if not set(kinds).isdisjoint(genres[i])], np.int64)
