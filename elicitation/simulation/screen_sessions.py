"""Whole sessions of screens with simulated people, and what they cost the person."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from elicitation.inference.gaussian import Gaussian
from elicitation.inference.heavy_tails import widened
from elicitation.inference.screens import Reply, ScreenKind, evidence
from elicitation.inference.taste_model import TasteModel
from elicitation.questions.screens import CANDIDATES, choose_screen
from elicitation.simulation.answer_times import KEYSTROKES, AnswerTimes
from elicitation.simulation.screen_people import ScreenPerson

Plan = Sequence[tuple[ScreenKind, int]]

BY_CHANCE = "random"


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


def run_screens(
    model: TasteModel,
    person: ScreenPerson,
    askable: NDArray[np.bool_],
    plan: Plan,
    how: str,
    rng: np.random.Generator,
    n_candidates: int = CANDIDATES,
    times: AnswerTimes = KEYSTROKES,
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
        took = times.seconds(kind, len(reply.items), len(reply.chosen))
        trace.seconds.append(trace.seconds[-1] + took)
        found = widened(model.prior, evidence(model, trace.replies), model.heavy)
        trace.beliefs.append(found.posterior)
    return trace
