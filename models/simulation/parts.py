"""Simulations in parts: every policy asks the same simulated people, and each part is a file.

A simulation that was cut off resumes with its missing parts. The same options give the same
results, however many parts run at once.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy import sparse

from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.recommendations.scores import Ranker
from elicitation.recommendations.stability import certainty, stayed
from elicitation.simulation.sessions import StoppingPlan
from models.atomic_files import write_durably
from models.datasets.scale import STARS_LIKE
from models.simulation.simulated_users import (
    DRAWN,
    AnswerNoise,
    SimulatedUser,
    simulate,
    simulated_user,
)

LIST_LENGTH = 10  # as on the page that asks


@dataclass(frozen=True)
class Simulation:
    """What is simulated. Equal records give equal results."""

    fingerprint: str  # of the artifact
    policies: tuple[str, ...]
    n_people: int
    n_questions: int
    seed: int
    spread: float = 1.0  # of the people's tastes against the fitted population's
    lapse: float = 0.0  # share of answers that are coin tosses
    part_size: int = 50  # people
    question_size: int = 2  # items to choose from
    who: str = DRAWN  # or REPLAYED
    stopping: str = "fixed"  # rule by which the app would stop, of STOPPING
    n_planned: int = 10  # informative answers before the rule may stop

    @property
    def n_parts(self) -> int:
        return -(-self.n_people // self.part_size)


def simulate_part(
    basis: RewardBasis,
    familiarity: Familiarity,
    study: Simulation,
    policy: str,
    part: int,
    people: sparse.csr_matrix | None = None,
    like: float = STARS_LIKE,
    ranker: Ranker | None = None,
) -> pd.DataFrame:
    """One row a person and question: ``shown`` 0 is the belief before the first question.

    ``people`` are those to be replayed, who like what they rated ``like`` stars or more; None asks
    people drawn from the population. ``stops_at`` is the number of questions shown when the
    stopping rule would end the session in the app, with the list that ``ranker`` makes; nan where
    it never would, or without a ranker.
    """
    rows, stopping = [], None
    if ranker is not None:
        sure = partial(certainty, ranker=ranker, k=LIST_LENGTH)
        same = partial(stayed, ranker=ranker, k=LIST_LENGTH)
        stopping = StoppingPlan(study.stopping, study.n_planned, sure, same)
    manner = AnswerNoise(study.seed, study.lapse, study.spread, study.question_size)
    first = part * study.part_size
    for person in range(first, min(first + study.part_size, study.n_people)):
        one = simulated_user(basis, familiarity, people, manner, person, like)
        trace = simulate(
            basis, familiarity, one, policy, study.n_questions, manner, person, stopping
        )
        stops_at = float("nan") if trace.stopped_at is None else float(trace.stopped_at)
        for shown, (belief, n) in enumerate(zip(trace.beliefs, trace.n_informative, strict=True)):
            rows.append(
                {
                    "policy": policy,
                    "person": person,
                    "shown": shown,
                    "answered": n,
                    "stops_at": stops_at,
                }
                | measures(basis, belief, one)
            )
    return pd.DataFrame(rows)


def measures(basis: RewardBasis, belief: Gaussian, one: SimulatedUser) -> dict[str, float]:
    """How near the belief is to the truth, and how sure of it; nan where the truth is not known."""
    found, true = one.believed(basis, belief), one.liking[one.judged]
    w = one.coefficients
    lengths = 0.0 if w is None else float(np.linalg.norm(w) * np.linalg.norm(belief.mean))
    varies = np.ptp(found) > 0.0 and np.ptp(true) > 0.0
    return {
        "log_det": belief.log_det,
        "trace": float(np.trace(belief.cov)),
        "cosine": float("nan") if w is None else float(w @ belief.mean) / (lengths or 1.0),
        "utility_correlation": float(np.corrcoef(true, found)[0, 1]) if varies else 0.0,
        "top_10_regret": one.regret(basis, belief),
    }


def run_study(
    basis: RewardBasis,
    familiarity: Familiarity,
    study: Simulation,
    folder: Path,
    n_jobs: int,
    people: sparse.csr_matrix | None = None,
    like: float = STARS_LIKE,
    ranker: Ranker | None = None,
) -> Iterator[tuple[int, int]]:
    """Work off what is not in ``folder`` yet; yields (parts done, parts in all).

    Runs on joblib's active backend. Raises ValueError if the folder holds another study.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = json.dumps(asdict(study), indent=2)
    about = folder / "study.json"
    if about.exists() and about.read_text() != record:
        raise ValueError(
            f"{folder} holds another study: its options are in study.json. Give the same options "
            "to go on with it, or another folder."
        )
    write_durably(about, record.encode())
    # people first: what a study that was cut off has found so far is of the same people
    jobs = [(policy, part) for part, policy in product(range(study.n_parts), study.policies)]
    left = [job for job in jobs if not _part(folder, *job).exists()]
    done = len(jobs) - len(left)
    yield done, len(jobs)
    options = (people, like, ranker)
    work = (delayed(_labelled)(basis, familiarity, study, *job, *options) for job in left)
    for policy, part, table in Parallel(n_jobs, return_as="generator_unordered")(work):
        write_durably(_part(folder, policy, part), table.to_parquet(index=False))
        done += 1
        yield done, len(jobs)


def _labelled(
    basis: RewardBasis,
    familiarity: Familiarity,
    study: Simulation,
    policy: str,
    part: int,
    people: sparse.csr_matrix | None,
    like: float,
    ranker: Ranker | None,
) -> tuple[str, int, pd.DataFrame]:
    table = simulate_part(basis, familiarity, study, policy, part, people, like, ranker)
    return policy, part, table


def _part(folder: Path, policy: str, part: int) -> Path:
    return folder / f"{policy}-{part:06d}.parquet"


def collect(folder: Path, study: Simulation) -> pd.DataFrame:
    """All parts in the order of policies and people."""
    parts = [_part(folder, *job) for job in product(study.policies, range(study.n_parts))]
    return pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)
