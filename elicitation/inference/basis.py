"""Learned base reward functions: every item's reward on each of a few bases [Shenfeld2025]."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats, Integers, frozen_floats
from elicitation.inference.choice_model import NOISE_FREE, ChoiceModel
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.taste_model import Exposure, Scales, TasteModel, mean_line


@dataclass(frozen=True, eq=False)
class RewardBasis:
    """Linear utilities u_i(w) = offsets[i] + rewards[i] @ w of a person with coefficients w.

    Utilities are in log-odds: P(a chosen over b) = sigma(u_a - u_b) where ``response`` is
    NOISE_FREE. The scale of taste is that of ``prior``, the population's distribution of w. Raises
    ValueError if the parts disagree on n_items or n_bases.
    """

    keys: tuple[str, ...]  # n_items catalogue keys: item number -> stable key
    rewards: Floats  # (n_items, n_bases) log-odds per unit of w
    offsets: Floats  # (n_items,) log-odds, the population's utility at w = 0
    names: tuple[str, ...]  # n_bases, for people to read
    prior: Gaussian  # over w, (n_bases,)
    fingerprint: str  # of the fitted artifact that holds this basis
    response: ChoiceModel = NOISE_FREE
    works: Integers | None = None  # (n_items,) editions of one work share a number; None: no two do
    exposure: Exposure | None = None  # None: what people know says nothing about their taste
    heavy: NDArray[np.bool_] | None = None  # (n_bases,) coefficients of heavy tails; None: none

    def __post_init__(self) -> None:
        if self.heavy is not None and len(self.heavy) != len(self.names):
            raise ValueError(f"heavy: expected {len(self.names)}, got {len(self.heavy)}")
        n_items, n_bases = len(self.keys), len(self.names)
        object.__setattr__(
            self, "rewards", frozen_floats(self.rewards, n_items, n_bases, name="rewards")
        )
        object.__setattr__(self, "offsets", frozen_floats(self.offsets, n_items, name="offsets"))
        if len(self.prior.mean) != n_bases:
            raise ValueError(f"prior: expected {n_bases} coefficients, got {len(self.prior.mean)}")
        if self.exposure is not None and self.exposure.loadings.shape != self.rewards.shape:
            raise ValueError(
                f"exposure: expected {self.rewards.shape}, got {self.exposure.loadings.shape}"
            )

    @property
    def n_items(self) -> int:
        return len(self.keys)

    @property
    def n_bases(self) -> int:
        return len(self.names)

    @cached_property
    def taste_model(self) -> TasteModel:
        """The basis with the line and what people know, for screens of every kind."""
        exposure = self.exposure or Exposure(
            np.zeros_like(self.rewards), np.zeros(self.n_items), activity=0.0
        )
        # without a model of who knows what the items that most people like stand for known ones
        share = self.offsets if self.exposure is None else exposure.known_logits
        return TasteModel(
            self.offsets,
            self.rewards,
            exposure.loadings,
            exposure.known_logits,
            exposure.activity,
            mean_line(self.offsets, share),
            self.prior,
            Scales(exposure=float(self.exposure is not None), lapse=self.response.lapse),
            self.heavy,
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Catalogue key -> item number."""
        return {key: number for number, key in enumerate(self.keys)}
