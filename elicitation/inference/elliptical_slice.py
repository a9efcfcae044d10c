"""Elliptical slice sampling [Murray2010]: draws from a density relative to N(0, I), no tuning.

The reference may be a Gaussian fitted to the target [Nishihara2014].
"""

from collections.abc import Callable

import numpy as np

from elicitation.arrays import Floats


def elliptical_slice_steps(
    log_ratio: Callable[[Floats], Floats], x: Floats, steps: int, rng: np.random.Generator
) -> Floats:
    """``x`` (n_chains, n_dimensions) after ``steps`` moves of every chain, independently.

    ``log_ratio`` (k, n_dimensions) -> (k,) is the log-density of the target minus that of N(0, I),
    up to a constant. Every move leaves the target invariant.
    """
    x, height = x.copy(), log_ratio(x)
    for _ in range(steps):
        across = rng.standard_normal(x.shape)
        floor = height - rng.standard_exponential(len(x))
        angle = rng.uniform(0.0, 2.0 * np.pi, len(x))
        low, high = angle - 2.0 * np.pi, angle.copy()
        moved = x.copy()
        waiting = np.arange(len(x))  # chains that have not accepted an angle
        while len(waiting):
            theta = angle[waiting, None]
            proposal = np.cos(theta) * x[waiting] + np.sin(theta) * across[waiting]
            heights = log_ratio(proposal)
            accepted = heights >= floor[waiting]
            moved[waiting[accepted]] = proposal[accepted]
            height[waiting[accepted]] = heights[accepted]
            waiting = waiting[~accepted]
            # shrink the bracket towards where the chain stands, which is always acceptable
            theta = angle[waiting]
            low[waiting] = np.where(theta < 0.0, theta, low[waiting])
            high[waiting] = np.where(theta < 0.0, high[waiting], theta)
            angle[waiting] = rng.uniform(low[waiting], high[waiting])
        x = moved
    return x
