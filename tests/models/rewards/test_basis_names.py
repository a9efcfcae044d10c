import numpy as np

from models.rewards.basis_names import name_bases


def test_a_base_is_named_by_the_genres_at_its_ends() -> None:
    rng = np.random.default_rng(0)
    labels = [
        ("Horror",) if i % 3 == 0 else ("Romance",) if i % 3 == 1 else ("Drama",) for i in range(90)
    ]
    values = np.array([{"Horror": 1.0, "Romance": -1.0, "Drama": 0.0}[w] for (w,) in labels])
    rewards = np.stack(
        [values, rng.standard_normal(90) * 0.01], axis=1
    ) + 0.01 * rng.standard_normal((90, 2))
    titles = [f"Film {i}" for i in range(90)]
    names = name_bases(rewards, np.full(90, 0.5), titles, labels)
    assert names[0] == "Horror rather than Romance"


def test_names_are_unique_and_fall_back_to_titles_never_to_one_alone() -> None:
    rewards = np.tile(np.linspace(-1.0, 1.0, 6)[:, None], (1, 3))
    titles = list("abcdef")
    names = name_bases(rewards, np.full(6, 0.5), titles, [()] * 6)
    assert names[0] == "f, e, d rather than a, b, c"
    assert len(set(names)) == 3
