import numpy as np

from benchmarks.elicitation import __main__ as study
from benchmarks.elicitation import arms
from elicitation.inference.basis import RewardBasis
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian


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
        for behind in (study.PREF, study.FIXED, study.OPINION_PREF):
            found[behind.name, "NDCG@100", n] = 0.3 + adaptive - blend - noise
        found[study.OPINION_RANDOM.name, "NDCG@100", n] = np.full(50, 0.3)
        for arm in (study.OPINION, study.OPINION_OF_FOUR):
            found[arm.name, "NDCG@100", n] = 0.3 + adaptive + noise
    found[study.CROWD, "NDCG@100", 0] = np.full(50, 0.3)
    found[study.HISTORY, "NDCG@100", 0] = np.full(50, 0.325)
    found[study.KNOWING, "log-loss of knowing", 0] = 0.3 - adaptive - noise
    found[study.SHARE, "log-loss of knowing", 0] = np.full(50, 0.3)
    return found


def verdicts(found: study.Results) -> dict[str, bool]:
    return {claim.name.split(":")[0]: claim.holds for claim in study.claims_of(found)}


def test_claims_hold_when_they_should() -> None:
    assert all(verdicts(results(adaptive=0.02, blend=0.01, control=-0.02)).values())


def test_each_claim_can_fail() -> None:
    weak = verdicts(results(adaptive=0.0, blend=0.01, control=-0.02))
    assert not any(holds for name, holds in weak.items() if "over random x" in name)
    assert not any(holds for name, holds in weak.items() if "share of the whole" in name)
    assert not weak["popularity over the model of what people know, log-loss"]
    behind = verdicts(results(adaptive=0.02, blend=-0.02, control=-0.02))
    for better in (
        "of opinion over PReF",
        "coefficients alone",
        "over PReF as published",
        "over a fixed list",
    ):
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
    arm = arms.Arm("x", "pref", answerability=False, published=True)
    asking, believed = arms.asked_by(arm, basis, familiarity)
    assert believed.logits.tolist() == [arms.EVERYTHING_KNOWN, -50.0]
    np.testing.assert_allclose(asking.prior.cov, np.eye(2) / arms.PREF_PRECISION)


def test_a_liked_film_comes_first_and_a_disliked_one_last_whatever_the_model_predicts() -> None:
    values = arms.opinions(
        {"liked": 4.0, "disliked": 1.0, "so so": 3.0},
        4.0,
        np.array([0.0, 9.0, 2.0, 5.0, 7.0]),
        ("liked", "disliked", "so so", "unrated", "not askable"),
        np.array([True, True, True, True, False]),
    )
    assert sorted(values, key=values.__getitem__) == ["disliked", "so so", "unrated", "liked"]


def test_asking_for_what_is_likeliest_known_keeps_the_known_item_and_counts_like_the_app() -> None:
    familiarity = Familiarity(np.array([4.0, 3.0, 2.0, 1.0, 0.0, -1.0]), 1.0)
    known = np.array([True, False, False, True, True, True])
    nobody = np.zeros(6, dtype=bool)
    # 0 with 1: no; 0 stays, with 2: no; 0 stays, with 3: yes; then 4 with 5: yes
    assert arms.likeliest_known(familiarity, known, nobody, 4) == [0, 0, 0, 1, 2]
    liked = np.array([True, False, False, False, False, False])
    assert arms.likeliest_known(familiarity, known, liked, 1) == [0, 1]
