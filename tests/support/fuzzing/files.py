"""Entries that are files: words, tables, archives, followed rows, artifacts, events."""

import io
import json
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from fuzzing.mutations import broken_bytes, broken_json, one_of, written
from safetensors.numpy import save
from worlds import save_world

from elicitation.explanations.taste_axes import axes
from elicitation.inference.belief import Belief
from elicitation.questions.next_question import next_question
from elicitation.recommendations.personal_list import recommendations
from elicitation.recommendations.scores import Ranker
from elicitation.sessions.encoding import decode, encode
from elicitation.sessions.events import Answered, AxisCorrected, Marked, Started, Undone, pick
from elicitation.sessions.session import replay
from models.artifacts import Artifact, ArtifactError, _fingerprint, load_artifact
from models.datasets.catalogue import Words
from models.datasets.errors import DatasetError
from models.datasets.meaning.told import read_told, read_words
from models.datasets.packed_ratings import from_tensors
from models.datasets.reading.appended import growing_table, likes_in, whole_lines
from models.datasets.scale import Scale
from models.datasets.tables.sources import from_bytes
from models.histories.rows import read_rows
from models.histories.start import start_from
from models.histories.uploads import UploadError, tables_of
from models.recommenders.table import RECOMMENDERS

Trial = Callable[[np.random.Generator], bool]  # one input; whether it was accepted

EVENTS = (
    Started("s-1", 7, "a_optimal", 10, "tiny world", "f"),
    Answered(0, ("tiny:1", "tiny:2"), pick("tiny:1"), 900),
    Undone(1),
    AxisCorrected(2, ("tiny:1",), ("tiny:2",), 2),
    Marked(3, "tiny:3", "saved"),
)
TABLE = b'Name,Year,Rating,Date\nHeat,1995,4.5,2020-01-02\n"A, B",1999,3,2021-02-03\n' * 20
DATA = {
    "like": 7,
    "encoding": "utf-8",
    "delimiter": ";",
    "columns": {"user": "u"},
    "scale": [1, 10],
    "missing": [0],
    "weights": {"view": 1.0},
    "a.csv": {"header": ["u"]},
}


def events(folder: Path) -> Trial:
    def trial(rng: np.random.Generator) -> bool:
        record = broken_json(rng, encode(one_of(rng, EVENTS)))
        if not isinstance(record, dict):
            return False
        try:
            event = decode(record)
        except ValueError:
            return False
        assert decode(json.loads(json.dumps(encode(event)))) == event, "another event came back"
        try:
            replay([EVENTS[0], event])
        except ValueError:
            return False
        return True

    return trial


def words(folder: Path) -> Trial:
    def trial(rng: np.random.Generator) -> bool:
        said: Any = DATA if rng.random() < 0.5 else vars(Words())
        source = from_bytes("words.json", written(rng, broken_json(rng, said)))
        try:
            if said is DATA:
                read_told(source)
            else:
                found = read_words(source, Words())
                assert all(isinstance(word, str) and word.strip() for word in vars(found).values())
        except DatasetError:
            return False
        return True

    return trial


def tables(folder: Path) -> Trial:
    def trial(rng: np.random.Generator) -> bool:
        try:
            for upload in tables_of("a.csv", broken_bytes(rng, TABLE)):
                for rated in read_rows(upload).rated:
                    assert rated.row.titles or rated.row.ids
        except UploadError:
            return False
        return True

    return trial


def archives(folder: Path) -> Trial:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ratings.csv", TABLE)
        archive.writestr("watched.csv", b"Name\n" + b"0" * 100_000)
    whole = packed.getvalue()

    def trial(rng: np.random.Generator) -> bool:
        try:
            found = tables_of("a.zip", broken_bytes(rng, whole))
            assert sum(len(upload.data) for upload in found) <= 16 << 20
            for upload in found:
                read_rows(upload)
        except UploadError:
            return False
        return True

    return trial


def followed(folder: Path) -> Trial:
    place = folder / "followed"
    place.mkdir()
    (place / "items.csv").write_text("key,title\nk1,One\n")
    (place / "interactions.csv").write_text("user,item,rating\nold,k1,5\n")
    table = growing_table(place)

    def trial(rng: np.random.Generator) -> bool:
        row = b"ann,k1,5" if rng.random() < 0.8 else rng.bytes(int(rng.integers(60)))
        found = whole_lines(io.BytesIO(broken_bytes(rng, row) + b"\nzoe,k1,5\n"))
        likes = list(likes_in(table, found.rows, 1, Scale()))
        assert ("zoe", "k1") in likes, "the row after it was lost"
        for person, item in likes:
            assert 0 < len(person) <= 1000 and not {*"\r\n\0"} & {*person, *item}
        return len(likes) > 1

    return trial


def artifacts(folder: Path) -> Trial:
    place, bad = folder / "good", folder / "bad"
    good = load_artifact(save_world(place, by_scores=True))
    columns = json.loads(next(place.glob("catalogue-*")).read_text())
    bad.mkdir()

    def trial(rng: np.random.Generator) -> bool:
        tensors: dict[str, Any] = dict(good.tensors)
        content, catalogue = good.manifest["content"], columns
        match int(rng.integers(4)):
            case 0:
                content = broken_json(rng, content)
            case 1:
                name = one_of(rng, sorted(catalogue))
                catalogue = {**catalogue, name: broken_json(rng, catalogue[name])}
            case _:
                name = one_of(rng, sorted(tensors))
                tensors[name] = _broken_array(rng, tensors[name])
                if rng.random() < 0.1:
                    del tensors[name]
        _write(bad, {n: np.ascontiguousarray(t) for n, t in tensors.items()}, catalogue, content)
        try:
            found = load_artifact(bad)
        except ArtifactError:
            return False
        _use(found)
        return True

    return trial


def _broken_array(rng: np.random.Generator, array: np.ndarray) -> np.ndarray:
    array = np.atleast_1d(np.array(array))
    match int(rng.integers(7)):
        case 0:
            return np.delete(array, 0, axis=int(rng.integers(array.ndim)))
        case 1:
            return np.concatenate([array, array], axis=int(rng.integers(array.ndim)))
        case 2:
            return array[..., None]
        case 3:
            return array.T if array.ndim > 1 else array.ravel()[:0]
        case 4:
            array.flat[int(rng.integers(array.size))] = one_of(
                rng, (np.nan, np.inf, -np.inf, 1e300, -1e12, 1e8)
            )
            return array
        case 5:
            return array.astype(one_of(rng, (np.float32, np.int8, bool, np.int64)))
        case _:
            return array.ravel()


def _write(folder: Path, tensors: dict[str, np.ndarray], catalogue: Any, content: Any) -> None:
    """With the right fingerprint, as a fit that went wrong would."""
    packed, items = save(tensors), json.dumps(catalogue).encode()
    manifest = {
        "format": 2,
        "fingerprint": _fingerprint(packed, items, content),
        "files": {"tensors": "tensors", "catalogue": "catalogue"},
        "content": content,
        "about": {},
    }
    (folder / "tensors").write_bytes(packed)
    (folder / "catalogue").write_bytes(items)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def _use(artifact: Artifact) -> None:
    """What pages compute of it, for somebody who has answered and brings a history."""
    keys = artifact.basis.keys
    started = Started("s", 3, "a_optimal", 10, "d", artifact.basis.fingerprint)
    answered = Answered(0, keys[:2], pick(keys[0]))
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)  # numbers that are none reach a page
        belief = Belief(artifact.basis, replay([started, answered]))
        next_question(belief, artifact.familiarity)
        screens = replace(started, plan=("taps9",))
        next_question(Belief(artifact.basis, replay([screens])), artifact.familiarity)
        axes(belief, artifact.known)
        for prior in artifact.priors.values():
            recommendations(belief, Ranker(prior, prior.trust), 5)
        start_from(artifact, keys[:3], keys[3:4])
        for spec in RECOMMENDERS.values():
            if spec.load is not None:
                artifact.read(spec.load)
        artifact.read(from_tensors)
    assert artifact.alike is not None and isinstance(artifact.scale, Scale)
