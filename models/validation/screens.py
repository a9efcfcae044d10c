"""Validation people answer screens: what their answers are then worth decides several settings.

They tap what they rated as a like, in the half of the catalogue that may be asked about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.questions.screens import DEFAULT_PLAN, planned_screen
from elicitation.simulation.screen_people import rater
from elicitation.simulation.screen_sessions import ScreenTrace, run_screens
from models.engines import Integers, in_parts
from models.rewards.prior_tuning import HALVED, Floats, HalvedCatalogue, halve

SCREENS = 10  # of each person, as the app asks


@dataclass(frozen=True, eq=False)
class Asked:
    """What each validation person went through, and which half of the catalogue was asked about."""

    traces: tuple[ScreenTrace, ...]
    half: HalvedCatalogue

    def means(self, n_bases: int) -> dict[int, Floats]:
        """Mean tastes (n_people, n_bases) after each number of screens."""
        return {
            n: np.array(
                [trace.beliefs[trace.after(n)].mean[:n_bases] for trace in self.traces]
            ).reshape(len(self.traces), n_bases)
            for n in range(SCREENS + 1)
        }


def ask(
    basis: RewardBasis,
    ratings: sparse.csr_matrix,  # (n_people, n_items) of validation people
    like: float,
    seed: int,
    plan: Sequence[str] = DEFAULT_PLAN,
    on_progress: Callable[[float], None] = lambda share: None,
) -> Asked:
    """Ten adaptive screens of the plan with everybody."""
    model = basis.taste_model
    half = halve(basis.n_items, np.random.default_rng([seed, HALVED]))
    screens = [planned_screen(plan, n) for n in range(SCREENS)]

    def some(people: Integers) -> list[ScreenTrace]:
        found = []
        for person in people.tolist():
            own = rater(ratings[person].toarray().ravel(), like, half.askable)
            rng = np.random.default_rng([seed, person, 9])
            found.append(run_screens(model, own, half.askable, screens, "adaptive", rng))
        return found

    traces: list[ScreenTrace] = []
    for part in in_parts(some, ratings.shape[0]):
        traces += part
        on_progress(len(traces) / ratings.shape[0])
    return Asked(tuple(traces), half)
