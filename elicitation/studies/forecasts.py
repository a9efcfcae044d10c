"""What was predicted of an answer before it was given, for every answer of a session.

Predictions are means over exact samples of the belief, so that what is said to happen with
probability p can be held against how often it happened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from scipy.special import softmax

from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.sessions.events import Answered, Event
from elicitation.sessions.session import Session, apply, replay

Kind = Literal["asked", "repeated", "held out"]
N_DRAWS = 300  # a probability is then known to about three points


@dataclass(frozen=True)
class Forecast:
    """An answer, and the probability that the first item shown would be picked.

    The probability comes from the answers before; of a hold-out question, from all answers of the
    session, as none of them is a hold-out. It is None where an item is gone, and of screens where
    more is said than which item is the best.
    """

    answer: Answered
    kind: Kind
    counts: bool  # False: taken back later
    probability: float | None

    @property
    def happened(self) -> bool | None:
        """Whether the first item was picked; None unless something was."""
        if self.answer.choice.kind != "pick":
            return None
        return self.answer.choice.items[0] == self.answer.items[0]


def forecasts(basis: RewardBasis, events: Iterable[Event]) -> Iterator[Forecast]:
    """A forecast for each answer that took effect, in order. Raises ValueError as ``replay``."""
    log = tuple(events)
    final = replay(log)
    kept = {*final.answers, *final.holdout_answers}
    whole, session = Belief(basis, final), Session(final.started)
    for event in log[1:]:
        after = apply(session, event)
        if isinstance(event, Answered) and after is not session:
            held = session.is_holdout(event.items)
            asked = any(set(a.items) == set(event.items) for a in session.answers)
            kind: Kind = "held out" if held else "repeated" if asked else "asked"
            belief = whole if held else Belief(basis, session)
            compared = event.question == "best"
            probability = first_pick_probability(belief, event.items) if compared else None
            yield Forecast(event, kind, event in kept, probability)
        session = after


def first_pick_probability(belief: Belief, items: tuple[str, ...]) -> float | None:
    """Posterior predictive probability that the first of ``items``, keys, is picked.

    The mean over N_DRAWS draws of the exact posterior. None where the basis lacks an item.
    """
    basis, session = belief.basis, belief.session
    if not set(items) <= basis.numbers.keys():
        return None
    draws = belief.sample(N_DRAWS, [session.started.seed, len(session.answers)])
    at = [basis.numbers[item] for item in items]
    utilities: Floats = basis.offsets[at] + draws @ basis.rewards[at].T  # (n_draws, k)
    return float(softmax(utilities, axis=1)[:, 0].mean())
