import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.activation.autoencoder import LIKELIHOOD, area, claims_of, rows_of
from models.activation.statistics import ACTIVATION_STATISTICS


def test_the_area_is_the_known_one_and_the_bootstrap_is_around_it() -> None:
    rng = np.random.default_rng(0)
    unlike, typical = np.round(rng.normal(0.7, 1, 150), 1), np.round(rng.normal(0, 1, 150), 1)
    found = area(unlike, typical)
    truth = np.repeat([1, 0], 150)
    known = roc_auc_score(truth, np.concatenate([unlike, typical]))
    np.testing.assert_allclose(found.value, known)
    assert abs(found.draws.mean() - known) < 0.01 and 0.02 < found.draws.std() < 0.06
    assert found.low < known < found.high


def test_a_draw_is_the_area_of_the_drawn_people() -> None:
    rng = np.random.default_rng(2)
    unlike, typical = np.round(rng.normal(0.5, 1, 60), 1), np.round(rng.normal(0, 1, 60), 1)
    above = (unlike[:, None] > typical) + 0.5 * (unlike[:, None] == typical)
    people = np.random.default_rng(0).integers(60, size=(500, 60))
    expected = [above[np.ix_(drawn, drawn)].mean() for drawn in people]
    np.testing.assert_allclose(np.sort(area(unlike, typical).draws), np.sort(expected), atol=1e-12)


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
