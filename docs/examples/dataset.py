"""Adding a data set: a function that returns a Dataset, and a line in DATASETS.

A folder with items.csv and interactions.csv needs no code. Write a loader where the source has a
form of its own; this one reads who opened which recipe from a JSON file.
"""

import json
from pathlib import Path

import numpy as np
from scipy import sparse

from models.datasets.catalogue import Catalogue, Dataset, Interactions, Words
from models.datasets.scale import STARS_LIKE


def load_recipes(path: Path = Path("recipes.json")) -> Dataset:
    """``path`` holds {"recipes": [{"id", "title", "tags"}, ...], "opened": {user: [id, ...]}}.

    Raises KeyError if a user opened a recipe that is not listed, ValueError if two have one id.
    """
    content = json.loads(path.read_text())
    recipes, opened = content["recipes"], content["opened"]
    catalogue = Catalogue(
        keys=tuple(f"recipes:{recipe['id']}" for recipe in recipes),
        titles=tuple(recipe["title"] for recipe in recipes),
        years=(0,) * len(recipes),  # unknown
        genres=tuple(tuple(recipe["tags"]) for recipe in recipes),
        images=("",) * len(recipes),
        descriptions=("",) * len(recipes),
    )
    pairs = [
        (row, catalogue.numbers[f"recipes:{recipe}"])
        for row, own in enumerate(opened.values())
        for recipe in own
    ]
    rows, columns = np.array(pairs).T
    ratings = sparse.csr_matrix(  # no ratings here: what was opened counts as liked
        (np.full(len(pairs), STARS_LIKE), (rows, columns)), shape=(len(opened), len(catalogue))
    )
    return Dataset(
        name="recipes",
        catalogue=catalogue,
        interactions=Interactions(ratings, tuple(opened)),
        words=Words("recipe", "recipes", "cook", "Don't know it"),
        notice="Where the data come from, and their licence.",
    )
