"""When enough has been asked: a table of rules, and how sure the list is."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.posterior import sample_posterior
from elicitation.questions.next_question import Question, evidence
from elicitation.recommendations.picks import left_out, ranking
from elicitation.recommendations.recommend import SharedPrior, odds
from elicitation.sessions.session import Session

LEAST_INFORMATION = 0.1  # nats that a question must promise to be worth the reading
ENOUGH = 0.8  # of the list is expected to stay
N_DRAWS = 200


@dataclass(frozen=True)
class Progress:
    """What rules go by."""

    n_answered: int  # comparisons
    n_planned: int
    information: float  # nats that the next question promises, 0 if none is left
    certainty: Callable[[], float]  # as ``certainty`` below; costs some milliseconds


Rule = Callable[[Progress], bool]

STOPPING: dict[str, Rule] = {
    "fixed": lambda progress: progress.n_answered >= progress.n_planned,
    "information": lambda progress: progress.information < LEAST_INFORMATION,
    "stable": lambda progress: progress.certainty() >= ENOUGH,
}


def is_enough(session: Session, question: Question | None, sure: Callable[[], float]) -> bool:
    """Whether the plan is done and, besides, one of the other rules says stop."""
    information = question.expected_information if question else 0.0
    planned = session.started.n_questions
    progress = Progress(session.n_informative, planned, information, sure)
    others = [rule for name, rule in STOPPING.items() if name != "fixed"]
    return STOPPING["fixed"](progress) and any(rule(progress) for rule in others)


def certainty(
    basis: RewardBasis, shared: SharedPrior, session: Session, trust: float, k: int
) -> float:
    """Expected share of the shown list of ``k`` that belongs into the person's own first ``k``.

    1 if nothing that is still unknown about them could change the list.
    """
    return float(belonging(basis, shared, session, trust, k)[1].mean())


def belonging(
    basis: RewardBasis, shared: SharedPrior, session: Session, trust: float, k: int
) -> tuple[tuple[int, ...], Floats]:
    """The shown list, and each item's probability to be among the person's own first ``k``, (k,).

    The person's own list is ranked by coefficients drawn from the belief. The same session always
    gives the same values.
    """
    shown = ranking(basis, shared, session, trust, k)
    rng = np.random.default_rng(session.started.seed)
    draws = sample_posterior(basis.prior, evidence(basis, session), N_DRAWS, rng) - basis.prior.mean
    scores = shared.crowd + odds(trust) * draws @ shared.shifts.T  # (n_draws, n_items)
    scores[:, left_out(basis, session)] = -np.inf
    least = np.partition(scores, scores.shape[1] - len(shown), axis=1)[:, -len(shown)]
    return shown, np.asarray((scores[:, list(shown)] >= least[:, None]).mean(axis=0))
