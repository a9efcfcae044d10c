"""How likely the shown list is to be the person's own."""

import numpy as np

from elicitation.arrays import Floats
from elicitation.inference.basis import RewardBasis
from elicitation.inference.observations import observations
from elicitation.inference.posterior import sample_posterior
from elicitation.recommendations.personal_list import left_out, ranking
from elicitation.recommendations.scores import SharedPrior, odds
from elicitation.sessions.session import Session

N_DRAWS = 200


def certainty(
    basis: RewardBasis, shared: SharedPrior, session: Session, trust: float, k: int
) -> float:
    """Expected share of the shown list of ``k`` that belongs into the person's own first ``k``.

    1 if nothing that is still unknown about them could change the list.
    """
    return float(membership_probability(basis, shared, session, trust, k)[1].mean())


def membership_probability(
    basis: RewardBasis, shared: SharedPrior, session: Session, trust: float, k: int
) -> tuple[tuple[int, ...], Floats]:
    """The shown list, and each item's probability to be among the person's own first ``k``, (k,).

    The person's own list is ranked by coefficients drawn from the belief. The same session always
    gives the same values.
    """
    shown = ranking(basis, shared, session, trust, k)
    rng = np.random.default_rng(session.started.seed)
    draws = (
        sample_posterior(basis.prior, observations(basis, session), N_DRAWS, rng) - basis.prior.mean
    )
    scores = shared.crowd + odds(trust) * draws @ shared.shifts.T  # (n_draws, n_items)
    scores[:, left_out(basis, session)] = -np.inf
    least = np.partition(scores, scores.shape[1] - len(shown), axis=1)[:, -len(shown)]
    return shown, np.asarray((scores[:, list(shown)] >= least[:, None]).mean(axis=0))
