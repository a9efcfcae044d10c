"""What a study shows while it runs: who came how far, and how right the predictions were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from elicitation.inference.basis import RewardBasis
from elicitation.sessions.events import Event
from elicitation.sessions.session import replay
from elicitation.studies.calibration import calibration_error, calibration_null, reliability
from elicitation.studies.forecasts import Forecast, forecasts
from elicitation.studies.repeated_questions import LapseEstimate, Repeat, lapse_estimate, repeats

N_BINS = 10
LEAST_PER_BIN = 5  # predictions; below, fewer bins


@dataclass(frozen=True)
class Outcome:
    """One participant's session, as far as it has come.

    Forecasts (of answers that were taken back, too) and repeats are there once it has ended: until
    then they change with every answer.
    """

    participant: str
    policy: str
    n_done: int
    is_complete: bool
    has_ended: bool  # complete, or stopped early
    forecasts: tuple[Forecast, ...]
    repeats: tuple[Repeat, ...]


@dataclass(frozen=True)
class Calibration:
    """Predictions against picks. ``error`` is to be judged against ``null``, never against 0."""

    n: int  # predictions whose question was answered by a pick
    predicted: tuple[float, ...]  # mean prediction of each bin, rising
    observed: tuple[float, ...]  # share that happened
    error: float  # expected calibration error
    null: tuple[float, float]  # its mean, and 95 % of its values, if every prediction is right
    accuracy: float  # share of picks that were the likelier one


@dataclass(frozen=True)
class Report:
    """Of all participants, or of those under one policy."""

    n_begun: int
    n_complete: int
    median_ms: float | None  # response time of a question; None if none was measured
    median_by_place: tuple[float, ...]  # of the first question, the second ...; nan if none
    all_picks: Calibration | None  # None without picks
    held_out: Calibration | None
    n_repeated: int
    n_agreed: int
    lapses: LapseEstimate | None  # None before anything was repeated


def outcome(basis: RewardBasis, events: Iterable[Event]) -> Outcome:
    """Raises ValueError as ``replay``."""
    log = tuple(events)
    session = replay(log)
    has_ended = session.is_complete or session.finished
    return Outcome(
        session.started.participant,
        session.started.policy,
        session.n_done,
        session.is_complete,
        has_ended,
        tuple(forecasts(basis, log)) if has_ended else (),
        repeats(basis, session) if has_ended else (),
    )


def report(outcomes: Sequence[Outcome]) -> Report:
    """What the outcomes say together; the same outcomes always say the same."""
    made = [forecast for own in outcomes for forecast in own.forecasts if forecast.counts]
    found = [repeat for own in outcomes for repeat in own.repeats]
    times = [f.answer.response_ms for f in made if f.answer.response_ms is not None]
    return Report(
        n_begun=len(outcomes),
        n_complete=sum(own.is_complete for own in outcomes),
        median_ms=float(median(times)) if times else None,
        median_by_place=_by_place(outcomes),
        all_picks=calibration(made),
        held_out=calibration([f for f in made if f.kind == "held out"]),
        n_repeated=len(found),
        n_agreed=sum(repeat.agreed for repeat in found),
        lapses=lapse_estimate(found) if found else None,
    )


def _by_place(outcomes: Sequence[Outcome]) -> tuple[float, ...]:
    """Median response times in the order in which people answered."""
    kept = [[f.answer.response_ms for f in own.forecasts if f.counts] for own in outcomes]
    places = range(max(map(len, kept), default=0))
    found = [[own[n] for own in kept if n < len(own)] for n in places]
    told = [[ms for ms in times if ms is not None] for times in found]
    return tuple(float(median(times)) if times else float("nan") for times in told)


def calibration(made: Iterable[Forecast]) -> Calibration | None:
    """None without picks. Sides are random, so the first item is as likely as the second."""
    picked = [
        (f.probability, f.happened)
        for f in made
        if f.probability is not None and f.happened is not None
    ]
    if not picked:
        return None
    p = np.array([probability for probability, _ in picked])
    happened = np.array([hit for _, hit in picked], dtype=np.bool_)
    n_bins = max(1, min(N_BINS, len(p) // LEAST_PER_BIN))
    predicted, observed, _ = reliability(p, happened, n_bins)
    null = calibration_null(p, np.random.default_rng(len(p)), n_bins)
    return Calibration(
        n=len(p),
        predicted=tuple(predicted.tolist()),
        observed=tuple(observed.tolist()),
        error=calibration_error(p, happened, n_bins),
        null=(float(null.mean()), float(np.quantile(null, 0.95))),
        accuracy=float(((p > 0.5) == happened).mean()),
    )
