import numpy as np

from benchmarks import elicitation as study
from elicitation.basis import RewardBasis
from elicitation.familiarity import Familiarity
from elicitation.gaussian import Gaussian


def results(adaptive: float, blend: float, control: float) -> study.Results:
    """Fifty people whose differences are as given, plus a little noise."""
    noise = np.random.default_rng(0).normal(0.0, 0.01, 50)
    found: study.Results = {("prior alone", "NDCG@100", 0): np.full(50, 0.3)}
    for n in study.SHOWN:
        found[study.RANDOM.name, "NDCG@100", n] = np.full(50, 0.3)
        found[study.ADAPTIVE.name, "NDCG@100", n] = 0.3 + adaptive + noise
        alone = found[study.ADAPTIVE.name, "NDCG@100", n] - blend - noise
        found[study.ADAPTIVE.name, "coefficients alone NDCG@100", n] = alone
        found[study.CONTROL.name, "NDCG@100", n] = 0.3 + control + noise
        for behind in (study.PREF, study.FIXED):
            found[behind.name, "NDCG@100", n] = 0.3 + adaptive - blend - noise
    found[study.KNOWING, "log-loss of knowing", 0] = 0.3 - adaptive - noise
    found[study.SHARE, "log-loss of knowing", 0] = np.full(50, 0.3)
    return found


def verdicts(found: study.Results) -> dict[str, bool]:
    return {claim.name.split(":")[0]: claim.holds for claim in study.claims_of(found)}


def test_claims_hold_when_they_should() -> None:
    assert all(verdicts(results(adaptive=0.02, blend=0.01, control=-0.02)).values())


def test_each_claim_can_fail() -> None:
    weak = verdicts(results(adaptive=0.0, blend=0.01, control=-0.02))
    assert not any(holds for name, holds in weak.items() if "over random" in name)
    assert not weak["popularity over the model of what people know, log-loss"]
    behind = verdicts(results(adaptive=0.02, blend=-0.02, control=-0.02))
    for better in ("coefficients alone", "over PReF as published", "over a fixed list"):
        assert not any(holds for name, holds in behind.items() if better in name)
    leaking = [
        claim.holds
        for claim in study.claims_of(results(adaptive=0.02, blend=0.01, control=0.02))
        if claim.name.startswith("control")
    ]
    assert leaking == [False]


def test_switching_answerability_off_forgets_what_people_know_but_not_what_may_be_asked() -> None:
    basis = RewardBasis(
        ("a", "b"), np.eye(2), np.zeros(2), ("x", "y"), Gaussian(np.zeros(2), np.eye(2)), ""
    )
    familiarity = Familiarity(np.array([-2.0, -50.0]), 1.0)
    arm = study.Arm("x", "pref", answerability=False, published=True)
    asking, believed = study._asked_by(arm, basis, familiarity)
    assert believed.logits.tolist() == [study.EVERYTHING_KNOWN, -50.0]
    np.testing.assert_allclose(asking.prior.cov, np.eye(2) / study.PREF_PRECISION)
