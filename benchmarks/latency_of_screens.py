"""Screens of every kind over 10,000 items: times of the belief and of the next screen.

Part of `python -m benchmarks.latency`, which sets the number of threads. Bases are as in a fit with
scores: 16 components and, as another arm, as many axes of labels as the embedded films have.
"""

import time
from functools import partial

import numpy as np

from benchmarks.common.report import Claim, Row
from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.taste_model import Exposure
from elicitation.questions.next_question import Question, next_question
from elicitation.sessions.events import Answered, Choice, Started
from elicitation.sessions.session import Session, apply

N_ITEMS, N_SCREENS = 10_000, 20
WIDTHS = {"16 components": 16, "16 components, 26 labels": 42}
PLANS = ("best2", "pair2", "best4", "best_worst4", "taps4", "taps9")
NEXT_MS, NEXT_P95_MS, BELIEF_MS = 30.0, 60.0, 1.0  # targets
REPEATS = 5  # of which the median counts
MAIN = "16 components"


def world(n_bases: int, seed: int, n_items: int = N_ITEMS) -> tuple[RewardBasis, Familiarity]:
    """Items of unequal fame with a basis of ``n_bases`` axes and a model of who knows what."""
    rng = np.random.default_rng(seed)
    fame = 2.2 - 5.2 * np.log1p(rng.permutation(n_items)) / np.log1p(n_items / 2)
    spread = 0.75 * np.geomspace(1.0, 0.3, n_bases) / np.sqrt(n_bases / 4.0)
    rewards = spread * rng.standard_normal((n_items, n_bases))
    offsets = 0.25 * fame + 0.4 * rng.standard_normal(n_items)
    exposure = Exposure(0.5 * spread * rng.standard_normal((n_items, n_bases)), fame, 1.0)
    basis = RewardBasis(
        tuple(f"item {number}" for number in range(n_items)),
        rewards,
        offsets,
        tuple(f"axis {number}" for number in range(n_bases)),
        Gaussian(np.zeros(n_bases), np.eye(n_bases)),
        "synthetic",
        exposure=exposure,
    )
    return basis, Familiarity(fame, 1.0)


def said(basis: RewardBasis, question: Question, utilities: np.ndarray) -> Answered:
    """What somebody with these ``utilities`` (n_items,) answers who knows all items."""
    order = sorted(question.items, key=lambda item: -utilities[item])
    keys = [basis.keys[item] for item in order]
    liked = tuple(basis.keys[item] for item in order if utilities[item] > 0.5)
    choice = {
        "best": Choice("pick", (keys[0],)),
        "best_worst": Choice("best_worst", (keys[0], keys[-1])),
        "taps": Choice("taps", liked),
        "pair": Choice("both") if len(liked) == 2 else Choice("neither"),
    }[question.kind]
    if question.kind == "pair" and len(liked) == 1:
        choice = Choice("pick", liked)
    items = tuple(basis.keys[item] for item in question.items)
    return Answered(question.step, items, choice, question=question.kind)


def play(
    basis: RewardBasis, familiarity: Familiarity, plan: str, seed: int, n_screens: int = N_SCREENS
) -> tuple[list[float], list[float]]:
    """Milliseconds of each belief and of each next screen of a session of ``n_screens``."""
    person = basis.prior.sample(1, np.random.default_rng([seed, 1]))[0]
    utilities = basis.offsets + basis.rewards @ person
    started = Started("bench", seed, "a_optimal", n_screens, "synthetic", "none", plan=(plan,))
    session = Session(started)
    beliefs, screens = [], []
    question = next_question(Belief(basis, session), familiarity)
    while question is not None and len(session.answers) < n_screens:
        session = apply(session, said(basis, question, utilities))
        beliefs.append(min(_ms(partial(_believed, basis, session)) for _ in range(REPEATS)))
        belief = _believed(basis, session)
        times = [_ms(partial(next_question, belief, familiarity)) for _ in range(REPEATS)]
        screens.append(float(np.median(times)))
        question = next_question(belief, familiarity)
    return beliefs, screens


def measured() -> tuple[list[Row], list[Claim]]:
    """A row a plan and width; claims of every kind."""
    rows: list[Row] = []
    claims = []
    for name, n_bases in WIDTHS.items():
        basis, familiarity = world(n_bases, 0)
        play(basis, familiarity, PLANS[0], 0, 2)  # caches are filled once per process
        for plan in PLANS:
            beliefs, screens = play(basis, familiarity, plan, 0)
            row: Row = {
                "items": N_ITEMS,
                "bases": name,
                "screen": plan,
                "next p50 ms": float(np.median(screens)),
                "next p95 ms": float(np.quantile(screens, 0.95)),
                f"belief at {N_SCREENS} screens ms": beliefs[-1],
            }
            rows.append(row)
            limits = (
                ("next screen, median ms", row["next p50 ms"], NEXT_MS),
                ("next screen, p95 ms", row["next p95 ms"], NEXT_P95_MS),
                (f"belief after {N_SCREENS} screens, ms", beliefs[-1], BELIEF_MS),
            )
            for what, value, limit in limits:
                if limit != BELIEF_MS or name == MAIN:
                    text = f"{what}, {plan}, {name}, {N_ITEMS:,} items"
                    claims.append(
                        Claim(text, float(value), f"<= {limit:g}", bool(value <= limit))  # type: ignore[arg-type,operator]
                    )
    return rows, claims


def _believed(basis: RewardBasis, session: Session) -> Belief:
    belief = Belief(basis, session)
    belief.extended  # noqa: B018 - the work is done when it is first asked for
    return belief


def _ms(part: partial) -> float:  # type: ignore[type-arg]
    start = time.perf_counter()
    part()
    return 1e3 * (time.perf_counter() - start)
