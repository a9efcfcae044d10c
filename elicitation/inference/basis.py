"""Learned base reward functions: every item's reward on each of a few bases [Shenfeld2025]."""

from dataclasses import dataclass
from functools import cached_property

from elicitation.arrays import Floats, Integers, frozen_floats
from elicitation.inference.choice_model import NOISE_FREE, ChoiceModel
from elicitation.inference.gaussian import Gaussian


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

    def __post_init__(self) -> None:
        n_items, n_bases = len(self.keys), len(self.names)
        object.__setattr__(
            self, "rewards", frozen_floats(self.rewards, n_items, n_bases, name="rewards")
        )
        object.__setattr__(self, "offsets", frozen_floats(self.offsets, n_items, name="offsets"))
        if len(self.prior.mean) != n_bases:
            raise ValueError(f"prior: expected {n_bases} coefficients, got {len(self.prior.mean)}")

    @property
    def n_items(self) -> int:
        return len(self.keys)

    @property
    def n_bases(self) -> int:
        return len(self.names)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Catalogue key -> item number."""
        return {key: number for number, key in enumerate(self.keys)}
