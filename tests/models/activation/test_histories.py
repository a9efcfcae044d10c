import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.activation.histories import unlike_histories
from models.recommenders.vae import Vae

RNG = np.random.default_rng(0)
POPULAR = 1.0 / np.arange(1, 81)
LIKED = csr_matrix((RNG.random((200, 80)) < 2.0 * POPULAR).astype(float))
LIKED.sort_indices()


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_people_keep_their_number_of_items_and_items_their_number_of_people(share: float) -> None:
    changed = unlike_histories(LIKED, share, np.random.default_rng(1))
    for axis in (0, 1):
        np.testing.assert_array_equal(changed.sum(axis=axis), LIKED.sum(axis=axis))
    assert changed.max() == 1.0
    own = np.diff(LIKED.indptr)
    kept = np.asarray(changed.multiply(LIKED).sum(axis=1)).ravel()
    assert (kept >= own - np.round(share * own)).all()
    assert (kept.sum() == own.sum()) == (share == 0.0)


def test_what_went_together_no_longer_does() -> None:
    """Two kinds of people: after the trade nobody is of one kind."""
    kinds = csr_matrix(np.kron(np.eye(2), (RNG.random((40, 30)) < 0.4).astype(float)))
    changed = unlike_histories(kinds, 1.0, np.random.default_rng(2))
    share = np.asarray(changed[:, :30].sum(axis=1)).ravel() / np.diff(changed.indptr)
    assert np.abs(share - share.mean()).max() < 0.45 and share.std() < 0.2


def test_the_hidden_layer_is_what_the_code_is_read_from() -> None:
    rng = np.random.default_rng(3)
    shapes = ((6, 4), (4,), (4, 6), (6,), (6, 3), (6,), (3,))
    vae = Vae(*(rng.standard_normal(shape) for shape in shapes))
    histories = csr_matrix([[1.0, 0, 1, 0, 0, 1], [0, 0, 0, 1, 0, 0]])
    hidden = vae.hidden(histories)
    by_hand = np.tanh(vae.input_weights[[0, 2, 5]].sum(axis=0) / 3**0.5 + vae.input_bias)
    np.testing.assert_allclose(hidden[0], by_hand)
    mean = (hidden @ vae.code_weights + vae.code_bias)[:, :3]
    np.testing.assert_allclose(vae.encode(histories)[0], mean)
