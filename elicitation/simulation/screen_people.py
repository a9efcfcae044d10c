"""People who answer screens of every kind, from ratings or from opinions.

*Raters* know what they rated and tap what they rated as a like. People *of opinion* have a
value for every item that may be asked about, and tap what lies above their own line: the 75 %
quantile of their values over the 200 best-known items. One answer in ten goes wrong: a pick falls
on another item, a meant tap is missed, and as many false taps are made as are missed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elicitation.arrays import Floats
from elicitation.inference.screens import Reply, ScreenKind

NOISE = 0.1
USUAL_LINE = 0.75  # quantile of a person's values over well-known items
TAPPED = 0.25  # share of items above that line, for the balance of false taps
MOST_NAMED = 3


@dataclass(frozen=True, eq=False)
class ScreenPerson:
    """``values`` (n_items,), nan where the person cannot say; values from ``line`` on are liked."""

    values: Floats
    line: float

    def reply(self, kind: ScreenKind, items: tuple[int, ...], rng: np.random.Generator) -> Reply:
        values = self.values[list(items)]
        unseen = tuple(item for item, value in zip(items, values, strict=True) if np.isnan(value))
        liked = np.nan_to_num(values, nan=-np.inf) >= self.line
        if kind == "taps":
            false = NOISE * TAPPED / (1.0 - TAPPED)
            tapped = np.where(
                liked, rng.random(len(items)) >= NOISE, rng.random(len(items)) < false
            )
            return Reply(kind, items, tuple(np.array(items)[tapped].tolist()))
        if unseen and not liked.any():
            return Reply("best", items, (), unseen)
        # a liked item wins over those that the person never took up
        order = np.argsort(-np.nan_to_num(values, nan=-np.inf) + 1e-9 * rng.random(len(items)))
        if kind == "pair":
            return self._of_two(items, values, liked, order, unseen, rng)
        best = int(order[0])
        if rng.random() < NOISE:
            best = int(rng.choice(np.delete(np.arange(len(items)), best)))
        if kind == "best":
            return Reply(kind, items, (items[best],), self._apart(unseen, items[best]))
        worst = next(int(k) for k in order[::-1] if k != best)
        if rng.random() < NOISE:
            worst = int(rng.choice(np.delete(np.arange(len(items)), [best, worst])))
        unseen = tuple(i for i in unseen if i not in (items[best], items[worst]))
        return Reply(kind, items, (items[best], items[worst]), unseen)

    def _apart(self, unseen: tuple[int, ...], chosen: int) -> tuple[int, ...]:
        return tuple(item for item in unseen if item != chosen)

    def _of_two(
        self,
        items: tuple[int, ...],
        values: Floats,
        liked: NDArray[np.bool_],
        order: NDArray[np.int64],
        unseen: tuple[int, ...],
        rng: np.random.Generator,
    ) -> Reply:
        """Both, neither, or the better one where one is liked alone."""
        first, second = items[int(order[0])], items[int(order[1])]
        said: tuple[int, ...] = items if liked.all() else () if not liked.any() else (first,)
        if rng.random() < NOISE:
            others = [c for c in ((), items, (first,), (second,)) if set(c) != set(said)]
            said = others[int(rng.integers(len(others)))]
        return Reply("pair", items, said, tuple(i for i in unseen if i not in said))

    def named(self, askable: NDArray[np.bool_], rng: np.random.Generator) -> tuple[int, ...]:
        """Up to three favourites, drawn from the person's ten best."""
        can = np.flatnonzero(askable & (np.nan_to_num(self.values, nan=-np.inf) >= self.line))
        best = can[np.argsort(-self.values[can] + 1e-9 * rng.random(len(can)))][:10]
        if not len(best):
            return ()
        return tuple(rng.choice(best, min(MOST_NAMED, len(best)), replace=False).tolist())


def rater(ratings: Floats, like: float, askable: NDArray[np.bool_]) -> ScreenPerson:
    """Somebody who knows what they rated, (n_items,), 0 = not rated; ``like`` is the least like."""
    return ScreenPerson(np.where((ratings > 0.0) & askable, ratings, np.nan), like)


def of_opinion(
    values: Floats, well_known: NDArray[np.int64], quantile: float = USUAL_LINE
) -> ScreenPerson:
    """Somebody with a value of every askable item, (n_items,), nan for the others."""
    own = values[well_known]
    return ScreenPerson(values, float(np.quantile(own[~np.isnan(own)], quantile)))
