"""The choice model and the comparisons it makes of answers: the data of the posterior.

A choice among k items is a multinomial logit [Luce1959], and a pair is the case k = 2. Of an answer
only its margins are kept, the utilities of the answer minus those of each alternative:
P(answer) = 1 / sum_j exp(-margin_j), with margin 0 for the answer itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from elicitation.arrays import Floats, Integers, frozen_floats

ABSENT = 1e9  # log-odds over an alternative that was not on offer: exp(-1e9) is zero
NO_PICK = -1  # chosen: none, all are about the same


@dataclass(frozen=True)
class ChoiceModel:
    """How answers come from utilities [Davidson1970]. Raises ValueError outside the ranges below.

    P(first) = (1 - lapse) e^(d/2) / (e^(d/2) + e^(-d/2) + ties) + lapse / 2, where d is the first
    utility minus the second, plus ``side``; "about the same" has ``ties`` in place of the first
    exponential and never comes from a lapse. At ``ties`` 0 it counts as half a choice each way,
    the limit of small ``ties``.
    """

    lapse: float = 0.0  # in [0, 1): share of picks made at random
    ties: float = 0.0  # >= 0: weight of "about the same"
    side: float = 0.0  # log-odds in favour of what was shown first

    def __post_init__(self) -> None:
        if not (0.0 <= self.lapse < 1.0 and 0.0 <= self.ties < np.inf and np.isfinite(self.side)):
            raise ValueError(f"lapse in [0, 1), ties >= 0 and a finite side expected, got {self}")


NOISE_FREE = ChoiceModel()


@dataclass(frozen=True, eq=False)
class Comparisons:
    """Informative answers: the margins of each answer over its alternatives, linear in w.

    The margin of answer n over alternative j at coefficients w is
    ``margins[n, j] + differences[n, j] @ w``, in log-odds. Raises ValueError if the lengths
    disagree or a value is not finite.
    """

    differences: Floats  # (n_answers, n_alternatives, n_bases) rewards of the answer minus theirs
    margins: Floats  # (n_answers, n_alternatives) log-odds at w = 0; ABSENT where there is none
    lapse_probabilities: Floats  # (n_answers,) probability of the answer in a lapse
    lapse: float = 0.0

    def __post_init__(self) -> None:
        differences = frozen_floats(self.differences, None, None, None, name="differences")
        n_answers, n_alternatives, _ = differences.shape
        margins = frozen_floats(self.margins, n_answers, n_alternatives, name="margins")
        object.__setattr__(self, "differences", differences)
        object.__setattr__(self, "margins", margins)
        object.__setattr__(
            self,
            "lapse_probabilities",
            frozen_floats(self.lapse_probabilities, n_answers, name="lapse_probabilities"),
        )

    @classmethod
    def none(cls, n_bases: int) -> "Comparisons":
        """No answer yet."""
        return cls(np.empty((0, 2, n_bases)), np.empty((0, 2)), np.empty(0))

    def __len__(self) -> int:
        return len(self.lapse_probabilities)


def compare(
    rewards: Floats,  # (n_answers, k, n_bases) of the items shown
    offsets: Floats,  # (n_answers, k) log-odds
    chosen: Integers,  # (n_answers,) position of the pick, or NO_PICK
    shown: NDArray[np.bool_] | None = None,  # (n_answers, k); all of them by default
    response: ChoiceModel = NOISE_FREE,
) -> Comparisons:
    """The comparisons made by answers to questions of up to k items.

    Raises ValueError if a pick was not shown.
    """
    n_answers, k, _ = rewards.shape
    shown = np.ones((n_answers, k), dtype=bool) if shown is None else shown
    offsets = offsets + response.side * (np.arange(k) == 0)
    weights = shown / shown.sum(axis=1, keepdims=True)
    picks = chosen != NO_PICK
    weights[picks] = np.arange(k) == chosen[picks, None]
    if not shown[picks, chosen[picks]].all():
        raise ValueError("a pick is not among the items shown")
    said = np.einsum("nk,nkd->nd", weights, rewards), (weights * offsets).sum(axis=1)
    differences = said[0][:, None] - rewards
    margins = np.where(shown, said[1][:, None] - offsets, ABSENT)
    differences[~shown] = 0.0
    if response.ties:
        # "about the same" as one more alternative, worth the mean utility plus log ties
        weights = shown / shown.sum(axis=1, keepdims=True)
        middle = np.einsum("nk,nkd->nd", weights, rewards), (weights * offsets).sum(axis=1)
        tied = (said[1] - middle[1] - np.log(response.ties))[:, None]
        differences = np.concatenate([differences, (said[0] - middle[0])[:, None]], axis=1)
        margins = np.concatenate([margins, tied], axis=1)
    lapse_probabilities = np.where(picks, 1.0 / shown.sum(axis=1), 0.0)
    return Comparisons(differences, margins, lapse_probabilities, response.lapse)


def compare_pairs(
    differences: ArrayLike,  # (n_answers, n_bases) rewards of the first item minus the second
    offsets: ArrayLike,  # (n_answers,) offset of the first item minus the second
    outcomes: ArrayLike,  # (n_answers,) 1 = first chosen, 0 = second, 0.5 = about the same
    response: ChoiceModel = NOISE_FREE,
) -> Comparisons:
    """The comparisons made by answers to pairs.

    Raises ValueError if the lengths disagree, a value is not finite or an outcome is another number
    than 0, 0.5 and 1.
    """
    rows = frozen_floats(differences, None, None, name="differences")
    base = frozen_floats(offsets, len(rows), name="offsets")
    found = frozen_floats(outcomes, len(rows), name="outcomes")
    if not np.isin(found, (0.0, 0.5, 1.0)).all():
        raise ValueError(f"outcomes: expected 0, 0.5 or 1, got {sorted(set(found.tolist()))}")
    chosen = np.where(found == 0.5, NO_PICK, np.where(found == 1.0, 0, 1))
    rewards = np.stack([rows, np.zeros_like(rows)], axis=1)
    return compare(rewards, np.stack([base, np.zeros_like(base)], axis=1), chosen, None, response)
