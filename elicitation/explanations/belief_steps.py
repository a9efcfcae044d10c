"""What each question taught: how one person's belief shrank, answer by answer."""

from dataclasses import dataclass

import numpy as np

from elicitation.arrays import Floats, frozen_floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons
from elicitation.inference.posterior import laplace_posterior, sample_posterior
from elicitation.questions.next_question import expected_information
from elicitation.sessions.session import Answered, Session

N_DRAWS = 1000  # a 90 % interval's ends are then known to about a twentieth of a deviation


@dataclass(frozen=True, eq=False)
class BeliefStep:
    """The belief after an answer, and what that answer was worth.

    Information is in nats: ``expected`` before the answer (mutual information of answer and
    coefficients, at most log k for k items), ``realised`` after it (divergence of the new belief
    from the old). Over many answers the two have the same mean; a surprising answer tells more
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


def belief_steps(basis: RewardBasis, session: Session) -> tuple[BeliefStep, ...]:
    """One lesson before any answer and one for each answer; "haven't seen" teaches nothing.

    Axes that the person corrected count in the last one.

    Intervals come from exact samples of the posterior, which cover as often as they say.
    """
    taught = []
    belief = basis.prior
    for n in range(len(session.answers) + 1):
        answers = session.answers[:n]
        said_all = n == len(session.answers)
        compared = comparisons(basis, answers, session.corrections if said_all else ())
        before, belief = belief, laplace_posterior(basis.prior, compared)
        # the same seed at every step: intervals differ by the answers only
        rng = np.random.default_rng(session.started.seed)
        draws = sample_posterior(basis.prior, compared, N_DRAWS, rng)
        low, high = np.quantile(draws, [0.05, 0.95], axis=0)
        taught.append(
            BeliefStep(
                answer=answers[-1] if answers else None,
                expected=_expected(basis, before, answers[-1]) if answers else 0.0,
                realised=divergence(belief, before) if answers else 0.0,
                log_det=belief.log_det,
                trace=float(np.trace(belief.cov)),
                mean=draws.mean(axis=0),
                low=low,
                high=high,
            )
        )
    return tuple(taught)


def divergence(after: Gaussian, before: Gaussian) -> float:
    """Kullback-Leibler divergence of ``after`` from ``before``, in nats, >= 0."""
    whitened = np.linalg.solve(before.factor, after.factor)
    moved = np.linalg.solve(before.factor, after.mean - before.mean)
    trace = float((whitened**2).sum()) - len(moved)
    return max(0.0, 0.5 * (trace + float(moved @ moved) + before.log_det - after.log_det))


def _expected(basis: RewardBasis, belief: Gaussian, answer: Answered) -> float:
    # whatever was said, and "haven't seen" too: this was the hope when the question was asked
    if not set(answer.items) <= basis.numbers.keys():
        return 0.0
    items = np.array([basis.numbers[item] for item in answer.items])
    return expected_information(belief, basis.rewards[items], basis.offsets[items])
