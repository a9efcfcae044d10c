from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from models.recommenders.ease import EaseConfig, fit_ease_path
from models.rewards.cross_fit import cross_fit, deal
from models.rewards.score_basis import (
    ScoreBasisConfig,
    components,
    cross_fits,
    fit_score_basis,
    turned,
)
from models.rewards.score_rows import ScoreRows

LIKED = 4.0
EASE = EaseConfig(regularisation=20.0)


def two_crowds(n_people: int, rng: np.random.Generator, n_items: int = 60) -> sparse.csr_matrix:
    """Even people like even items, odd people odd ones; everybody has seen a third."""
    same = (np.arange(n_people)[:, None] + np.arange(n_items)) % 2 == 0
    stars = np.where(same, 5.0, 2.0) * (rng.random((n_people, n_items)) < 0.33)
    return sparse.csr_matrix(stars)


def multiplied_out(rows: ScoreRows) -> np.ndarray:
    """The dense scores that ``rows`` stand for, (n_people, n_items)."""
    return rows.near.toarray() + rows.left @ rows.right


def test_nobody_is_scored_by_a_model_that_saw_them() -> None:
    rng = np.random.default_rng(0)
    histories = sparse.csr_matrix((rng.random((23, 12)) < 0.4).astype(float))
    histories = sparse.vstack([histories, sparse.csr_matrix((1, 12))]).tocsr()
    fold_of = deal(24, 5, seed=1)
    assert set(np.bincount(fold_of)) <= {4, 5}
    fitted = cross_fit(histories, lambda h: fit_ease_path(h, EASE), fold_of)
    people = np.concatenate([block for block, _ in fitted.folds])
    assert sorted(people) == list(range(24))
    for (block, _), rows in zip(fitted.folds, fitted.rows(), strict=True):
        for person, row in zip(block, multiplied_out(rows), strict=True):
            others = histories[fold_of != fold_of[person]]
            alone = fit_ease_path(others, EASE).score(histories[person]).ravel()
            size = np.linalg.norm(alone)
            np.testing.assert_allclose(row, alone / size if size else 0.0 * alone, atol=1e-10)


def test_one_fold_is_refused() -> None:
    with pytest.raises(ValueError, match="two folds"):
        cross_fit(
            sparse.csr_matrix((4, 3)), lambda h: fit_ease_path(h, EASE), np.zeros(4, dtype=np.int64)
        )
    with pytest.raises(ValueError, match="4 people"):
        fit_score_basis(sparse.csr_matrix((4, 3)), LIKED, ScoreBasisConfig(), 0)


def test_another_penalty_is_what_a_fit_with_it_gives() -> None:
    ratings = two_crowds(40, np.random.default_rng(3))
    usual = ScoreBasisConfig(n_bases=2, ease=EASE)
    stronger = replace(usual, ease=replace(EASE, regularisation=60.0))
    at = cross_fits(ratings, LIKED, usual, 0).at(3.0)
    share = np.asarray((ratings > 0).mean(axis=0)).ravel()
    found = components(at.likes, at.seen, share, usual, 0)
    np.testing.assert_allclose(
        found.rewards, fit_score_basis(ratings, LIKED, stronger, 0).rewards, atol=1e-9
    )


@pytest.mark.parametrize("joint", [True, False])
def test_the_blockwise_components_are_those_of_the_dense_matrix(joint: bool) -> None:
    rng = np.random.default_rng(2)
    ratings = two_crowds(60, rng)
    config = ScoreBasisConfig(n_bases=3, ease=EASE, joint=joint, n_iterations=30)
    likes = sparse.csr_matrix((ratings >= LIKED).astype(float))
    seen = sparse.csr_matrix((ratings > 0).astype(float))
    fits = [
        cross_fit(part, lambda h: fit_ease_path(h, EASE), deal(60, 5, 0)) for part in (likes, seen)
    ]
    share = np.asarray((ratings > 0).mean(axis=0)).ravel()
    basis = components(*fits, share, config, 0)
    own, known = (np.vstack([multiplied_out(rows) for rows in fit.rows()]) for fit in fits)
    centred, centred_known = own - own.mean(axis=0), known - known.mean(axis=0)
    ratio = (centred**2).sum() / (centred_known**2).sum() if joint else 0.0
    _, vectors = np.linalg.eigh(centred @ centred.T + ratio * centred_known @ centred_known.T)
    q = vectors[:, -3:]
    # the axes are turned by varimax: what the population spreads over items is what must agree
    dense = centred.T @ q / np.sqrt(60)
    weights = share / share.sum()
    dense /= np.sqrt(weights @ (dense**2).sum(axis=1))
    np.testing.assert_allclose(basis.rewards @ basis.rewards.T, dense @ dense.T, atol=1e-6)
    np.testing.assert_allclose(weights @ (basis.rewards**2).sum(axis=1), 1.0)
    np.testing.assert_allclose(weights @ (basis.exposure**2).sum(axis=1), 1.0)
    assert np.corrcoef(basis.offsets, own.mean(axis=0))[0, 1] > 1.0 - 1e-9


def test_a_sample_of_many_people_spreads_utilities_as_all_of_them_do() -> None:
    ratings = two_crowds(600, np.random.default_rng(5))
    everybody, sample = (
        fit_score_basis(ratings, LIKED, ScoreBasisConfig(2, ease=EASE, most_people=most), 0)
        for most in (600, 300)
    )
    first, second = (own.rewards[:, 0] for own in (everybody, sample))
    assert abs(np.corrcoef(first, second)[0, 1]) > 0.98


def test_turned_components_span_the_same_utilities() -> None:
    ratings = two_crowds(60, np.random.default_rng(6))
    scores = fit_score_basis(ratings, LIKED, ScoreBasisConfig(n_bases=5, ease=EASE), 0)
    share = np.asarray((ratings > 0).mean(axis=0)).ravel()
    few = turned(scores, share, 3)
    widest = scores.rewards[:, :3]
    np.testing.assert_allclose(few.rewards @ few.rewards.T, widest @ widest.T, atol=1e-9)
    np.testing.assert_allclose(
        few.exposure @ few.rewards.T, scores.exposure[:, :3] @ widest.T, atol=1e-9
    )
    variances = (share[:, None] * scores.rewards**2).sum(axis=0)
    assert variances[0] == variances.max()


def test_two_crowds_lie_on_one_axis_and_a_shuffled_crowd_on_none() -> None:
    rng = np.random.default_rng(3)
    config = ScoreBasisConfig(n_bases=1, ease=EASE)
    ratings = two_crowds(120, rng)
    basis = fit_score_basis(ratings, LIKED, config, 0)
    even = np.arange(60) % 2 == 0
    apart = abs(basis.rewards[even, 0].mean() - basis.rewards[~even, 0].mean())
    assert apart > 1.8 * basis.rewards.std() / 1.0
    shuffled = ratings.toarray()
    for column in shuffled.T:  # the negative control: the same items, nobody's taste
        rng.shuffle(column)
    control = fit_score_basis(sparse.csr_matrix(shuffled), LIKED, config, 0).rewards
    assert abs(control[even, 0].mean() - control[~even, 0].mean()) < 0.7 * apart


def test_the_same_people_give_the_same_basis_and_few_people_fewer_bases() -> None:
    ratings = two_crowds(8, np.random.default_rng(4))
    config = ScoreBasisConfig(n_bases=16, ease=EASE)
    first, second = (fit_score_basis(ratings, LIKED, config, 5) for _ in range(2))
    assert first.rewards.shape == (60, 7)
    np.testing.assert_array_equal(first.rewards, second.rewards)
    assert np.isfinite(first.offsets).all() and np.isfinite(first.exposure).all()
