"""Arms of benchmarks.elicitation: policies, and how simulated people answer.

*Raters* know only the films they rated, which is a lower bound of what they can answer. People *of
opinion* have a preference for every film, predicted by EASE from their history where they gave no
rating: an upper bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers.asking import PREF_PRECISION
from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from models.fit import DEFAULT_POLICY

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SHOWN = (0, 1, 2, 3, 5, 10, 15, 20, 30)
POLICIES = ("random", "pref", "a_optimal", "information_gain", "expected_best", "fixed_list")
N_REVEALED = 10  # items whose being known or not sharpens the guess about the others
DISLIKED = 2.5  # stars, at most
KNOWING, SHARE = "what people know", "what people know: popularity alone"
NOBODY = np.zeros(0, dtype=np.int64)
EVERYTHING_KNOWN = 30.0  # logit of knowing, where answerability is switched off


@dataclass(frozen=True)
class Arm:
    """A policy, with or without the familiarity model."""

    name: str
    policy: str
    answerability: bool = True
    published: bool = False  # PReF's own estimator: a flat prior, no blend
    strangers: bool = False  # negative control: the answers are another person's
    opinions: bool = False  # asks people of opinion, not raters
    size: int = 2  # items to choose from


ARMS = (
    *(Arm(f"{policy} x answerability", policy) for policy in POLICIES),
    # without the model of what people know hardly anything is answered, whatever the policy
    *(Arm(policy, policy, answerability=False) for policy in ("random", DEFAULT_POLICY)),
    Arm("PReF as published", "pref", answerability=False, published=True),
    Arm("control: a stranger's answers", DEFAULT_POLICY, strangers=True),
    Arm("random, of opinion", "random", opinions=True),
    Arm(f"{DEFAULT_POLICY}, of opinion", DEFAULT_POLICY, opinions=True),
    Arm(f"{DEFAULT_POLICY}, best of four, of opinion", DEFAULT_POLICY, opinions=True, size=4),
    Arm("PReF, of opinion", "pref", answerability=False, published=True, opinions=True),
)
RANDOM, ADAPTIVE = ARMS[0], ARMS[POLICIES.index(DEFAULT_POLICY)]
FIXED, PREF, CONTROL = ARMS[POLICIES.index("fixed_list")], ARMS[-6], ARMS[-5]
OPINION_RANDOM, OPINION, OPINION_OF_FOUR, OPINION_PREF = ARMS[-4:]


def asked_by(
    arm: Arm, basis: RewardBasis, familiarity: Familiarity
) -> tuple[RewardBasis, Familiarity]:
    """Basis and familiarity used by the arm's policy."""
    if arm.published:
        flat = Gaussian(basis.prior.mean, np.eye(basis.n_bases) / PREF_PRECISION)
        basis = replace(basis, prior=flat)
    if not arm.answerability:
        askable = familiarity.logits > -EVERYTHING_KNOWN
        logits = np.where(askable, EVERYTHING_KNOWN, familiarity.logits)
        familiarity = Familiarity(logits=logits, activity_variance=0.0)
    return basis, familiarity


def knowing(
    familiarity: Familiarity,
    known: NDArray[np.bool_],  # (n_people, n_items) who has rated what
    askable: NDArray[np.bool_],  # (n_items,)
    rng: np.random.Generator,
) -> dict[str, Floats]:
    """Log-loss of familiarity with the items that are not ``askable``, nats an item, by model.

    The model of what people know has seen ten askable items of each person, drawn by popularity;
    its control is every item's share of the population.
    """
    share = known_probabilities(familiarity, NOBODY, NOBODY)
    weights = np.where(askable, share, 0.0)
    losses: dict[str, list[float]] = {KNOWING: [], SHARE: []}
    for person in known:
        asked = rng.choice(len(share), N_REVEALED, replace=False, p=weights / weights.sum())
        sharpened = known_probabilities(familiarity, asked[person[asked]], asked[~person[asked]])
        for name, p in ((KNOWING, sharpened), (SHARE, share)):
            likelihood = np.where(person, p, 1.0 - p)[~askable]
            losses[name].append(-float(np.log(likelihood).mean()))
    return {name: np.array(values) for name, values in losses.items()}


def opinions(
    revealed: Mapping[str, float],  # own ratings of askable items
    like: float,  # stars
    scores: Floats,  # (n_items,) what another model makes of the person's askable history
    keys: tuple[str, ...],
    askable: Bools,
) -> dict[str, float]:
    """Preference for each askable item (n_askable,); ratings take precedence over scores.

    Liked items come first by their stars, disliked ones last, all others by their score.
    """
    spread = np.ptp(scores) or 1.0
    between = (scores - scores.min()) / spread  # 0 to 1
    values = {keys[item]: float(between[item]) for item in np.flatnonzero(askable)}
    for key, stars in revealed.items():
        if stars >= like:
            values[key] = 1.0 + stars
        elif stars <= DISLIKED:
            values[key] = stars - DISLIKED - 1.0
    return values


def likeliest_known(
    familiarity: Familiarity,
    known: Bools,  # (n_items,) what the person has rated
    liked: Bools,  # (n_items,)
    n_shown: int,
) -> list[int]:
    """Answered questions after 0, 1, ... if the policy maximises answerability alone.

    No item is asked twice, but a known item stays while an unknown one is replaced; liked against
    unknown is an answer. Approximate upper bound for all policies.
    """
    seen: list[int] = []
    unseen: list[int] = []
    kept: list[int] = []
    counts = [0]
    for _ in range(n_shown):
        chances = known_probabilities(familiarity, np.array(seen, int), np.array(unseen, int))
        chances[seen] = 0.0
        fresh = np.argsort(-chances, kind="stable")[: 2 - len(kept)].tolist()
        items = [*kept, *fresh]
        answered = known[items].all() or liked[items].any()
        counts.append(counts[-1] + int(answered))
        seen += [item for item in fresh if known[item] or answered]
        unseen += [item for item in fresh if not (known[item] or answered)]
        kept = [] if answered else [item for item in items if known[item]]
    return counts
