"""A room of participants: their positions on a map, the most divisive question, a shared list."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.group import GroupPick, best_for_all
from elicitation.recommendations.personal_list import left_out
from elicitation.recommendations.scores import Ranker
from elicitation.sessions.likes import liked_in
from elicitation.sessions.session import Session

SURE = 1.645  # standard errors: the minority is at least this large in 95 of 100 cases


@dataclass(frozen=True, eq=False)
class Participant:
    """One person in a room; a new record for each of their answers."""

    belief: Belief
    ranker: Ranker

    @property
    def session(self) -> Session:
        return self.belief.session

    @cached_property
    def excluded(self) -> Integers:
        """Different numbers of the items not to recommend to them."""
        return np.unique(left_out(self.belief))


@dataclass(frozen=True)
class VoteSplit:
    """How the room chose in one question; the most chosen item first, ties by key.

    Of an item to tap: the item alone, how many tapped it and how many passed it over.
    """

    items: tuple[str, ...]
    counts: tuple[int, ...]  # picks of each; taps and the rest

    @property
    def minority(self) -> float:
        """Lower confidence bound of the share that did not choose what most did [Wilson1927].

        A bound, because one against one is less evidence of a division than ten against ten.
        """
        n = sum(self.counts)
        share = 1.0 - max(self.counts) / n
        z2 = SURE**2 / n
        spread = SURE * float(np.sqrt(share * (1.0 - share) / n + z2 / (4.0 * n)))
        return (share + z2 / 2.0 - spread) / (1.0 + z2)


def map_axes(prior: Gaussian) -> tuple[int, int]:
    """Numbers of the two bases that span the map, the one of the larger variance first.

    The pair with the largest determinant of its prior covariance: of large variance and little
    correlation. It does not depend on answers, so a map keeps its axes. Raises ValueError if there
    is only one base.
    """
    if len(prior.mean) < 2:
        raise ValueError("a map needs two bases")
    variances = np.diag(prior.cov)

    def area(pair: tuple[int, int]) -> float:
        i, j = pair
        return float(variances[i] * variances[j] - prior.cov[i, j] ** 2)

    i, j = max(combinations(range(len(variances)), 2), key=area)
    return (i, j) if variances[i] >= variances[j] else (j, i)


def places(prior: Gaussian, people: Sequence[Participant], axes: tuple[int, int]) -> Floats:
    """Posterior means of two coefficients, (n_people, 2), in the prior's standard deviations.

    0 is the population's mean, and everybody who has answered nothing. ``axes`` are numbers of
    bases, see ``map_axes``.
    """
    chosen = list(axes)
    means = np.array([one.belief.posterior.mean[chosen] for one in people]).reshape(-1, 2)
    deviations = np.sqrt(np.diag(prior.cov)[chosen])
    return np.asarray((means - prior.mean[chosen]) / deviations)


def most_divisive(sessions: Sequence[Session]) -> VoteSplit | None:
    """The question, or the item to tap, with the largest ``VoteSplit.minority``.

    None where all agree. Only the last thing that each person said to it counts.
    """
    said: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for session in sessions:
        picks = [answer for answer in session.answers if answer.choice.kind == "pick"]
        last = {frozenset(answer.items): answer.choice.items[0] for answer in picks}
        for items, picked in last.items():
            said[items][picked] += 1
    splits = [
        VoteSplit(order, tuple(counts[item] for item in order))
        for items, counts in said.items()
        if len(counts) > 1
        for order in [tuple(sorted(items, key=lambda item: (-counts[item], item)))]
    ]
    return max(
        [*splits, *_tapped(sessions)], key=lambda split: (split.minority, split.items), default=None
    )


def _tapped(sessions: Iterable[Session]) -> list[VoteSplit]:
    """Of every item that some tapped and others, who may know it, passed over."""
    votes: defaultdict[str, Counter[bool]] = defaultdict(Counter)
    for session in sessions:
        own: dict[str, bool] = {}
        for answer in session.answers:
            if answer.choice.kind in ("taps", "both", "neither"):
                liked = liked_in(answer)
                unseen = answer.choice.unseen
                own |= {item: item in liked for item in answer.items if item not in unseen}
        for item, is_liked in own.items():
            votes[item][is_liked] += 1
    return [
        VoteSplit((item,), (counts[True], counts[False]))
        for item, counts in votes.items()
        if counts[True] and counts[False]
    ]


def shared_top(people: Sequence[Participant], k: int, rule: str) -> tuple[GroupPick, ...]:
    """The ``k`` best items for the room, best first.

    Every question shows well-known items, so in a full room somebody has seen nearly all of them:
    only what more than half of the people know or hid is left out. Raises ValueError without
    people or if ``rule`` is not in GROUP_RULES.
    """
    n_items = people[0].belief.basis.n_items if people else 0
    times = np.zeros(n_items, dtype=np.int64)
    for one in people:
        times[one.excluded] += 1
    known = np.flatnonzero(2 * times > len(people))
    beliefs, rankers = [one.belief for one in people], [one.ranker for one in people]
    return best_for_all(beliefs, rankers, known, k, rule)


@dataclass(frozen=True)
class RoomSnapshot:
    """The state of a room at one moment."""

    names: tuple[str, ...]  # of the sessions, in the order they came
    places: tuple[tuple[float, float], ...]  # see ``places``
    said: tuple[int, ...]  # informative answers of each
    n_done: int  # people who finished, or answered all planned questions
    split: VoteSplit | None
    top: tuple[GroupPick, ...]  # empty before the first informative answer


def snapshot(
    participants: Mapping[str, Participant],  # by session id, in the order they came
    prior: Gaussian,
    axes: tuple[int, int],
    k: int,
    rule: str,
) -> RoomSnapshot:
    """The room of these participants; ``axes`` span its map, ``k`` items are in its list.

    Raises ValueError if ``rule`` is not in GROUP_RULES.
    """
    people = list(participants.values())
    sessions = [one.session for one in people]
    said = tuple(session.n_informative for session in sessions)
    at = places(prior, people, axes)
    done = [s.finished or s.is_complete for s in sessions]
    return RoomSnapshot(
        tuple(participants),
        tuple((float(x), float(y)) for x, y in at),
        said,
        sum(done),
        most_divisive(sessions),
        shared_top(people, k, rule) if any(said) else (),
    )
