"""Whether the parts of an artifact fit together, so that a bad one is refused before a page fails.

Whoever fits models may write anything into the folder: another catalogue's arrays, numbers that
are none, text where a number belongs. Types are checked by msgspec, shapes against each other.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_type_hints

import msgspec
import numpy as np
from numpy.typing import NDArray

from elicitation.inference.gaussian import Gaussian
from elicitation.questions.plans import is_plan
from elicitation.recommendations.new_to_you import MOST_KNOWN
from models.datasets.catalogue import Catalogue
from models.datasets.packed_ratings import from_tensors
from models.datasets.scale import KINDS, Scale
from models.recommenders.joint_prior import joint_prior_of
from models.recommenders.table import RECOMMENDERS
from models.recommenders.vae import Vae

Floats = NDArray[np.float64]
LARGEST = 1e9  # of any fitted number; beyond, sums and exponents leave what a float can hold
LARGEST_EXPONENT = 700.0  # that numbers of double precision bear
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class _Content(msgspec.Struct):
    """Types of what a manifest says; older ones leave out what has a default."""

    dataset: str
    bases: tuple[str, ...]
    trust: dict[str, Share]
    activity_variance: Annotated[float, msgspec.Meta(ge=0.0, le=1e6)]
    words: dict[str, str]
    notice: str
    lapse: Annotated[float, msgspec.Meta(ge=0.0, lt=1.0)] = 0.0
    plan: tuple[str, ...] = ()
    answers_tell: bool = True
    most_known: Annotated[float, msgspec.Meta(gt=0.0, lt=1.0)] = MOST_KNOWN
    like: Annotated[float, msgspec.Meta(ge=-LARGEST, le=LARGEST)] = 0.0
    scale: Scale = Scale()


def columns_of(read: object) -> dict[str, Any]:
    """The columns of a catalogue as its record wants them, from JSON.

    Raises ValueError on values of another type, TypeError on a column that no catalogue has.
    """
    found = msgspec.convert(read, dict[str, Any])
    hints = get_type_hints(Catalogue)
    unknown = [name for name in found if name not in hints or name == "numbers"]
    if unknown:
        raise ValueError(f"catalogue: there is no column {unknown[0]!r}")
    return {name: msgspec.convert(values, hints[name]) for name, values in found.items()}


def check_content(content: object) -> None:
    """Raises ValueError unless a manifest's content has the types and ranges that it should."""
    found = msgspec.convert(content, _Content)
    if not is_plan(found.plan):
        raise ValueError(f"plan: expected screens such as taps9, got {found.plan}")
    if found.scale.kind not in KINDS or found.scale.best == found.scale.worst:
        raise ValueError(f"scale: expected one of {KINDS} between two ends, got {found.scale}")


def check_numbers(tensors: Mapping[str, NDArray[Any]]) -> None:
    """Raises ValueError unless all arrays hold real numbers that can be computed with."""
    for name, array in tensors.items():
        if array.dtype.kind not in "fiu":
            raise ValueError(f"{name}: expected numbers, got {array.dtype}")
        if array.size and not -LARGEST <= array.min() <= array.max() <= LARGEST:  # nan is neither
            raise ValueError(f"{name}: some values are no finite numbers of at most {LARGEST:g}")


def check_parts(tensors: Mapping[str, Floats], n_items: int, prior: Gaussian) -> None:
    """Arrays of single recommenders and of people's ratings, each against its own loader.

    ``prior`` is that of the base rewards. Raises ValueError, KeyError or IndexError.
    """
    for name, expected in _expected(n_items, len(prior.mean)):
        if name in tensors and tensors[name].shape != expected:
            raise ValueError(f"{name}: expected {expected}, got {tensors[name].shape}")
    vae = None
    for spec in RECOMMENDERS.values():
        model = spec.load(tensors, n_items) if spec.load is not None else None
        vae = model if isinstance(model, Vae) else vae
    if vae is not None:
        _, log_variances = np.split(np.abs(vae.code_weights).sum(axis=0) + np.abs(vae.code_bias), 2)
        if log_variances.max(initial=0.0) > LARGEST_EXPONENT:  # of a history with hidden units of 1
            raise ValueError("vae_code_weights: variances of a history would be infinite")
    if vae is not None and "latent_cross" in tensors:
        joint = joint_prior_of(tensors, prior)
        n_latent = len(vae.latent_mean)
        if len(joint.latent.mean) != n_latent or joint.cross.shape != (n_latent, len(prior.mean)):
            raise ValueError(
                f"latent_cross: expected {n_latent} latents of the VAE and {len(prior.mean)} base "
                f"rewards, got {joint.cross.shape}"
            )
    from_tensors(tensors, n_items)


def _expected(n_items: int, n_bases: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Shapes of arrays that some artifacts have."""
    yield "exposure", (n_items, n_bases)
    yield "known_logits", (n_items,)
    yield "activity", (1,)
    yield "heavy", (n_bases,)
