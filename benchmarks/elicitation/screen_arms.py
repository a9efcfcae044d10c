"""Screens of several kinds, asked of the people of benchmarks.elicitation: arms and what they cost.

The basis is made of cross-fitted scores of everybody who is not tested. A list is ranked by the
belief's mean utility alone. Seconds are those of the keystroke-level model (Card, Moran and Newell
1980): one mental act to judge an item, one pointing and pressing for a tap and to go on, one
keystroke a letter of a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks.elicitation.screen_people import ScreenPerson
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.posterior import laplace_posterior
from elicitation.inference.screens import Reply, ScreenKind, evidence
from elicitation.inference.taste_model import TasteModel
from elicitation.questions.screens import CANDIDATES, choose_screen
from elicitation.recommendations.new_to_you import diversity, known_probability
from models.evaluation.metrics import top_k
from models.rewards.prior_tuning import HalvedCatalogue, judged_ndcg

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Plan = tuple[tuple[ScreenKind, int], ...]

MENTAL, POINT, KEY = 1.35, 1.1 + 0.2, 0.28  # seconds: M, P + B and K of an average typist
LETTERS = 8  # that find a film by its name
SCREENS = (0, 1, 3, 5, 10)
LIST = 10  # places that a person sees at once
FAVOURITES = 30  # of the crowd
BY_CHANCE = "random"

PAIRS: Plan = (("best", 2),) * 10
EITHER: Plan = (("pair", 2),) * 10
FOURS: Plan = (("best", 4),) * 10
EXTREMES: Plan = (("best_worst", 4),) * 10
TAPS_4: Plan = (("taps", 4),) * 10
TAPS_9: Plan = (("taps", 9),) * 10
NAMED: Plan = (("named", 3), *TAPS_9[:9])
GRIDS_FIRST: Plan = (*TAPS_9[:3], *EITHER[:7])


@dataclass(frozen=True)
class ScreenArm:
    """A plan of screens and who answers them."""

    name: str
    plan: Plan
    people: str = "opinion"  # or "raters", or "opinion by the VAE"
    how: str = "adaptive"  # or BY_CHANCE, or "fixed": what the prior would ask, whatever is said
    strangers: bool = False  # negative control


@dataclass(eq=False)
class ScreenTrace:
    """What one person went through: the belief after 0, 1, ... screens, and what it cost them."""

    beliefs: list[Gaussian]
    read: list[int] = field(default_factory=lambda: [0])
    seconds: list[float] = field(default_factory=lambda: [0.0])
    replies: list[Reply] = field(default_factory=list)

    def after(self, n: int) -> int:
        """Index of the state after ``n`` screens, or of the last one."""
        return min(n, len(self.beliefs) - 1)


def seconds_of(reply: Reply) -> float:
    """Keystroke-level time of a screen: judge every item, tap, go on."""
    if reply.kind == "named":
        return len(reply.items) * (MENTAL + LETTERS * KEY + POINT) + POINT
    tapped = reply.kind == "taps"
    return MENTAL * len(reply.items) + POINT * (len(reply.chosen) + 1 if tapped else 1)


def run_screens(
    model: TasteModel,
    person: ScreenPerson,
    askable: Bools,
    plan: Plan,
    how: str,
    rng: np.random.Generator,
    n_candidates: int = CANDIDATES,
) -> ScreenTrace:
    """One person through a plan; no item is shown twice."""
    trace, left = ScreenTrace([model.prior]), askable.copy()
    well_known = np.argsort(-np.where(askable, model.known_logits, -np.inf), kind="stable")
    for step, (kind, size) in enumerate(plan):
        if kind == "named":
            named = person.named(left, rng)
            reply = Reply("named", named, named)
        else:
            belief = trace.beliefs[-1]
            if how == BY_CHANCE:
                pool = [item for item in well_known[:CANDIDATES] if left[item]]
                items = tuple(int(item) for item in rng.choice(pool, size, replace=False))
            else:
                known = model.prior if how == "fixed" else belief
                screen = choose_screen(
                    model, known, kind, size, np.flatnonzero(left), step == 0, n_candidates
                )
                if screen is None:
                    break
                items = screen.items
            reply = person.reply(kind, items, rng)
        trace.replies.append(reply)
        left[list(reply.items)] = False
        trace.read.append(trace.read[-1] + len(reply.items))
        trace.seconds.append(trace.seconds[-1] + seconds_of(reply))
        trace.beliefs.append(laplace_posterior(model.prior, evidence(model, trace.replies)))
    return trace


def measures(
    model: TasteModel,
    traces: Sequence[ScreenTrace],
    targets: sparse.csr_matrix,
    half: HalvedCatalogue,
    n: int,
) -> dict[str, Floats]:
    """Each measure after ``n`` screens, (n_people,)."""
    beliefs = [trace.beliefs[trace.after(n)] for trace in traces]
    scores = np.array([model.offsets + model.utility_rows @ belief.mean for belief in beliefs])
    best = top_k(np.where(half.askable, -np.inf, scores), LIST)
    judged = np.where(half.askable, -np.inf, model.known_logits)
    crowd = np.argsort(-judged, kind="stable")[:FAVOURITES]
    return {
        "NDCG@100": judged_ndcg(scores, targets, half),
        "among the crowd's favourites": np.isin(best, crowd).mean(axis=1),
        "probably known": np.array(
            [
                known_probability(model, belief)[items].mean()
                for belief, items in zip(beliefs, best, strict=True)
            ]
        ),
        "diversity": np.array([diversity(model.rewards[items]) for items in best]),
        "items read": np.array([trace.read[trace.after(n)] for trace in traces], dtype=float),
        "seconds": np.array([trace.seconds[trace.after(n)] for trace in traces]),
    }


def changed_next(first: Sequence[ScreenTrace]) -> float:
    """How often two people who were shown the same screen and answered it differently are then
    shown different ones; nan where nobody was.
    """
    seen: dict[tuple[int, ...], list[tuple[tuple[int, ...], tuple[int, ...]]]] = {}
    for trace in first:
        if len(trace.replies) > 1:
            one, two = trace.replies[:2]
            seen.setdefault(one.items, []).append((one.chosen, two.items))
    apart = [
        set(a[1]) != set(b[1])
        for same in seen.values()
        for k, a in enumerate(same)
        for b in same[:k]
        if set(a[0]) != set(b[0])
    ]
    return float(np.mean(apart)) if apart else float("nan")


SCREEN_ARMS = (
    ScreenArm("pairs", PAIRS),
    ScreenArm("pairs with both and neither", EITHER),
    ScreenArm("best of four", FOURS),
    ScreenArm("best and worst of four", EXTREMES),
    ScreenArm("tap any of four", TAPS_4),
    ScreenArm("tap any of nine", TAPS_9),
    ScreenArm("name three, then tap any of nine", NAMED),
    ScreenArm("three times tap any of nine, then pairs with both and neither", GRIDS_FIRST),
    ScreenArm("tap any of nine, at random", TAPS_9, how=BY_CHANCE),
    ScreenArm("tap any of nine, a fixed list", TAPS_9, how="fixed"),
    ScreenArm("tap any of nine, opinions by the VAE", TAPS_9, people="opinion by the VAE"),
    ScreenArm("control: a stranger taps any of nine", TAPS_9, strangers=True),
    ScreenArm("raters, pairs", PAIRS, people="raters"),
    ScreenArm("raters, pairs with both and neither", EITHER, people="raters"),
    ScreenArm("raters, best of four", FOURS, people="raters"),
    ScreenArm("raters, tap any of four", TAPS_4, people="raters"),
    ScreenArm("raters, tap any of nine", TAPS_9, people="raters"),
    ScreenArm("raters, name three, then tap any of nine", NAMED, people="raters"),
)
