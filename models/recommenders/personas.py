"""AMP-CF: a person is several personas, and each candidate is judged by those who care about it.

Barkan et al. (RecSys 2020; UMUAI 2023): a_ijk = softmax_k(t u_ik'v_j) is how far candidate j is
persona k's business, x_ij = sum_k a_ijk u_ik the person as j sees them, and the score x_ij'v_j +
b_j. With one persona that is matrix factorisation.

Theirs learns a row of personas for everybody it trains on. Here personas are a function of the
history, so new people need no fitting: the items of a history are shared out among K learned
starting points (a softmax over personas), and again among the means that this gave; a learned focus
says how much of a persona is its own share and how much the whole person, since a history cut in
three is short. Trained with torch (models/recommenders/training/personas_training.py), served with
NumPy.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax

from models.recommenders.base import check_shapes

Floats = NDArray[np.float64]

ROUNDS = 2  # times that a history is shared out among its personas


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


PERSONAS = PersonasConfig(n_epochs=25)  # chosen on validation people of the embedded data


@dataclass(frozen=True)
class PersonaReason:
    """Why an item fits: whose business it is, and what made that persona."""

    persona: int
    shares: tuple[float, ...]  # attention of every persona to the item, sum 1
    items: tuple[int, ...]  # of the history, most of this persona's making first


@dataclass(frozen=True, eq=False)
class Personas:
    """A fitted AMP-CF. All arrays are read-only float64."""

    history_factors: Floats  # (n_items, n_factors) what a liked item says about a person
    item_factors: Floats  # (n_items, n_factors) v, what a candidate asks for
    item_bias: Floats  # (n_items,) b
    starts: Floats  # (n_personas, n_factors)
    temperatures: Floats  # (2,) inverse: of sharing out a history, and of the attention
    focus: Floats  # () 0 to 1: how much more an item counts for its own persona than for others

    def __post_init__(self) -> None:
        for part in fields(self):
            array = np.array(getattr(self, part.name), dtype=np.float64)
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
        """How far each like (in the order of ``histories.indices``) made each persona.

        (n_likes, n_personas), rows sum to one.
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
        """u, (n_users, n_personas, n_factors); all zero without a history."""
        counts = np.maximum(np.diff(histories.indptr), 1)[:, None, None]
        weights = 1.0 + self.focus * (len(self.starts) * self.shares(histories) - 1.0)
        return _bag(histories, weights, self.history_factors) / np.sqrt(counts)

    def attention(self, histories: sparse.csr_matrix) -> tuple[Floats, Floats]:
        """Attention a and u'v, each (n_users, n_personas, n_items)."""
        fits = self.personas(histories) @ self.item_factors.T
        return softmax(self.temperatures[1] * fits, axis=1), fits

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """The Recommender protocol: histories (n_users, n_items) -> logits."""
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

        Raises ValueError without a history: nobody has no persona.
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
