"""Chooses shared priors and their trust in the answers, on validation people.

Validation people answer questions by their ratings. Questions come from one half of the catalogue
and recommendations are judged on the other, so that questions do not change the targets.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity
from elicitation.recommendations.scores import SharedPrior, blend, odds
from elicitation.simulation.sessions import Trace, replayed_person, run_session
from models.datasets.catalogue import likes
from models.evaluation.metrics import mean_known, ndcg_at_k
from models.recommenders.blocks import blocks

Floats = NDArray[np.float64]

NEVER = -50.0  # logit of knowing an item that must not be asked about
HALVED = 2  # of the seed: for all that is chosen with it, validation people have the same half
CHECKPOINTS = (1, 3, 5, 10)  # questions after which lists are judged
FLIP = 0.1  # share of replayed choices that are flipped
MOST_REPLAYED = 500  # people who answer: a difference of two settings is then known to about .003


@dataclass(frozen=True, eq=False)
class HalvedCatalogue:
    """``askable`` items may be asked about; recommendations are judged on the others."""

    askable: NDArray[np.bool_]  # (n_items,)

    def revealed(self, ratings: sparse.csr_matrix, keys: tuple[str, ...]) -> list[dict[str, float]]:
        """Ratings of askable items by catalogue key, per row of ``ratings`` (n_users, n_items)."""
        rows = []
        for person in range(ratings.shape[0]):
            row = slice(ratings.indptr[person], ratings.indptr[person + 1])
            pairs = zip(ratings.indices[row], ratings.data[row], strict=True)
            rows.append({keys[i]: float(value) for i, value in pairs if self.askable[i]})
        return rows

    def targets(self, ratings: sparse.csr_matrix, like: float) -> sparse.csr_matrix:
        """Items of ``like`` stars or more of the judged half, 1.0 or 0.0, (n_users, n_items)."""
        return (likes(ratings, like) @ sparse.diags((~self.askable).astype(np.float64))).tocsr()

    def familiarity(self, familiarity: Familiarity) -> Familiarity:
        """``familiarity`` with probability near 0 for the judged half, hence never asked."""
        return replace(familiarity, logits=np.where(self.askable, familiarity.logits, NEVER))


def halve(n_items: int, rng: np.random.Generator) -> HalvedCatalogue:
    """A random half of ``n_items`` items may be asked about."""
    askable = np.zeros(n_items, dtype=bool)
    askable[rng.permutation(n_items)[: n_items // 2]] = True
    return HalvedCatalogue(askable)


def replay_people(
    basis: RewardBasis,
    familiarity: Familiarity,
    revealed: Sequence[Mapping[str, float]],
    like: float,
    policy: str,
    n_shown: int,
    seed: int,
    question_size: int = 2,
) -> list[Trace]:
    """A whole session of ``n_shown`` questions with each person.

    ``revealed``: catalogue key -> rating of each person (see ``HalvedCatalogue.revealed``).
    """
    return [
        run_session(
            basis,
            familiarity,
            replayed_person(ratings, like, FLIP),
            policy,
            n_shown,
            seed + person,
            question_size,
        )
        for person, ratings in enumerate(revealed)
    ]


def judged_ndcg(
    scores: Floats, targets: sparse.csr_matrix, half: HalvedCatalogue, k: int = 100
) -> Floats:
    """NDCG@k [Jarvelin2002] of each person on the judged half, (n_users,), nan without targets.

    ``scores`` (n_users, n_items), higher is better.
    """
    return ndcg_at_k(np.where(half.askable, -np.inf, scores), targets, k)


@dataclass(frozen=True, eq=False)
class Tuned:
    """The candidate that ranked validation people best, and its mean NDCG@100 of them."""

    prior: SharedPrior
    ndcg: float


def tune_priors(
    candidates: Mapping[str, Sequence[SharedPrior]],
    basis: RewardBasis,
    familiarity: Familiarity,
    ratings: sparse.csr_matrix,  # validation people
    like: float,
    policy: str,
    seed: int,
    on_progress: Callable[[float], None] = lambda share: None,
    checkpoints: tuple[int, ...] = CHECKPOINTS,
    asked: Mapping[int, Floats] | None = None,  # number of screens -> (n_people, n_bases)
) -> dict[str, Tuned]:
    """The candidate with the best NDCG@100 for each name, a mean over ``checkpoints``.

    ``checkpoints`` are numbers of questions shown; ``ratings`` (n_users, n_items) are those of
    validation people. ``policy`` asks them, unless they were ``asked`` screens already, which says
    what they are then believed to like.
    """
    half = halve(basis.n_items, np.random.default_rng([seed, HALVED]))
    targets = half.targets(ratings, like)
    n_shown = max(checkpoints)
    if asked is None:
        revealed = half.revealed(ratings, basis.keys)
        known = half.familiarity(familiarity)
        traces = replay_people(basis, known, revealed, like, policy, n_shown, seed)
        means = {n: np.array([trace.after(n).mean for trace in traces]) for n in checkpoints}
    else:
        means = {n: asked[n] for n in checkpoints}
    moved = {n: means[n] - basis.prior.mean for n in checkpoints}
    tuned = {}
    for name, named in candidates.items():
        values = _qualities(named, [moved[n] for n in checkpoints], targets, half)
        winner = int(np.argmax(values))
        tuned[name] = Tuned(named[winner], values[winner])
        on_progress(len(tuned) / len(candidates))
    return tuned


def _qualities(
    candidates: Sequence[SharedPrior],
    moved: Sequence[Floats],  # (n_people, n_bases) of each checkpoint: belief less prior mean
    targets: sparse.csr_matrix,  # (n_people, n_items)
    half: HalvedCatalogue,
) -> list[float]:
    """Mean NDCG@100 of each candidate over people and checkpoints, a block of people at a time."""
    values = np.empty((len(candidates), len(moved), targets.shape[0]))
    for block in blocks(targets.shape[0]):
        shifts, answered = None, list[Floats]()
        for number, candidate in enumerate(candidates):
            if shifts is None or not same(shifts, candidate.shifts):  # many differ in trust alone
                shifts = candidate.shifts
                answered = [own[block] @ shifts.T for own in moved]
            for checkpoint, own in enumerate(answered):
                scores = candidate.crowd + odds(candidate.trust) * own
                values[number, checkpoint, block] = judged_ndcg(scores, targets[block], half)
    return [float(np.mean([mean_known(own) for own in each])) for each in values]


def same(first: Floats, second: Floats) -> bool:
    """Whether two arrays hold the same numbers; quick where they are one array."""
    return first is second or np.array_equal(first, second)


def blended(shared: SharedPrior, basis: RewardBasis, traces: list[Trace], n_shown: int) -> Floats:
    """Blended scores of each person after ``n_shown`` questions, (n_users, n_items)."""
    mean = basis.prior.mean
    return np.array([blend(shared, mean, trace.after(n_shown), shared.trust) for trace in traces])
