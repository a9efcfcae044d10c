"""One latent for what a person likes and what they know, and the scale of every kind of answer.

Coefficients are x = (z, t, a): tastes z (n_bases,) of the population ``tastes``, the personal line
t above which an item is worth a tap, and how much the person has seen, a, both N(0, 1). With sigma
the logistic function:

- utility of item i: u_i = offsets_i + rewards_i z
- a choice among items: multinomial logit of scale * u
- an item is tapped: sigma(scale * (u_i - line) - t)
- an item is known: sigma(known_logits_i + exposure_scale * exposure_i z + activity * a)

"Both" and "neither" are taps of a screen of two: given that one of the two was tapped alone, which
one is a choice between them with the same scale.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats, Integers, frozen_floats
from elicitation.inference.gaussian import Gaussian

LINE_QUANTILE = 0.75  # of the offsets of well-known items lies the mean line
LINE_ITEMS = 200  # well-known items that the line is placed among


@dataclass(frozen=True)
class Scales:
    """Log-odds a unit of utility, by kind of answer. Raises ValueError outside the ranges below.

    The defaults were chosen on validation people of the embedded data.
    """

    pair: float = 1.0
    best: float = 4.0 / 3.0
    taps: float = 2.0
    exposure: float = 1.0  # log-odds of knowing a unit of exposure
    lapse: float = 0.15  # in [0, 1): share of answers made without looking

    def __post_init__(self) -> None:
        sizes = (self.pair, self.best, self.taps, self.exposure)
        if not (np.isfinite(sizes).all() and min(sizes) >= 0.0 and 0.0 <= self.lapse < 1.0):
            raise ValueError(f"scales of 0 or more and a lapse in [0, 1) expected, got {self}")

    def of(self, kind: str, size: int) -> float:
        """The scale of an answer to a screen of ``kind`` with ``size`` items."""
        if kind in ("taps", "named"):
            return self.taps
        return self.pair if kind == "pair" or size == 2 else self.best


@dataclass(frozen=True, eq=False)
class Exposure:
    """Who knows which item, by taste. Raises ValueError if the shapes disagree."""

    loadings: Floats  # (n_items, n_bases) log-odds of knowing an item per unit of taste
    known_logits: Floats  # (n_items,) log-odds that a typical person knows the item
    activity: float  # standard deviation of the log-odds of knowing between people

    def __post_init__(self) -> None:
        logits = frozen_floats(self.known_logits, None, name="known_logits")
        loadings = frozen_floats(self.loadings, len(logits), None, name="loadings")
        object.__setattr__(self, "known_logits", logits)
        object.__setattr__(self, "loadings", loadings)
        if not 0.0 <= self.activity < np.inf:
            raise ValueError(f"activity: expected 0 or more, got {self.activity}")


@dataclass(frozen=True, eq=False)
class TasteModel:
    """What was learned about items from everybody. Raises ValueError if shapes disagree."""

    offsets: Floats  # (n_items,) mean utility
    rewards: Floats  # (n_items, n_bases)
    exposure: Floats  # (n_items, n_bases)
    known_logits: Floats  # (n_items,) log-odds that a typical person knows the item
    activity: float  # standard deviation of the log-odds of knowing between people
    line: float  # utility
    tastes: Gaussian  # the population's z, (n_bases,)
    scales: Scales = Scales()
    heavy: NDArray[np.bool_] | None = None  # (n_bases,) of heavy tails; None: no coefficient

    def __post_init__(self) -> None:
        rewards = frozen_floats(self.rewards, None, None, name="rewards")
        n_items, n_bases = rewards.shape
        object.__setattr__(self, "rewards", rewards)
        for name in ("offsets", "known_logits"):
            value = frozen_floats(getattr(self, name), n_items, name=name)
            object.__setattr__(self, name, value)
        exposure = frozen_floats(self.exposure, n_items, n_bases, name="exposure")
        if len(self.tastes.mean) != n_bases:
            raise ValueError(f"tastes: expected {n_bases}, got {len(self.tastes.mean)}")
        object.__setattr__(self, "exposure", exposure)
        if self.heavy is not None and self.heavy.shape != (n_bases,):
            raise ValueError(f"heavy: expected {n_bases}, got {self.heavy.shape}")
        if not (0.0 <= self.activity < np.inf and np.isfinite(self.line)):
            raise ValueError(f"activity >= 0 and a finite line expected, got {self}")

    @property
    def n_items(self) -> int:
        return len(self.offsets)

    @property
    def n_bases(self) -> int:
        return int(self.rewards.shape[1])

    @cached_property
    def prior(self) -> Gaussian:
        """The population's x, (n_bases + 2,)."""
        return extended(self.tastes)

    @cached_property
    def utility_rows(self) -> Floats:
        """du/dx, (n_items, n_bases + 2)."""
        return np.hstack([self.rewards, np.zeros((self.n_items, 2))])

    @cached_property
    def knowing_rows(self) -> tuple[Integers, Floats]:
        """Coefficients (n,) on which knowing an item depends, and its log-odds a unit of each.

        The second is (n_items, n). Axes of labels say nothing about knowing and are not among them.
        """
        telling = np.flatnonzero(self.exposure.any(axis=0))
        activity = np.full((self.n_items, 1), self.activity)
        rows = np.hstack([self.scales.exposure * self.exposure[:, telling], activity])
        rows.setflags(write=False)
        return np.append(telling, self.n_bases + 1), rows


def extended(tastes: Gaussian) -> Gaussian:
    """x of a person with these ``tastes``, (n_bases,), whose line and activity are not known."""
    n_bases = len(tastes.mean)
    cov = np.eye(n_bases + 2)
    cov[:n_bases, :n_bases] = tastes.cov
    return Gaussian(np.concatenate([tastes.mean, np.zeros(2)]), cov)


def mean_line(offsets: Floats, share: Floats) -> float:
    """Utility at ``LINE_QUANTILE`` of the items that most people know; ``share`` (n_items,)."""
    known = np.argsort(-share, kind="stable")[:LINE_ITEMS]
    return float(np.quantile(offsets[known], LINE_QUANTILE))
