"""Cost of shared rows to AMP-CF and the reward factorisation, by item frequency.

Hashing into few rows, so that about 10, 25, 40 or 60 % of the items collide, is compared with one
row per item from the cuckoo index, with the same split and training seed. The control hashes into
so many rows that nothing collides; only the order of rows differs. Losses are of held-out people,
in nats:

* AMP-CF: -log p of held-out likes, a softmax over all items that are not in the history.
* Factorisation: -log p of held-out rating pairs, given the other half of the person's pairs and a
  prior N(0, I), which is what training assumes.

Popularity alone, with rows that know only their items' mean likes, shows how much of AMP-CF's loss
is the shared bias. Deciles are of held-out traffic: items in the order of their training frequency,
cut so that each decile holds about a tenth of the held-out likes (pairs: of the rarer item). 1 is
the rarest.
"""

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import log_softmax

from benchmarks.common.report import Row
from benchmarks.common.seeds import Named
from benchmarks.embedding.rates import ARMS, rate_row, rows_of
from elicitation.inference.choice_model import compare_pairs
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior
from models.datasets.catalogue import Dataset
from models.evaluation.protocol import MINIMUM_LIKES, FoldIn, fold_in, unseen_scores
from models.recommenders.base import Recommender
from models.recommenders.personas import PERSONAS
from models.recommenders.popularity import Popularity
from models.recommenders.training.personas_training import fit_personas
from models.recommenders.training.shared_rows import mean_by_row
from models.rewards.factorisation import BasisConfig, Factors, fit_factors
from models.rewards.preferences import Preferences, disjoint_pairs

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

N_FOLDS = 3  # a third of the people is tested
N_DECILES = 10
EVERYTHING = 0  # in place of a decile
AMP, FACTORS, POPULARITY = "AMP-CF", "factorisation", "popularity alone"
FREQUENCY = "training frequency"  # in place of an arm
PAIR_SHARE = 0.8  # as where rating pairs are to be told apart (benchmarks/answers/worlds.py)


@dataclass(frozen=True, eq=False)
class Experiment:
    """Training people, test people and targets of one seed."""

    ids: Integers  # (n_items,) of the items that training people liked
    ratings: sparse.csr_matrix  # (n_training, n_items)
    liked: sparse.csr_matrix  # (n_training, n_items)
    like: float  # stars from which on a rating is a like
    test: FoldIn
    asked: Preferences  # pairs of the tested that their coefficients are inferred from
    judged: Preferences  # other pairs of them
    tested: Integers  # rows of the data set


def experiment(dataset: Dataset, seed: int) -> Experiment:
    """Data of one seed: people with five likes; those not tested train, as nothing is tuned."""
    liked, ratings = dataset.liked, dataset.interactions.ratings
    people = np.flatnonzero(np.asarray(liked.sum(axis=1)).ravel() >= MINIMUM_LIKES)
    order = np.random.default_rng([seed, 50]).permutation(people)
    tested = np.sort(order[::N_FOLDS])
    training = np.setdiff1d(people, tested)
    items = np.flatnonzero(np.asarray(liked[training].sum(axis=0)).ravel() > 0)
    rng = np.random.default_rng([seed, 51])
    test = fold_in(liked[tested][:, items].tocsr(), rng)
    pairs = disjoint_pairs(ratings[tested][:, items].tocsr(), rng)
    half = rng.random(len(pairs.people)) < 0.5
    return Experiment(
        np.array([int(dataset.catalogue.keys[item].split(":")[1]) for item in items]),
        ratings[training][:, items].tocsr(),
        liked[training][:, items].tocsr(),
        dataset.like,
        test,
        _some(pairs, half),
        _some(pairs, ~half),
        tested,
    )


def _some(pairs: Preferences, which: NDArray[np.bool_]) -> Preferences:
    return Preferences(
        pairs.people[which], pairs.preferred[which], pairs.other[which], pairs.weights[which]
    )


def traffic_deciles(frequency: Floats, items: Integers) -> Integers:
    """Decile, 1 to 10, of each event by its item; an item belongs to one decile.

    ``frequency`` (n_items,) orders items, ``items`` (n_events,) are what happened.
    """
    traffic = np.bincount(items, minlength=len(frequency))
    order = np.lexsort((np.random.default_rng(0).permutation(len(frequency)), frequency))
    middle = np.cumsum(traffic[order]) - traffic[order] / 2.0
    decile = np.empty(len(frequency), dtype=np.int64)
    decile[order] = 1 + np.minimum(N_DECILES * middle / len(items), N_DECILES - 1).astype(np.int64)
    return decile[items]


def like_losses(model: Recommender, part: FoldIn) -> Floats:
    """-log p of every held-out like, in the order of ``part.targets.nonzero()``."""
    return -log_softmax(unseen_scores(model, part), axis=1)[part.targets.nonzero()]


def pair_losses(factors: Factors, asked: Preferences, judged: Preferences) -> Floats:
    """-log p of every judged pair at the mode of its person's coefficients, (n_pairs,)."""
    n_bases = factors.rewards.shape[1]
    prior = Gaussian(np.zeros(n_bases), np.eye(n_bases))
    gaps = factors.rewards[judged.preferred] - factors.rewards[judged.other]
    leads = factors.offsets[judged.preferred] - factors.offsets[judged.other]
    n_people = int(judged.people.max(initial=-1)) + 1
    everybody = asked.by_person(n_people)
    for person in np.unique(judged.people):
        own, rows = everybody[person], judged.people == person
        answers = compare_pairs(
            factors.rewards[own.preferred] - factors.rewards[own.other],
            factors.offsets[own.preferred] - factors.offsets[own.other],
            np.ones(len(own.people)),
        )
        leads[rows] += gaps[rows] @ laplace_posterior(prior, answers).mean
    return np.logaddexp(0.0, -leads)


def by_decile(losses: Floats, people: Integers, deciles: Integers, n: int) -> dict[int, Floats]:
    """Mean loss of each of ``n`` people by decile and over all events; nan without events."""
    found = {}
    for decile in range(N_DECILES + 1):
        counted = (deciles == decile) | (decile == EVERYTHING)
        events = np.bincount(people[counted], minlength=n)
        sums = np.bincount(people[counted], losses[counted], minlength=n)
        found[decile] = np.where(events > 0, sums / np.maximum(events, 1), np.nan)
    return found


def measured(world: Experiment, seed: int) -> tuple[Named, list[Row]]:
    """(model, arm, decile) -> mean losses of the tested, (n_tested,); and rates of collisions.

    ``FREQUENCY`` in place of an arm holds the training frequency of held-out items.
    """
    clicks = np.asarray(world.liked.sum(axis=0)).ravel()
    exposure = np.asarray((world.ratings > 0).sum(axis=0)).ravel()
    people, wanted = world.test.targets.nonzero()
    pair = np.column_stack([world.judged.preferred, world.judged.other])
    rarer = pair[np.arange(len(pair)), exposure[pair].argmin(axis=1)]
    events = {  # whose, of what decile, and how often in training
        AMP: (people, traffic_deciles(clicks, wanted), clicks[wanted]),
        POPULARITY: (people, traffic_deciles(clicks, wanted), clicks[wanted]),
        FACTORS: (world.judged.people, traffic_deciles(exposure, rarer), exposure[rarer]),
    }
    found: Named = {}

    def keep(model: str, arm: str, values: Floats) -> None:
        whose, deciles, _ = events[model]
        for decile, means in by_decile(values, whose, deciles, len(world.tested)).items():
            found[model, arm, decile] = means

    for model, (_, _, frequency) in events.items():
        keep(model, FREQUENCY, frequency)
    config = BasisConfig(pair_share=PAIR_SHARE)
    rates: list[Row] = []
    for arm, rate in ARMS.items():
        rows, n_rows = rows_of(world.ids, arm, seed)
        if rate:
            rates.append(rate_row(f"films, {arm}", seed, rows, n_rows))
        personas = fit_personas(world.liked, PERSONAS, seed, rows=rows)
        factors = fit_factors(world.ratings, world.like, config, seed, rows=rows)
        popularity = Popularity(np.log(mean_by_row(clicks, rows) + 0.5)[rows])
        keep(AMP, arm, like_losses(personas, world.test))
        keep(POPULARITY, arm, like_losses(popularity, world.test))
        keep(FACTORS, arm, pair_losses(factors, world.asked, world.judged))
        print(f"seed {seed}: {arm}", file=sys.stderr, flush=True)
    return found, rates
