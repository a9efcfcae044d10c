"""Questions of more than two items: "which of these four?"."""

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
    """Positions (size,) of a set, grown item by item to be A-optimal.

    The pick from a set is a multinomial logit, whose information about w is the covariance of the
    rewards under the choice probabilities. Each step adds the item after which the summed variance
    of the coefficients is expected to be least. Raises ValueError if there are too few candidates.
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
    """Mutual information of the pick and the coefficients, in nats, from draws of the belief.

    At most log k; right to some hundredths. For pairs ``information_gain`` is exact.
    """
    utilities = offsets + belief.sample(n_draws, rng) @ rewards.T
    worth = np.exp(utilities - utilities.max(axis=1, keepdims=True))
    p = worth / worth.sum(axis=1, keepdims=True)

    def entropy(p: Floats) -> Floats:
        return np.asarray(-(p * np.log(np.maximum(p, 1e-300))).sum(axis=-1))

    return max(0.0, float(entropy(p.mean(axis=0)) - entropy(p).mean()))
