"""One update step from newly observed interactions: reward factors and recommenders.

The losses are those of fitting (models/rewards/factorisation.py, ``OnlineUpdate`` in the table of
recommenders), one gradient step per interaction, with sampled negatives. A positive item is
admitted to the table and its expiry renewed; a negative is not.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from elicitation.inference.gaussian import Gaussian
from models.artifacts import Artifact
from models.embedding_table.cuckoo import ABSENT
from models.embedding_table.table import Vectors
from models.online_learning.event_sources import Interaction
from models.online_learning.publishing import log_popularity
from models.online_learning.state import GROUPS, MOST_LIKES, Integers, Online
from models.recommenders.base import Recommender, RecommenderSpec
from models.recommenders.table import RECOMMENDERS

Bools = NDArray[np.bool_]

N_NEGATIVES = 4  # per positive item that was not chosen from a question
EXPECTED = 20.0  # interactions per person, over which the population prior is spread
EXPOSURE_POWER = 0.75  # of the popularity, as in fitting
CANDIDATES = 20_000  # items at most in a recommender's step; sampled if there are more
PEOPLE = 50  # per step of a recommender


class Negatives(NamedTuple):
    """Items to sample negatives from, with their weights."""

    ids: Integers  # (n,)
    weights: NDArray[np.float64]  # (n,) not normalised

    def sample(self, n: int, rng: np.random.Generator) -> Integers:
        at = np.searchsorted(np.cumsum(self.weights), rng.random(n) * self.weights.sum())
        return np.unique(self.ids[np.minimum(at, len(self.ids) - 1)])


def negatives(online: Online, fitted: Artifact) -> Negatives:
    """Weights popularity ** 0.75 of the fitted items; new items get the lowest popularity."""
    popularity = log_popularity(fitted)
    numbers = fitted.catalogue.numbers
    ids, _ = online.items.index.items()
    names = {number: key for key, number in online.item_names.ids.items()}
    at = [numbers.get(names[i], -1) for i in ids.tolist()]
    known = np.where(np.array(at) < 0, popularity.min(), popularity[at])
    return Negatives(ids, np.exp(EXPOSURE_POWER * known))


def learn(
    online: Online,
    interactions: Sequence[Interaction],
    fitted: Artifact,
    now: float,
    rng: np.random.Generator,
) -> None:
    """Update the tables from the interactions of one poll, in their order.

    ``fitted`` holds what stays fixed: the population, and the shared parameters of recommenders.
    """
    known = [
        interaction for interaction in interactions if interaction.item in online.item_names.ids
    ]
    if not known:
        return
    sampler, population = negatives(online, fitted), fitted.basis.prior
    for interaction in known:
        learn_rewards(online, interaction, sampler, population, now, rng)
        _remember(online, interaction)
    people = list(dict.fromkeys(map(_person, known)))
    for spec in RECOMMENDERS.values():
        if spec.online is None or spec.load is None or (model := fitted.read(spec.load)) is None:
            continue
        for start in range(0, len(people), PEOPLE):
            batch = [online.progress.likes[name] for name in people[start : start + PEOPLE]]
            learn_recommender(online, batch, spec, model, now, rng)


def _person(interaction: Interaction) -> str:
    return f"{interaction.kind}:{interaction.person}"


def _remember(online: Online, interaction: Interaction) -> None:
    likes, times = (
        online.progress.likes.setdefault(_person(interaction), []),
        online.progress.taken_up,
    )
    if interaction.item not in likes[-1:]:
        likes.append(interaction.item)
        del likes[:-MOST_LIKES]
    times[interaction.item] = times.get(interaction.item, 0) + 1


def learn_rewards(
    online: Online,
    interaction: Interaction,
    sampler: Negatives,
    population: Gaussian,
    now: float,
    rng: np.random.Generator,
) -> None:
    """A gradient step of -log sigmoid(utility of the positive - utility of each negative)."""
    person = online.people_names.of([_person(interaction)], GROUPS[interaction.kind])
    taken = online.item_names.of([interaction.item])
    enter(online, taken, now)
    others = _others(online, interaction, sampler, rng)
    if len(others):
        _compare(online, person, taken, others, population, now)


def _others(
    online: Online, interaction: Interaction, sampler: Negatives, rng: np.random.Generator
) -> Integers:
    """Negatives: the other items of the question, or sampled items without the recent likes."""
    names = online.item_names
    if interaction.others:
        known = [key for key in interaction.others if key in names.ids]
        return names.of(known)
    likes = {names.ids.get(key) for key in online.progress.likes.get(_person(interaction), ())}
    likes.add(names.ids[interaction.item])
    drawn = sampler.sample(N_NEGATIVES, rng).tolist()
    return np.array([number for number in drawn if number not in likes], dtype=np.int64)


def _compare(
    online: Online,
    person: Integers,  # (1,)
    taken: Integers,  # (1,)
    others: Integers,  # (n,)
    population: Gaussian,
    now: float,
) -> None:
    layout, n = online.layout, len(others)
    w = online.people.lookup(person)[0].astype(np.float64)
    winner = online.items.lookup(taken)[0].astype(np.float64)
    losers = online.items.lookup(others).astype(np.float64)
    if online.items.index.find(taken)[0] == ABSENT:
        return  # not admitted yet
    rewards, offset = layout.columns("rewards"), layout.columns("offsets").start
    rows = winner[rewards] - losers[:, rewards]
    gap = winner[offset] - losers[:, offset] + rows @ w
    share = expit(-gap) / n
    up = np.zeros((1, layout.width), dtype=np.float32)
    up[0, rewards], up[0, offset] = -share.sum() * w, -share.sum()
    down = np.zeros((n, layout.width), dtype=np.float32)
    down[:, rewards], down[:, offset] = share[:, None] * w, share
    pull = population.precision @ (w - population.mean) / EXPECTED
    online.people.update(person, (pull - share @ rows).astype(np.float32)[None], now)
    online.items.update(taken, up, now)
    online.items.push(others, down)


def enter(online: Online, ids: Integers, now: float) -> None:
    """Count sightings; admitted items start with the bias and offset of rarely met items."""
    layout, absent = online.layout, ids[online.items.index.find(ids) == ABSENT]
    if not len(absent):
        return
    nothing = np.zeros((len(absent), layout.width), dtype=np.float32)
    new = online.items.update(absent, nothing, now)
    if len(new):
        everybody: Vectors = online.items.lookup(online.items.index.items()[0])
        vectors = online.items.lookup(new)
        for column in layout.biases:
            vectors[:, column] = np.quantile(everybody[:, column], 0.1)
        online.items.assign(new, vectors, now)


def learn_recommender(
    online: Online,
    likes: Sequence[Sequence[str]],  # keys, per person
    spec: RecommenderSpec,
    model: Recommender,
    now: float,
    rng: np.random.Generator,
) -> None:
    """A gradient step of the recommender's loss on these people, over sampled candidates."""
    layout, names, update = online.layout, online.item_names, spec.online
    if update is None or not set(update.arrays) <= set(layout.shapes):
        return  # it is newer than this state
    own = [names.of([key for key in dict.fromkeys(keys) if key in names.ids]) for keys in likes]
    own = [ids[online.items.index.find(ids) != ABSENT] for ids in own]
    own = [ids for ids in own if len(ids) > 1]  # co-occurrence needs two items
    if not own:
        return
    taken = np.unique(np.concatenate(own))
    everybody, _ = online.items.index.items()
    candidates = everybody
    if len(everybody) > CANDIDATES:
        candidates = np.union1d(taken, rng.choice(everybody, CANDIDATES, replace=False))
    candidates = np.sort(candidates)
    columns = np.searchsorted(candidates, np.concatenate(own))
    ends = np.cumsum([0, *map(len, own)])
    shape = len(own), len(candidates)
    histories = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape)
    vectors = online.items.lookup(candidates)
    rows = {name: layout.entries(vectors, name) for name in update.arrays}
    gradients = np.zeros_like(vectors)
    for name, gradient in update.gradients(model, rows, histories).items():
        gradients[:, layout.columns(name)] = gradient.reshape(len(vectors), -1)
    is_taken = np.isin(candidates, taken)
    online.items.update(candidates[is_taken], gradients[is_taken], now)
    online.items.push(candidates[~is_taken], gradients[~is_taken])
