"""Names of base rewards, from the genres and titles at their two ends."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CLEAR = 2.0  # standard errors by which the mean of a genre must differ to name an end
_KNOWN = 400  # the best known items, which alone may name an axis


def _ends(
    values: Floats, weights: Floats, labels: Sequence[tuple[str, ...]]
) -> tuple[list[str], list[str]]:
    """Labels whose weighted mean is clearly high, and clearly low, the clearest first."""
    clear: dict[str, float] = {}
    for label in sorted({word for words in labels for word in words}):
        members = np.array([label in words for words in labels])
        mass = weights[members]
        if len(mass) < 5:
            continue
        error = values.std() * np.sqrt((mass**2).sum()) / mass.sum()
        clear[label] = float((mass @ values[members]) / mass.sum() / error)
    ranked = sorted(clear, key=lambda label: clear[label])
    return (
        [label for label in reversed(ranked) if clear[label] > _CLEAR][:2],
        [label for label in ranked if clear[label] < -_CLEAR][:2],
    )


def name_bases(
    rewards: Floats,  # (n_items, n_bases)
    known: Floats,  # (n_items,) probability that a person knows the item
    titles: Sequence[str],
    labels: Sequence[tuple[str, ...]],  # genres or tags of each item
) -> tuple[str, ...]:
    """One unique name per base: "Action rather than Drama", titles where no genre is clear.

    The label with a positive sign comes first.
    """
    top = np.argsort(-known, kind="stable")[:_KNOWN]
    names: list[str] = []
    for values in rewards[top].T:
        centred = values - np.average(values, weights=known[top])
        high, low = _ends(centred, known[top], [labels[item] for item in top])
        order = np.argsort(centred * np.sqrt(known[top]), kind="stable")
        best, worst = titles[top[order[-1]]], titles[top[order[0]]]
        name = f"{', '.join(high) or best} rather than {', '.join(low) or worst}"
        if name in names:  # two axes may share genres: their films tell them apart
            name = f"{name} ({best})"
        names.append(name if name not in names else f"{name} #{len(names) + 1}")
    return tuple(names)
