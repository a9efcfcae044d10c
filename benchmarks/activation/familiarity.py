"""Effects of familiarity in the networks of benchmarks.activation, one value a graph.

A graph is a world of facts with two networks, the twins, in which the facts' exposures are
mirrored. A graph's slope compares each fact with itself: the difference of a statistic between the
twins against the difference of log4 exposure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
from benchmarks.common.seeds import Named
from models.activation.statistics import ACTIVATION_STATISTICS, gaussian_activation
from models.activation.task import EXPOSURES, HELD_OUT, LONG, SHORT, ActivationWorld
from models.activation.training import LARGEST_LEFT_OUT

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

LOSS, RIGHT = "loss of the answer", "right of ten"
LAST = "after the last norm"
UNTRAINED, END = 0, -1  # checkpoints

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


@dataclass(frozen=True, eq=False)
class Twin:
    """One network: its world, and (layer or 'answer', what, update) -> (n_facts,)."""

    world: ActivationWorld
    found: Named

    @property
    def updates(self) -> list[int]:
        return sorted({update for _, _, update in self.found})

    def at(self, layer: str, name: str, checkpoint: int) -> Floats:
        return self.found[layer, name, self.updates[checkpoint]]


Pair = tuple[Twin, Twin]


def contrast(pair: Pair, layer: str, name: str, checkpoint: int) -> Floats:
    """Plain minus mirrored network, for the facts shown in training."""
    shown = pair[0].world.exposure != HELD_OUT
    one, other = (twin.at(layer, name, checkpoint)[shown] for twin in pair)
    return one - other


def exposure_contrast(pair: Pair) -> Floats:
    """Difference of exposure between the twins, in units of log4, -3 to 3."""
    shown = pair[0].world.exposure != HELD_OUT
    one, other = (np.log(twin.world.exposure[shown]) / np.log(4.0) for twin in pair)
    return np.asarray(one - other)


def slope(pair: Pair, layer: str, name: str, checkpoint: int) -> float:
    """Change of a statistic per fourfold exposure, with an intercept for the twins' difference."""
    return _first_slope(contrast(pair, layer, name, checkpoint), exposure_contrast(pair))


def partial_slope(pair: Pair, layer: str, name: str, checkpoint: int) -> float:
    """``slope`` with the loss of the right answer as a covariate."""
    loss = contrast(pair, "answer", LOSS, checkpoint)
    return _first_slope(contrast(pair, layer, name, checkpoint), exposure_contrast(pair), loss)


def permuted_slope(pair: Pair, layer: str, name: str, seed: int) -> float:
    """Negative control: ``slope`` with exposures permuted after training."""
    steps = np.random.default_rng([seed, 73]).permutation(exposure_contrast(pair))
    return _first_slope(contrast(pair, layer, name, END), steps)


def _first_slope(values: Floats, *causes: Floats) -> float:
    design = np.stack([*causes, np.ones_like(values)], axis=1)
    return float(np.linalg.lstsq(design, values)[0][0])


def unseen_gap(pair: Pair, lengths: tuple[int, ...], name: str, checkpoint: int) -> float:
    """Held-out minus shown facts of the same relations, relations weighted by facts.

    Over both twins, so that every shown fact counts with both of its exposures.
    """
    world = pair[0].world
    values = np.mean([twin.at(LAST, name, checkpoint) for twin in pair], axis=0)
    gaps, weights = [], []
    for relation in np.unique(world.facts[np.isin(world.body, lengths), 1]):
        own = world.facts[:, 1] == relation
        held, shown = own & (world.exposure == HELD_OUT), own & (world.exposure != HELD_OUT)
        if held.any() and shown.any():
            gaps.append(values[held].mean() - values[shown].mean())
            weights.append(min(held.sum(), shown.sum()))
    return float(np.average(gaps, weights=weights))


def curve(pair: Pair, which: str, layer: str, name: str) -> Floats:
    """Mean over a group of facts at every checkpoint."""
    means = []
    for twin in pair:
        group = groups(twin.world)[which]
        means.append([np.nanmean(twin.at(layer, name, c)[group]) for c in range(len(twin.updates))])
    return np.mean(means, axis=0)


def groups(world: ActivationWorld) -> dict[str, Booleans]:
    held = world.exposure == HELD_OUT
    return {
        **{f"shown {n} times": world.exposure == n for n in EXPOSURES},
        "unseen, short rules": held & np.isin(world.body, SHORT),
        "unseen, long rules": held & np.isin(world.body, LONG),
        "all shown": ~held,
    }


def turning(curves: Floats, sign: int) -> tuple[Floats, Floats, Floats]:
    """Rise to the peak, change after it, and where it is, (n_graphs,) each.

    curves (n_graphs, n_checkpoints); a graph's peak is located in the other graphs, so that
    the maximum of noisy values does not count as a rise. The first and last are no peak.
    """
    rises, falls, peaks = [], [], []
    for number, own in enumerate(curves):
        others = sign * np.delete(curves, number, axis=0).mean(axis=0)
        peak = 1 + int(others[1:-1].argmax())
        rises.append(own[peak] - own[0])
        falls.append(own[-1] - own[peak])
        peaks.append(peak / (curves.shape[1] - 1))
    return np.array(rises), np.array(falls), np.array(peaks)


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
