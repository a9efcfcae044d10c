import numpy as np
import pytest
from scipy import sparse

from models.evaluation.protocol import fold_in, judge, mean_ndcg, split_people, unseen_scores
from models.recommenders.base import Recommender
from models.recommenders.combined.ensemble import Known, fit_ensemble
from models.recommenders.popularity import fit_popularity


def likes(n_users: int = 120, n_items: int = 40, seed: int = 0) -> sparse.csr_matrix:
    rng = np.random.default_rng(seed)
    return sparse.csr_matrix((rng.random((n_users, n_items)) < 0.3).astype(float))


def test_over_all_folds_everybody_but_the_tuning_people_is_tested_once() -> None:
    liked = likes().tolil()
    liked[7] = 0.0
    liked = liked.tocsr()
    splits = [split_people(liked, fold, 5, seed=1) for fold in range(5)]
    tested = np.concatenate([split.tested for split in splits])
    assert len(set(tested)) == len(tested) == 119 - splits[0].validation.history.shape[0]
    assert 7 not in tested


def test_history_and_targets_are_a_partition_of_the_likes() -> None:
    liked = likes()
    part = fold_in(liked, np.random.default_rng(0))
    assert (part.history + part.targets != liked).nnz == 0
    assert part.history.multiply(part.targets).nnz == 0
    expected = (0.2 * np.asarray(liked.sum(axis=1)).ravel()).astype(int)
    assert np.asarray(part.targets.sum(axis=1)).ravel().tolist() == expected.tolist()


def test_no_test_person_is_in_training_and_items_come_from_training() -> None:
    liked = likes()
    split = split_people(liked, 0, 5, seed=3)
    assert split.train.shape[0] + len(split.tested) + split.validation.history.shape[0] == 120
    assert np.asarray(split.train.sum(axis=0)).ravel().min() > 0.0
    whole = (split.test.history + split.test.targets).toarray()
    np.testing.assert_array_equal(whole, liked[split.tested][:, split.items].toarray())


def test_history_is_never_recommended() -> None:
    split = split_people(likes(), 0, 5, seed=0)
    scores = unseen_scores(fit_popularity(split.train), split.test)
    assert np.isneginf(scores[split.test.history.nonzero()]).all()
    assert np.isfinite(scores[split.test.targets.nonzero()]).all()


def test_an_oracle_scores_one_and_measures_stay_in_bounds() -> None:
    split = split_people(likes(), 0, 5, seed=0)

    class Oracle:
        def score(self, histories: sparse.csr_matrix) -> np.ndarray:
            return split.test.targets.toarray()

    for values in judge(Oracle(), split.test).values():
        np.testing.assert_allclose(values[~np.isnan(values)], 1.0)
    for values in judge(fit_popularity(split.train), split.test).values():
        assert np.nanmin(values) >= 0.0 and np.nanmax(values) <= 1.0


def test_too_few_people_are_refused() -> None:
    with pytest.raises(ValueError, match="too few to split"):
        split_people(likes(4), 0, 5, seed=0)


def test_an_ensemble_grows_while_validation_people_gain() -> None:
    """Three models that each know a third of the items: together they know all."""
    split = split_people(likes(), 0, 5, seed=0)
    part, rng = split.validation, np.random.default_rng(0)
    truth = part.targets.toarray() + 1e-3 * rng.random(part.targets.shape)
    thirds = [Known(np.where(np.arange(truth.shape[1]) % 3 == k, truth, 0.0)) for k in range(3)]
    noise = Known(rng.standard_normal(truth.shape))
    models = [noise, *(Known(1e3**k * part.scores) for k, part in enumerate(thirds))]

    def quality(model: Recommender) -> float:
        return mean_ndcg(model, part)

    pool = fit_ensemble(models, part.history, quality)
    assert noise not in pool.models
    assert set(pool.models) == set(models[1:])  # whatever the scale of their scores
    assert quality(pool) > max(map(quality, models))
    expected = sum(w * m.scores for w, m in zip(pool.weights, pool.models, strict=True))
    np.testing.assert_allclose(pool.score(part.history), expected)
    alone = fit_ensemble([noise], part.history, quality)
    assert alone.models == (noise,)
    with pytest.raises(ValueError, match="needs models"):
        fit_ensemble([], part.history, quality)
