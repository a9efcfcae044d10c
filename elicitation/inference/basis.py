"""Learned base reward functions: every item's value on each of a few axes of taste."""

from dataclasses import dataclass
from functools import cached_property

from elicitation.arrays import Floats, frozen_floats
from elicitation.inference.choice_model import NOISE_FREE, ChoiceModel
from elicitation.inference.gaussian import Gaussian


@dataclass(frozen=True, eq=False)
class RewardBasis:
    """Utility of item i for a person with coefficients w: ``offsets[i] + rewards[i] @ w``.

    Utilities are log-odds: P(a chosen over b) = sigma(utility_a - utility_b) where ``response`` is
    faithful. The scale of taste
    lives in ``prior``, the population's distribution of w.
    Raises ValueError if the parts disagree on n_items or n_bases.
    """

    keys: tuple[str, ...]  # n_items catalogue keys: item number -> stable key
    rewards: Floats  # (n_items, n_bases)
    offsets: Floats  # (n_items,) what everybody likes, before any answer
    names: tuple[str, ...]  # n_bases, in words
    prior: Gaussian  # over w, (n_bases,)
    fingerprint: str  # of the fitted artifact that holds this basis
    response: ChoiceModel = NOISE_FREE

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
