"""What the comparison with other libraries concludes from measured people, and what it must not."""

import numpy as np
import pytest

from benchmarks.peers.__main__ import ENTRIES, Outcome, Tuned, cholesky_limit, claims_of, rows_of
from benchmarks.peers.process import Entry, Fitted

MEASURES = ("NDCG@100", "NDCG@10", "Recall@20", "Recall@50")


def outcome(mean: float, fit_s: float, trace=()) -> Outcome:
    people = mean + 0.01 * np.random.default_rng(int(1000 * mean)).standard_normal(200)
    about = {"fit_s": fit_s, "peak_MiB": 1.0, "one_user_ms": 0.1, "trace": list(trace)}
    return Outcome([dict.fromkeys(MEASURES, people)], [mean], [about])


@pytest.fixture
def outcomes() -> dict[str, Outcome]:
    return {
        "EASE (Tenfold)": outcome(0.30, 0.5),
        "VAE (Tenfold)": outcome(0.32, 9.0, [(1.0, 0.2), (3.0, 0.31), (5.0, 0.32)]),
        "ensemble (Tenfold)": outcome(0.34, 9.5),
        "EASE (irspack)": outcome(0.30, 1.0),
        "iALS (implicit)": outcome(0.33, 0.2),
        "RecVAE (RecBole)": outcome(0.31, 10.0),
    }


def chosen(apart: float) -> dict[Entry, Tuned]:
    nothing = Fitted(np.zeros(0), np.zeros(0), {})
    return {
        Entry("Tenfold", "EASE", ({},)): Tuned({}, nothing, [0.1, 0.3]),
        Entry("irspack", "EASE", ({},)): Tuned({}, nothing, [0.1, 0.3 + apart]),
    }


def test_a_run_in_which_all_holds(outcomes):
    claims = {claim.name.split(",")[0]: claim for claim in claims_of(outcomes, chosen(1e-6), 0.4)}
    assert all(claim.holds for claim in claims.values())
    assert claims["time to the quality of RecVAE (RecBole)"].value == pytest.approx(0.3)
    assert claims["EASE fit against the fastest"].value == pytest.approx(0.5)


def test_every_claim_can_fail(outcomes):
    outcomes["EASE (irspack)"] = outcome(0.30, 0.1)
    outcomes["EASE (Tenfold)"].about[0]["one_user_ms"] = 0.3
    outcomes["RecVAE (RecBole)"] = outcome(0.33, 1.0)  # better, and at once
    outcomes["iALS (implicit)"] = outcome(0.36, 0.2)
    assert not any(claim.holds for claim in claims_of(outcomes, chosen(1e-3), 0.1))


def test_the_best_comes_first_with_its_costs(outcomes):
    rows = rows_of(outcomes)
    assert rows[0]["model"] == "ensemble (Tenfold)"
    assert rows[0]["low"] < rows[0]["NDCG@100"] < rows[0]["high"]
    assert rows[0]["fit_s"] == 9.5


def test_everybody_has_settings_to_choose_from_and_a_limit_is_a_time():
    assert {entry.library for entry in ENTRIES} == {
        "Tenfold",
        "irspack",
        "cornac",
        "lenskit",
        "implicit",
        "RecBole",
    }
    assert all(len(entry.grid) >= 3 for entry in ENTRIES if entry.library != "Tenfold")
    assert cholesky_limit(50) > 0.0
