"""Rows and claims of benchmarks.answers."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers.asking import AHEAD, DEFAULT, MIXED, PUBLISHED, SET_OF_4, STRANGERS
from benchmarks.common.report import Claim, Row
from elicitation.studies.calibration import calibration_error, calibration_null
from models.evaluation.metrics import paired_interval

Floats = NDArray[np.float64]
Key = tuple[str, str, int]  # arm, measure, answers

CHECKPOINTS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30)
PRINTED = (0, 1, 2, 3, 5, 10, 15, 20, 30)
CALIBRATED = (0, 5, 10, 20)  # answers after which predictions are compared with outcomes
IN_POOL = "pairs in the pool"
CALIBRATION, TRUTH = "calibration error", "calibration error of true probabilities"
ORACLE, PRIOR, MEAN = "all answers of the pool", "prior, no answer", "what everybody likes"


def reaches(results: dict[Key, Floats], arm: str, goal: float, measure: str = "accuracy") -> float:
    """Number of answers at which the arm's mean first reaches ``goal``, inf if never."""
    for n in CHECKPOINTS:
        if np.nanmean(results[arm, measure, n]) >= goal:
            return float(n)
    return float("inf")


def claims_of(results: dict[Key, Floats]) -> list[Claim]:
    """Claims; each value is the end of the interval that decides.

    Numbers of answers for which at least half of the people have pairs.
    """
    claims = []
    most = np.median(results["", IN_POOL, 0])
    checkpoints = [n for n in CHECKPOINTS if n <= most]

    def claim(text: str, first: Key, second: Key, bar: str = "above 0") -> None:
        mean, low, high = paired_interval(
            results[first] - results[second], np.random.default_rng(0)
        )
        deciding = {"above 0": (low, low > 0.0), "not below": (high, high >= 0.0)}
        value, holds = deciding.get(bar, (mean, True))  # "?": reported, not a target
        name = f"{text}: {mean:+.4f} [{low:+.4f}, {high:+.4f}]"
        claims.append(
            Claim(name, value, f"interval {bar}" if bar in deciding else "none: a question", holds)
        )

    def at(arm: str, n: int) -> Key:
        return arm, "accuracy", n

    for n in (n for n in (3, 5, 10, 20) if n <= most):
        claim(f"{DEFAULT} over random after {n}", at(DEFAULT, n), at("random", n))
    claim(
        f"{DEFAULT} after 3 against random after 15", at(DEFAULT, 3), at("random", 15), "not below"
    )
    claim("reading the answers, after 10", at(DEFAULT, 10), at("fixed_list", 10), "not below")
    for n in checkpoints:
        claim(f"{DEFAULT} over PReF as published after {n}", at(DEFAULT, n), at(PUBLISHED.name, n))
    for n in checkpoints[1:]:
        claim(f"{DEFAULT} after {n} against no answer", at(DEFAULT, n), at(PRIOR, 0), "not below")
    claim("30 answers against 20", at(DEFAULT, 30), at(DEFAULT, 20), "not below")
    claim(
        "control: no answer over a stranger's ten",
        at(PRIOR, 0),
        at(STRANGERS.name, 10),
        "not below",
    )
    prior, oracle = results[at(PRIOR, 0)].mean(), results[at(ORACLE, 0)].mean()
    share = float((results[at(DEFAULT, 10)].mean() - prior) / (oracle - prior))
    if at(SET_OF_4.name, 5) in results:
        # reading an item takes as long in a set as in a pair, and comparing takes no time: two sets
        # of four, or four pairs, in the same seconds
        for n in (3, 5):
            claim(
                f"best of 4 over a pair, {n} questions", at(SET_OF_4.name, n), at(DEFAULT, n), "?"
            )
            text = f"best of 4 after {n} over pairs after {2 * n}, the same reading"
            claim(text, at(SET_OF_4.name, n), at(DEFAULT, 2 * n), "?")
    for n in (n for n in (5, 10, 30) if n <= most):
        claim(f"{MIXED.name} over one, after {n}", at(MIXED.name, n), at(DEFAULT, n), "?")
        claim(f"{MIXED.name} over PReF after {n}", at(MIXED.name, n), at(PUBLISHED.name, n), "?")
    claim("two steps ahead over one, after 5", at(AHEAD.name, 5), at(DEFAULT, 5), "?")
    claims.append(
        Claim("share of all answers' gain after 10", share, "at least 0.75", share >= 0.75)
    )
    return claims


def rows_of(results: dict[Key, Floats]) -> list[Row]:
    """One row an arm and measure: means after so many answers, half an interval's width after ten.

    Rows of accuracy also hold how many answers the arm needs for the accuracy of random after 10
    and 20, and of PReF as published after 20.
    """
    goals = {
        "for random's 10": float(results["random", "accuracy", 10].mean()),
        "for random's 20": float(results["random", "accuracy", 20].mean()),
        "for PReF's 20": float(results[PUBLISHED.name, "accuracy", 20].mean()),
    }
    rows: list[Row] = []
    for arm, measure in dict.fromkeys((arm, measure) for arm, measure, _ in results):
        row: dict[str, str | int | float | bool | None] = {"arm": arm, "measure": measure}
        row["people"] = len(results[arm, measure, 0])
        if measure == CALIBRATION:
            rows += _calibration_rows(results, arm, row)
            continue
        for n in PRINTED:
            values = results.get((arm, measure, n))
            row[str(n)] = None if values is None else float(np.nanmean(values))
        if (arm, measure, 10) in results:
            _, low, high = paired_interval(results[arm, measure, 10], np.random.default_rng(0))
            row["10 +-"] = (high - low) / 2.0
            if measure == "accuracy":
                row |= {name: reaches(results, arm, goal) for name, goal in goals.items()}
        rows.append(row)
    return rows


def _calibration_rows(results: dict[Key, Floats], arm: str, row: Row) -> list[Row]:
    """Calibration error, and its 95 % quantile when the predictions are true."""
    found, null = dict(row), dict(row) | {"measure": TRUTH}
    for n in CALIBRATED:
        if (arm, CALIBRATION, n) in results:
            p, outcomes = results[arm, CALIBRATION, n].transpose(1, 0, 2).reshape(2, -1)
            given = np.isfinite(p)
            found[str(n)] = calibration_error(p[given], outcomes[given] == 1.0)
            worlds = calibration_null(p[given], np.random.default_rng(0), n_worlds=100)
            null[str(n)] = float(np.quantile(worlds, 0.95))
    return [found, null]
