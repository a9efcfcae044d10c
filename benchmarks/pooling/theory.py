"""What the theory of pooling predicts, and whether the data confirm it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.common.report import Claim, Row
from benchmarks.common.seeds import Named
from benchmarks.pooling.gaussian import COMPLETE, NONE, PARTIAL
from models.evaluation.metrics import paired_interval

Floats = NDArray[np.float64]
ANSWERS = (0, 1, 2, 3, 5, 10, 20)
CONTROL, TIGHT = "control: shuffled people", "tight: prior five times too narrow"
LOSS, ACCURACY = "log-loss", "accuracy"
REQUIRED = ("jester", "clicks")  # where the theory must hold


def gain(found: Named, rival: str, measure: str, n: int, own: str = PARTIAL) -> Floats:
    """Gain of ``own`` over ``rival``, one value a person, above 0 = better."""
    sign = -1.0 if measure == LOSS else 1.0
    return sign * (found[own, measure, n] - found[rival, measure, n])


@dataclass(frozen=True, eq=False)
class Prediction:
    """A prediction of the theory for one data set; ``values`` (n_people,), above 0 = confirmed."""

    sentence: str
    values: Floats
    strictly: bool = True  # the whole interval must lie above 0, else only not below

    @property
    def interval(self) -> tuple[float, float, float]:
        return paired_interval(self.values, np.random.default_rng(0))

    @property
    def holds(self) -> bool:
        _, low, high = self.interval
        return low > 0.0 if self.strictly else high >= 0.0


def predictions_about(found: Named, names: Sequence[str], measure: str) -> list[Prediction]:
    """``names`` are partial, none, complete and control."""
    own, none, complete, control = names
    levels = sorted({n for _, what, n in found if what == measure})
    said = [
        Prediction(
            f"partial not below {rival} pooling at {n}",
            gain(found, name, measure, n, own),
            strictly=False,
        )
        for n in levels
        for rival, name in (("no", none), ("complete", complete))
    ]
    said += [
        Prediction(f"partial above no pooling at {n}", gain(found, none, measure, n, own))
        for n in (1, 2, 5)
    ]
    most = levels[-1]
    sentence = f"partial above complete pooling at {most}"
    said.append(Prediction(sentence, gain(found, complete, measure, most, own)))
    sentence = f"a shuffled population loses the gain at {most}"
    said.append(Prediction(sentence, gain(found, control, measure, most, own)))
    return said


def predictions_of(answers: Mapping[str, Named], clicks: Named) -> dict[str, list[Prediction]]:
    found: dict[str, list[Prediction]] = {}
    most = max(ANSWERS)
    for data, own in answers.items():
        found[data] = predictions_about(own, (PARTIAL, NONE, COMPLETE, CONTROL), LOSS)
        # by accuracy: the log-loss of a flat prior gets worse while answers are few
        shrinks = gain(own, NONE, ACCURACY, 1) - gain(own, NONE, ACCURACY, most)
        found[data].append(Prediction(f"what others add shrinks from 1 to {most}", shrinks))
        tight = gain(own, TIGHT, LOSS, most)
        found[data].append(Prediction(f"a prior too narrow hurts at {most}", tight))
    names = ("partial: Mult-VAE", "none: own history", "complete: popularity", CONTROL)
    found["clicks"] = predictions_about(clicks, names, "NDCG@100")
    return found


def verdict_rows(said: Mapping[str, Sequence[Prediction]]) -> list[Row]:
    rows: list[Row] = []
    for data, predictions in said.items():
        for prediction in predictions:
            mean, low, high = prediction.interval
            verdict = "holds" if prediction.holds else "refuted" if high < 0.0 else "open"
            rows.append(
                {
                    "about": data,
                    "claim": prediction.sentence,
                    "difference": mean,
                    "low": low,
                    "high": high,
                    "verdict": verdict,
                }
            )
    return rows


def claims_of(said: Mapping[str, Sequence[Prediction]], rows: Sequence[Row]) -> list[Claim]:
    """Claims: the exact case, and the theory where the data have the power to show it.

    Pairs of a person's film ratings have little power (docs/design.md); their rows are verdicts.
    """
    worst = max(
        abs(float(row["risk"]) / float(row["formula"]) - 1.0)  # type: ignore[arg-type]
        for row in rows
        if "exact" in row and row["risk"] is not None
    )
    claims = [Claim("the exact case follows the formula", worst, "to 1 %", worst <= 0.01)]
    for data in [data for data in said if data in REQUIRED]:
        for prediction in said[data]:
            _, low, high = prediction.interval
            target = "interval above 0" if prediction.strictly else "interval not below 0"
            end = low if prediction.strictly else high
            claims.append(Claim(f"{data}: {prediction.sentence}", end, target, prediction.holds))
    return claims
