"""Losses of the VAE in torch: three likelihoods of a like [Liang2018], two priors of z.

All functions take a batch in sparse form: ``owner`` and ``items`` (n_clicks,) say which row of
``logits`` (n_people, n_items) clicked which item. Losses are summed over items and averaged over
people; a mean over items would let the KL term dominate silently.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from models.recommenders.vae import Likelihood

# logits, owner, items, confidence -> mean negative log-likelihood of a person, in nats
Loss = Callable[[Tensor, Tensor, Tensor, float], Tensor]


def multinomial(logits: Tensor, owner: Tensor, items: Tensor, confidence: float) -> Tensor:
    """-sum_i x_i log pi_i: every click pushes all other items down. ``confidence`` scales it."""
    return -confidence * torch.log_softmax(logits, dim=1)[owner, items].sum() / len(logits)


def gaussian(logits: Tensor, owner: Tensor, items: Tensor, confidence: float) -> Tensor:
    """sum_i c_i/2 (x_i - f_i)^2 with c = ``confidence`` for clicks and 1 for zeros."""
    clicked = logits[owner, items]
    there = confidence * (1.0 - clicked) ** 2 - clicked**2
    return 0.5 * ((logits**2).sum() + there.sum()) / len(logits)


def logistic(logits: Tensor, owner: Tensor, items: Tensor, confidence: float) -> Tensor:
    """Cross-entropy of n_items coins; a click counts ``confidence`` times."""
    clicked = logits[owner, items]
    there = confidence * functional.softplus(-clicked) - functional.softplus(clicked)
    return (functional.softplus(logits).sum() + there.sum()) / len(logits)


LIKELIHOODS: dict[Likelihood, Loss] = {
    "multinomial": multinomial,
    "gaussian": gaussian,
    "logistic": logistic,
}


def starting_bias(likelihood: Likelihood, clicks: Tensor, n_people: int) -> Tensor:
    """Output bias at which the popularity of items is already explained, (n_items,)."""
    share = (clicks + 0.5) / (n_people + 1.0)
    if likelihood == "gaussian":
        return share
    if likelihood == "logistic":
        return torch.log(share / (1.0 - share))
    return torch.log(share / share.sum())


def standard_kl(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL(q || N(0, I)) of each person, (n_people,)."""
    return 0.5 * (log_variance.exp() + mean**2 - 1.0 - log_variance).sum(1)


def _log_normal(z: Tensor, mean: Tensor, log_variance: Tensor) -> Tensor:
    squares = (z - mean) ** 2 / log_variance.exp()
    return -0.5 * (squares + log_variance + math.log(2.0 * math.pi))


# RecVAE [Shenbin2020]: weights of N(0, I), of the old encoder and of a wide Gaussian
_MIXTURE = torch.log(torch.tensor([3.0 / 20.0, 3.0 / 4.0, 1.0 / 10.0]))
_WIDE = torch.tensor(10.0)  # log-variance


def composite_kl(
    z: Tensor, mean: Tensor, log_variance: Tensor, old_mean: Tensor, old_log_variance: Tensor
) -> Tensor:
    """One-sample estimate of KL(q || composite prior), (n_people,).

    The mixture is taken in each latent dimension, as in the authors' code.
    """
    zero = torch.zeros(())
    parts = torch.stack(
        [
            _log_normal(z, zero, zero) + _MIXTURE[0],
            _log_normal(z, old_mean, old_log_variance) + _MIXTURE[1],
            _log_normal(z, zero, _WIDE) + _MIXTURE[2],
        ]
    )
    return (_log_normal(z, mean, log_variance) - torch.logsumexp(parts, dim=0)).sum(1)
