from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.inference.basis import RewardBasis
from elicitation.inference.belief import Belief
from elicitation.inference.familiarity import Familiarity
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.logistic import expit
from elicitation.inference.taste_model import Exposure, TasteModel
from elicitation.recommendations import personal_list
from elicitation.recommendations.new_to_you import (
    PLACES,
    NewToYou,
    diversity,
    known_probability,
    spread_out,
)
from elicitation.recommendations.personal_list import (
    classics,
    ranking,
    recommendations,
    refilled,
)
from elicitation.recommendations.scores import Ranker, SharedPrior
from elicitation.recommendations.stability import certainty, keep_best_of_each
from elicitation.sessions.events import Answered, Marked, Started, pick, unknown
from elicitation.sessions.session import Session, apply


def test_knowing_is_averaged_over_how_much_the_person_has_seen() -> None:
    logits = np.array([-3.0, 0.0, 2.0])
    model = TasteModel(
        np.zeros(3),
        np.zeros((3, 1)),
        np.zeros((3, 1)),
        logits,
        1.5,
        0.0,
        Gaussian(np.zeros(1), np.eye(1)),
    )
    rng = np.random.default_rng(0)
    drawn = 1.0 / (1.0 + np.exp(-(logits + 1.5 * rng.standard_normal((100_000, 1)))))
    # MacKay's approximation is good to about two hundredths here
    np.testing.assert_allclose(
        known_probability(model, model.prior), drawn.mean(axis=0), atol=0.025
    )


@given(st.lists(st.integers(-1, 4), min_size=1, max_size=25), st.integers(1, 6))
def test_alike_items_lie_apart_wherever_they_can(groups: list[int], window: int) -> None:
    numbers = np.array(groups)
    order = np.arange(len(groups))
    spread = spread_out(order, numbers, window)
    assert sorted(spread.tolist()) == order.tolist()
    for place, item in enumerate(spread):
        recent = numbers[spread[max(0, place - window + 1) : place]]
        if numbers[item] >= 0 and numbers[item] in recent:
            # only where every item left would repeat a group, too
            assert np.isin(numbers[spread[place:]], recent[recent >= 0]).all()


def test_the_best_item_stays_first_and_a_sequel_moves_down() -> None:
    groups = np.array([0, 0, -1, -1])
    assert spread_out(np.array([0, 1, 2, 3]), groups, 3).tolist() == [0, 2, 3, 1]


def test_equal_items_have_no_diversity_and_opposite_ones_two() -> None:
    assert diversity(np.ones((4, 2))) == pytest.approx(0.0)
    assert diversity(np.array([[1.0, 0.0], [-1.0, 0.0]])) == pytest.approx(2.0)
    assert diversity(np.ones((1, 2))) == 0.0


N, K = 60, 2
KEYS = tuple(f"k{n}" for n in range(N))
STARTED = Started("s", 1, "a_optimal", 10, "toy", "toy")
SHARE = np.linspace(3.0, -3.0, N)  # log-odds that a typical person knows each item
REWARDS = np.random.default_rng(8).standard_normal((N, K))
PRIOR = Gaussian(np.zeros(K), np.eye(K))
LOADINGS = np.zeros((N, K))
LOADINGS[30:, 0] = 6.0  # who likes the first base knows what others do not
EXPOSURE = Exposure(LOADINGS, SHARE, 1.0)
PLAIN = RewardBasis(KEYS, REWARDS, np.zeros(N), ("a", "b"), PRIOR, "toy")
PERSONAL = replace(PLAIN, exposure=EXPOSURE)
CROWD = SharedPrior(np.linspace(0.0, -2.0, N), REWARDS, 0.5)
ALONE = np.full(N, -1)


def ranker_of(place: str, alike: np.ndarray = ALONE, trust: float = 0.0) -> Ranker:
    return Ranker(CROWD, trust, NewToYou(Familiarity(SHARE, 1.0), alike, PLACES[place]))


@pytest.mark.parametrize("basis", [PLAIN, PERSONAL])
def test_the_list_is_the_best_of_what_lies_within_the_bounds(basis: RewardBasis) -> None:
    belief = Belief(basis, Session(STARTED))
    known = expit(ranker_of("new").aim.known_logits(belief))
    shares = []
    for place, (least, most) in PLACES.items():
        inside = [n for n in range(N) if least <= known[n] <= most]
        others = [n for n in range(N) if n not in inside]  # where there are too few inside
        listed = ranking(belief, ranker_of(place), 10)
        assert listed == (*inside, *others)[:10]  # the crowd's order is that of the numbers
        shares.append(known[list(listed)].mean())
    assert shares == sorted(shares)
    assert ranking(belief, ranker_of("either"), 10) == ranking(belief, Ranker(CROWD, 0.0), 10)
    with pytest.raises(ValueError, match="least"):
        NewToYou(Familiarity(SHARE, 1.0), ALONE, (0.5, 0.2))


def test_what_lies_outside_comes_after_whatever_the_scale_of_the_scores() -> None:
    belief, aim = Belief(PLAIN, Session(STARTED)), ranker_of("new").aim
    known = expit(aim.known_logits(belief))
    for scale in (1e-3, 1.0, 1e3):
        scores = scale * CROWD.crowd + aim.allowance(belief, scale * CROWD.crowd)
        assert scores[known <= 0.4].min() > scores[known > 0.4].max()


@pytest.mark.parametrize("basis", [PLAIN, PERSONAL])
def test_a_typical_person_knows_every_fourth_item_at_most(basis: RewardBasis) -> None:
    logits = ranker_of("rather new").aim.known_logits(Belief(basis, Session(STARTED)))
    assert (logits[:15] >= 0.0).all() and (logits[15:] < 0.0).all()


@pytest.mark.parametrize("basis", [PLAIN, PERSONAL])
def test_what_was_proved_is_certain(basis: RewardBasis) -> None:
    session = Session(STARTED)
    session = apply(session, Answered(0, ("k0", "k1"), unknown("k0")))
    session = apply(session, Marked(1, "k50", "seen"))
    logits = ranker_of("rather new").aim.known_logits(Belief(basis, session))
    assert logits[0] < -10.0 and logits[1] > 10.0 and logits[50] > 10.0


def test_who_knows_what_is_personal_where_the_basis_has_a_model_of_it() -> None:
    keen = apply(Session(STARTED), Answered(0, ("k40", "k50"), pick("k40")))
    before, after = (
        ranker_of("rather new").aim.known_logits(Belief(PERSONAL, s))
        for s in (Session(STARTED), keen)
    )
    assert after[55] > before[55] + 1.0  # knows two rare items: probably others of their kind
    np.testing.assert_allclose(after[5], before[5], atol=1.0)


def test_sequels_are_not_side_by_side_and_the_short_list_begins_the_long_one() -> None:
    alike = np.where(np.arange(N) % 5 == 0, 7, -1)  # every fifth belongs to one series
    belief = Belief(PLAIN, Session(STARTED))
    best = ranking(belief, ranker_of("either", alike), 10)
    assert sum(item % 5 == 0 for item in best) == 1
    longer = ranking(belief, ranker_of("either", alike), 24)
    assert longer[:10] == best
    for place, item in enumerate(longer):
        assert item % 5 or not any(other % 5 == 0 for other in longer[max(0, place - 9) : place])


def test_classics_are_well_known_liked_and_not_in_the_list() -> None:
    belief = Belief(PLAIN, apply(Session(STARTED), Marked(0, "k2", "seen")))
    aimed = ranker_of("new")
    assert classics(belief, aimed, 5, besides=[0]) == (1, 3, 4, 5, 6)
    assert len(classics(belief, aimed, 50)) == 14  # of the 15 best known one is seen
    odd = np.arange(PLAIN.n_items) % 2 == 1
    assert classics(belief, aimed, 5, besides=[0], allowed=odd) == (1, 3, 5, 7, 9)
    with pytest.raises(ValueError, match="aim"):
        classics(belief, Ranker(CROWD, 0.5), 5)


def test_another_item_takes_the_place_of_one_that_is_ticked_off() -> None:
    out = np.array([2, 9, 9])
    assert refilled([1, 2, 3], [1, 2, 9, 8, 3, 7], out) == (1, 8, 3)
    assert refilled([2, 1], [1, 2], out) == (1,)
    assert refilled([], [1, 2], out) == ()


def test_the_certainty_of_a_list_knows_its_aim() -> None:
    """A list that answers cannot move is certain, with sequels apart and what is known aside."""
    alike = np.where(np.arange(N) % 4 == 0, 1, -1)
    for place in PLACES:
        still = ranker_of(place, alike)
        assert certainty(Belief(PLAIN, Session(STARTED)), still, 10) == 1.0
    moving = ranker_of("rather new", alike, trust=0.6)
    assert 0.0 < certainty(Belief(PLAIN, Session(STARTED)), moving, 10) < 1.0


def test_only_the_best_of_each_group_is_kept() -> None:
    scores = np.array([[1.0, 2.0, 3.0, 0.0], [2.0, 1.0, 3.0, 5.0]])
    keep_best_of_each(scores, np.array([4, 4, -1, 4]))
    assert scores.tolist() == [[-np.inf, 2.0, 3.0, -np.inf], [-np.inf, -np.inf, 3.0, 5.0]]


def test_a_catalogue_that_is_known_through_leaves_an_empty_list_without_a_fault() -> None:
    session = Session(STARTED)
    for key in KEYS:
        session = apply(session, Marked(session.step, key, "seen"))
    belief = Belief(PERSONAL, session)
    assert recommendations(belief, ranker_of("rather new", trust=0.5), 10) == ()
    assert classics(belief, ranker_of("rather new"), 5) == ()
    assert certainty(belief, ranker_of("rather new", trust=0.5), 10) == 1.0


@pytest.mark.parametrize("has_exposure", [True, False])
def test_of_many_items_a_few_are_looked_at_and_the_list_is_the_same(
    has_exposure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    n, rng = 4000, np.random.default_rng(4)
    share = rng.permutation(np.linspace(4.0, -6.0, n))
    loadings = np.where(rng.random((n, 1)) < 0.5, [[2.0, 0.0]], [[0.0, 1.0]])
    basis = RewardBasis(
        tuple(f"k{number}" for number in range(n)),
        rng.standard_normal((n, K)),
        np.round(0.3 * share, 1),  # many ties
        ("a", "b"),
        PRIOR,
        "toy",
        exposure=Exposure(loadings, share, 1.0) if has_exposure else None,
    )
    answers = tuple(
        Answered(step, (f"k{2 * step}", f"k{2 * step + 1}"), pick(f"k{2 * step}"))
        for step in range(3)
    )
    belief = Belief(basis, Session(STARTED, answers))
    shared = SharedPrior(basis.offsets, basis.rewards, 0.5)
    groups = rng.integers(-1, 500, n)
    for place, bounds in PLACES.items():
        ranker = Ranker(shared, 0.5, NewToYou(Familiarity(share, 1.0), groups, bounds))
        quick = ranking(belief, ranker, 20)
        with monkeypatch.context() as all_of_them:
            all_of_them.setattr(personal_list, "LOOKED_AT", n)
            assert ranking(belief, ranker, 20) == quick, place
        allowed = rng.random(n) < 0.02  # fewer than are looked at
        assert set(ranking(belief, ranker, 200, allowed)) <= set(np.flatnonzero(allowed).tolist())
