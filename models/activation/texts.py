"""Texts distorted by degrees, all of one length and each paired with its original.

Lists of token numbers in, lists of the same length out; the first and the last token (the marks of
beginning and end) stay. Character noise works on the words, before they are tokens.
"""

import string
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def shuffled_tokens(tokens: Ints, share: float, rng: np.random.Generator) -> Ints:
    """A share of the tokens of each text change places among themselves; (n, length)."""
    changed = tokens.copy()
    n_inner = tokens.shape[1] - 2
    for row in changed:
        places = 1 + rng.permutation(n_inner)[: round(share * n_inner)]
        row[places] = row[rng.permutation(places)]
    return changed


def noisy_characters(text: str, share: float, rng: np.random.Generator) -> str:
    """Every letter is replaced by a random one with chance ``share``; spaces and marks stay."""
    letters = np.array(list(text), dtype="<U1")
    hit = np.array([letter.isalpha() for letter in text], dtype=bool)
    hit &= rng.random(len(letters)) < share
    letters[hit] = rng.choice(list(string.ascii_lowercase), int(hit.sum()))
    return "".join(letters)


def spliced_tokens(own: Ints, foreign: Ints, share: float) -> Ints:
    """The last ``share`` of each text is replaced by as many tokens of its foreign partner."""
    n_inner = own.shape[1] - 2
    n_foreign = round(share * n_inner)
    keep = 1 + n_inner - n_foreign
    return np.concatenate([own[:, :keep], foreign[:, 1 : 1 + n_foreign], own[:, -1:]], axis=1)


def rotated_sentences(tokens: Ints, ends: Sequence[int]) -> Ints:
    """The control: what stands after the first full stop comes first, no sentence is changed.

    ``ends`` are the tokens that end a sentence; a text without one inside stays as it is.
    """
    changed = tokens.copy()
    for row in changed:
        inner = row[1:-1].copy()
        stops = np.flatnonzero(np.isin(inner[:-1], ends))
        if len(stops):
            row[1:-1] = np.roll(inner, -(stops[0] + 1))
    return changed
