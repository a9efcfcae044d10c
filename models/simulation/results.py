"""What an experiment of the lab has found so far, read from its parts without pandas."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.simulation.experiment import Experiment
from models.simulation.lab_process import OUT

REGRET, ACCURACY = "top_10_regret", "utility_correlation"
MEASURES = (REGRET, ACCURACY)
STOPS_AT = "stops_at"


@dataclass(frozen=True, eq=False)
class Results:
    """Each measure, (n_policies, n_people, n_questions + 1), for the same people in each policy.

    The last axis counts questions shown, from none. Regret is a share of what a list can lose,
    accuracy the correlation of true and estimated utilities. ``stops_at`` (n_policies, n_people) is
    the number of questions shown when the stopping rule would end the session, nan if never.
    """

    policies: tuple[str, ...]
    measures: dict[str, NDArray[np.float64]]
    stops_at: NDArray[np.float64]

    @property
    def n_people(self) -> int:
        return self.measures[REGRET].shape[1]


def results(folder: Path, experiment: Experiment) -> Results:
    """Whoever has met all policies by now; n_people is 0 if nobody has.

    A session that ended early keeps its last value. Raises ValueError if a part is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq  # people who answer never need it

    shape = len(experiment.policies), experiment.n_people, experiment.n_questions + 1
    found = {name: np.full(shape, np.nan) for name in MEASURES}
    stops_at = np.full(shape[:2], np.nan)
    n_parts = experiment.n_parts // len(experiment.policies)
    for (row, policy), part in product(enumerate(experiment.policies), range(n_parts)):
        path = folder / f"{OUT}.parts" / f"{policy}-{part:06d}.parquet"
        if not path.exists():
            continue
        try:
            table = pq.ParquetFile(path).read(
                ["person", "shown", STOPS_AT, *MEASURES]
            )  # loads no pandas
            columns = {name: table[name].to_pylist() for name in table.column_names}
        except (pa.ArrowInvalid, OSError, KeyError) as error:
            raise ValueError(f"{path} is damaged; delete it and resume: {error}") from error
        for name in MEASURES:
            found[name][row, columns["person"], columns["shown"]] = columns[name]
        stops_at[row, columns["person"]] = columns[STOPS_AT]
    whole = ~np.isnan(found[REGRET][:, :, 0]).any(axis=0)
    return Results(
        experiment.policies,
        {name: _carried(value[:, whole]) for name, value in found.items()},
        stops_at[:, whole],
    )


def _carried(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the last axis has nan, the value before it."""
    for step in range(1, values.shape[-1]):
        gone = np.isnan(values[..., step])
        values[..., step][gone] = values[..., step - 1][gone]
    return values
