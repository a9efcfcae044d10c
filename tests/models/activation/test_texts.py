import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activation.texts import (
    noisy_characters,
    rotated_sentences,
    shuffled_tokens,
    spliced_tokens,
)

TEXTS = np.arange(60).reshape(3, 20) + 100


@given(st.integers(0, 1000), st.floats(0.0, 1.0))
def test_shuffling_keeps_the_tokens_their_number_and_both_ends(seed, share) -> None:
    changed = shuffled_tokens(TEXTS, share, np.random.default_rng(seed))
    np.testing.assert_array_equal(np.sort(changed, axis=1), TEXTS)
    np.testing.assert_array_equal(changed[:, [0, -1]], TEXTS[:, [0, -1]])
    assert ((changed != TEXTS).sum(axis=1) <= round(share * 18)).all()


def test_the_more_is_shuffled_the_more_moves() -> None:
    moved = [
        (
            shuffled_tokens(np.tile(TEXTS, (50, 1)), s, np.random.default_rng(0))
            != np.tile(TEXTS, (50, 1))
        ).mean()
        for s in (0.0, 0.25, 0.5, 1.0)
    ]
    assert moved[0] == 0.0 and sorted(moved) == moved and moved[3] > 0.75


def test_noise_hits_the_share_of_letters_it_should_and_nothing_else() -> None:
    text = "Ab, cd. " * 2000
    noisy = noisy_characters(text, 0.4, np.random.default_rng(1))
    letters = np.array([c.isalpha() for c in text])
    changed = np.array([a != b for a, b in zip(text, noisy, strict=True)])
    assert not changed[~letters].any()
    # a random letter is now and then the same one; the standard error is 0.006
    assert changed[letters].mean() == pytest.approx(0.4, abs=0.03)
    assert noisy_characters(text, 0.0, np.random.default_rng(1)) == text
    assert noisy_characters("", 0.5, np.random.default_rng(1)) == ""


def test_splicing_goes_from_one_text_to_the_other() -> None:
    foreign = TEXTS + 500
    np.testing.assert_array_equal(spliced_tokens(TEXTS, foreign, 0.0), TEXTS)
    whole = spliced_tokens(TEXTS, foreign, 1.0)
    np.testing.assert_array_equal(whole[:, 1:-1], foreign[:, 1:-1])
    np.testing.assert_array_equal(whole[:, [0, -1]], TEXTS[:, [0, -1]])
    third = spliced_tokens(TEXTS, foreign, 1 / 3)
    assert (third >= 600).sum(axis=1).tolist() == [6, 6, 6] and third.shape == TEXTS.shape


def test_sentences_change_places_whole() -> None:
    text = np.array([[0, 5, 6, 9, 7, 8, 9, 1], [0, 5, 6, 7, 8, 5, 6, 1]])
    np.testing.assert_array_equal(
        rotated_sentences(text, [9]), [[0, 7, 8, 9, 5, 6, 9, 1], [0, 5, 6, 7, 8, 5, 6, 1]]
    )
