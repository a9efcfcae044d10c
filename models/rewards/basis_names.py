"""Names of base rewards as text, from what is over-represented at their two ends."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elicitation.explanations.axis_names import N_KNOWN, AxisEnd, name_axes
from models.datasets.item_labels import item_labels

Floats = NDArray[np.float64]

_N_TITLES = 3  # that stand for an end without a name: one alone would name it


def name_bases(
    rewards: Floats,  # (n_items, n_bases)
    known: Floats,  # (n_items,) probability that a person knows the item
    titles: Sequence[str],
    labels: Sequence[tuple[str, ...]],  # genres or tags of each item
    years: Sequence[int] = (),  # of each item, 0 = unknown; may be empty
) -> tuple[str, ...]:
    """One unique name per base: "Action rather than Drama", titles where no label is significant.

    The end with a positive sign comes first; the second is left out where no item stands out.
    """
    top = np.argsort(-known, kind="stable")[:N_KNOWN]
    names: list[str] = []
    axes = name_axes(rewards, known, item_labels(labels, years), years)
    for values, axis in zip(rewards[top].T, axes, strict=True):
        order = top[np.argsort(values, kind="stable")]
        n = min(_N_TITLES, len(order) // 2)
        highest = ", ".join(titles[item] for item in order[::-1][:n])
        lowest = ", ".join(titles[item] for item in order[:n])
        first = _words(axis.first) or highest
        second = _words(axis.second) or (lowest if axis.second.stands else "")
        name = f"{first} rather than {second}" if second else first
        if name in names:  # two axes may share labels: their films tell them apart
            name = f"{name} ({highest})"
        names.append(name if name not in names else f"{name} #{len(names) + 1}")
    return tuple(names)


def _words(end: AxisEnd) -> str:
    return ", ".join(f"{value}s" if kind == "decade" else value for kind, value in end.labels)
