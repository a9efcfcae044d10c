"""How one person's belief changed, answer by answer."""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, frozen_floats
from elicitation.inference.belief import Belief
from elicitation.inference.gaussian import Gaussian
from elicitation.questions.next_question import screen_information
from elicitation.sessions.events import Answered

N_DRAWS = 1000  # a 90 % interval's ends are then known to about a twentieth of a deviation
Z_90 = 1.6448536269514722  # 95 % quantile of the normal distribution
N_EXACT = 40  # answers; with more, Laplace serves: draws for each of hundreds would take minutes


@dataclass(frozen=True, eq=False)
class BeliefStep:
    """The belief after an answer, and the information of that answer in nats.

    ``expected`` is the information about the coefficients that the screen promised before the
    answer, see ``screen_information``; ``realised`` is the Kullback-Leibler divergence of the new
    belief from the old. Over many answers the two have the same mean; surprising answers give more
    than expected.
    """

    answer: Answered | None  # None = before the first answer
    expected: float
    realised: float
    log_det: float  # log-determinant of the covariance, in nats; lower is surer
    trace: float  # of the covariance: mean variance of utilities
    mean: Floats  # (n_bases,)
    low: Floats  # (n_bases,) 5 % quantile
    high: Floats  # (n_bases,) 95 % quantile

    def __post_init__(self) -> None:
        for name in ("mean", "low", "high"):
            object.__setattr__(self, name, frozen_floats(getattr(self, name), None, name=name))


def belief_steps(belief: Belief) -> tuple[BeliefStep, ...]:
    """One step before any answer and one for each answer, (n_answers + 1).

    "Haven't seen" leaves the belief as it was. Corrected axes count in the last step. Intervals of
    the first ``N_EXACT`` answers come from draws of the exact posterior, because Laplace's are too
    narrow while answers are few.
    """
    found = []
    for n, now in enumerate(belief.steps):
        mean, low, high = _interval(now, n <= N_EXACT)
        answer = belief.session.answers[n - 1] if n else None
        earlier = belief.steps[n - 1].posterior if n else now.posterior
        found.append(
            BeliefStep(
                answer=answer,
                expected=_expected(belief.steps[n - 1], answer) if answer else 0.0,
                realised=divergence(now.posterior, earlier) if answer else 0.0,
                log_det=now.posterior.log_det,
                trace=float(np.trace(now.posterior.cov)),
                mean=mean,
                low=low,
                high=high,
            )
        )
    return tuple(found)


def _interval(belief: Belief, exactly: bool) -> tuple[Floats, Floats, Floats]:
    """Mean of the coefficients, and the ends of their 90 % intervals, (n_bases,) each."""
    if exactly:
        # one seed for all steps: intervals differ by the answers only
        draws = belief.sample(N_DRAWS, belief.session.started.seed)
        low, high = np.quantile(draws, [0.05, 0.95], axis=0)
        return draws.mean(axis=0), low, high
    mean = belief.posterior.mean
    half = Z_90 * np.sqrt(np.diag(belief.posterior.cov))
    return mean, mean - half, mean + half


def divergence(after: Gaussian, before: Gaussian) -> float:
    """Kullback-Leibler divergence of ``after`` from ``before``, in nats, >= 0."""
    whitened = np.linalg.solve(before.factor, after.factor)
    moved = np.linalg.solve(before.factor, after.mean - before.mean)
    trace = float((whitened**2).sum()) - len(moved)
    return max(0.0, 0.5 * (trace + float(moved @ moved) + before.log_det - after.log_det))


def _expected(before: Belief, answer: Answered) -> float:
    # the expectation when the question was asked, whatever was answered, "haven't seen" too
    numbers = before.basis.numbers
    if not set(answer.items) <= numbers.keys():
        return 0.0
    items = np.array([numbers[item] for item in answer.items], dtype=np.int64)
    return screen_information(before, answer.question, items)
