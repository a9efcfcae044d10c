"""A tiny world that pages can be shown with: 80 films of four kinds, known to everybody."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy import sparse

from models.artifacts import save_artifact
from models.datasets.catalogue import Catalogue, Words
from models.datasets.packed_ratings import to_tensors

N_ITEMS = 80
BASES = ("loud rather than quiet", "old rather than new", "silly rather than sad", "odd")
GENRES = (("Action", "Sci-Fi"), ("Drama",), ("Comedy", "Romance"), ("Horror",))
DATASET = "tiny world"

# what a catalogue may contain and a page must survive: best known, so that it is shown at once
NASTY = (
    "<script>document.title='owned'</script> & Sons",
    "*Stars* [and](links) $5 :fire: `code` # ~~no~~",
    '"><img src=x onerror=alert(1)>',
    "Wer früher stirbt, ist länger tot: Die wirklich sehr lange Fassung des Regisseurs",
)
PICTURE = (
    "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"  # one pixel
)


def people_with_stars(rewards: np.ndarray) -> sparse.csr_matrix:
    """24 people who rated four items in five, as their tastes say."""
    rng = np.random.default_rng(12)
    liking = rng.standard_normal((24, rewards.shape[1])) @ rewards.T
    stars = np.clip(np.round(3.0 + liking), 1.0, 5.0)
    return sparse.csr_matrix(stars * (rng.random(stars.shape) < 0.8))


def vae_of(kind: np.ndarray, crowd: np.ndarray) -> dict[str, np.ndarray]:
    """A VAE with a latent dimension a kind, that goes with a base reward each."""
    kinds = np.eye(4)[kind]
    return {
        "vae_input_weights": kinds,
        "vae_input_bias": np.zeros(4),
        "vae_code_weights": np.hstack([3.0 * np.eye(4), np.zeros((4, 4))]),
        "vae_code_bias": np.repeat([0.0, -2.0], 4),
        "vae_output_weights": 2.0 * kinds,
        "vae_output_bias": crowd,
        "vae_latent_mean": np.zeros(4),
        "latent_mean": np.zeros(4),
        "latent_cov": np.eye(4),
        "latent_cross": 0.6 * np.eye(4),
    }


def who_knows_what(kind: np.ndarray) -> dict[str, np.ndarray]:
    """Arrays of a basis from scores: people know more of the kinds that they like."""
    return {
        "exposure": 0.8 * np.eye(4)[kind],
        "known_logits": np.linspace(4.0, -1.0, N_ITEMS),
        "activity": np.array([0.7]),
    }


def save_world(
    folder: Path,
    dataset: str = DATASET,
    by_scores: bool = False,
    plan: tuple[str, ...] = (),
    **columns: tuple,
) -> Path:
    """Write the world's artifact; the first items are the best known and the nastiest named.

    ``by_scores``: its basis says who knows what, so that sessions have screens of every kind.
    ``plan``: the screens that its manifest names. ``columns`` of the catalogue replace those of the
    world, or come in addition.
    """
    rng = np.random.default_rng(11)
    kind = np.arange(N_ITEMS) % 4
    rewards = np.eye(4)[kind] * 1.5 + 0.4 * rng.standard_normal((N_ITEMS, 4))
    rewards[: len(NASTY)] *= 3.0  # worth asking about, so that questions show them too
    titles = [*NASTY, *(f"Film {chr(65 + n % 26)}{n}" for n in range(len(NASTY), N_ITEMS))]
    crowd = np.linspace(-2.0, -6.0, N_ITEMS)
    catalogue = Catalogue(
        keys=tuple(f"tiny:{n}" for n in range(N_ITEMS)),
        titles=tuple(titles),
        years=tuple(0 if n % 9 == 0 else 1930 + n for n in range(N_ITEMS)),
        genres=tuple(GENRES[k] for k in kind),
        images=tuple(PICTURE if n == 5 else "" for n in range(N_ITEMS)),
        descriptions=("",) * N_ITEMS,
    )
    catalogue = replace(catalogue, **columns)
    tensors = {
        "rewards": rewards,
        "offsets": 0.3 * rng.standard_normal(N_ITEMS),
        "prior_mean": np.zeros(4),
        "prior_cov": np.eye(4),
        "crowd_mult_vae": crowd - np.log(np.exp(crowd).sum()),
        "shifts_mult_vae": rewards,
        "crowd_ease": -crowd,
        "shifts_ease": rewards,
        "familiarity": np.linspace(6.0, 0.0, N_ITEMS),
        **vae_of(kind, crowd),
        "personas_history_factors": np.eye(4)[kind],
        "personas_item_factors": np.eye(4)[kind],
        "personas_item_bias": np.zeros(N_ITEMS),
        "personas_starts": np.eye(4),
        "personas_temperatures": np.array([8.0, 4.0]),
        "personas_focus": np.array(0.5),
        **to_tensors(people_with_stars(rewards)),
        **(who_knows_what(kind) if by_scores else {}),
    }
    content = {
        "dataset": dataset,
        "bases": list(BASES),
        "trust": {"mult_vae": 0.5, "ease": 0.6},
        "activity_variance": 1.0,
        "words": vars(Words()),
        "notice": "A world made up for tests.",
        **({"plan": plan} if plan else {}),
    }
    save_artifact(folder, catalogue, tensors, content, {"seed": 11})
    return folder
