import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from models.rewards.preferences import sample_preferences


@given(
    hnp.arrays(np.float64, (6, 9), elements=st.sampled_from([0.0, 1.0, 3.0, 4.0, 5.0])),
    st.integers(0, 99),
)
def test_every_preference_is_one_that_the_ratings_support(stars: np.ndarray, seed: int) -> None:
    data = sample_preferences(
        sparse.csr_matrix(stars), np.ones(9), 0.5, np.random.default_rng(seed), like=4.0
    )
    first, second = stars[data.people, data.preferred], stars[data.people, data.other]
    choice, pair = second == 0.0, second > 0.0
    assert (first[choice] >= 4.0).all()
    assert (first[pair] > second[pair]).all()
    assert (data.weights > 0.0).all()


def test_pairs_weigh_their_share() -> None:
    rng = np.random.default_rng(0)
    stars = rng.choice([0.0, 0.0, 0.0, 2.0, 5.0], size=(40, 300))
    data = sample_preferences(sparse.csr_matrix(stars), np.ones(300), 0.3, rng, like=4.0)
    pair = stars[data.people, data.other] > 0.0
    # Choices lose weight where the drawn rival turned out to be rated: 40 % here.
    assert data.weights[pair].sum() == 0.3 * (stars == 5.0).sum()
    expected = 0.7 * (stars == 5.0).sum() * 0.6
    assert abs(data.weights[~pair].sum() / expected - 1.0) < 0.05
