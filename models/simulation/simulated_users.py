"""Whom simulations ask: people drawn from the fitted population, or people of the data, replayed.

Somebody replayed answers by their own ratings of one half of the catalogue; their ratings of the
other half are the truth. They come from those on whom the priors were tuned, so no base reward was
learned from them.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from elicitation.simulation.sessions import (
    Person,
    StoppingPlan,
    Trace,
    drawn_from,
    replayed_person,
    run_session,
    top_k_regret,
)
from models.artifacts import Artifact
from models.datasets.packed_ratings import from_tensors
from models.datasets.scale import STARS_LIKE
from models.rewards.prior_tuning import HalvedCatalogue, halve

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DRAWN, REPLAYED = "drawn", "replayed"
LEAST_JUDGED = 20  # ratings of the half that is the truth: a list of ten must be able to miss
MOST_PEOPLE = 2000  # of an experiment, and so kept to be replayed
NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class SimulatedUser:
    """Somebody who answers, and what is true of them."""

    person: Person
    liking: Floats  # (n_items,) log-odds of somebody drawn, stars of somebody replayed, or nan
    judged: Integers  # numbers of the items by whose liking a list is judged
    coefficients: Floats | None = None  # (n_bases,) of somebody drawn

    def regret(self, basis: RewardBasis, belief: Gaussian) -> float:
        """What the best ten by this belief lose, as ``top_k_regret``."""
        return top_k_regret(self.liking[self.judged], self.believed(basis, belief), 10)

    def believed(self, basis: RewardBasis, belief: Gaussian) -> Floats:
        """Expected utilities of the judged items."""
        rewards: Floats = basis.rewards[self.judged] @ belief.mean
        return basis.offsets[self.judged] + rewards


@dataclass(frozen=True)
class AnswerNoise:
    """How people answer. ``lapse``: share of coin tosses among answers that pick an item."""

    seed: int = 0
    lapse: float = 0.0
    spread: float = 1.0  # of drawn people's tastes against the fitted population's
    size: int = 2  # items to choose from


def simulated_user(
    basis: RewardBasis,
    familiarity: Familiarity,
    people: sparse.csr_matrix | None,
    manner: AnswerNoise,
    number: int,
    like: float = STARS_LIKE,
) -> SimulatedUser:
    """Person ``number``, the same for every policy: one of ``people``, or drawn if that is None.

    Of somebody replayed a rating of ``like`` stars or more is a like.

    Raises IndexError if there are fewer.
    """
    if people is not None:
        return _replayed(basis, people, manner, number, like)
    known, seed = known_probabilities(familiarity, NOBODY, NOBODY), [manner.seed, number]
    w, person = drawn_from(basis, known, seed, manner.spread, manner.lapse)
    return SimulatedUser(person, basis.offsets + basis.rewards @ w, np.arange(basis.n_items), w)


def _replayed(
    basis: RewardBasis, people: sparse.csr_matrix, manner: AnswerNoise, number: int, like: float
) -> SimulatedUser:
    if not 0 <= number < people.shape[0]:
        raise IndexError(f"person {number} of {people.shape[0]}")
    row = people[number]
    told = _half(people.shape[1]).askable[row.indices]
    revealed = {
        basis.keys[item]: float(stars)
        for item, stars in zip(row.indices[told], row.data[told], strict=True)
    }
    flip = manner.lapse * (manner.size - 1) / manner.size  # a coin toss may fall right
    liking = np.full(basis.n_items, np.nan)
    liking[row.indices] = row.data
    judged = row.indices[~told].astype(np.int64)
    return SimulatedUser(replayed_person(revealed, like, flip), liking, judged)


def simulate(
    basis: RewardBasis,
    familiarity: Familiarity,
    one: SimulatedUser,
    policy: str,
    n_shown: int,
    manner: AnswerNoise,
    number: int,
    stopping: StoppingPlan | None = None,
) -> Trace:
    """A whole session, as ``run_session``, with ``one``, who is person ``number``.

    Nobody replayed is asked about what they are judged by.
    """
    if one.coefficients is None:
        familiarity = _half(basis.n_items).familiarity(familiarity)
    seed = manner.seed + number
    return run_session(basis, familiarity, one.person, policy, n_shown, seed, manner.size, stopping)


def _half(n_items: int) -> HalvedCatalogue:
    return halve(n_items, np.random.default_rng(0))  # of all who are replayed the same


def require(people: sparse.csr_matrix | None, n: int) -> sparse.csr_matrix:
    """``people``, if there are ``n``. Raises ValueError if there are fewer, or none."""
    n_there = 0 if people is None else people.shape[0]
    if people is None or n_there < n:
        raise ValueError(
            f"{n} people should be replayed; this artifact has {n_there} with enough ratings: ask "
            "fewer, or fit anew."
        )
    return people


@lru_cache(maxsize=2)
def replayed_people(artifact: Artifact) -> sparse.csr_matrix | None:
    """Ratings (n_people, n_items) of the people who can be replayed; None if there are none.

    Raises ArtifactError if the artifact's arrays do not fit together.
    """
    return artifact.read(from_tensors)


def replayable(ratings: sparse.csr_matrix) -> sparse.csr_matrix:
    """The rows of people whose truth is known well enough, ``MOST_PEOPLE`` at most."""
    askable = _half(ratings.shape[1]).askable
    kept = []
    for person in range(ratings.shape[0]):
        row = ratings[person]
        judged = row.data[~askable[row.indices]]
        if len(judged) >= LEAST_JUDGED and np.ptp(judged) > 0.0:
            kept.append(person)
    return ratings[kept[:MOST_PEOPLE]]
