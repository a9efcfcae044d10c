"""Which screens a data set is asked: those that tell validation people's lists most a minute.

Plans take different times, so they are compared at equal ones: a plan is worth the mean quality of
a person's list over the first two minutes, with the seconds of each screen by the keystroke-level
model. The usual plan, which was best on other data, stays unless another one is clearly better.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.taste_model import TasteModel
from elicitation.questions.screens import DEFAULT_PLAN
from models.rewards.prior_tuning import Floats, judged_ndcg
from models.rewards.widths import FEWEST, is_clearly_better
from models.validation.screens import SCREENS, Asked, ask

OTHERS: tuple[tuple[str, ...], ...] = (("taps9",), ("taps4",), ("pair2",))
SECONDS = 120.0  # that most people spend on questions at least
MOST_PEOPLE = 40  # asked by the other plans


@dataclass(frozen=True, eq=False)
class ChosenPlan:
    """The plan, everybody asked by it, and what each plan is worth, in NDCG@100."""

    plan: tuple[str, ...]
    asked: Asked
    worth: dict[tuple[str, ...], float] = field(default_factory=dict)

    @property
    def metrics(self) -> dict[str, float]:
        """What the manifest says of the plans that were tried."""
        named = {" then ".join(plan): value for plan, value in self.worth.items()}
        return {f"plan {name}: NDCG@100 over two minutes": v for name, v in named.items()}


def choose_plan(
    basis: RewardBasis,
    ratings: sparse.csr_matrix,  # (n_people, n_items) of validation people
    like: float,
    seed: int,
) -> ChosenPlan:
    """The usual plan or the best of ``OTHERS``, if that is clearly better."""
    usual = ask(basis, ratings, like, seed)
    targets = usual.half.targets(ratings, like)
    judged = np.flatnonzero(np.asarray(targets.sum(axis=1)).ravel())[:MOST_PEOPLE]
    if len(judged) < FEWEST:
        return ChosenPlan(DEFAULT_PLAN, usual)
    few = Asked(tuple(usual.traces[person] for person in judged.tolist()), usual.half)
    found: dict[tuple[str, ...], Floats] = {
        DEFAULT_PLAN: worth(basis.taste_model, few, targets[judged])
    }
    for plan in OTHERS:
        asked = ask(basis, ratings[judged], like, seed, plan)
        found[plan] = worth(basis.taste_model, asked, targets[judged])
    means = {plan: float(values.mean()) for plan, values in found.items()}
    best = max(OTHERS, key=lambda plan: means[plan])
    if is_clearly_better(found[best], found[DEFAULT_PLAN]):
        return ChosenPlan(best, ask(basis, ratings, like, seed, best), means)
    return ChosenPlan(DEFAULT_PLAN, usual, means)


def worth(model: TasteModel, asked: Asked, targets: sparse.csr_matrix) -> Floats:
    """Mean NDCG@100 of each person's list over the first ``SECONDS``, (n_people,).

    ``targets`` (n_people, n_items) are what they like in the half that was not asked about.
    """
    means = asked.means(model.n_bases)
    counts = range(SCREENS + 1)
    values = [
        judged_ndcg(model.offsets + means[n] @ model.rewards.T, targets, asked.half) for n in counts
    ]
    taken = [[trace.seconds[trace.after(n)] for trace in asked.traces] for n in counts]
    ends = np.minimum(np.array([*taken, [SECONDS] * len(asked.traces)]), SECONDS)
    return np.asarray((np.diff(ends, axis=0) * np.array(values)).sum(axis=0) / SECONDS)
