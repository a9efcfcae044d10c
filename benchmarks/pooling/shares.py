"""What share of a catalogue people use, for every available data set."""

import sys
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from benchmarks.common.report import Row
from benchmarks.pooling.gaussian import catalogue_shares
from models.datasets.errors import DatasetError
from models.datasets.locations import data_file
from models.datasets.registry import load_dataset

GRID = np.geomspace(1e-4, 1.0, 41)  # shares of the catalogue at which people are counted


def taken_by(names: Sequence[str]) -> dict[str, dict[str, csr_matrix]]:
    """Data set -> kind of use -> use matrix; data sets that are not available are left out."""
    found: dict[str, dict[str, csr_matrix]] = {}
    for data in names:
        try:
            dataset = load_dataset(data)
        except DatasetError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        found[data] = {"liked": dataset.liked, "rated": dataset.interactions.ratings}
    try:
        jokes = pd.read_parquet(data_file("jester-1", "ratings_wide_int16_x100.parquet")).to_numpy()
        found["jester"] = {
            "liked": csr_matrix(jokes > 0),  # on a scale from -10 to 10
            "rated": csr_matrix(jokes > -32768),
        }
        ranks = pd.read_parquet(data_file("crowdrank", "rankings.parquet"))
        who, films = pd.factorize(ranks["workerid"])[0], pd.factorize(ranks["movieid"])[0]
        found["crowdrank"] = {"rated": csr_matrix((np.ones(len(who)), (who, films)))}
    except DatasetError as error:
        print(f"left out: {error}", file=sys.stderr)
    return found


def share_rows(names: Sequence[str] = ("movielens", "ml-latest-small", "goodbooks")) -> list[Row]:
    """Distribution of each person's share of the catalogue, and how many are under 1 %."""
    rows: list[Row] = []
    for data, kinds in taken_by(names).items():
        for kind, taken in kinds.items():
            shares = catalogue_shares(taken)
            quantiles = np.quantile(shares, [0.05, 0.25, 0.5, 0.75, 0.95])
            rows.append(
                {
                    "data": data,
                    "taken up": kind,
                    "people": len(shares),
                    "items": int((np.asarray((taken != 0).sum(axis=0)) > 0).sum()),
                    "mean": float(shares.mean()),
                    **{
                        f"q{q}": float(x)
                        for q, x in zip((5, 25, 50, 75, 95), quantiles, strict=True)
                    },
                    "under 1 %": float((shares < 0.01).mean()),
                }
            )
            for bound in GRID:
                below = float((shares <= bound).mean())
                rows.append({"of": data, "counted": kind, "share": float(bound), "people": below})
    return rows
