"""How much of a basis answers bear out, chosen on people whom it was not learned from.

A population that is too wide, or that has too many components, takes what somebody said by chance
for their taste, and answers then make the list worse. So people held out tap the well-known items
of one half of the catalogue, and what their answers add to the list of the other half decides: the
penalty of the scores, the number of components, the width of tastes, and that of axes of labels.
How sure an answer is, how often somebody answers without looking and how much knowing an item says
stay at what was good on other data, unless something else is clearly better here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.inference.heavy_tails import widened
from elicitation.inference.screens import Reply, evidence
from elicitation.inference.taste_model import TasteModel
from models.recommenders.blocks import blocks
from models.rewards.prior_tuning import MOST_REPLAYED, HalvedCatalogue, halve, judged_ndcg

Floats = NDArray[np.float64]

SHOWN = 45  # well-known items that each person taps among: five screens of nine
HALVINGS = 2  # of the catalogue: what chance puts into a half averages out
FEWEST = 10  # people with answers and targets; with fewer nothing is chosen


@dataclass(frozen=True)
class Widths:
    """Components kept, and standard deviations of a person's utility.

    ``tastes`` multiplies what the scores of the fitted people spread; ``labels`` is that of one
    label. With no components nothing is known of anybody's taste.
    """

    n_bases: int = 16
    tastes: float = 1.0
    labels: float = 0.5
    unit: float = 0.75  # log-odds of a pair per unit of a component's utility
    lapse: float = 0.15  # share of answers made without looking
    exposure: float = 1.0  # weight of what taste says about knowing an item


COMPONENTS = (2, 4, 8, 16)
TASTES = (0.25, 0.5, 0.75, 1.0, 1.5)
LABELS = (0.0, 0.15, 0.25, 0.35, 0.5)
UNITS = (0.375, 0.5, 1.0, 1.5)  # tried beside the defaults of ``Widths``
LAPSES = (0.0, 0.05, 0.3)
WEIGHTS = (0.5, 2.0)
CLEARLY = 2.0  # standard errors by which another value must be better than a default
PENALTY_STEP, PENALTY_STEPS = 4.0, 2  # of the scores, against what the rule says, up and down


@dataclass(frozen=True, eq=False)
class Chosen:
    """The widths, and what answers then add to NDCG@100 of people held out."""

    widths: Widths
    gain: float = float("nan")  # nan where there were too few people to tell
    error: float = float("nan")  # standard error of ``gain``

    @property
    def answers_tell(self) -> bool:
        """Whether answers add more than one standard error; True where nobody could tell."""
        return not self.gain <= self.error


@dataclass(frozen=True, eq=False)
class Judges:
    """People held out: what they tap in one half of the catalogue, what they like in the other."""

    replies: tuple[Reply, ...]
    targets: sparse.csr_matrix  # (n_people, n_items)
    half: HalvedCatalogue

    def values(self, model: TasteModel, answered: bool = True) -> Floats:
        """NDCG@100 of each person, (n_people,), nan without targets."""
        means = np.zeros((len(self.replies), model.n_bases))
        if answered:
            for row, reply in zip(means, self.replies, strict=True):
                belief = widened(model.prior, evidence(model, [reply]), model.heavy)
                row[:] = belief.posterior.mean[: model.n_bases]
        found = np.empty(len(means))
        for block in blocks(len(means)):
            scores = model.offsets + means[block] @ model.rewards.T
            found[block] = judged_ndcg(scores, self.targets[block], self.half)
        return found


def judges_of(ratings: sparse.csr_matrix, like: float, share: Floats, seed: int) -> list[Judges]:
    """People (n_people, n_items) who answer by their ratings; ``share`` of people know an item."""
    ratings = ratings[:MOST_REPLAYED]  # in random order
    found = []
    for number in range(HALVINGS):
        half = halve(ratings.shape[1], np.random.default_rng([seed, 8, number]))
        best = np.argsort(-np.where(half.askable, share, -1.0), kind="stable")
        shown = tuple(best[: min(SHOWN, int(half.askable.sum()))].tolist())
        rows = (ratings[person] for person in range(ratings.shape[0]))
        liked = (set(row.indices[row.data >= like].tolist()) for row in rows)
        replies = (Reply("taps", shown, tuple(i for i in shown if i in own)) for own in liked)
        found.append(Judges(tuple(replies), half.targets(ratings, like), half))
    return found


def choose_widths(
    model_of: Callable[[Widths], TasteModel], judges: Sequence[Judges], most: Widths
) -> Chosen:
    """The widths whose answers add most; ``most`` are those where too few people can tell.

    One setting after the other is varied; of equal ones the smallest is taken. Labels are as wide
    as costs the average person less than one standard error: it is few people who care for one kind
    of item alone.
    """
    nothing = _values(judges, model_of(most), answered=False)
    if (~np.isnan(nothing)).sum() < FEWEST:
        return Chosen(most)
    known: dict[Widths, Floats] = {}

    def gains(widths: Widths) -> Floats:
        if widths not in known:
            known[widths] = _values(judges, model_of(widths)) - nothing
        return known[widths]

    def best_of(options: Sequence[Widths]) -> Widths:
        return max(options, key=lambda widths: float(np.nanmean(gains(widths))))

    few = [replace(most, n_bases=n) for n in COMPONENTS if n <= most.n_bases]
    best = best_of(few or [most])
    best = best_of([replace(best, tastes=width) for width in TASTES])
    by_labels = [replace(best, labels=width) for width in LABELS]
    best = best_of(by_labels)
    best = [own for own in by_labels if not _is_worse(gains(own), gains(best))][-1]
    for others in (_with_units, _with_lapses, _with_weights):
        tried = best_of(others(best))
        best = tried if is_clearly_better(gains(tried), gains(best)) else best
    own = gains(best)[~np.isnan(gains(best))]
    return Chosen(best, float(own.mean()), float(own.std(ddof=1) / np.sqrt(len(own))))


def _with_units(widths: Widths) -> list[Widths]:
    return [replace(widths, unit=unit) for unit in UNITS]


def _with_lapses(widths: Widths) -> list[Widths]:
    return [replace(widths, lapse=lapse) for lapse in LAPSES]


def _with_weights(widths: Widths) -> list[Widths]:
    return [replace(widths, exposure=weight) for weight in WEIGHTS]


def choose_penalty(model_at: Callable[[float], TasteModel], judges: Sequence[Judges]) -> float:
    """How much stronger the penalty is than the rule's: 1, unless others are clearly better.

    From 1 the factors go up, then down, as long as each is clearly better than the one before.
    """
    best, values = 1.0, _values(judges, model_at(1.0))
    if (~np.isnan(values)).sum() < FEWEST:
        return 1.0
    for step in (PENALTY_STEP, 1.0 / PENALTY_STEP):
        for n in range(1, PENALTY_STEPS + 1):
            tried = _values(judges, model_at(step**n))
            if not is_clearly_better(tried, values):
                break
            best, values = step**n, tried
    return best


def is_clearly_better(values: Floats, than: Floats) -> bool:
    """Whether ``values`` (n_people,) exceed ``than`` by more than ``CLEARLY`` standard errors."""
    gain = (values - than)[~np.isnan(values) & ~np.isnan(than)]
    return bool(len(gain) > 1 and gain.mean() > CLEARLY * gain.std(ddof=1) / np.sqrt(len(gain)))


def _is_worse(values: Floats, best: Floats) -> bool:
    """Whether ``values`` (n_people,) are below ``best`` by more than one standard error."""
    lost = (best - values)[~np.isnan(values)]
    return bool(lost.mean() > lost.std(ddof=1) / np.sqrt(len(lost)))


def _values(judges: Sequence[Judges], model: TasteModel, answered: bool = True) -> Floats:
    """Mean of each person over the halvings, nan where none has targets."""
    values = np.array([own.values(model, answered) for own in judges])
    there = ~np.isnan(values)
    sums, counts = np.where(there, values, 0.0).sum(axis=0), there.sum(axis=0)
    return np.where(counts, sums / np.maximum(counts, 1), np.nan)
