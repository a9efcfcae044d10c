"""Losses of hashed rows against one row per item: by decile, over seeds, tail against head.

Intervals are paired bootstraps over people, each a mean over the seeds in which they are tested.
The control differs by how training starts, which people cannot tell: its interval is Student's over
seeds.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from benchmarks.common.report import Claim, Row
from benchmarks.common.seeds import Named, mean_over_seeds
from benchmarks.embedding.collisions import (
    AMP,
    EVERYTHING,
    FACTORS,
    FREQUENCY,
    N_DECILES,
    POPULARITY,
    experiment,
    measured,
)
from benchmarks.embedding.rates import ARMS, CONTROL, OWN, RATES
from models.datasets.registry import load_dataset
from models.evaluation.metrics import paired_interval

Integers = NDArray[np.int64]
Parts = Sequence[tuple[Integers, Named]]  # of each seed who was tested, and ``measured``

MODELS = (AMP, POPULARITY, FACTORS)
HASHED = tuple(arm for arm in ARMS if arm != OWN)
ALL = "all"  # deciles
WORST = f"{RATES[-1]} %"
TAIL, HEAD = (1, 2, 3), (8, 9, 10)  # deciles
NEGLIGIBLE = 0.001  # nats: rounding may differ where rows are in another order


def loss_rows(parts: Parts) -> list[Row]:
    """Loss with hashed rows minus loss with own rows, by decile and overall."""
    found = mean_over_seeds(parts)
    rows: list[Row] = []
    for model in MODELS:
        for arm in HASHED:
            for decile in range(N_DECILES + 1):
                hashed, own = found[model, arm, decile], found[model, OWN, decile]
                mean, low, high = paired_interval(hashed - own, np.random.default_rng(0))
                rows.append(
                    {
                        "model": model,
                        "collisions": arm,
                        "decile": decile if decile != EVERYTHING else ALL,
                        "frequency": float(np.nanmean(found[model, FREQUENCY, decile])),
                        "own loss": float(np.nanmean(own)),
                        "difference": mean,
                        "low": low,
                        "high": high,
                        "people": int((~np.isnan(own)).sum()),
                    }
                )
    return rows


def seed_rows(parts: Parts) -> list[Row]:
    """Overall differences with one value per seed, as hashing and training vary, too."""
    rows: list[Row] = []
    for model in MODELS:
        for arm in HASHED:
            means = np.array(
                [
                    np.nanmean(found[model, arm, EVERYTHING] - found[model, OWN, EVERYTHING])
                    for _, found in parts
                ]
            )
            error = means.std(ddof=1) / np.sqrt(len(means)) if len(means) > 1 else np.inf
            half = float(student.ppf(0.975, max(1, len(means) - 1)) * error)
            rows.append(
                {
                    "over seeds": model,
                    "collisions": arm,
                    "difference": float(means.mean()),
                    "low": float(means.mean()) - half,
                    "high": float(means.mean()) + half,
                    "least": float(means.min()),
                    "greatest": float(means.max()),
                }
            )
    return rows


def contrast_rows(parts: Parts) -> list[Row]:
    """Difference in the three rarest deciles minus that in the three most frequent."""
    found = mean_over_seeds(parts)
    rows: list[Row] = []
    for model in MODELS:
        tail, head = (
            np.ma.masked_invalid(
                [found[model, WORST, d] - found[model, OWN, d] for d in deciles]
            ).mean(axis=0)
            for deciles in (TAIL, HEAD)
        )
        gap = np.ma.filled(tail - head, np.nan)  # nan without held-out events in one of the two
        mean, low, high = paired_interval(gap, np.random.default_rng(0))
        rows.append(
            {
                "tail minus head": model,
                "collisions": WORST,
                "difference": mean,
                "low": low,
                "high": high,
                "people": int((~np.isnan(gap)).sum()),
            }
        )
    return rows


def collision_rows(n_seeds: int) -> list[Row]:
    """Rates of collisions, losses by decile, over seeds, and the contrast of tail and head."""
    dataset = load_dataset("movielens")
    rates: list[Row] = []
    parts = []
    for seed in range(n_seeds):
        world = experiment(dataset, seed)
        found, own = measured(world, seed)
        rates += own
        parts.append((world.tested, found))
    return [*rates, *loss_rows(parts), *seed_rows(parts), *contrast_rows(parts)]


def collision_claims(rows: Sequence[Row]) -> list[Claim]:
    farthest = max(abs(float(row["z"] or 0.0)) for row in rows if "z" in row)
    wanted = {"model": AMP, "collisions": WORST, "decile": ALL}
    worst = next(row for row in rows if wanted.items() <= row.items())
    low = float(worst["low"] or 0.0)
    claims = [
        Claim("collisions against the formula, farthest z", farthest, "<= 3", farthest <= 3.0),
        Claim(f"{AMP}, {WORST} collisions: added log-loss, low end", low, "> 0", low > 0.0),
    ]
    for row in rows:
        trained = row.get("over seeds") in (AMP, FACTORS)
        if trained and row["collisions"] == CONTROL:
            low, high = float(row["low"] or 0.0), float(row["high"] or 0.0)
            claims.append(
                Claim(
                    f"{row['over seeds']}, {CONTROL}: added log-loss over seeds",
                    float(row["difference"] or 0.0),
                    f"0 within the interval or {NEGLIGIBLE} of it",
                    low <= NEGLIGIBLE and high >= -NEGLIGIBLE,
                )
            )
    return claims
