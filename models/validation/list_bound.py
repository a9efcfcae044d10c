"""How well known an item of the list may be: chosen on validation people.

Each has answered ten screens about one half of the catalogue; lists of ten come from the other
half, from items that they know with a probability of at most the bound. A list is worth the sum
over its items of (liked) * (1 - P(known)): what the person went on to like counts as far as it was
new to them.

Likes are seen of items alone that people came to know, so the estimate leans towards what is well
known: what somebody would like and never met counts nothing. So of bounds that are not worse than
the best by one standard error the lowest is taken. Weights of 1 / P(rated) would undo the bias if
people rated at random. They do not: who rates an obscure film is a friend of such films, and a few
of them would decide, for lists of films that nobody knows.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit
from elicitation.inference.screens import seen_and_unseen
from elicitation.recommendations.new_to_you import MOST_KNOWN, log_odds_known
from elicitation.recommendations.scores import SharedPrior, blend, recommend
from elicitation.simulation.screen_sessions import ScreenTrace
from models.rewards.prior_tuning import Floats
from models.validation.screens import Asked

BOUNDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
LIST = 10  # places that a person sees at once
FEWEST = 10  # people with targets; with fewer nothing is chosen


@dataclass(frozen=True)
class ListBound:
    """The bound, and what a list of ten then holds on average; nan where nobody could tell."""

    most: float = MOST_KNOWN
    liked: float = float("nan")  # items that validation people liked
    liked_new: float = float("nan")  # the same, as far as they were new to them

    @property
    def metrics(self) -> dict[str, float]:
        """What the manifest says; numbers that nobody could tell are left out."""
        told = {
            "list: known with a probability of at most": self.most,
            "list: liked among ten, validation": self.liked,
            "list: liked and new among ten, validation": self.liked_new,
        }
        return {name: value for name, value in told.items() if np.isfinite(value)}


def choose_bound(
    basis: RewardBasis,
    familiarity: Familiarity,
    shared: SharedPrior,
    asked: Asked,
    ratings: sparse.csr_matrix,  # (n_people, n_items) of those who were asked
    like: float,
) -> ListBound:
    """The lowest bound that is not worse than the best by one standard error."""
    targets = asked.half.targets(ratings, like)
    told = np.flatnonzero(np.asarray(targets.sum(axis=1)).ravel())
    if len(told) < FEWEST:
        return ListBound()
    found = np.zeros((len(told), len(BOUNDS), 2))
    for row, person in zip(found, told.tolist(), strict=True):
        logits, scores = what_ranks(basis, familiarity, shared, asked.traces[person])
        known = expit(logits)
        liked = targets[person].toarray().ravel()
        for k, most in enumerate(BOUNDS):
            listed = recommend(scores, np.flatnonzero(asked.half.askable | (known > most)), LIST)
            row[k] = liked[listed].sum(), liked[listed] @ (1.0 - known[listed])
    worth = found[..., 1]
    best = worth[:, int(worth.mean(axis=0).argmax())]
    k = next(k for k in range(len(BOUNDS)) if not _is_worse(worth[:, k], best))
    return ListBound(BOUNDS[k], *found[:, k].mean(axis=0).tolist())


def what_ranks(
    basis: RewardBasis, familiarity: Familiarity, shared: SharedPrior, trace: ScreenTrace
) -> tuple[Floats, Floats]:
    """By what a list is made after all screens of ``trace``, each (n_items,).

    Log-odds that the person knows each item, and the scores by the shared prior.
    """
    belief, n_bases = trace.beliefs[-1], basis.n_bases
    proved = seen_and_unseen(trace.replies)
    seen = np.array([item for item, known in proved.items() if known], dtype=np.int64)
    unseen = np.array([item for item, known in proved.items() if not known], dtype=np.int64)
    tastes = Gaussian(belief.mean[:n_bases], belief.cov[:n_bases, :n_bases])
    scores = blend(shared, basis.prior.mean, tastes, shared.trust)
    return log_odds_known(basis, familiarity, belief, seen, unseen), scores


def _is_worse(values: Floats, best: Floats) -> bool:
    """Whether ``values`` (n_people,) are below ``best`` by more than one standard error."""
    lost = best - values
    return bool(lost.mean() > lost.std(ddof=1) / np.sqrt(len(lost)))
