"""The artifact: everything that was fitted, on disk as safetensors, JSON and a readable manifest.

A folder holds manifest.json and two data files whose names carry the fingerprint. The data files
are written and synced first, the manifest is replaced last and atomically: a kill at any moment
leaves the old artifact or the new one. A lock lets one writer write at a time; a reader that misses
a file because the artifact was replaced starts again. Nothing is unpickled.

This is a format. What serving needs has fields here; arrays of single recommenders are read by the
``load`` of their record (models/recommenders/table.py) through ``Artifact.read``, so that a page
loads only the models it shows. Loading needs neither torch nor pandas.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cached_property
from importlib.metadata import version
from mmap import mmap
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import save as save_tensors

from elicitation.arrays import is_frozen
from elicitation.inference.basis import RewardBasis
from elicitation.inference.choice_model import ChoiceModel
from elicitation.inference.familiarity import Familiarity, known_probabilities
from elicitation.inference.gaussian import Gaussian
from elicitation.inference.taste_model import Exposure
from elicitation.json_text import read_json
from elicitation.recommendations.new_to_you import MOST_KNOWN
from elicitation.recommendations.scores import SharedPrior
from models.atomic_files import only_writer, write_durably
from models.datasets.catalogue import UNKNOWN, Catalogue, Words
from models.datasets.scale import STARS_LIKE, Scale
from models.datasets.series import series_of
from models.mapped_tensors import Mapped, map_tensors
from models.soundness import check_content, check_numbers, check_parts, columns_of

FORMAT = 2
DEFAULT_PRIOR = "mult_vae"
MANIFEST = "manifest.json"
Part = TypeVar("Part")
# what reading arrays and words that do not fit together can raise
_MISFITS = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)
_LIBRARIES = ("numpy", "scipy", "torch", "safetensors")


class ArtifactError(Exception):
    """An artifact that cannot be used; the message says what to do."""


@dataclass(frozen=True, eq=False)
class Artifact:
    """What the app serves. ``tensors`` holds all fitted arrays, also those only research needs.

    Raises ValueError if the parts disagree on n_items or n_bases, or the default prior is missing.
    """

    catalogue: Catalogue
    basis: RewardBasis
    priors: dict[str, SharedPrior]  # name -> a prior to recommend by; DEFAULT_PRIOR is one
    familiarity: Familiarity
    words: Words
    notice: str
    manifest: dict[str, Any]
    tensors: dict[str, NDArray[np.float64]]

    def __post_init__(self) -> None:
        if DEFAULT_PRIOR not in self.priors:
            raise ValueError(f"the prior {DEFAULT_PRIOR!r} is missing")
        if self.familiarity.logits.shape != (self.basis.n_items,):
            raise ValueError(
                f"familiarity: expected {self.basis.n_items} items, "
                f"got {self.familiarity.logits.shape}"
            )
        for name, prior in self.priors.items():
            if prior.shifts.shape != self.basis.rewards.shape:
                raise ValueError(
                    f"prior {name}: expected shifts {self.basis.rewards.shape}, "
                    f"got {prior.shifts.shape}"
                )

    @cached_property
    def known(self) -> NDArray[np.float64]:
        """Probability that a person of the population knows each item, (n_items,)."""
        nobody = np.zeros(0, dtype=np.int64)
        return known_probabilities(self.familiarity, nobody, nobody)

    @cached_property
    def alike(self) -> NDArray[np.int64]:
        """(n_items,) numbers films and their sequels, editions of a work; -1 = like nothing."""
        return series_of(self.catalogue.titles, self.catalogue.work_numbers)

    def read(self, load: Callable[[Mapping[str, NDArray[np.float64]], int], Part]) -> Part:
        """A part that the format does not know: ``load(tensors, n_items)``.

        Raises ArtifactError if its arrays do not fit together.
        """
        try:
            return load(self.tensors, self.basis.n_items)
        except _MISFITS as error:
            raise ArtifactError(
                f"A part of the fitted models cannot be used ({type(error).__name__}: {error}). "
                "They are damaged or were written by another version. Run `make fit` to write "
                "them anew; answers that people gave are kept elsewhere and are not touched."
            ) from error

    @property
    def scale(self) -> Scale:
        """Of the file that was learned from; stars where an older artifact does not say."""
        said = self.manifest["content"].get("scale", {})
        return Scale(**{**said, "missing": tuple(said.get("missing", ()))})

    @property
    def plan(self) -> tuple[str, ...]:
        """Kinds of the screens that a new session may show, as in ``Started.plan``.

        Empty where the basis is not made for them: questions are pairs then.
        """
        return tuple(self.manifest["content"].get("plan", ()))

    @property
    def answers_tell(self) -> bool:
        """Whether answers were seen to improve lists; if not, they are not listened to."""
        return bool(self.manifest["content"].get("answers_tell", True))

    @property
    def tilts(self) -> dict[str, float]:
        """Power of popularity in the scores of each recommender, chosen on validation people.

        Below 0: away from what everybody takes up. Empty in older artifacts.
        """
        return {name: float(g) for name, g in self.manifest["content"].get("tilts", {}).items()}

    @property
    def most_known(self) -> float:
        """How probably an item of the default list may be known to the person, at most."""
        return float(self.manifest["content"].get("most_known", MOST_KNOWN))

    @property
    def like(self) -> float:
        """Stars from which on a rating is a like."""
        return float(self.manifest["content"].get("like", STARS_LIKE))

    @property
    def shared(self) -> SharedPrior:
        """The default prior."""
        return self.priors[DEFAULT_PRIOR]


def save_artifact(
    folder: Path,
    catalogue: Catalogue,
    tensors: dict[str, NDArray[np.float64]],
    content: dict[str, Any],
    about: dict[str, Any],
) -> str:
    """Write the artifact and return its fingerprint.

    ``tensors`` names rewards, offsets, prior_mean, prior_cov, familiarity, and crowd_NAME and
    shifts_NAME of each prior (more are kept); ``content`` names dataset, bases, trust (of each
    prior), activity_variance, words and notice, and like and scale where they are not those of
    stars; lapse, plan, answers_tell and most_known may be left out. Both and the catalogue make the
    fingerprint; ``about`` (seed, metrics ...) and versions do not.
    """
    packed = save_tensors({name: np.ascontiguousarray(t) for name, t in sorted(tensors.items())})
    # without the lookup, which the keys imply
    columns = {f.name: getattr(catalogue, f.name) for f in fields(catalogue) if f.init}
    # nor what is unknown of every item
    columns = {
        name: column
        for name, column in columns.items()
        if name not in UNKNOWN or any(value != UNKNOWN[name] for value in column)
    }
    items = json.dumps(columns, ensure_ascii=False, indent=0).encode()
    fingerprint = _fingerprint(packed, items, content)
    names = {
        "tensors": f"tensors-{fingerprint[:16]}.safetensors",
        "catalogue": f"catalogue-{fingerprint[:16]}.json",
    }
    manifest = {
        "format": FORMAT,
        "fingerprint": fingerprint,
        "files": names,
        "content": content,
        "about": {**about, "versions": {name: version(name) for name in _LIBRARIES}},
    }
    folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        write_durably(folder / names["tensors"], packed)
        write_durably(folder / names["catalogue"], items)
        readable = json.dumps(manifest, ensure_ascii=False, indent=2, allow_nan=False).encode()
        write_durably(folder / MANIFEST, readable)
        parts = folder.glob("*.part")
        for stale in [*folder.glob("tensors-*"), *folder.glob("catalogue-*"), *parts]:
            if stale.name not in names.values():
                with suppress(PermissionError):  # Windows: somebody serves it; it goes next time
                    stale.unlink(missing_ok=True)
    return fingerprint


def load_artifact(folder: Path) -> Artifact:
    """Read and verify an artifact. Raises ArtifactError with one paragraph on what to do.

    Visitors see that paragraph, so it names no folder.
    """
    if not (folder / MANIFEST).is_file():
        raise ArtifactError(
            "There is nothing fitted yet. Run `make fit` (about a minute on the embedded data), or "
            "point TENFOLD_ARTIFACTS to a folder that `python -m models.train` wrote."
        )
    try:
        manifest, stored, items = _read(folder)
        content = manifest["content"]
        if _fingerprint(stored.whole, items, content) != manifest["fingerprint"]:
            raise ValueError("the files do not have the fingerprint that the manifest names")
        check_content(content)
        catalogue = Catalogue(**columns_of(read_json(items)))
        check_numbers(stored.arrays)
        tensors = {name: _read_only(t) for name, t in stored.arrays.items()}
        basis = RewardBasis(
            catalogue.keys,
            tensors["rewards"],
            tensors["offsets"],
            tuple(content["bases"]),
            Gaussian(tensors["prior_mean"], tensors["prior_cov"]),
            manifest["fingerprint"],
            ChoiceModel(lapse=content.get("lapse", 0.0)),
            works=catalogue.work_numbers,
            exposure=_exposure(tensors),
            heavy=tensors["heavy"] > 0.0 if "heavy" in tensors else None,
        )
        check_parts(tensors, basis.n_items, basis.prior)
        return Artifact(
            catalogue,
            basis,
            {
                name: SharedPrior(tensors[f"crowd_{name}"], tensors[f"shifts_{name}"], trust)
                for name, trust in content["trust"].items()
            },
            Familiarity(tensors["familiarity"], content["activity_variance"]),
            Words(**content["words"]),
            content["notice"],
            manifest,
            tensors,
        )
    except (OSError, SafetensorError, *_MISFITS) as error:
        reason = error.strerror if isinstance(error, OSError) else error  # which names no path
        raise ArtifactError(
            f"The fitted models cannot be used ({type(error).__name__}: {reason}). They are "
            "damaged or were written by another version. Run `make fit` to write them anew; "
            "answers that people gave are kept elsewhere and are not touched."
        ) from error


def _exposure(tensors: Mapping[str, NDArray[np.float64]]) -> Exposure | None:
    """Who knows what by their taste; None in an artifact whose basis has no such model."""
    if "exposure" not in tensors:
        return None
    activity = float(tensors["activity"][0])
    return Exposure(tensors["exposure"], tensors["known_logits"], activity)


def _read(folder: Path) -> tuple[dict[str, Any], Mapped, bytes]:
    """Manifest, tensors and catalogue that belong together, also while another is written."""
    while True:
        written = (folder / MANIFEST).read_text(encoding="utf-8")
        manifest = read_json(written)
        if manifest["format"] != FORMAT:
            raise ValueError(f"expected format {FORMAT}, got {manifest['format']}")
        names = manifest["files"]
        try:
            stored = map_tensors(folder / Path(names["tensors"]).name)
            items = (folder / Path(names["catalogue"]).name).read_bytes()
        except FileNotFoundError:
            if (folder / MANIFEST).read_text(encoding="utf-8") == written:
                raise  # nobody replaced it: the file is missing
        else:
            return manifest, stored, items


def _fingerprint(packed: bytes | mmap, items: bytes, content: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for part in (packed, items, json.dumps(content, sort_keys=True).encode()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _read_only(array: NDArray[np.float64]) -> NDArray[np.float64]:
    if is_frozen(array):
        return array
    array = np.array(array, dtype=np.float64)
    array.setflags(write=False)
    return array
