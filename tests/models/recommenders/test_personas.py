"""AMP-CF against matrix factorisation, against torch, and in a world of planted tastes."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy import sparse

from models.evaluation.protocol import mean_ndcg, split_people
from models.recommenders.personas import Personas, PersonasConfig
from models.recommenders.training.personas_training import fit_personas, loss_of
from models.recommenders.training.vae_training import Batch

N_TASTES, N_ITEMS = 8, 80
TASTE = np.arange(N_ITEMS) % N_TASTES
SMALL = PersonasConfig(
    n_personas=2,
    n_factors=4,
    n_epochs=60,
    batch_size=20,
    learning_rate=2e-2,
    sharp=0.5,
    diffuse=0.5,
)


def two_tastes(n_users: int, seed: int) -> sparse.csr_matrix:
    """People who like items of two of eight tastes."""
    rng = np.random.default_rng(seed)
    own = np.array([rng.permutation(N_TASTES)[:2] for _ in range(n_users)])
    liking = (TASTE[None] == own[:, :1]) | (TASTE[None] == own[:, 1:])
    return sparse.csr_matrix(
        (rng.random(liking.shape) < np.where(liking, 0.6, 0.005)).astype(float)
    )


@pytest.fixture(scope="module")
def model() -> Personas:
    return fit_personas(two_tastes(400, 0), SMALL, seed=1)


def random_model(n_personas: int, seed: int = 0) -> Personas:
    rng = np.random.default_rng(seed)
    return Personas(
        rng.standard_normal((N_ITEMS, 5)),
        rng.standard_normal((N_ITEMS, 5)),
        rng.standard_normal(N_ITEMS),
        rng.standard_normal((n_personas, 5)),
        np.array([1.5, 0.7]),
        np.array(0.6),
    )


def test_one_persona_is_matrix_factorisation() -> None:
    one, liked = random_model(1), two_tastes(7, 1)
    people = (liked @ one.history_factors) / np.sqrt(np.asarray(liked.sum(axis=1)))
    expected = people @ one.item_factors.T + one.item_bias
    np.testing.assert_allclose(one.score(liked), expected, atol=1e-12)


@pytest.mark.parametrize("n_personas", [1, 3])
def test_numpy_scores_are_torchs(n_personas: int) -> None:
    record, liked = random_model(n_personas), two_tastes(9, 2)
    parameters = {
        "history_factors": record.history_factors,
        "item_factors": record.item_factors,
        "item_bias": record.item_bias,
        "starts": record.starts,
        "log_temperatures": np.log(record.temperatures),
        "focus": np.log(0.6 / 0.4),
    }
    batch = Batch(liked, np.arange(9))
    config = PersonasConfig(n_personas=n_personas)
    tensors = {name: torch.tensor(array) for name, array in parameters.items()}
    loss = loss_of(tensors, batch, torch.ones(liked.nnz, dtype=torch.float64), config)
    scores = record.score(liked)
    log_shares = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    assert float(loss) == pytest.approx(-float(liked.multiply(log_shares).sum()) / 9)


def test_renaming_personas_renames_explanations_and_changes_no_score() -> None:
    model, liked = random_model(3), two_tastes(6, 3)
    order = [2, 0, 1]
    renamed = replace(model, starts=model.starts[order])
    np.testing.assert_allclose(renamed.score(liked), model.score(liked), atol=1e-12)
    before, after = model.explain(liked[0], 5), renamed.explain(liked[0], 5)
    assert order[after.persona] == before.persona
    assert after.items == before.items
    np.testing.assert_allclose(np.array(before.shares)[order], after.shares)
    assert sum(after.shares) == pytest.approx(1.0)


def test_nobody_gets_the_crowds_list_and_no_explanation(model: Personas) -> None:
    empty = sparse.csr_matrix((1, N_ITEMS))
    np.testing.assert_allclose(model.score(empty)[0], model.item_bias)
    with pytest.raises(ValueError, match="expected one history"):
        model.explain(empty, 0)


def test_personas_are_the_planted_tastes(model: Personas) -> None:
    liked = two_tastes(60, 4)
    shares, start, pure = model.shares(liked), 0, []
    for stop in liked.indptr[1:]:
        tastes, persona = TASTE[liked.indices[start:stop]], shares[start:stop].argmax(axis=1)
        groups = (tastes[persona == k] for k in range(2))
        pure.append(sum(np.bincount(g).max() for g in groups if len(g)) / (stop - start))
        start = stop
    assert np.mean(pure) > 0.9


def test_attention_depends_on_the_candidate_and_is_sharp_where_it_should_be(
    model: Personas,
) -> None:
    part = split_people(two_tastes(200, 5), 0, 2, 0).test
    attention = model.attention(part.history)[0]
    within, between = [], []
    for person in range(len(attention)):
        own = np.unique(TASTE[part.history[person].indices])[:2]
        if len(own) == 2:
            mine = [attention[person][:, own[i] == TASTE] for i in range(2)]
            within.append(np.abs(mine[0][:, 0] - mine[0][:, 1]).sum() / 2)
            between.append(np.abs(mine[0][:, 0] - mine[1][:, 0]).sum() / 2)
    assert np.mean(between) > 3.0 * np.mean(within)
    entropy = -(attention * np.log(attention + 1e-12)).sum(axis=1)
    held_out = part.targets.toarray() > 0
    assert entropy[held_out].mean() < 0.5 * entropy[~held_out].mean()


def test_two_personas_beat_factorisation_with_as_many_factors() -> None:
    """With the same factors an item; given twice the factors, factorisation is not beaten.

    (docs/design.md, "not reproduced".)
    """
    gaps = []
    for seed in range(3):
        split = split_people(two_tastes(400, 10 + seed), 0, 4, seed)
        config = replace(SMALL, n_factors=3, n_epochs=30)
        several = fit_personas(split.train, config, seed)
        one = fit_personas(split.train, replace(config, n_personas=1), seed)
        gaps.append(mean_ndcg(several, split.test) - mean_ndcg(one, split.test))
    assert min(gaps) > 0.0


def test_the_same_seed_gives_the_same_model_and_nobody_is_refused() -> None:
    liked = two_tastes(50, 6)
    config = replace(SMALL, n_epochs=2)
    first, second = (fit_personas(liked, config, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first.item_factors, second.item_factors)
    with pytest.raises(ValueError, match="at least one person"):
        fit_personas(sparse.csr_matrix((3, 5)), config, seed=0)
