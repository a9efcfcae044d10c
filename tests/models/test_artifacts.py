import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from elicitation.recommendations.new_to_you import MOST_KNOWN
from models.artifacts import MANIFEST, ArtifactError, load_artifact, save_artifact
from models.datasets.catalogue import Catalogue
from models.datasets.packed_ratings import from_tensors, to_tensors
from models.recommenders.amp_cf import load_personas
from models.settings import ROOT


def parts(seed: int, n_items: int = 30, n_bases: int = 3):
    rng = np.random.default_rng(seed)
    catalogue = Catalogue(
        keys=tuple(f"k{i}" for i in range(n_items)),
        titles=tuple(f"Titel № {i} <b>" for i in range(n_items)),
        years=(1999,) * n_items,
        genres=(("Drama", "Komödie"),) * n_items,
        images=("",) * n_items,
        descriptions=("",) * n_items,
    )
    tensors = {
        "rewards": rng.standard_normal((n_items, n_bases)),
        "offsets": rng.standard_normal(n_items),
        "prior_mean": np.zeros(n_bases),
        "prior_cov": np.eye(n_bases),
        "crowd_mult_vae": rng.standard_normal(n_items),
        "shifts_mult_vae": rng.standard_normal((n_items, n_bases)),
        "familiarity": rng.standard_normal(n_items),
    }
    content = {
        "dataset": "test",
        "bases": ["a", "b", "c"],
        "trust": {"mult_vae": 0.5},
        "activity_variance": 1.0,
        "words": {"item": "film"},
        "notice": "",
    }
    return catalogue, tensors, content


def write(folder: Path, seed: int = 0) -> str:
    return save_artifact(folder, *parts(seed), about={"seed": seed})


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    fingerprint = write(tmp_path)
    loaded = load_artifact(tmp_path)
    catalogue, tensors, content = parts(0)
    assert loaded.catalogue == catalogue
    assert loaded.basis.fingerprint == fingerprint == loaded.manifest["fingerprint"]
    np.testing.assert_array_equal(loaded.shared.shifts, tensors["shifts_mult_vae"])
    assert loaded.shared.trust == content["trust"]["mult_vae"]
    assert not loaded.basis.rewards.flags.writeable


def test_the_bound_of_the_list_is_the_manifests_where_it_says_one(tmp_path: Path) -> None:
    write(tmp_path)
    assert load_artifact(tmp_path).most_known == MOST_KNOWN
    catalogue, tensors, content = parts(0)
    save_artifact(tmp_path, catalogue, tensors, {**content, "most_known": 0.95}, about={})
    assert load_artifact(tmp_path).most_known == 0.95


def test_the_fingerprint_depends_on_content_and_not_on_metrics(tmp_path: Path) -> None:
    first = save_artifact(tmp_path / "a", *parts(0), about={"metrics": 1})
    assert save_artifact(tmp_path / "b", *parts(0), about={"metrics": 2}) == first
    assert save_artifact(tmp_path / "c", *parts(1), about={}) != first
    catalogue, tensors, content = parts(0)
    assert (
        save_artifact(
            tmp_path / "d", catalogue, tensors, {**content, "trust": {"mult_vae": 0.6}}, {}
        )
        != first
    )


def damage_tensors(folder: Path) -> None:
    path = next(folder.glob("tensors-*"))
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)


def truncate_tensors(folder: Path) -> None:
    path = next(folder.glob("tensors-*"))
    path.write_bytes(path.read_bytes()[:100])


def forget_tensors(folder: Path) -> None:
    next(folder.glob("tensors-*")).unlink()


def foreign_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text('{"some": "thing else"}')


def manifest_of_no_object(folder: Path) -> None:
    (folder / MANIFEST).write_text("[1, 2]")


def broken_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_bytes((folder / MANIFEST).read_bytes()[:50])


def future_format(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "format": 99}))


def way_out_of_the_folder(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"]["tensors"] = "../../etc/passwd"
    (folder / MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    "damage",
    [
        damage_tensors,
        truncate_tensors,
        forget_tensors,
        foreign_manifest,
        manifest_of_no_object,
        broken_manifest,
        future_format,
        way_out_of_the_folder,
    ],
)
def test_a_damaged_artifact_is_refused_with_what_to_do(tmp_path: Path, damage) -> None:
    write(tmp_path)
    damage(tmp_path)
    with pytest.raises(ArtifactError, match="make fit"):
        load_artifact(tmp_path)


def test_no_artifact_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"nothing fitted .* Run `make fit`"):
        load_artifact(tmp_path / "nowhere")


def test_a_new_artifact_replaces_the_old_files(tmp_path: Path) -> None:
    write(tmp_path, seed=0)
    write(tmp_path, seed=1)
    assert len([path for path in tmp_path.iterdir() if path.name != ".lock"]) == 3
    assert load_artifact(tmp_path).manifest["about"]["seed"] == 1


def test_kill_9_while_writing_leaves_a_whole_artifact(tmp_path: Path) -> None:
    write(tmp_path, seed=0)
    program = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from test_artifacts import write\n"
        "print('go', flush=True)\n"
        "for seed in range(10_000): write(Path(sys.argv[1]), seed)\n"
    )
    for delay in (0.01, 0.03, 0.05, 0.08):
        writer = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path), str(Path(__file__).parent)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        load_artifact(tmp_path)  # verifies the fingerprint


WRITER = (
    "import sys; sys.path.insert(0, sys.argv[3])\n"
    "from pathlib import Path\n"
    "from test_artifacts import write\n"
    "for seed in range(int(sys.argv[2]), int(sys.argv[2]) + 30): write(Path(sys.argv[1]), seed)\n"
)


def test_two_writers_and_a_reader_do_not_disturb_each_other(tmp_path: Path) -> None:
    """The app reads while `make fit` writes, and somebody may start two fits."""
    write(tmp_path)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), first, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for first in ("0", "1000")
    ]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        seen.add(load_artifact(tmp_path).basis.fingerprint)
    assert [writer.returncode for writer in writers] == [0, 0]
    assert len(seen) > 5  # or there was nothing to disturb
    assert len([path for path in tmp_path.iterdir() if path.name != ".lock"]) == 3


@pytest.mark.parametrize(
    "name", ["crowd_mult_vae", "shifts_mult_vae", "familiarity", "offsets", "prior_mean"]
)
def test_parts_of_different_size_are_refused(tmp_path: Path, name: str) -> None:
    catalogue, tensors, content = parts(0)
    short = {**tensors, name: tensors[name][:-1]}
    save_artifact(tmp_path, catalogue, short, content, about={})
    with pytest.raises(ArtifactError, match="make fit"):
        load_artifact(tmp_path)


def test_bases_of_different_number_are_refused(tmp_path: Path) -> None:
    catalogue, tensors, content = parts(0)
    short = {**tensors, "shifts_mult_vae": tensors["shifts_mult_vae"][:, :-1]}
    save_artifact(tmp_path, catalogue, short, content, about={})
    with pytest.raises(ArtifactError, match=r"expected shifts \(30, 3\)"):
        load_artifact(tmp_path)


def test_without_the_default_prior_it_is_refused(tmp_path: Path) -> None:
    catalogue, tensors, content = parts(0)
    other = {name.replace("mult_vae", "ease"): tensor for name, tensor in tensors.items()}
    save_artifact(tmp_path, catalogue, other, {**content, "trust": {"ease": 0.5}}, about={})
    with pytest.raises(ArtifactError, match="the prior 'mult_vae' is missing"):
        load_artifact(tmp_path)


def personas(n_items: int = 30, n_factors: int = 4) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(2)
    return {
        "personas_history_factors": rng.standard_normal((n_items, n_factors)),
        "personas_item_factors": rng.standard_normal((n_items, n_factors)),
        "personas_item_bias": np.zeros(n_items),
        "personas_starts": np.eye(3, n_factors),
        "personas_temperatures": np.ones(2),
        "personas_focus": np.array(0.5),
    }


def loaded_with(folder: Path, more: dict[str, np.ndarray]):
    catalogue, tensors, content = parts(0)
    save_artifact(folder, catalogue, {**tensors, **more}, content, about={})
    return load_artifact(folder)


def test_a_part_that_the_format_does_not_know_is_read_by_its_own_loader(tmp_path: Path) -> None:
    found = loaded_with(tmp_path, personas()).read(load_personas)
    assert found is not None and found.item_factors.shape == (30, 4)
    assert loaded_with(tmp_path, {}).read(load_personas) is None


@pytest.mark.parametrize("name", personas())
def test_arrays_of_a_part_that_do_not_fit_together_are_refused(tmp_path: Path, name: str) -> None:
    arrays = personas()
    longer = np.concatenate([np.atleast_1d(arrays[name])] * 2, axis=-1)
    for wrong in ({**arrays, name: longer}, {n: a for n, a in arrays.items() if n != name}):
        with pytest.raises(ArtifactError, match="cannot be used"):
            loaded_with(tmp_path, wrong)


def test_ratings_of_another_catalogue_are_refused(tmp_path: Path) -> None:
    people = sparse.csr_matrix(np.full((2, 29), 4.0))
    with pytest.raises(ArtifactError, match=r"expected \(n_people, 30\)"):
        loaded_with(tmp_path, to_tensors(people)).read(from_tensors)


NOT_FITTING = {
    "not finite": {"offsets": np.full(30, np.nan)},
    "too large": {"offsets": np.full(30, 1e300)},
    "no numbers": {"offsets": np.zeros(30, bool)},
    "known by others": {"exposure": np.zeros((30, 2)), "known_logits": np.zeros(30)},
    "no activity": {
        "exposure": np.zeros((30, 3)),
        "known_logits": np.zeros(30),
        "activity": np.zeros(0),
    },
    "heavy": {"heavy": np.zeros((3, 3))},
    "people without end": {
        "replayed_shape": np.array([1e12, 30.0]),
        "replayed_people": np.zeros(1),
        "replayed_items": np.zeros(1),
        "replayed_stars": np.ones(1),
    },
}


@pytest.mark.parametrize("why", NOT_FITTING)
def test_arrays_that_would_fail_on_a_page_are_refused_at_loading(tmp_path: Path, why: str) -> None:
    with pytest.raises(ArtifactError, match="make fit"):
        loaded_with(tmp_path, NOT_FITTING[why])


@pytest.mark.parametrize(
    "wrong",
    [
        {"trust": {"mult_vae": "0.5"}},
        {"trust": {"mult_vae": 7}},
        {"bases": "abc"},
        {"words": {"item": ["film"]}},
        {"notice": None},
        {"plan": ["taps9", "no screen"]},
        {"scale": {"kind": "ratings", "worst": 1, "best": 1}},
        {"activity_variance": -1},
        {"most_known": 1.0},
    ],
    ids=str,
)
def test_words_of_another_type_are_refused_at_loading(tmp_path: Path, wrong: dict) -> None:
    catalogue, tensors, content = parts(0)
    save_artifact(tmp_path, catalogue, tensors, {**content, **wrong}, about={})
    with pytest.raises(ArtifactError, match="make fit"):
        load_artifact(tmp_path)


@pytest.mark.parametrize("name", ["manifest.json", "catalogue"])
def test_json_without_end_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    next(tmp_path.glob(f"{name}*")).write_text("[" * 200_000)
    with pytest.raises(ArtifactError, match="make fit"):
        load_artifact(tmp_path)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_any_catalogue_and_any_numbers_survive_the_round_trip(data: st.DataObject) -> None:
    n_items = data.draw(st.integers(1, 4))
    column = {"min_size": n_items, "max_size": n_items}

    def texts() -> tuple[str, ...]:
        return tuple(data.draw(st.lists(TEXTS, **column)))

    catalogue = Catalogue(
        tuple(data.draw(st.lists(TEXTS, unique=True, **column))),
        texts(),
        tuple(data.draw(st.lists(st.integers(-9999, 9999), **column))),
        tuple(data.draw(st.lists(st.lists(TEXTS, max_size=2).map(tuple), **column))),
        texts(),
        texts(),
    )
    _, tensors, content = parts(0, n_items)
    numbers = st.floats(-1e9, 1e9)
    tensors["offsets"] = np.array(data.draw(st.lists(numbers, **column)))
    with tempfile.TemporaryDirectory() as folder:
        save_artifact(Path(folder), catalogue, tensors, content, about={})
        loaded = load_artifact(Path(folder))
    assert loaded.catalogue == catalogue
    assert loaded.tensors["offsets"].tobytes() == tensors["offsets"].tobytes()  # -0.0 as well
    assert loaded.catalogue.numbers == catalogue.numbers


def test_loading_needs_neither_torch_nor_pandas(tmp_path: Path) -> None:
    write(tmp_path)
    program = (
        "import sys; from pathlib import Path; from models.artifacts import load_artifact\n"
        "load_artifact(Path(sys.argv[1])); print({'torch', 'pandas'} & set(sys.modules))"
    )
    root = ROOT
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=root,
        check=True,
    )
    assert done.stdout.strip() == "set()"
