"""Likelihood of answers where the prior is N(0, I): its mode, slope and curvature."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.choice_model import Comparisons

MOST_STEPS = 50  # of Newton's method; ten are many


class Likelihood(NamedTuple):
    """Likelihood in whitened coordinates x, where w = mean + factor @ x.

    Where every answer is one of its own alternatives, as all are but "about the same", that one,
    whose margin is 0 whatever x, is not kept: ``apart``.
    """

    rows: Floats  # (n_answers * n_alternatives, n_bases) slope of each margin in x
    margins: Floats  # (n_answers, n_alternatives) at x = 0
    lapse_probabilities: Floats  # (n_answers,)
    lapse: float
    order: Integers  # (n_answers,) positions in the Comparisons
    apart: bool


class _Point(NamedTuple):
    """Log-likelihood and derivatives at one x."""

    log_likelihood: float  # up to a constant
    gradients: Floats  # (n_answers, n_bases) of log p
    attentive: Floats  # (n_answers,) probability that the answer was no lapse
    probabilities: Floats  # (n_answers, n_alternatives) probability of each alternative


def likelihood_from(mean: Floats, factor: Floats, answers: Comparisons) -> Likelihood:
    """Alternatives sorted within each answer, then the answers."""
    differences, margins, apart = _without_itself(answers.differences, answers.margins)
    n_answers, n_alternatives, n_bases = differences.shape
    rows = np.empty((n_answers * n_alternatives, n_bases + 1))
    rows[:, :-1] = differences.reshape(-1, n_bases)
    rows[:, -1] = margins.ravel()
    rows += 0.0  # -0.0 becomes 0.0, which sorts the same but is another bit
    if n_alternatives > 1:
        answer = np.repeat(np.arange(n_answers), n_alternatives)
        rows = rows[_order(rows, [n_bases], last=answer)]
    rows = rows.reshape(n_answers, -1)
    order = _order(rows, range(n_bases, rows.shape[1], n_bases + 1), answers.lapse_probabilities)
    rows = rows[order].reshape(-1, n_bases + 1)
    directions = np.ascontiguousarray(rows[:, :-1])
    at_mean = (rows[:, -1] + directions @ mean).reshape(n_answers, n_alternatives)
    lapses = answers.lapse_probabilities[order]
    return Likelihood(directions @ factor, at_mean, lapses, answers.lapse, order, apart)


def _without_itself(differences: Floats, margins: Floats) -> tuple[Floats, Floats, bool]:
    """Differences and margins without the answer itself among its alternatives, if all have it."""
    itself = (margins == 0.0) & ~differences.any(axis=2)
    n_answers, n_alternatives = margins.shape
    if n_alternatives < 2 or not itself.any(axis=1).all():
        return differences, margins, False
    others = np.ones(margins.shape, dtype=bool)
    others[np.arange(n_answers), itself.argmax(axis=1)] = False
    shape = n_answers, n_alternatives - 1
    return differences[others].reshape(*shape, -1), margins[others].reshape(shape), True


def _order(
    rows: Floats, telling: Iterable[int], first: Floats | None = None, last: Integers | None = None
) -> Integers:
    """Positions that sort ``rows`` by what is in them, so that their own order does not matter.

    The columns ``telling`` decide, then ``first`` (n_rows,); all columns only where those tie. By
    ``last`` (n_rows,) they are sorted before anything else.
    """
    before = [] if first is None else [first]
    after = [] if last is None else [last]
    keys = np.stack([*before, *(rows[:, column] for column in telling), *after])
    order = np.lexsort(keys)
    tied = (keys[:, order[1:]] == keys[:, order[:-1]]).all(axis=0)
    if tied.any() and (rows[order[1:][tied]] != rows[order[:-1][tied]]).any():
        order = np.lexsort((*before, *rows.T, *after))
    return np.asarray(order)


def find_mode(likelihood: Likelihood, start: Floats | None = None) -> tuple[Floats, _Point]:
    """Minimiser of |z|^2 / 2 - log likelihood.

    For near-separable answers Newton's method converges slowly; continuation from down-weighted
    answers is used instead, with the weight doubled from search to search.
    """
    nowhere = np.zeros(likelihood.rows.shape[1])
    z, at, found = newton(likelihood, nowhere if start is None else start)
    if found:
        return z, at
    z = np.zeros_like(z)
    for weight in 2.0 ** np.arange(-16.0, 1.0):
        lighter = likelihood._replace(
            rows=weight * likelihood.rows, margins=weight * likelihood.margins
        )
        z, at, _ = newton(lighter, z)
    return z, at


def newton(likelihood: Likelihood, z: Floats) -> tuple[Floats, _Point, bool]:
    """Newton's method with backtracking from ``z``, and whether it arrived."""
    at = _point(likelihood, z)
    value = 0.5 * float(z @ z) - at.log_likelihood
    for _ in range(MOST_STEPS):
        gradient = z - at.attentive @ at.gradients
        step = np.linalg.solve(curvature_at(likelihood, at), gradient)
        decrement = float(gradient @ step)
        if decrement <= 1e-14 * (1.0 + float(z @ z)):
            z = z - step  # convergence is quadratic: what is left is rounding
            return z, _point(likelihood, z), True
        length = 1.0
        while True:
            proposal = z - length * step
            at = _point(likelihood, proposal)
            lower = 0.5 * float(proposal @ proposal) - at.log_likelihood
            # a decrease below rounding cannot be likelihood; there the full step is right
            if lower <= value - 1e-4 * length * decrement or decrement < 1e-9 * (1.0 + abs(value)):
                break
            length /= 2.0
        z, value = proposal, lower
    return z, at, False


def _point(likelihood: Likelihood, x: Floats) -> _Point:
    log_p, probabilities = _log_p(likelihood, x)
    rows = likelihood.rows.reshape(*probabilities.shape, -1)
    gradients = np.einsum("nk,nkd->nd", probabilities, rows)
    if not likelihood.lapse:
        return _Point(float(log_p.sum()), gradients, np.ones(len(probabilities)), probabilities)
    log_whole = _with_lapses(likelihood, log_p)
    # a tie (chance 0) is never a lapse
    attentive = np.exp(np.log1p(-likelihood.lapse) + log_p - log_whole)
    attentive[likelihood.lapse_probabilities == 0.0] = 1.0
    return _Point(float(log_whole.sum()), gradients, attentive, probabilities)


def curvature_at(likelihood: Likelihood, at: _Point) -> Floats:
    """Second derivative of |z|^2 / 2 - log likelihood, (n_bases, n_bases).

    Where lapses make it indefinite, which is never so at a mode, their part is left out.
    """
    if likelihood.lapse:
        lapsed = at.attentive * (2.0 - at.attentive)
        whole = _weighed(likelihood, at, lapsed)
        try:
            np.linalg.cholesky(whole - 1e-3 * np.eye(len(whole)))
        except np.linalg.LinAlgError:
            return _weighed(likelihood, at, at.attentive)
        return whole
    return _weighed(likelihood, at, at.attentive)


def _weighed(likelihood: Likelihood, at: _Point, weights: Floats) -> Floats:
    """I + sum over the answers of attentive E[r r'] - weights E[r] E[r]', r the rows."""
    n_alternatives = at.probabilities.shape[1]
    if n_alternatives == 1:
        p = at.probabilities[:, 0]
        curvature = (likelihood.rows.T * (p * (at.attentive - weights * p))) @ likelihood.rows
    else:
        second = (at.attentive[:, None] * at.probabilities).ravel()
        curvature = (likelihood.rows.T * second) @ likelihood.rows
        curvature -= (at.gradients.T * weights) @ at.gradients
    curvature.flat[:: len(curvature) + 1] += 1.0
    return np.asarray(curvature)


def log_likelihood_at(likelihood: Likelihood, x: Floats) -> Floats:
    """Log-probability of the answers at x (n_points, n_bases), up to a constant."""
    return np.asarray(_with_lapses(likelihood, _log_p(likelihood, x)[0]).sum(axis=-1))


def _log_p(likelihood: Likelihood, x: Floats) -> tuple[Floats, Floats]:
    """log p of every answer at x (..., n_bases), and each alternative's share; no clamp."""
    shape = (*x.shape[:-1], *likelihood.margins.shape)
    margins = likelihood.margins + (x @ likelihood.rows.T).reshape(shape)
    least = margins.min(axis=-1, keepdims=True)
    if likelihood.apart:
        np.minimum(least, 0.0, out=least)
    probabilities = np.exp(least - margins)
    total = probabilities.sum(axis=-1, keepdims=True)
    if likelihood.apart:
        total += np.exp(least)
    probabilities /= total
    return (least - np.log(total))[..., 0], probabilities


def _with_lapses(likelihood: Likelihood, log_p: Floats) -> Floats:
    if not likelihood.lapse:
        return log_p
    guess = np.log(np.maximum(likelihood.lapse * likelihood.lapse_probabilities, 1e-300))
    whole: Floats = np.logaddexp(np.log1p(-likelihood.lapse) + log_p, guess)
    return whole
