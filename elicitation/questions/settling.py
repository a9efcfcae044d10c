"""What to ask one person of a group so that what all of them watch becomes clear."""

from collections.abc import Sequence

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.belief import Belief
from elicitation.questions.next_question import Question
from elicitation.questions.screens import choose_screen
from elicitation.sessions.events import QuestionKind


def settling_question(
    belief: Belief, contenders: Sequence[int], chances: Sequence[float]
) -> Question | None:
    """A pair to ask this person; None where too few items are left to ask about.

    ``contenders`` are the numbers of the items that may be the group's first, with their
    ``chances`` to be it. The pair takes most from the error of the differences between these
    items. It shows none of them: who compares an item knows it, and it would leave the list.
    """
    basis, session = belief.basis, belief.session
    judged = [key for key, _verdict in session.verdicts]
    away = (*session.shown, *session.history.items, *judged, *session.marked("hidden"))
    free = np.ones(basis.n_items, dtype=bool)
    free[[basis.numbers[key] for key in away if key in basis.numbers]] = False
    free[list(contenders)] = False
    if basis.works is not None:  # other editions of what is away
        free &= ~np.isin(basis.works, basis.works[~free])
    kind: QuestionKind = "pair" if session.started.plan else "best"
    model, believed = basis.taste_model, belief.with_line
    metric = differences(model.utility_rows[list(contenders)], np.array(chances))
    screen = choose_screen(model, believed, kind, 2, np.flatnonzero(free), metric=metric)
    if screen is None:
        return None
    rng = np.random.default_rng([session.started.seed, len(session.answers)])
    items = tuple(rng.permutation(screen.items).tolist())
    return Question(session.step, items, screen.information, screen.answerable, kind)


def differences(rows: Floats, weights: Floats) -> Floats:
    """Covariance of the ``rows`` (n_items, n_coefficients) at these weights, which add up to 1.

    Its product with a belief's covariance has as trace the variance of the items' utilities about
    their common mean. Items that are sure to be first leave nothing to ask, so every item counts a
    little.
    """
    shares = 0.9 * weights + 0.1 / len(weights)
    centred = rows - shares @ rows
    return np.asarray((centred.T * shares) @ centred)
