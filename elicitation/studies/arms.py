"""Lists of several recommenders beside each other: blinded, in an order of each person's own."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from elicitation.sessions.session import Session

MOST_ARMS, LENGTH = 3, 6
_SALT = 8301  # so that the order is independent of the questions that the same seed draws


def order_of(session: Session, arms: Sequence[str]) -> tuple[str, ...]:
    """The arms as this person sees them, from the left; the same at every look.

    By the session's seed, which is a keyed hash of the participant: every order is as likely.
    """
    rng = np.random.default_rng([session.started.seed, _SALT])
    return tuple(arms[n] for n in rng.permutation(len(arms)).tolist())


def preferences(sessions: Iterable[Session]) -> Counter[str]:
    """How often each arm was preferred; "" where no list was."""
    return Counter(
        session.comparison.preferred for session in sessions if session.comparison is not None
    )
