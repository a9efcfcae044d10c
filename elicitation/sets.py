"""Questions of more than two items: "which of these four?"."""

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.gaussian import Gaussian


def grow_set(
    belief: Gaussian,
    rewards: Floats,  # (m, n_bases) of the candidates
    offsets: Floats,  # (m,)
    pair: tuple[int, int],  # positions of the two to start from
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
    chosen = list(pair)
    precision = belief.precision
    for _ in range(size - 2):
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
