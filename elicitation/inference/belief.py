"""What one session says about one person, each part computed once, when it is first asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from elicitation.arrays import Floats, Integers
from elicitation.inference.basis import RewardBasis
from elicitation.inference.choice_model import Comparisons
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.observations import comparisons, seen_and_unseen
from elicitation.inference.posterior import laplace_posterior, sample_posterior
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
    def observations(self) -> Comparisons:
        """All choices and corrected axes of the session; hold-outs are not among them."""
        return comparisons(self.basis, self.session.answers, self.session.corrections)

    @cached_property
    def posterior(self) -> Gaussian:
        """Laplace's approximation of p(w | observations), see ``laplace_posterior``."""
        return laplace_posterior(self.prior, self.observations)

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
        return sample_posterior(self.prior, self.observations, n, rng, at=self.posterior)

    @cached_property
    def seen_and_unseen(self) -> tuple[Integers, Integers]:
        """Item numbers that the person proved to know, and those they said they do not."""
        return seen_and_unseen(self.basis, self.session)

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
