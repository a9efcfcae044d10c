"""AMP-CF [Barkan2020, Barkan2023]: several personas per person, with attention by candidate item.

The attention of persona k of person i to candidate j is a_ijk = softmax_k(t u_ik'v_j), the person
vector for j is x_ij = sum_k a_ijk u_ik, and the score is x_ij'v_j + b_j. With one persona this is
matrix factorisation.

The published model learns parameters for each person it trains on. Here personas are a function of
the history, so new people need no fitting: a softmax assigns the items of a history to K learned
starting points, then again to the resulting means. A learned focus (0 to 1) mixes a persona's own
items with the whole history, because a third of a history is short.
models/recommenders/training/personas_training.py fits the model with torch, this module serves it
with NumPy.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax

from elicitation.arrays import is_frozen
from models.recommenders.base import Suggest, check_shapes

Floats = NDArray[np.float64]

ROUNDS = 2  # assignments of a history to personas, as in k-means


@dataclass(frozen=True)
class PersonasConfig:
    """Hyper-parameters; the defaults were chosen on validation people of the embedded data."""

    n_personas: int = 3
    n_factors: int = 64
    n_epochs: int = 60
    batch_size: int = 25
    learning_rate: float = 2e-3
    keep: float = 0.7  # share of a history that survives the input dropout
    averaging: float = 0.97  # decay per update of the running mean of the weights, which is kept
    sharp: float = 0.0  # weight of the entropy of attention on likes, to be small
    diffuse: float = 0.0  # weight of the entropy of attention on all items, to be large
    patience: int = 0  # epochs without a better one for validation people; 0: all epochs are run


PERSONAS = PersonasConfig(n_epochs=25)  # chosen on validation people of the embedded data
FEW_PEOPLE = 1000  # so many were the most that it was chosen on


def sized(config: PersonasConfig, n_users: int) -> PersonasConfig:
    """``config`` as so many training people need it; up to ``FEW_PEOPLE`` it stands.

    More people bear larger batches, and validation people see how many epochs are enough.
    """
    growth = n_users / FEW_PEOPLE
    if growth <= 1.0:
        return config
    batch = max(config.batch_size, min(500, round(25 * growth**0.5)))
    return replace(config, batch_size=batch, n_epochs=60, patience=5)


def searched_space(suggest: Suggest, config: PersonasConfig) -> PersonasConfig:
    """``config`` with what matters most proposed by ``suggest``; fits stop early."""
    return replace(
        config,
        n_personas=suggest.choice("n_personas", config.n_personas, (1, 2, 3, 4)),
        n_factors=suggest.choice("n_factors", config.n_factors, (32, 64, 128, 200)),
        batch_size=suggest.choice("batch_size", config.batch_size, (25, 50, 100, 200, 500)),
        learning_rate=suggest.number("learning_rate", config.learning_rate, 2e-4, 1e-2),
        keep=suggest.number("keep", config.keep, 0.3, 0.9),
        n_epochs=60,
        patience=config.patience or 5,
    )


@dataclass(frozen=True)
class PersonaReason:
    """Explanation of a recommended item by the persona that attends to it most."""

    persona: int
    shares: tuple[float, ...]  # attention of every persona to the item, sum 1
    items: tuple[int, ...]  # of the history, by falling share in this persona


@dataclass(frozen=True, eq=False)
class Personas:
    """A fitted AMP-CF. All arrays are read-only float64."""

    history_factors: Floats  # (n_items, n_factors) of liked items
    item_factors: Floats  # (n_items, n_factors) v, of candidate items
    item_bias: Floats  # (n_items,) b
    starts: Floats  # (n_personas, n_factors)
    temperatures: Floats  # (2,) inverse temperatures: of the assignment, of the attention
    focus: Floats  # () 0 to 1: weight of a persona's own items against the whole history

    def __post_init__(self) -> None:
        for part in fields(self):
            given = getattr(self, part.name)
            array = given if is_frozen(given) else np.array(given, dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, part.name, array)

    def checked(self, n_items: int) -> "Personas":
        """This model. Raises ValueError if its arrays do not fit together or to ``n_items``."""
        n_factors = self.starts.shape[1]
        expected = {
            "history_factors": (n_items, n_factors),
            "item_factors": (n_items, n_factors),
            "item_bias": (n_items,),
            "temperatures": (2,),
        }
        if self.focus.size != 1:  # artifacts keep it as an array of one number
            raise ValueError(f"Personas.focus: expected one number, got {self.focus.shape}")
        return check_shapes(self, expected)

    def shares(self, histories: sparse.csr_matrix) -> Floats:
        """Assignment of likes to personas, (n_likes, n_personas), rows sum to one.

        Likes are in the order of ``histories.indices``; ``histories`` (n_users, n_items).
        """
        factors = self.history_factors[histories.indices]  # (n_likes, n_factors)
        owner = np.repeat(np.arange(histories.shape[0]), np.diff(histories.indptr))
        shares = softmax(self.temperatures[0] * factors @ self.starts.T, axis=1)
        for _ in range(ROUNDS - 1):
            weight = _bag(histories, shares, np.ones((histories.shape[1], 1)))
            centres = _bag(histories, shares, self.history_factors) / np.maximum(weight, 1e-9)
            near = np.einsum("ckf,cf->ck", centres[owner], factors)
            shares = softmax(self.temperatures[0] * near, axis=1)
        return shares

    def personas(self, histories: sparse.csr_matrix) -> Floats:
        """Persona vectors u, (n_users, n_personas, n_factors); zero for an empty history."""
        counts = np.maximum(np.diff(histories.indptr), 1)[:, None, None]
        weights = 1.0 + self.focus * (len(self.starts) * self.shares(histories) - 1.0)
        return _bag(histories, weights, self.history_factors) / np.sqrt(counts)

    def attention(self, histories: sparse.csr_matrix) -> tuple[Floats, Floats]:
        """Attention a and u'v, each (n_users, n_personas, n_items)."""
        fits = self.personas(histories) @ self.item_factors.T
        return softmax(self.temperatures[1] * fits, axis=1), fits

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Logits (n_users, n_items) of ``histories`` (n_users, n_items), higher is better."""
        if (histories.data == 0.0).any():  # an explicit zero is no like
            histories = histories.copy()
            histories.eliminate_zeros()
        scores = np.empty(histories.shape)
        for start in range(0, len(scores), 64):  # attention to every item is large
            rows = slice(start, start + 64)
            attention, fits = self.attention(histories[rows])
            scores[rows] = (attention * fits).sum(axis=1) + self.item_bias
        return scores

    def explain(self, history: sparse.csr_matrix, item: int, n_items: int = 3) -> PersonaReason:
        """The persona that attends most to ``item``, for one history (1, n_items).

        ``n_items`` is the number of liked items to name. Raises ValueError for an empty history.
        """
        if history.shape[0] != 1 or not history.nnz:
            raise ValueError("personas are made of likes: expected one history that is not empty")
        attention = self.attention(history)[0][0, :, item]
        persona = int(attention.argmax())
        made = self.shares(history)[:, persona]
        order = np.argsort(-made, kind="stable")[:n_items]
        items = tuple(int(i) for i in history.indices[order])
        return PersonaReason(persona, tuple(attention.tolist()), items)


def _bag(histories: sparse.csr_matrix, shares: Floats, table: Floats) -> Floats:
    """Sums of ``table`` rows weighted by shares, (n_users, n_personas, width)."""
    parts = [
        sparse.csr_matrix((share, histories.indices, histories.indptr), histories.shape) @ table
        for share in shares.T
    ]
    return np.stack(parts, axis=1)
