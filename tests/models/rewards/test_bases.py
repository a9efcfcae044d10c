import numpy as np
import pytest
from scipy import sparse

from elicitation.inference.familiarity import Familiarity
from models.rewards.bases import BASES, BasisData
from models.rewards.factorisation import BasisConfig
from models.rewards.label_loadings import label_loadings


def data_of(n_people: int = 60, n_items: int = 40) -> BasisData:
    rng = np.random.default_rng(0)
    scary = np.arange(n_items) % 2 == 0
    fans = np.arange(n_people) % 2 == 0
    stars = np.where(scary == fans[:, None], 5.0, 2.0) * (rng.random((n_people, n_items)) < 0.5)
    ratings = sparse.csr_matrix(stars)
    labels = [("Horror",) if own else ("Comedy",) for own in scary]
    keys = tuple(f"film:{n}" for n in range(n_items))
    familiarity = Familiarity(np.zeros(n_items), 0.3)
    years = (1990 + np.arange(n_items)).tolist()
    return BasisData(
        ratings[:40], ratings[40:], ratings[:0], 4.0, familiarity, keys, keys, labels, years
    )


@pytest.mark.parametrize("kind", sorted(BASES))
def test_every_basis_tells_two_crowds_apart(kind: str) -> None:
    data = data_of()
    config = BasisConfig(n_bases=2, n_epochs=10)
    learned = BASES[kind](data, config, 0, lambda share: None)
    basis = learned.basis
    assert basis.rewards.shape == (40, basis.n_bases)
    assert learned.tastes.shape == (20, basis.n_bases)
    assert len(set(basis.names)) == basis.n_bases
    utilities = basis.offsets + learned.tastes @ basis.rewards.T
    own = (np.arange(40) % 2 == 0) == (np.arange(40, 60)[:, None] % 2 == 0)
    gaps = [row[mine].mean() - row[~mine].mean() for row, mine in zip(utilities, own, strict=True)]
    assert (np.array(gaps) > 0.0).mean() > 0.9
    assert basis.taste_model.n_bases == basis.n_bases


def test_labels_are_axes_that_move_no_crowd_favourite_on_average() -> None:
    data = data_of()
    share = np.linspace(1.0, 0.1, 40)
    loadings, names = label_loadings(data.labels, data.years, share, 0.5)
    assert names == ("Comedy", "Horror", "the 1990s", "2000 to 2004", "since 2005")
    np.testing.assert_allclose(np.average(loadings, axis=0, weights=share), 0.0, atol=1e-9)
    horror = loadings[:, names.index("Horror")]
    np.testing.assert_allclose(horror[0::2] - horror[1::2], 0.5)


def test_labels_that_nearly_nothing_or_everything_has_are_no_axes() -> None:
    labels = [("All",), *[("All", "Few")] * 3, *[("All",)] * 16]
    loadings, names = label_loadings(labels, (), np.ones(20), 0.5)
    assert names == () and loadings.shape == (20, 0)
