"""Questions of more than two items."""

from collections.abc import Sequence

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.gaussian import Gaussian


def grow_set(
    belief: Gaussian,
    rewards: Floats,  # (m, n_bases) of the candidates
    offsets: Floats,  # (m,)
    start: Sequence[int],  # positions of two or more
    size: int,
) -> Integers:
    """Positions (size,) of a set grown item by item by A-optimality [Chaloner1995].

    The pick from a set is a multinomial logit, whose information about w is the covariance of the
    rewards under the choice probabilities. Each step adds the item that gives the least expected
    trace of the covariance. Raises ValueError with fewer than ``size`` candidates.
    """
    if len(rewards) < size:
        raise ValueError(f"a set of {size} needs as many candidates, got {len(rewards)}")
    utilities = offsets + rewards @ belief.mean
    worth = np.exp(utilities - utilities.max())
    chosen = list(start)
    precision = belief.precision
    for _ in range(size - len(start)):
        left = np.setdiff1d(np.arange(len(rewards)), chosen)
        # sums over the set with each candidate added, of 1, x and x x'
        inside = rewards[chosen]
        total = worth[chosen].sum() + worth[left]
        firsts = worth[chosen] @ inside + worth[left, None] * rewards[left]
        seconds = (inside.T * worth[chosen]) @ inside
        seconds = seconds + worth[left, None, None] * (
            rewards[left][:, :, None] * rewards[left][:, None, :]
        )
        means = firsts / total[:, None]
        information = seconds / total[:, None, None] - means[:, :, None] * means[:, None, :]
        after = np.linalg.inv(precision + information)
        chosen.append(int(left[np.trace(after, axis1=1, axis2=2).argmin()]))
    return np.array(chosen)


def set_information(
    belief: Gaussian,
    rewards: Floats,  # (k, n_bases) of the items shown
    offsets: Floats,  # (k,)
    rng: np.random.Generator,
    n_draws: int = 1000,
) -> float:
    """Mutual information of the pick and the coefficients [Houlsby2011], in nats, at most log k.

    From ``n_draws`` draws of the belief, to some hundredths; ``information_gain`` is exact for
    pairs.
    """
    utilities = offsets + belief.sample(n_draws, rng) @ rewards.T
    worth = np.exp(utilities - utilities.max(axis=1, keepdims=True))
    p = worth / worth.sum(axis=1, keepdims=True)

    def entropy(p: Floats) -> Floats:
        return np.asarray(-(p * np.log(np.maximum(p, 1e-300))).sum(axis=-1))

    return max(0.0, float(entropy(p.mean(axis=0)) - entropy(p).mean()))
