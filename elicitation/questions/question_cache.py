"""Cache of next questions, precomputed for all possible answers while the person reads.

``next_question`` is a pure function of the session, so the cache changes only the time it takes.
Where one search is slow, as in a catalogue of many thousands, one thread works ahead.
"""

import time
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, combinations
from threading import Lock

from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.questions.next_question import Question, next_question
from elicitation.sessions.events import SAME, Answered, Choice, pick, unknown
from elicitation.sessions.session import Session, apply

SLOW = 0.05  # seconds: below, working ahead saves no noticeable time and costs all visitors
KEPT = 4096  # questions; the oldest are forgotten first
WAITING = 64  # at most: on a busy server people's own clicks come first

Outcome = Question | None


def possible_choices(items: tuple[str, ...]) -> Iterator[Choice]:
    """All possible choices of an answer to a question about ``items``, keys."""
    yield from map(pick, items)
    yield SAME
    sizes = range(1, len(items) + 1)
    for unseen in chain.from_iterable(combinations(items, n) for n in sizes):
        yield unknown(*unseen)


class QuestionCache:
    """Memo of ``next_question`` for the sessions over one basis; works ahead where it is slow.

    ``slow``: seconds of processor time of one search above which the questions after every possible
    answer are precomputed.
    """

    def __init__(self, familiarity: Familiarity, slow: float = SLOW) -> None:
        self._familiarity, self._slow = familiarity, slow
        self._found: OrderedDict[Session, Future[Outcome]] = OrderedDict()
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._waiting = 0
        self._pays = False

    def question(self, belief: Belief) -> Outcome:
        """Cached ``next_question``; precomputes all possible next states if it was slow.

        Raises ValueError for an unknown policy.
        """
        session = _what_counts(belief.session)
        future, is_new = self._future(session)
        if is_new:
            # waiting for a turn must not count: on a busy server it would make five times the work
            began = time.thread_time()
            self._run(future, belief)
            self._pays = self._pays or time.thread_time() - began > self._slow
        question = future.result()
        if question is not None and self._pays:
            self._prepare(replace(belief, session=session), question)
        return question

    def close(self) -> None:
        """Stop working ahead."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _prepare(self, belief: Belief, question: Question) -> None:
        if question.kind != "best":
            return  # screens take a few milliseconds, and a grid has hundreds of answers
        items = tuple(belief.basis.keys[item] for item in question.items)
        for choice in possible_choices(items):
            answer = Answered(belief.session.step, items, choice)
            after = _what_counts(apply(belief.session, answer))
            with self._lock:
                if self._waiting >= WAITING or after in self._found:
                    continue
                self._waiting += 1
            self._worker.submit(self._work, replace(belief, session=after))

    def _work(self, belief: Belief) -> None:
        with self._lock:
            self._waiting -= 1
        future, is_new = self._future(belief.session)
        if is_new:
            self._run(future, belief)

    def _future(self, session: Session) -> tuple[Future[Outcome], bool]:
        with self._lock:
            is_new = session not in self._found
            future = self._found.setdefault(session, Future())
            self._found.move_to_end(session)
            while len(self._found) > KEPT:
                self._found.popitem(last=False)
        return future, is_new

    def _run(self, future: Future[Outcome], belief: Belief) -> None:
        try:
            future.set_result(next_question(belief, self._familiarity))
        except BaseException as error:
            future.set_exception(error)


def _what_counts(session: Session) -> Session:
    """The session without what ``next_question`` does not depend on: times, the finish, marks.

    Of marks it counts which items were seen; verdicts stay.
    """
    answers, held = map(_timeless, (session.answers, session.holdout_answers))
    seen = tuple(own for own in session.marks if own[1] == "seen")
    return replace(session, finished=False, marks=seen, answers=answers, holdout_answers=held)


def _timeless(answers: tuple[Answered, ...]) -> tuple[Answered, ...]:
    return tuple(replace(answer, response_ms=None) for answer in answers)
