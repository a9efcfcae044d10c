"""Hypotheses about familiarity as rows with verdicts, and claims that the measurement is sound."""

from collections.abc import Sequence

import numpy as np

from benchmarks.activation.twins import (
    END,
    LAST,
    RIGHT,
    UNTRAINED,
    Pair,
    curve,
    groups,
    partial_slope,
    permuted_slope,
    slope,
    turning,
    unseen_gap,
)
from benchmarks.activation.verdicts import (
    HEADLINE,
    INCONCLUSIVE,
    NOT_REPRODUCED,
    REPRODUCED,
    Hypothesis,
    Interval,
    interval,
    together,
    verdict_rows,
)
from benchmarks.common.report import Claim, Row
from models.activation.statistics import ACTIVATION_STATISTICS, gaussian_activation
from models.activation.task import LONG, SHORT
from models.activation.training import LARGEST_LEFT_OUT

EXPOSURE = Hypothesis("exposure", "Facts shown more often are held more densely", False)
LATE = Hypothesis("exposure: late", "That shows more in the last layer than in the first", False)
BEYOND = Hypothesis(
    "exposure: beyond", "Facts shown more often are denser than equally well known ones", False
)
SEEN_ONLY = Hypothesis(
    "exposure: seen only",
    "Prompts seen more often are denser even without an answer to know",
    False,
)
HARD = Hypothesis("unseen: hard", "Unseen facts of long rules are sparser than seen ones", True)
MEDIUM = Hypothesis(
    "unseen: medium", "Unseen facts of short rules are sparser than seen ones", True
)
RISE = Hypothesis("training: rise", "Activation first gets sparser in training", True)
FALL = Hypothesis("training: fall", "After its peak it gets denser again", False)
NULL = Hypothesis("untrained", "An untrained network is as dense as Gaussian numbers", True)


def rows_of(
    pairs: Sequence[Pair], redrawn: Sequence[Pair], width: int, layers: Sequence[str]
) -> list[Row]:
    rows: list[Row] = []
    for hypothesis, measure in ((EXPOSURE, slope), (BEYOND, partial_slope)):
        for layer in (LAST, layers[-2], LARGEST_LEFT_OUT) if measure is slope else (LAST,):
            effects, controls = (
                {
                    name: np.array([measure(pair, layer, name, at) for pair in pairs])
                    for name in ACTIVATION_STATISTICS
                }
                for at in (END, UNTRAINED)
            )
            rows += verdict_rows(hypothesis, effects, controls, layer=layer)
    effects, controls = (
        {
            name: np.array(
                [slope(pair, LAST, name, at) - slope(pair, layers[1], name, at) for pair in pairs]
            )
            for name in HEADLINE
        }
        for at in (END, UNTRAINED)
    )
    rows += verdict_rows(LATE, effects, controls, layer="last less first")
    if len(redrawn) > 1:
        effects = {
            name: np.array([slope(pair, LAST, name, END) for pair in redrawn]) for name in HEADLINE
        }
        rows += verdict_rows(SEEN_ONLY, effects, layer=LAST)
    for hypothesis, lengths in ((MEDIUM, SHORT), (HARD, LONG)):
        effects, controls = (
            {
                name: np.array([unseen_gap(pair, lengths, name, at) for pair in pairs])
                for name in ACTIVATION_STATISTICS
            }
            for at in (END, UNTRAINED)
        )
        rows += verdict_rows(hypothesis, effects, controls, layer=LAST)
    return rows + _turning_rows(pairs) + _null_rows(pairs, width) + _curve_rows(pairs, layers)


def _turning_rows(pairs: Sequence[Pair]) -> list[Row]:
    parts = {}
    for name in HEADLINE:
        curves = np.array([curve(pair, "all shown", LAST, name) for pair in pairs])
        parts[name] = turning(curves, 1 if name == HEADLINE[0] else -1)
    rows = verdict_rows(RISE, {name: part[0] for name, part in parts.items()}, layer=LAST)
    rows += verdict_rows(FALL, {name: part[1] for name, part in parts.items()}, layer=LAST)
    for name, (_, _, peaks) in parts.items():
        rows.append({"peak of": name, "share of training": float(np.median(peaks))})
    return rows


def _null_rows(pairs: Sequence[Pair], width: int) -> list[Row]:
    """The Gaussian values; 'as dense' means within half a standard deviation of one vector."""
    rows: list[Row] = []
    alone: dict[str, str] = {}
    found: list[dict[str, str | int | float]] = []
    for name, (mean, deviation) in gaussian_activation(width, np.random.default_rng(0)).items():
        start, end = (
            np.array([curve(pair, "all shown", LAST, name)[at] for pair in pairs])
            for at in (UNTRAINED, END)
        )
        gap = interval(start - mean)
        alone[name] = _alike(gap, 0.5 * deviation)
        rows.append(
            {
                "Gaussian": name,
                "dimension": width,
                "value": mean,
                "sd": deviation,
                "untrained": float(start.mean()),
                "trained": float(end.mean()),
            }
        )
        found.append(
            {
                "hypothesis": NULL.key,
                "states": NULL.sentence,
                "statistic": name,
                "expected": f"within {0.5 * deviation:.4f} of 0",
                "effect": gap[0],
                "low": gap[1],
                "high": gap[2],
                "alone": alone[name],
                "units": len(pairs),
                "layer": LAST,
            }
        )
    overall = together({name: alone[name] for name in HEADLINE})
    return rows + [{**row, "verdict": overall} for row in found]


def _alike(gap: Interval, margin: float) -> str:
    _, low, high = gap
    if -margin < low and high < margin:
        return REPRODUCED
    return NOT_REPRODUCED if low > margin or high < -margin else INCONCLUSIVE


def _curve_rows(pairs: Sequence[Pair], layers: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    n_checkpoints = len(pairs[0][0].updates)
    for group in groups(pairs[0][0].world):
        for layer, name in (*((LAST, name) for name in HEADLINE), ("answer", RIGHT)):
            if (layer, group) == ("answer", "all shown"):
                continue
            curves = np.array([curve(pair, group, layer, name) for pair in pairs])
            for checkpoint, values in enumerate(curves.T):
                mean, low, high = interval(values)
                share = checkpoint / (n_checkpoints - 1)
                rows.append(
                    {
                        "group": group,
                        "statistic": name,
                        "share of training": share,
                        "value": mean,
                        "low": low,
                        "high": high,
                    }
                )
    for layer in layers:
        for name in HEADLINE:
            for when, at in (("trained", END), ("untrained", UNTRAINED)):
                slopes = np.array([slope(pair, layer, name, at) for pair in pairs])
                mean, low, high = interval(slopes)
                rows.append(
                    {
                        "layer": layer,
                        "statistic": name,
                        "network": when,
                        "slope": mean,
                        "low": low,
                        "high": high,
                    }
                )
    return rows


def claims_of(pairs: Sequence[Pair], redrawn: Sequence[Pair]) -> list[Claim]:
    """Sanity checks of the measurement, independent of the result."""
    known = interval(
        np.array([curve(pair, "shown 64 times", "answer", RIGHT)[-1] for pair in pairs])
    )
    rare = interval(np.array([curve(pair, "shown 1 times", "answer", RIGHT)[-1] for pair in pairs]))
    claims = [
        Claim("graphs, two networks each", float(len(pairs)), "5 or more", len(pairs) >= 5),
        Claim("facts shown 64 times are known", known[1], "0.9 or more", known[1] >= 0.9),
        Claim("facts shown once are hardly known", rare[2], "below 0.6", rare[2] < 0.6),
    ]
    if redrawn:
        right = max(curve(pair, "shown 64 times", "answer", RIGHT)[-1] for pair in redrawn)
        sentence = "where answers are drawn anew there is nothing to know"
        claims.append(Claim(sentence, float(right), "below 0.4", right < 0.4))
    for name in HEADLINE:
        permuted = interval(
            np.array(
                [permuted_slope(pair, LAST, name, number) for number, pair in enumerate(pairs)]
            )
        )
        real = interval(np.array([slope(pair, LAST, name, END) for pair in pairs]))
        share = max(abs(permuted[1]), abs(permuted[2])) / abs(real[0])
        sentence = f"{name}: exposures dealt out anew leave nothing of the slope"
        holds = permuted[1] <= 0.0 <= permuted[2]
        claims.append(Claim(sentence, share, "interval includes 0", holds))
    return claims
