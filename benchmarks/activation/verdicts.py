"""Decision rule of the activation experiments: hypothesis, interval, control, verdict.

Every hypothesis is written down before it is measured, with the direction that the literature
gives. It is tried on the two statistics named in advance, top-5 % energy and effective rank, and

- reproduced: for both, the interval lies on the expected side, and so does that of the effect less
  the control's;
- not reproduced: for one of them the effect lies wholly on the other side, or it lies on the
  expected side but so does the control's, and it does not exceed that;
- inconclusive: anything else, as a rule an interval that includes zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from benchmarks.common.report import Row
from models.activation.statistics import ACTIVATION_SIGN

Floats = NDArray[np.float64]

HEADLINE = ("top-5% energy", "effective rank")
REPRODUCED, NOT_REPRODUCED, INCONCLUSIVE = "reproduced", "not reproduced", "inconclusive"


@dataclass(frozen=True)
class Hypothesis:
    """``sparser``: the effect that is measured is expected to be towards sparser vectors."""

    key: str
    sentence: str
    sparser: bool


Interval = tuple[float, float, float]  # mean and both ends


def interval(values: Floats) -> Interval:
    """Mean and Student's 95 % interval over independent units; nan units are left out.

    Raises ValueError with fewer than two units.
    """
    kept = values[~np.isnan(values)]
    if len(kept) < 2:
        raise ValueError(f"expected two units or more for an interval, got {len(kept)}")
    half = float(student.ppf(0.975, len(kept) - 1) * kept.std(ddof=1) / np.sqrt(len(kept)))
    return float(kept.mean()), float(kept.mean()) - half, float(kept.mean()) + half


def side(found: Interval, sign: int) -> int:
    """+1 if the interval lies on the side of ``sign``, -1 on the other, 0 if it includes zero."""
    low, high = sorted((sign * found[1], sign * found[2]))
    return int(low > 0.0) - int(high < 0.0)


def verdict(
    effect: Interval, sign: int, control: Interval | None = None, beyond: Interval | None = None
) -> str:
    """Verdict of one statistic; ``beyond`` is effect minus control, None without a control."""
    if side(effect, sign) < 0:
        return NOT_REPRODUCED
    if side(effect, sign) == 0:
        return INCONCLUSIVE
    if control is None or beyond is None or side(beyond, sign) > 0:
        return REPRODUCED
    both = side(control, sign) > 0 or side(beyond, sign) < 0
    return NOT_REPRODUCED if both else INCONCLUSIVE


def together(verdicts: Mapping[str, str]) -> str:
    """Joint verdict of all statistics named in advance."""
    found = set(verdicts.values())
    if found == {REPRODUCED}:
        return REPRODUCED
    return NOT_REPRODUCED if NOT_REPRODUCED in found else INCONCLUSIVE


def verdict_rows(
    hypothesis: Hypothesis,
    effects: Mapping[str, Floats],
    controls: Mapping[str, Floats] | None = None,
    **about: str | int,
) -> list[Row]:
    """A row a statistic; effects and controls are one value a unit, paired unit by unit."""
    found: list[dict[str, str | int | float]] = []
    for name in effects:
        sign = ACTIVATION_SIGN[name] * (1 if hypothesis.sparser else -1)
        mean, low, high = interval(effects[name])
        row: dict[str, str | int | float] = {
            "hypothesis": hypothesis.key,
            "states": hypothesis.sentence,
            "statistic": name,
            "expected": "above 0" if sign > 0 else "below 0",
            "effect": mean,
            "low": low,
            "high": high,
        }
        if controls is None:
            row["alone"] = verdict((mean, low, high), sign)
        else:
            control, beyond = interval(controls[name]), interval(effects[name] - controls[name])
            for kind, (centre, lower, upper) in (("control", control), ("beyond", beyond)):
                row |= {kind: centre, f"{kind} low": lower, f"{kind} high": upper}
            row["alone"] = verdict((mean, low, high), sign, control, beyond)
        found.append({**row, "units": int((~np.isnan(effects[name])).sum()), **about})
    overall = together(
        {str(r["statistic"]): str(r["alone"]) for r in found if r["statistic"] in HEADLINE}
    )
    return [{**row, "verdict": overall} for row in found]
