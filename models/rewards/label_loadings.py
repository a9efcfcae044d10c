"""Axes that people can name: genres or tags, and the times that items are of.

Components of what people do hold little of a genre that few people care for. Such axes beside them,
each with a small variance of its own, let somebody's answers say "horror" where no component does.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WELL_KNOWN = 400  # items by which the columns are centred
FEWEST = 5  # items that an axis must have at both of its ends
MOST = 40  # axes: where there are more labels, those that divide the well-known items most evenly
ERAS = (  # name, first year, first year after
    ("before 1962", 1, 1962),
    ("1962 to 1979", 1962, 1980),
    ("the 1980s", 1980, 1990),
    ("the 1990s", 1990, 2000),
    ("2000 to 2004", 2000, 2005),
    ("since 2005", 2005, 10_000),
)


def label_loadings(
    labels: Sequence[tuple[str, ...]],  # of each item
    years: Sequence[int],  # of each item, 0 = unknown; may be empty
    share: Floats,  # (n_items,) of people who know each item
    width: float,  # standard deviation of a person's utility of a label
) -> tuple[Floats, tuple[str, ...]]:
    """Loadings (n_items, n_axes) for coefficients N(0, I), and the name of each axis.

    Columns are centred over well-known items, so that an axis moves no crowd favourite on average.
    Labels of fewer than ``FEWEST`` items, or that all but so few have, make no axis; width 0 makes
    none at all.
    """
    n_items = len(labels)
    counts = Counter(label for own in labels for label in set(own))
    names = sorted(name for name, n in counts.items() if FEWEST <= n <= n_items - FEWEST)
    number = {name: column for column, name in enumerate(names)}
    columns = list(np.zeros((len(names), n_items)))
    for item, own in enumerate(labels):
        for label in own:
            if label in number:
                columns[number[label]][item] = 1.0
    if len(years):
        of = np.asarray(years)
        names += [name for name, _, _ in ERAS]
        columns += [((of >= first) & (of < after)).astype(np.float64) for _, first, after in ERAS]
    kept = [k for k, column in enumerate(columns) if FEWEST <= column.sum() <= n_items - FEWEST]
    if not kept or not width:
        return np.zeros((n_items, 0)), ()
    loadings = np.column_stack([columns[k] for k in kept])
    known = np.argsort(-share, kind="stable")[:WELL_KNOWN]
    weights = share[known] + 1e-12
    means = np.average(loadings[known], axis=0, weights=weights)
    even = np.sort(np.argsort(-means * (1.0 - means), kind="stable")[:MOST])
    return width * (loadings - means)[:, even], tuple(names[kept[k]] for k in even)
