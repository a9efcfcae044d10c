"""A pure calculator about one person: what to ask, what to believe, what to recommend.

>>> import numpy as np
>>> from elicitation.inference.basis import RewardBasis
>>> from elicitation.inference.familiarity import Familiarity
>>> from elicitation.inference.gaussian import Gaussian
>>> from elicitation.inference.belief import Belief
>>> from elicitation.questions.next_question import next_question
>>> from elicitation.sessions.events import Answered, Started, pick
>>> from elicitation.sessions.session import Session, apply
>>> rewards = np.array([[2.0, 0.0], [-2.0, 0.0], [0.0, 0.5], [0.0, -0.5]])
>>> prior = Gaussian(np.zeros(2), np.eye(2))
>>> basis = RewardBasis(tuple("abcd"), rewards, np.zeros(4), ("light", "loud"), prior, "toy")
>>> session = Session(Started("s1", 7, "d_optimal", 10, "toy", "toy"))
>>> question = next_question(Belief(basis, session), Familiarity(np.zeros(4), 1.0))
>>> shown = tuple(basis.keys[item] for item in question.items)
>>> sorted(shown)
['a', 'b']
>>> session = apply(session, Answered(question.step, shown, pick("a")))
>>> bool(Belief(basis, session).posterior.mean[0] > 0.4)
True
"""
