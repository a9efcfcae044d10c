"""Screens of several kinds, asked of the people of benchmarks.elicitation: arms and what they cost.

A list is ranked as the app ranks it, by the shared prior moved by the answers; beside it stands the
list by the belief's mean utility alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from elicitation.recommendations.new_to_you import diversity, known_probability
from elicitation.recommendations.scores import odds
from elicitation.simulation.screen_sessions import BY_CHANCE, Plan, ScreenTrace
from models.evaluation.metrics import top_k
from models.fit import Fitted
from models.rewards.prior_tuning import HalvedCatalogue, judged_ndcg

Floats = NDArray[np.float64]

SCREENS = (0, 1, 3, 5, 10)
LIST = 10  # places that a person sees at once
FAVOURITES = 30  # of the crowd

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
    people: str = "opinion"  # or "raters", "opinion by the VAE", "opinion, any line"
    how: str = "adaptive"  # or BY_CHANCE, or "fixed": what the prior would ask, whatever is said
    strangers: bool = False  # negative control


def measures(
    fitted: Fitted,
    traces: Sequence[ScreenTrace],
    targets: sparse.csr_matrix,
    half: HalvedCatalogue,
    n: int,
) -> dict[str, Floats]:
    """Each measure after ``n`` screens, (n_people,)."""
    model, shared = fitted.basis.taste_model, fitted.blend
    beliefs = [trace.beliefs[trace.after(n)] for trace in traces]
    means = np.array([belief.mean[: model.n_bases] for belief in beliefs])
    moved = means - model.tastes.mean
    scores = shared.crowd + odds(shared.trust) * moved @ shared.shifts.T
    utilities = model.offsets + means @ model.rewards.T
    best = top_k(np.where(half.askable, -np.inf, scores), LIST)
    judged = np.where(half.askable, -np.inf, model.known_logits)
    crowd = np.argsort(-judged, kind="stable")[:FAVOURITES]
    return {
        "NDCG@100": judged_ndcg(scores, targets, half),
        "NDCG@100 by utility alone": judged_ndcg(utilities, targets, half),
        "among the crowd's favourites": np.isin(best, crowd).mean(axis=1),
        "probably known": np.array(
            [
                known_probability(model, belief, items).mean()
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


DEFAULT = "name three, then tap any of nine"
SCREEN_ARMS = (
    ScreenArm("pairs", PAIRS),
    ScreenArm("pairs with both and neither", EITHER),
    ScreenArm("best of four", FOURS),
    ScreenArm("best and worst of four", EXTREMES),
    ScreenArm("tap any of four", TAPS_4),
    ScreenArm("tap any of nine", TAPS_9),
    ScreenArm(DEFAULT, NAMED),
    ScreenArm("three times tap any of nine, then pairs with both and neither", GRIDS_FIRST),
    ScreenArm(f"{DEFAULT}, at random", NAMED, how=BY_CHANCE),
    ScreenArm(f"{DEFAULT}, a fixed list", NAMED, how="fixed"),
    ScreenArm("pairs with both and neither, at random", EITHER, how=BY_CHANCE),
    ScreenArm("pairs with both and neither, a fixed list", EITHER, how="fixed"),
    ScreenArm(f"{DEFAULT}, opinions by the VAE", NAMED, people="opinion by the VAE"),
    ScreenArm(f"{DEFAULT}, lines of their own", NAMED, people="opinion, any line"),
    ScreenArm(f"control: a stranger, {DEFAULT}", NAMED, strangers=True),
    ScreenArm("raters, pairs", PAIRS, people="raters"),
    ScreenArm("raters, pairs with both and neither", EITHER, people="raters"),
    ScreenArm("raters, best of four", FOURS, people="raters"),
    ScreenArm("raters, tap any of nine", TAPS_9, people="raters"),
    ScreenArm(f"raters, {DEFAULT}", NAMED, people="raters"),
    ScreenArm(f"raters, {DEFAULT}, at random", NAMED, people="raters", how=BY_CHANCE),
    ScreenArm(f"raters, {DEFAULT}, a fixed list", NAMED, people="raters", how="fixed"),
)
