"""Names of axes of taste: what is really over-represented at either end.

The items at an end of an axis are held against all well-known items, label by label, by the
hypergeometric test (Fisher's exact one); the false discovery rate over all labels, ends and axes
is kept by Benjamini and Hochberg's rule [Benjamini1995]. An end at which nothing is
over-represented gets no name: its items must speak for it. An axis that is a label, or a span of
years, by construction is named by that.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from elicitation.arrays import Floats, Integers

N_KNOWN = 400  # best known items: what hardly anybody knows names nothing
END_SHARE = 0.1  # of the well-known items stand at an end
ENOUGH = 20  # items of an end for a test to tell, but at most every fourth of few
MOST_TIED = 0.4  # of the well-known items may share the value of an end
LEAST_ITEMS = 5  # of an end, and of a label
RATE = 0.01  # of the names are expected to be false discoveries
LEAST_LIFT = 1.5  # times as frequent as among all well-known items
LEAST_SHARE = 0.25  # of the end's items have the label: a rare one describes few of them
MOST_LABELS = 2

# kind and value, such as ("genre", "Horror"), ("decade", "1980") or ("years", "1962-1979"), which
# has no first or last year where the catalogue ends
Label = tuple[str, str]


@dataclass(frozen=True)
class AxisEnd:
    """``stands`` says whether some items stand out at this end of the axis at all.

    They do not where most items share the lowest value, as on an axis of one label.
    """

    labels: tuple[Label, ...] = ()  # the most significant one first
    stands: bool = True


@dataclass(frozen=True)
class AxisName:
    first: AxisEnd  # that a positive coefficient likes
    second: AxisEnd


def name_axes(
    rewards: Floats,
    known: Floats,
    labels: Sequence[Sequence[Label]],
    years: Sequence[int] = (),
) -> tuple[AxisName, ...]:
    """The names of all axes, columns of ``rewards`` (n_items, n_axes).

    ``known`` (n_items,) grows with how many people know an item; ``labels`` are those of each item,
    ``years`` may be empty and 0 is unknown.
    """
    counts = Counter(label for own in labels for label in own)
    exact = [label_of(column, labels, counts, years) for column in rewards.T]
    tested = iter(_tested(rewards[:, [own is None for own in exact]], known, labels))
    alone = AxisEnd((), stands=False)
    return tuple(next(tested) if own is None else AxisName(AxisEnd((own,)), alone) for own in exact)


def label_of(
    column: Floats,
    labels: Sequence[Sequence[Label]],
    counts: Mapping[Label, int],
    years: Sequence[int],
) -> Label | None:
    """The label, else the span of years, that exactly the items of the higher value have.

    None where ``column`` (n_items,) has more values than two, or nothing fits. ``counts``: label ->
    number of items.
    """
    values = np.unique(column)
    if len(values) != 2:
        return None
    members = np.flatnonzero(column == values[1])
    shared: set[Label] = set.intersection(*(set(labels[item]) for item in members.tolist()))
    for label in sorted(shared):
        if counts[label] == len(members):
            return label
    if not len(years):
        return None
    of = np.asarray(years)
    first, last = int(of[members].min()), int(of[members].max())
    inside = (of >= first) & (of <= last)
    if first <= 0 or int(inside.sum()) != len(members):
        return None
    begin = "" if first == of[of > 0].min() else str(first)
    return "years", f"{begin}-{'' if last == of.max() else last}"


def _tested(
    rewards: Floats, known: Floats, labels: Sequence[Sequence[Label]]
) -> tuple[AxisName, ...]:
    top = np.argsort(-known, kind="stable")[:N_KNOWN]
    found = sorted({label for item in top.tolist() for label in labels[item]})
    has = np.array([[label in labels[item] for label in found] for item in top.tolist()])
    has = has.reshape(len(top), len(found))
    kept = np.flatnonzero(has.sum(axis=0) >= LEAST_ITEMS)
    has, found = has[:, kept], [found[k] for k in kept.tolist()]
    ends = [end_items(sign * values) for values in rewards[top].T for sign in (1.0, -1.0)]
    totals = has.sum(axis=0)
    counts = np.array([has[end].sum(axis=0) for end in ends]).reshape(len(ends), len(found))
    sizes = np.array([len(end) for end in ends])
    p = np.ones(counts.shape)
    for row, size in enumerate(sizes.tolist()):
        for column, total in enumerate(totals.tolist()):
            p[row, column] = at_least(int(counts[row, column]), size, total, len(top))
    shares = counts / np.maximum(sizes, 1)[:, None]
    typical = (shares >= LEAST_LIFT * totals / max(1, len(top))) & (shares >= LEAST_SHARE)
    said = discoveries(p, RATE) & typical
    named = []
    for row, size in enumerate(sizes.tolist()):
        order = sorted(np.flatnonzero(said[row]).tolist(), key=lambda k: (p[row, k], found[k]))
        own = tuple(found[k] for k in order[:MOST_LABELS])
        named.append(AxisEnd(own, stands=size > 0))
    return tuple(map(AxisName, named[::2], named[1::2]))


def end_items(values: Floats) -> Integers:
    """Positions of the highest of ``values`` (m,): an end of them, none tied with others.

    Many may share the highest value, up to MOST_TIED of all; beyond, that is what the rest have in
    common, and only items above it stand out, if there are enough.
    """
    wanted = max(round(END_SHARE * len(values)), min(ENOUGH, len(values) // 4))
    if not wanted:
        return np.zeros(0, dtype=np.int64)
    last = np.partition(values, -wanted)[-wanted]
    whole = np.flatnonzero(values >= last)
    if len(whole) > max(1.5 * wanted, MOST_TIED * len(values)):
        whole = np.flatnonzero(values > last)
    return whole if len(whole) >= min(LEAST_ITEMS, wanted) else np.zeros(0, dtype=np.int64)


def at_least(count: int, size: int, total: int, n_items: int) -> float:
    """Probability that ``count`` or more of ``size`` items drawn have a label.

    ``total`` of all ``n_items`` have it: the upper tail of the hypergeometric distribution.
    """
    most = min(size, total)
    if count <= max(0, size + total - n_items):
        return 1.0
    k = np.arange(count, most + 1, dtype=np.float64)
    ways = _log_choose(total, k) + _log_choose(n_items - total, size - k)
    return float(min(1.0, np.exp(ways - _log_choose(n_items, np.full(1, float(size)))).sum()))


def discoveries(p: Floats, rate: float) -> NDArray[np.bool_]:
    """Which of the p-values ``p`` are discoveries at this false discovery rate, as ``p`` in shape.

    Benjamini and Hochberg's rule.
    """
    flat = np.sort(p, axis=None)
    below = np.flatnonzero(flat <= rate * np.arange(1, len(flat) + 1) / max(1, len(flat)))
    bar = flat[below[-1]] if len(below) else -1.0
    return np.asarray(p <= bar)


def _log_choose(n: int, k: Floats) -> Floats:
    return np.asarray(gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0))
