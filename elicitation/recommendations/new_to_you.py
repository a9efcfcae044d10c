"""A list for tonight: what a person would like among what they probably do not know yet.

The score of an item is its expected utility plus ``novelty`` times the log-odds that it is new to
the person. Novelty 0 ranks by utility alone; below 0 the list is one of classics. A known item is
not worth less, but it is no recommendation.
"""

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit, log_expit
from elicitation.inference.taste_model import TasteModel


def known_logits(model: TasteModel, belief: Gaussian) -> Floats:
    """Log-odds that the person knows each item, (n_items,), their spread taken into account.

    The odds are averaged over the belief by MacKay's approximation.
    """
    scale = model.scales.exposure
    rows = np.hstack(
        [
            scale * model.exposure,
            np.zeros((model.n_items, 1)),
            np.full((model.n_items, 1), model.activity),
        ]
    )
    mean, variance = belief.project(rows)
    logits: Floats = (model.known_logits + mean) / np.sqrt(1.0 + np.pi * variance / 8.0)
    return logits


def known_probability(model: TasteModel, belief: Gaussian) -> Floats:
    """Probability that the person knows each item, (n_items,)."""
    return expit(known_logits(model, belief))


def list_scores(utilities: Floats, logits: Floats, novelty: float) -> Floats:
    """Scores (n_items,) of expected ``utilities`` and the ``logits`` of knowing each item.

    At ``novelty`` above 0 log P(new) counts so many times, below 0 log P(known). Raises ValueError
    if ``novelty`` is not finite.
    """
    if not np.isfinite(novelty):
        raise ValueError(f"novelty: expected a number, got {novelty}")
    return utilities + abs(novelty) * log_expit(-logits if novelty > 0.0 else logits)


def spread_out(order: Integers, groups: Integers, window: int = 10) -> Integers:
    """``order`` (n,) of items, best first, so that alike ones lie at least ``window`` apart.

    ``groups`` (n_items,) numbers what is alike, such as a film and its sequels; negative: like
    nothing else. Each place takes the best item left whose group is not among the last ``window`` -
    1 places; where all are, the best one left.
    """
    left = order.tolist()
    spread: list[int] = []
    while left:
        recent = {int(groups[item]) for item in spread[max(0, len(spread) - window + 1) :]}
        at = next(
            (k for k, item in enumerate(left) if groups[item] < 0 or groups[item] not in recent), 0
        )
        spread.append(left.pop(at))
    return np.array(spread, dtype=np.int64)


def diversity(rewards: Floats) -> float:
    """Mean distance 1 - cosine between the items of a list, rewards (k, n_bases); 0 below two."""
    k = len(rewards)
    if k < 2:
        return 0.0
    unit = rewards / np.maximum(np.linalg.norm(rewards, axis=1, keepdims=True), 1e-300)
    cosines = unit @ unit.T
    return float(1.0 - (cosines.sum() - np.trace(cosines)) / (k * (k - 1)))
