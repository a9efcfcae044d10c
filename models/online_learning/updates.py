"""One look's deeds into the vectors: the factors of the rewards, and AMP-CF.

The same losses as in fitting (models/reward_basis.py, models/personas_training.py), a step at a
time, on what was done and on rivals by lot. Taking an item up lets it in and keeps it alive; being
a rival does neither.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit

from elicitation.inference.gaussian import Gaussian
from models.artifacts import Artifact
from models.embedding_table.cuckoo import ABSENT
from models.embedding_table.table import Vectors
from models.online_learning.event_sources import Interaction
from models.online_learning.publishing import fame_of
from models.online_learning.state import GROUPS, MOST_LIKES, Integers, Online
from models.recommenders.personas import Personas, PersonasConfig
from models.recommenders.personas_training import loss_of
from models.recommenders.vae_training import Batch

Bools = NDArray[np.bool_]

RIVALS = 4  # of an item that was taken up and not chosen among others
EXPECTED = 20.0  # deeds of a person, among which the pull to the population is spread
EXPOSURE_POWER = 0.75  # of their fame, as in fitting
CANDIDATES = 20_000  # items at most that AMP-CF tells the taken ones from, by lot of more
PEOPLE = 50  # of a step of AMP-CF


class Rivals(NamedTuple):
    """Items that may stand for what somebody did not take up, and how often they do."""

    ids: Integers
    chances: NDArray[np.float64]

    def drawn(self, n: int, rng: np.random.Generator) -> Integers:
        at = np.searchsorted(np.cumsum(self.chances), rng.random(n) * self.chances.sum())
        return np.unique(self.ids[np.minimum(at, len(self.ids) - 1)])


def rivals(online: Online, fitted: Artifact) -> Rivals:
    """By their fame among the fitted items; newcomers are as little known as any."""
    fame = fame_of(fitted)
    numbers = fitted.catalogue.numbers
    ids, _ = online.items.index.items()
    names = {number: key for key, number in online.item_names.ids.items()}
    at = [numbers.get(names[i], -1) for i in ids.tolist()]
    known = np.where(np.array(at) < 0, fame.min(), fame[at])
    return Rivals(ids, np.exp(EXPOSURE_POWER * known))


def learn(
    online: Online,
    deeds: Sequence[Interaction],
    fitted: Artifact,
    now: float,
    rng: np.random.Generator,
) -> None:
    """All deeds of one look, in their order.

    ``fitted`` has what is not learned: the population, and what AMP-CF shares among items.
    """
    known = [deed for deed in deeds if deed.item in online.item_names.ids]
    if not known:
        return
    usual, population, personas = rivals(online, fitted), fitted.basis.prior, fitted.personas
    for deed in known:
        learn_rewards(online, deed, usual, population, now, rng)
        _remember(online, deed)
    if personas is not None:
        people = list(dict.fromkeys(map(_person, known)))
        for start in range(0, len(people), PEOPLE):
            batch = [online.progress.likes[name] for name in people[start : start + PEOPLE]]
            learn_personas(online, batch, personas, now, rng)


def _person(deed: Interaction) -> str:
    return f"{deed.kind}:{deed.person}"


def _remember(online: Online, deed: Interaction) -> None:
    likes, times = online.progress.likes.setdefault(_person(deed), []), online.progress.taken_up
    if deed.item not in likes[-1:]:
        likes.append(deed.item)
        del likes[:-MOST_LIKES]
    times[deed.item] = times.get(deed.item, 0) + 1


def learn_rewards(
    online: Online,
    deed: Interaction,
    usual: Rivals,
    population: Gaussian,
    now: float,
    rng: np.random.Generator,
) -> None:
    """A step of -log sigma(utility of the taken - utility of the other), for each other."""
    person = online.people_names.of([_person(deed)], GROUPS[deed.kind])
    taken = online.item_names.of([deed.item])
    enter(online, taken, now)
    others = _others(online, deed, usual, rng)
    if len(others):
        _compare(online, person, taken, others, population, now)


def _others(online: Online, deed: Interaction, usual: Rivals, rng: np.random.Generator) -> Integers:
    """What else there was: what they chose from, or rivals that they did not take up lately."""
    names = online.item_names
    if deed.others:
        known = [key for key in deed.others if key in names.ids]
        return names.of(known)
    likes = {names.ids.get(key) for key in online.progress.likes.get(_person(deed), ())}
    likes.add(names.ids[deed.item])
    drawn = usual.drawn(RIVALS, rng).tolist()
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
        return  # not yet let in
    rows = winner[layout.rewards] - losers[:, layout.rewards]
    gap = winner[layout.offset] - losers[:, layout.offset] + rows @ w
    share = expit(-gap) / n
    up = np.zeros((1, layout.width), dtype=np.float32)
    up[0, layout.rewards], up[0, layout.offset] = -share.sum() * w, -share.sum()
    down = np.zeros((n, layout.width), dtype=np.float32)
    down[:, layout.rewards], down[:, layout.offset] = share[:, None] * w, share
    pull = population.precision @ (w - population.mean) / EXPECTED
    online.people.update(person, (pull - share @ rows).astype(np.float32)[None], now)
    online.items.update(taken, up, now)
    online.items.push(others, down)


def enter(online: Online, ids: Integers, now: float) -> None:
    """Sight items; newcomers begin as unknown as anything that was fitted."""
    layout, absent = online.layout, ids[online.items.index.find(ids) == ABSENT]
    if not len(absent):
        return
    nothing = np.zeros((len(absent), layout.width), dtype=np.float32)
    new = online.items.update(absent, nothing, now)
    if len(new):
        everybody: Vectors = online.items.lookup(online.items.index.items()[0])
        vectors = online.items.lookup(new)
        for column in (layout.bias, layout.offset):
            vectors[:, column] = np.quantile(everybody[:, column], 0.1)
        online.items.assign(new, vectors, now)


def learn_personas(
    online: Online,
    likes: Sequence[Sequence[str]],  # of each person, keys
    personas: Personas,
    now: float,
    rng: np.random.Generator,
) -> None:
    """A step of AMP-CF's loss on these people, over what they took up and items by lot."""
    layout, names = online.layout, online.item_names
    own = [names.of([key for key in dict.fromkeys(keys) if key in names.ids]) for keys in likes]
    own = [ids[online.items.index.find(ids) != ABSENT] for ids in own]
    own = [ids for ids in own if len(ids) > 1]  # one item says nothing of what goes with it
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
    vectors = torch.tensor(online.items.lookup(candidates), requires_grad=True)
    focus = np.clip(personas.focus, 1e-6, 1.0 - 1e-6)
    parameters = {
        "history_factors": vectors[:, layout.history],
        "item_factors": vectors[:, layout.item],
        "item_bias": vectors[:, layout.bias],
        "starts": _tensor(personas.starts),
        "log_temperatures": _tensor(np.log(personas.temperatures)),
        "focus": _tensor(np.log(focus / (1.0 - focus))),
    }
    config = PersonasConfig(n_personas=len(personas.starts), n_factors=layout.n_factors)
    kept = torch.ones(len(columns))
    loss_of(parameters, Batch(histories, np.arange(len(own))), kept, config).backward()
    assert vectors.grad is not None
    gradients = len(own) * vectors.grad.numpy()  # the loss is a mean over people
    is_taken = np.isin(candidates, taken)
    online.items.update(candidates[is_taken], gradients[is_taken], now)
    online.items.push(candidates[~is_taken], gradients[~is_taken])


def _tensor(values: NDArray[np.float64]) -> torch.Tensor:
    return torch.tensor(np.array(values), dtype=torch.float32)
