"""Mult-VAE [Liang2018]: a variational autoencoder of histories.

models/recommenders/training/vae_training.py fits it with torch, this module serves it with
NumPy. The encoder is n_items -> n_hidden (tanh) -> 2 n_latent, or a deep one as in RecVAE
[Shenbin2020]: layers of swish and layer norm, each of which reads the sum of all before it. The
decoder is linear, as there. On small data that costs no accuracy, and with it the joint Gaussian of
latent and coefficients is exact.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit, log_softmax

from elicitation.arrays import is_frozen
from models.recommenders.base import Suggest, check_shapes

Floats = NDArray[np.float64]

Likelihood = Literal["multinomial", "gaussian", "logistic"]


@dataclass(frozen=True)
class VaeConfig:
    """Hyper-parameters; the defaults gave the best default prior on validation people."""

    likelihood: Likelihood = "multinomial"
    confidence: float = 1.0  # weight of a click against a zero; the multinomial has no zeros
    sampled: bool = True  # False: z is the mean and there is no KL term (Mult-DAE)
    n_latent: int = 32
    n_hidden: int = 200
    n_layers: int = 1  # hidden layers of the encoder; above 1: swish and layer norm
    n_epochs: int = 30
    batch_size: int = 25  # people an update; small batches matter more than the likelihood
    learning_rate: float = 2e-3
    keep: float = 0.5  # share of a history that survives the input dropout
    beta_cap: float = 0.2  # final weight of the KL term
    beta_per_click: float = 0.0  # above 0: RecVAE's beta = this * number of clicks, not annealed
    anneal_share: float = 0.85  # of all updates, after which the cap is reached
    # updates after which the cap is reached, however many there are in all; 0: by the share. A fit
    # that stops early never makes all its updates, and a share of them is never reached
    anneal_updates: int = 0
    patience: int = 0  # epochs without a better one for validation people; 0: all epochs are run
    warm_start: bool = False  # from the ridge solution, not from random weights
    warm_penalty: float | None = None  # of that ridge; None: as the rule of EASE has it
    averaging: float = 0.0  # decay per update of the running mean of the weights, which is kept
    composite_prior: bool = False  # RecVAE's mixture with the encoder of the epoch before
    decoder_every: int = 0  # above 0: RecVAE's turns, so many encoder epochs to one of the decoder


NORM_EPSILON = 1e-5
FEW_PEOPLE = 1000  # so many were the most that the settings above were chosen on
ANNEALING = 1000  # updates

# chosen on validation people of the embedded data, to rank by alone
MULT_VAE = VaeConfig(n_latent=64, keep=0.7, averaging=0.97)


@dataclass(frozen=True, eq=False)
class Vae:
    """A fitted Mult-VAE. All arrays are read-only float64."""

    input_weights: Floats  # (n_items, n_hidden)
    input_bias: Floats  # (n_hidden,)
    code_weights: Floats  # (n_hidden, 2 * n_latent)
    code_bias: Floats  # (2 * n_latent,)
    output_weights: Floats  # (n_items, n_latent)
    output_bias: Floats  # (n_items,)
    latent_mean: Floats  # (n_latent,) mean code of the training people, for an empty history
    # of a deep encoder; else empty
    layer_weights: Floats = field(default_factory=lambda: np.zeros((0, 0, 0)))  # (n_layers - 1, ..)
    layer_bias: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    norm_scale: Floats = field(default_factory=lambda: np.zeros((0, 0)))  # (n_layers, n_hidden)
    norm_shift: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        for part in fields(self):
            given = getattr(self, part.name)
            array = given if is_frozen(given) else np.array(given, dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, part.name, array)

    def checked(self, n_items: int) -> "Vae":
        """This model. Raises ValueError if its arrays do not fit together or to ``n_items``."""
        n_hidden, n_codes = self.code_weights.shape
        n_latent = n_codes // 2
        expected = {
            "input_weights": (n_items, n_hidden),
            "input_bias": (n_hidden,),
            "code_bias": (2 * n_latent,),
            "output_weights": (n_items, n_latent),
            "output_bias": (n_items,),
            "latent_mean": (n_latent,),
        }
        n_layers = len(self.norm_scale)
        if n_layers:
            expected |= {
                "layer_weights": (n_layers - 1, n_hidden, n_hidden),
                "layer_bias": (n_layers - 1, n_hidden),
                "norm_scale": (n_layers, n_hidden),
                "norm_shift": (n_layers, n_hidden),
            }
        return check_shapes(self, expected)

    def hidden(self, histories: sparse.csr_matrix) -> Floats:
        """The encoder's last hidden layer, (n_users, n_hidden), of histories at length one."""
        first = (histories @ self.input_weights) / _lengths(histories) + self.input_bias
        if not len(self.norm_scale):
            return np.tanh(first)
        hidden = total = self._normed(first, 0)
        for layer, (weights, bias) in enumerate(
            zip(self.layer_weights, self.layer_bias, strict=True)
        ):
            hidden = self._normed(hidden @ weights + bias + total, layer + 1)
            total = total + hidden
        return hidden

    def _normed(self, values: Floats, layer: int) -> Floats:
        """Layer norm of swish."""
        active = values * expit(values)
        centred = active - active.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + NORM_EPSILON)
        return np.asarray(centred / spread * self.norm_scale[layer] + self.norm_shift[layer])

    def encode(self, histories: sparse.csr_matrix) -> tuple[Floats, Floats]:
        """Mean and variance of q(z | history), each (n_users, n_latent).

        ``histories`` (n_users, n_items) of 1.0 and 0.0. An empty history gets the training people's
        mean and variance 1, because q(z | 0) is never trained.
        """
        code = self.hidden(histories) @ self.code_weights + self.code_bias
        mean, log_variance = np.split(code, 2, axis=1)
        empty = np.asarray(abs(histories).sum(axis=1)) == 0.0  # (n_users, 1)
        return np.where(empty, self.latent_mean, mean), np.where(empty, 1.0, np.exp(log_variance))

    def decode(self, latent: Floats) -> Floats:
        """Item log-probabilities, (n_users, n_items), rows sum to one after exp."""
        logits = latent @ self.output_weights.T + self.output_bias
        return np.asarray(log_softmax(logits, axis=1))

    def score(self, histories: sparse.csr_matrix) -> Floats:
        """Log-probabilities (n_users, n_items) of ``histories`` (n_users, n_items)."""
        return self.decode(self.encode(histories)[0])


def _lengths(histories: sparse.csr_matrix) -> Floats:
    """Euclidean length of each history, (n_users, 1), never zero."""
    return np.maximum(np.sqrt(np.asarray(histories.multiply(histories).sum(axis=1))), 1e-12)


def annealed_beta(update: int, n_updates: int, config: VaeConfig) -> float:
    """Weight of the KL term at 1-based ``update``: linear to the cap, then constant."""
    until = config.anneal_updates or config.anneal_share * n_updates
    return config.beta_cap * min(1.0, update / max(1.0, until))


def sized(config: VaeConfig, n_users: int) -> VaeConfig:
    """``config`` as so many training people need it; up to ``FEW_PEOPLE`` it stands.

    More people bear a wider network and larger batches, which cost less; how many epochs they need
    is then seen by validation people. The KL term reaches its cap after ``ANNEALING`` updates, the
    early epochs of such a fit.
    """
    growth = n_users / FEW_PEOPLE
    if growth <= 1.0:
        return config
    return replace(
        config,
        n_latent=min(200, round(config.n_latent * growth**0.5)),
        n_hidden=min(600, round(config.n_hidden * growth**0.5)),
        batch_size=max(config.batch_size, min(500, round(25 * growth**0.5))),
        learning_rate=max(5e-4, config.learning_rate / growth**0.25),
        n_epochs=100,
        patience=5,
        anneal_updates=ANNEALING,
        averaging=max(config.averaging, 0.97),
    )


def searched_space(suggest: Suggest, config: VaeConfig) -> VaeConfig:
    """``config`` with what matters most proposed by ``suggest``; fits stop early.

    A deep encoder comes with RecVAE's composite prior, which it was made for.
    """
    n_layers = suggest.choice("n_layers", config.n_layers, (1, 5))
    deep = n_layers > 1
    return replace(
        config,
        n_layers=n_layers,
        composite_prior=deep,
        beta_per_click=config.beta_per_click or (0.005 if deep else 0.0),
        n_latent=suggest.choice("n_latent", config.n_latent, (32, 64, 128, 200)),
        n_hidden=suggest.choice("n_hidden", config.n_hidden, (100, 200, 400, 600)),
        batch_size=suggest.choice("batch_size", config.batch_size, (25, 50, 100, 200, 500)),
        learning_rate=suggest.number("learning_rate", config.learning_rate, 2e-4, 5e-3),
        keep=suggest.number("keep", config.keep, 0.3, 0.9),
        beta_cap=suggest.number("beta_cap", config.beta_cap, 0.03, 1.0),
        anneal_updates=round(
            suggest.number("anneal_updates", config.anneal_updates or ANNEALING, 100.0, 10_000.0)
        ),
        n_epochs=100,
        patience=config.patience or 5,
        averaging=max(config.averaging, 0.97),
    )
