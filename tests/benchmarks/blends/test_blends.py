import numpy as np

from benchmarks.blends import __main__ as study
from benchmarks.common.seeds import mean_over_seeds


def results(lead: float) -> dict[study.Key, np.ndarray]:
    rng = np.random.default_rng(0)
    found = {}
    for name in study.BLENDS:
        for h in study.HISTORIES:
            for n in study.SHOWN:
                noise = rng.normal(0.0, 0.01, 50)
                found[name, h, n] = 0.3 + noise + lead * (name == study.DEFAULT)
    return found


def test_every_claim_can_hold_and_fail() -> None:
    best = {(name, h): 0.3 for name in study.BLENDS for h in study.HISTORIES}
    assert all(claim.holds for claim in study.claims_of(results(0.02), best))
    behind = best | {(study.DEFAULT, h): 0.28 for h in study.HISTORIES}
    assert not any(claim.holds for claim in study.claims_of(results(-0.02), behind))


def test_a_person_counts_once_however_many_seeds() -> None:
    parts = [
        (np.array([4, 2]), {"a": np.array([1.0, 5.0])}),
        (np.array([2, 4]), {"a": np.array([7.0, np.nan])}),
        (np.array([9]), {"a": np.array([np.nan])}),
    ]
    np.testing.assert_array_equal(mean_over_seeds(parts)["a"], [6.0, 1.0, np.nan])
