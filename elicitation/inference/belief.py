"""What one session says about one person, each part computed once, when it is first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.choice_model import Comparisons
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.heavy_tails import Widened, widened
from elicitation.inference.logistic import expit
from elicitation.inference.observations import (
    comparisons,
    is_informative,
    screen_observations,
    seen_and_unseen,
)
from elicitation.inference.posterior import sample_posterior
from elicitation.inference.taste_model import extended
from elicitation.sessions.session import Session, items_of

N_DRAWS = 200  # an 80 % band's ends are then known to about 3 points of probability


@dataclass(frozen=True, eq=False)
class Belief:
    """The belief about the coefficients w of the person who gave the answers of ``session``.

    Equal sessions over one basis give equal beliefs, bit by bit. One object serves the next
    question, the list and the certainty of a click, so that each of them reuses what another has
    computed.
    """

    basis: RewardBasis
    session: Session
    start: Gaussian | None = None  # over w, given an imported history; None = the population's

    @property
    def prior(self) -> Gaussian:
        """The belief before the first answer: the population's, or what the history says."""
        return self.basis.prior if self.start is None else self.start

    @cached_property
    def is_extended(self) -> bool:
        """Whether the person's line and what they know are inferred beside their tastes.

        Sessions of choices alone over a basis without a model of exposure need neither.
        """
        kinds = {answer.question for answer in self.session.answers}
        planned, judged = self.session.started.plan, self.session.verdicts
        beyond = bool(planned or judged) or not kinds <= {"best"}
        return self.basis.exposure is not None or beyond

    @property
    def extended_prior(self) -> Gaussian:
        """Of all that is inferred: ``prior``, or (w, line, activity) where ``is_extended``."""
        if not self.is_extended:
            return self.prior
        return self.basis.taste_model.prior if self.start is None else extended(self.start)

    @cached_property
    def _rows(self) -> tuple[Comparisons, Integers]:
        if self.is_extended:
            return screen_observations(self.basis, self.session)
        answers = self.session.answers
        rows = comparisons(self.basis, answers, self.session.corrections)
        informative = [n for n, own in enumerate(answers) if is_informative(self.basis, own)]
        rest = [-1] * (len(rows) - len(informative))
        return rows, np.array(informative + rest, dtype=np.int64)

    @property
    def observations(self) -> Comparisons:
        """All that the session says; hold-outs are not among it."""
        return self._rows[0]

    @property
    def source_of_row(self) -> Integers:
        """Number of what each row of ``observations`` comes from, see ``screen_observations``."""
        return self._rows[1]

    @cached_property
    def _widened(self) -> Widened:
        return widened(self.extended_prior, self.observations, self.basis.heavy)

    @property
    def extended(self) -> Gaussian:
        """Laplace's approximation of p(x | observations), x as in ``extended_prior``."""
        return self._widened.posterior

    @property
    def prior_in_use(self) -> Gaussian:
        """``extended_prior`` with the variances that this person's answers let expect.

        Given those the belief is that of a Gaussian prior; they differ where tails are heavy only.
        """
        return self._widened.prior

    @cached_property
    def posterior(self) -> Gaussian:
        """Laplace's approximation of p(w | observations), see ``laplace_posterior``."""
        n_bases = self.basis.n_bases
        if not self.is_extended:
            return self.extended
        return Gaussian(self.extended.mean[:n_bases], self.extended.cov[:n_bases, :n_bases])

    @cached_property
    def with_line(self) -> Gaussian:
        """Belief about (w, line, activity), whatever was answered: for screens of every kind."""
        if self.is_extended:
            return self.extended
        return replace(self.basis.taste_model, tastes=self.posterior).prior

    @cached_property
    def draws(self) -> Floats:
        """Draws (N_DRAWS, n_bases) of w from the exact posterior.

        The seed is the session's at every step (common random numbers), so that what changes
        between two steps comes from the answers only.
        """
        return self.sample(N_DRAWS, self.session.started.seed)

    def sample(self, n: int, seed: int | Sequence[int]) -> Floats:
        """``n`` other draws (n, n_bases) of w from the exact posterior; not kept."""
        rng = np.random.default_rng(seed)
        draws = sample_posterior(self.prior_in_use, self.observations, n, rng, at=self.extended)
        return draws[:, : self.basis.n_bases]

    @cached_property
    def seen_and_unseen(self) -> tuple[Integers, Integers]:
        """Item numbers that the person proved to know, and those they said they do not."""
        return seen_and_unseen(self.basis, self.session)

    def known(self, familiarity: Familiarity) -> Floats:
        """Probability that the person knows each item, (n_items,).

        ``familiarity`` says how well known items are; where the basis has a model of exposure, this
        person's tastes and how much they have seen move that.
        """
        seen, unseen = self.seen_and_unseen
        if self.basis.exposure is None:
            return known_probabilities(familiarity, seen, unseen)
        model, mean = self.basis.taste_model, self.extended.mean
        logits = model.scales.exposure * (model.exposure @ mean[: model.n_bases])
        known = expit(familiarity.logits + logits + model.activity * mean[-1])
        known[seen], known[unseen] = 1.0, 0.0
        return known

    @cached_property
    def before(self) -> "Belief":
        """The belief without the last answer; all else stays. Itself if there is none.

        A list that is compared with the one before shows what this answer changed, and nothing
        else.
        """
        if not self.session.answers:
            return self
        return replace(self, session=replace(self.session, answers=self.session.answers[:-1]))

    @cached_property
    def steps(self) -> tuple["Belief", ...]:
        """The beliefs after 0, 1, ... answers, (n_answers + 1); the last one is this belief.

        A session does not record when its corrections and marks were made: only the last belief
        has them. Hold-outs that came after a step are left out of it. An imported history counts
        in all of them, whenever it came.
        """
        answers, started = self.session.answers, self.session.started
        earlier = (
            Session(
                started,
                answers[:n],
                after.step,
                shown=items_of(answers[:n]),
                holdout_answers=tuple(
                    own for own in self.session.holdout_answers if own.step < after.step
                ),
                imports=self.session.imports,
            )
            for n, after in enumerate(answers)
        )
        return (*(replace(self, session=session) for session in earlier), self)
