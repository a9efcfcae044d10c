import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.activation.autoencoder import LIKELIHOOD, area, claims_of, rows_of
from models.activation.statistics import ACTIVATION_STATISTICS


def test_the_area_is_the_known_one_and_the_bootstrap_is_around_it() -> None:
    rng = np.random.default_rng(0)
    unlike, typical = np.round(rng.normal(0.7, 1, 150), 1), np.round(rng.normal(0, 1, 150), 1)
    mean, draws = area(unlike, typical, rng)
    truth = np.repeat([1, 0], 150)
    np.testing.assert_allclose(mean[0], roc_auc_score(truth, np.concatenate([unlike, typical])))
    assert abs(draws.mean() - mean[0]) < 0.01 and 0.02 < draws.std() < 0.06


def test_a_planted_difference_is_reported_beside_the_likelihoods() -> None:
    rng = np.random.default_rng(1)
    names = (*ACTIVATION_STATISTICS, LIKELIHOOD)
    found = {
        (network, name, at): rng.normal(0.3, 0.01, 120)
        + (0.02 * at / 100 if network == "trained" and name == "top-5% energy" else 0.0)
        - (0.5 * (at > 0) if name == LIKELIHOOD else 0.0)
        for network in ("trained", "untrained")
        for name in names
        for at in (0, 25, 50, 100)
    }
    rows = rows_of(found)
    told = {(row["tells"], row["traded"]): row for row in rows if "tells" in row}
    assert told[LIKELIHOOD, 1.0]["AUC"] == 1.0 and told[LIKELIHOOD, 1.0]["against likelihood"] == 0
    assert told["top-5% energy", 1.0]["AUC"] > 0.8 > told["Gini", 1.0]["AUC"]
    (verdict,) = {row["verdict"] for row in rows if "verdict" in row}
    assert verdict == "inconclusive"  # effective rank shows nothing
    assert all(claim.holds for claim in claims_of(found))
