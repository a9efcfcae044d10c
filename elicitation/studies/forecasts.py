"""What was predicted of an answer before it was given, for every answer of a session.

Predictions are means over exact samples of the belief, so that what is said to happen with
probability p can be held against how often it happened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import softmax

from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.observations import observations
from elicitation.inference.posterior import sample_posterior
from elicitation.sessions.session import Answered, Event, Session, apply, replay

Kind = Literal["asked", "repeated", "held out"]
N_DRAWS = 300  # a probability is then known to about three points


@dataclass(frozen=True)
class Forecast:
    """An answer, and the probability that the first item shown would be picked.

    The probability comes from the answers before; of a hold-out question, from all answers of the
    session, as none of them is a hold-out. It is None where an item is gone.
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
    kept = {answer.step for answer in (*final.answers, *final.holdout_answers)}
    session = Session(final.started)
    for event in log[1:]:
        after = apply(session, event)
        if isinstance(event, Answered) and after is not session:
            held = session.is_holdout(event.items)
            asked = any(set(a.items) == set(event.items) for a in session.answers)
            kind: Kind = "held out" if held else "repeated" if asked else "asked"
            probability = first_chance(basis, final if held else session, event.items)
            yield Forecast(event, kind, event.step in kept, probability)
        session = after


def first_chance(basis: RewardBasis, session: Session, items: tuple[str, ...]) -> float | None:
    """Probability that somebody with these answers picks the first of ``items``."""
    if not set(items) <= basis.numbers.keys():
        return None
    rng = np.random.default_rng([session.started.seed, len(session.answers)])
    draws = sample_posterior(basis.prior, observations(basis, session), N_DRAWS, rng)
    at = [basis.numbers[item] for item in items]
    utilities: Floats = basis.offsets[at] + draws @ basis.rewards[at].T  # (n_draws, k)
    return float(softmax(utilities, axis=1)[:, 0].mean())
