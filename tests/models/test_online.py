"""Following answers and interactions: what is learned, who is let in, who goes, and kills."""

import csv
import io
import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import save
from scipy import sparse
from worlds import DATASET, save_world

from elicitation.sessions.database import Database
from elicitation.sessions.events import Answered, Choice, Finished, Started, Undone, pick, unknown
from elicitation.sessions.session import replay
from elicitation.sessions.store import EventStore
from models.artifacts import Artifact, load_artifact, save_artifact
from models.datasets.errors import DatasetError
from models.datasets.packed_ratings import from_tensors
from models.datasets.reading.appended import whole_lines
from models.embedding_table.table import DAY
from models.online_learning.event_sources import answered, pseudonym
from models.online_learning.follower import Follower
from models.online_learning.state import Rules, restored, seeded
from models.recommenders.amp_cf import load_personas

NEW = "new:1"
RULES = Rules(item_sightings=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_world(tmp_path / "artifact")


@pytest.fixture
def store(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path}/s.sqlite3")
    yield EventStore(database)
    database.close()


@pytest.fixture
def data(tmp_path: Path, folder: Path) -> Path:
    """The world's items and one more; nobody has done anything since the fit."""
    place = tmp_path / "data"
    place.mkdir()
    catalogue = load_artifact(folder).catalogue
    with (place / "items.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["key", "title", "year"])
        rows.writerows(zip(catalogue.keys, catalogue.titles, catalogue.years, strict=True))
        rows.writerow([NEW, "The Newcomer", 2026])
    (place / "interactions.csv").write_text("user,item,rating\nold,tiny:3,5\n")
    return place


def add(data: Path, *rows: tuple[str, str] | tuple[str, str, float]) -> None:
    with (data / "interactions.csv").open("a") as stream:
        stream.writelines(",".join(map(str, (*row, 5)[:3])) + "\n" for row in rows)


def fans(kind: int, n_people: int, rng: np.random.Generator, with_new: bool = True) -> list:
    """People of one taste, each with films of that kind and the new one among them."""
    rows = []
    for person in range(n_people):
        films = [f"tiny:{4 * n + kind}" for n in rng.choice(20, 8, replace=False)]
        rows += [(f"fan-{kind}-{person}", film) for film in (*films, *[NEW] * with_new)]
    return rows


def follower(folder: Path, store: EventStore, data: Path | None, rules: Rules = RULES, now=0.0):
    one = Follower(folder, store, data, rules)
    one.begin(now)
    return one


def reward_of(artifact: Artifact, key: str) -> np.ndarray:
    return artifact.basis.rewards[artifact.basis.numbers[key]]


def kind_of(artifact: Artifact, key: str) -> np.ndarray:
    """How well the item's rewards fit each of the four kinds, as correlation."""
    kinds = artifact.basis.rewards[4:80].reshape(19, 4, -1).mean(axis=0)
    return np.corrcoef(np.vstack([reward_of(artifact, key), kinds]))[0, 1:]


@pytest.mark.parametrize("kind", [1, 2])
def test_a_newcomer_is_described_by_whom_it_pleases(folder, store, data, kind):
    fitted = load_artifact(folder)
    one = follower(folder, store, data)
    add(data, *fans(kind, 60, np.random.default_rng(0)))
    assert one.poll(1.0) == 60 * 9
    now = load_artifact(folder)
    assert now.catalogue.keys == (*fitted.catalogue.keys, NEW)
    assert now.catalogue.titles[-1] == "The Newcomer" and now.catalogue.years[-1] == 2026
    assert kind_of(now, NEW).argmax() == kind and kind_of(now, NEW)[kind] > 0.5
    assert set(now.priors) == set(fitted.priors) and now.read(load_personas) is not None
    people = now.read(from_tensors)
    assert people is not None and people.shape == (24, 81)
    moved = np.abs(now.basis.rewards[:80] - fitted.basis.rewards).max()
    assert 0.0 < moved < 0.5, "what was fitted moves, but little"
    assert reward_of(now, f"tiny:{4 + kind}") == pytest.approx(
        reward_of(fitted, f"tiny:{4 + kind}"), abs=0.5
    )


def test_control_people_without_taste_teach_nothing_about_a_newcomer(folder, store, data):
    rng = np.random.default_rng(0)
    rows = [row for kind in range(4) for row in fans(kind, 15, rng)]
    items = rng.permutation([item for _, item in rows])
    one = follower(folder, store, data)
    add(data, *((who, item) for (who, _), item in zip(rows, items.tolist(), strict=True)))
    one.poll(1.0)
    aligned = np.linalg.norm(reward_of(load_artifact(folder), NEW))
    taught = save_and_learn(folder, store, data)
    assert aligned < 0.5 * taught


def save_and_learn(folder: Path, store: EventStore, data: Path) -> float:
    """Length of the newcomer's rewards where its people do have a taste."""
    other = save_world(folder.parent / "other")
    one = follower(other, store, data)
    add(data, *fans(1, 60, np.random.default_rng(0)))
    one.poll(1.0)
    return float(np.linalg.norm(reward_of(load_artifact(other), NEW)))


def test_amp_cf_learns_whose_business_a_newcomer_is(folder, store, data):
    one = follower(folder, store, data)
    rng = np.random.default_rng(3)
    for look in range(12):  # a little at a time, as people come
        add(data, *fans(1, 10, rng))
        one.poll(float(look))
    now = load_artifact(folder)
    personas = now.read(load_personas)
    assert personas is not None
    histories = np.zeros((4, 81))
    for kind in range(4):
        histories[kind, [4 * n + kind for n in range(2, 9)]] = 1.0
    scores = personas.score(sparse.csr_matrix(histories))
    usual = scores[:, 4:80].mean(axis=1)  # how much each of the four likes anything
    assert (scores[:, 80] - usual).argmax() == 1
    before = load_artifact(folder / "online" / "fitted").read(load_personas)
    assert before is not None
    shift = np.abs(personas.item_factors[:80] - before.item_factors)
    assert 0.0 < shift.max() < 1.0


def test_what_is_as_long_as_the_catalogue_by_chance_is_left_alone(folder, store, data):
    fitted = load_artifact(folder)
    chance = {"of_one_number_each": np.arange(80.0), "square": np.eye(80)}
    content, about = fitted.manifest["content"], {"seed": 11}
    save_artifact(folder, fitted.catalogue, {**fitted.tensors, **chance}, content, about)
    one = follower(folder, store, data)
    add(data, *[(f"u{n}", NEW) for n in range(4)])
    one.poll(1.0)
    now = load_artifact(folder)
    assert len(now.catalogue) == 81
    for name, tensor in chance.items():
        np.testing.assert_array_equal(now.tensors[name], tensor)


def test_an_item_comes_in_on_the_sighting_after_the_threshold(folder, store, data):
    one = follower(folder, store, data)
    for n, there in ((1, False), (2, False), (3, True)):
        add(data, (f"user-{n}", NEW))
        assert one.poll(float(n)) == 1
        assert (NEW in load_artifact(folder).catalogue.numbers) == there


def test_answers_are_followed_and_undone_ones_not_learned_twice(folder, store):
    one = follower(folder, store, None)
    fitted = load_artifact(folder)
    events = [Started("s1", 1, "a_optimal", 10, DATASET, "any")]
    for step in range(6):
        keys = (f"tiny:{4 * step + 9}", f"tiny:{4 * step + 10}")
        events.append(Answered(step, keys, pick(keys[0])))
    for position, event in enumerate(events):
        store.append("s1", position, event, created=1.0)
    assert one.poll(2.0) == 6
    liked = load_artifact(folder)
    w = one.online.people.lookup(one.online.people_names.of([f"session:{pseudonym('s1')}"]))[0]
    assert w[1] > 0.0 > w[2], "they like the second kind rather than the third"
    gap = (liked.basis.offsets - fitted.basis.offsets)[[9, 10]]
    assert gap[0] > 0.0 > gap[1]
    assert one.poll(3.0) == 0

    def also(event_at) -> int:
        """One more event; the interactions that the next poll finds."""
        known = store.read("s1")
        store.append("s1", len(known), event_at(replay(known).step), created=4.0)
        return one.poll(5.0)

    def picked(n: int):
        keys = (f"tiny:{n}", f"tiny:{n + 1}")
        return lambda step: Answered(step, keys, pick(keys[0]))

    assert also(Undone) == 0
    unseen = ("tiny:40", "tiny:41")
    assert also(lambda step: Answered(step, unseen, unknown("tiny:40"))) == 0
    assert also(picked(50)) == 0, "in the place of the one that was taken back"
    assert also(picked(60)) == 1
    assert also(Finished) == 0
    store.append("other", 0, Started("other", 1, "a_optimal", 10, "books", "any"), created=9.0)
    store.append("other", 1, Answered(0, ("tiny:1", "tiny:2"), pick("tiny:1")), created=9.0)
    assert one.poll(10.0) == 0, "about other data"


def test_every_tap_and_every_name_is_a_like_and_what_was_seen_beside_it_is_not() -> None:
    keys = tuple(f"tiny:{n}" for n in range(4))
    started = Started("s1", 1, "a_optimal", 10, DATASET, "any", plan=("named3", "taps4"))
    events = [
        started,
        Answered(0, ("tiny:9",), Choice("named", ("tiny:9",)), None, "named"),
        Answered(1, keys, Choice("taps", (keys[2], keys[0]), (keys[3],)), None, "taps"),
        Answered(2, ("tiny:5", "tiny:6"), Choice("neither"), None, "pair"),
        Answered(3, ("tiny:7", "tiny:8"), Choice("both"), None, "pair"),
    ]
    found = list(answered(replay(events), 0))
    assert [(own.item, own.others) for own in found] == [
        ("tiny:9", ()),
        ("tiny:2", ("tiny:1",)),
        ("tiny:0", ("tiny:1",)),
        ("tiny:7", ()),
        ("tiny:8", ()),
    ]
    assert [own.item for own in answered(replay(events), 2)] == ["tiny:7", "tiny:8"]


def test_the_stale_go_and_sessions_that_named_them_still_replay(folder, store, data):
    rules = replace(RULES, item_days=10.0, user_days=20.0)
    one = follower(folder, store, data, rules, now=0.0)
    add(data, ("ann", "tiny:7"), ("ann", "tiny:9"))
    one.poll(5 * DAY)
    one.poll(12 * DAY)
    left = load_artifact(folder)
    assert set(left.catalogue.keys) == {"tiny:7", "tiny:9"}
    assert "user:ann" in one.online.people_names.ids
    add(data, ("bob", "tiny:7"))
    one.poll(25 * DAY)
    assert load_artifact(folder).catalogue.keys == ("tiny:7",)
    assert "user:ann" not in one.online.people_names.ids, "20 days without an interaction"
    add(data, ("bob", "tiny:30"), ("eve", "tiny:30"), ("eve", "tiny:7"))
    one.poll(26 * DAY)
    assert "tiny:30" not in load_artifact(folder).catalogue.numbers, "two sightings: not yet again"


def test_who_deletes_everything_is_forgotten(folder, store):
    one = follower(folder, store, None)
    store.append(
        "a-secret-key", 0, Started("a-secret-key", 1, "a_optimal", 10, DATASET, "any"), created=1.0
    )
    store.append("a-secret-key", 1, Answered(0, ("tiny:9", "tiny:10"), pick("tiny:9")), created=1.0)
    one.poll(2.0)
    assert len(one.online.people) == 1
    assert b"a-secret-key" not in (folder / "online" / "state.safetensors").read_bytes()
    store.delete("a-secret-key")
    one.poll(2.0 + 3600.0)
    assert len(one.online.people) == 0
    kept = restored(folder / "online" / "state.safetensors", RULES)
    assert not kept.progress.likes and not kept.progress.sessions and not kept.people_names.ids
    assert len(kept.people) == 0


def test_what_cannot_be_read_is_named_and_nothing_else_is_lost(folder, store, data, caplog):
    one = follower(folder, store, data)
    with (data / "interactions.csv").open("a") as stream:
        stream.write("ann,tiny:7,five\nbob,tiny:8,5,6\n,tiny:9,5\neve,nowhere,5\n\xe9,tiny:7,5\n")
        stream.write("zoe,tiny:7,2\nzoe,tiny:8,5\nhalf,tiny:9")  # a dislike; a like; no line yet
    assert one.poll(1.0) == 2
    for line in ("line 3", "line 4", "line 5", "1 rows name items"):
        assert line in caplog.text
    with (data / "interactions.csv").open("a") as stream:
        stream.write(",4\n")
    assert one.poll(2.0) == 1
    (data / "interactions.csv").write_text("user,item\n")
    with pytest.raises(DatasetError, match="replaced"):
        one.poll(3.0)
    (data / "interactions.csv").unlink()
    with pytest.raises(DatasetError, match="cannot be read"):
        one.poll(4.0)


HOSTILE = (
    b"eve,tiny\r:7,5",
    b"eve," + b"x" * 200_000 + b",5",
    b"eve,tiny:7,5\0",
    b"eve\0,tiny:7,5",
    b"\xff\xfe\x00,tiny:7,5",
    b"m\xc3,tiny:7,5",
    b"eve,tiny:7,1e999",
    b"eve,tiny:7,NaN5",
    b'"eve,tiny:7,5',
    b"eve;tiny:7;5",
    b"eve,tiny:7,5,5,5",
    b"eve",
    b"," * 70_000,
    b"\0" * 5000,
    b"e" * 2000 + b",tiny:7,5",
)


def test_rows_that_are_none_are_each_named_once_and_the_follower_keeps_its_place(
    folder, store, data, caplog
):
    """Each stopped the follower for good, or made it read the table as another than it was."""
    one = follower(folder, store, data)
    with (data / "interactions.csv").open("ab") as stream:
        for row in HOSTILE:
            stream.write(row + b"\n")
        stream.write("zoë,tiny:8,5\r\n".encode())
    assert one.poll(1.0) == 1
    assert caplog.text.count("is left out") == len(HOSTILE)
    for line in range(3, 3 + len(HOSTILE)):
        assert caplog.text.count(f"line {line} is left out") == 1
    assert max(map(len, caplog.text.splitlines())) < 300
    assert follower(folder, store, data).poll(2.0) == 0, "after a restart it goes on there"
    add(data, ("zoë", "tiny:9"))
    assert follower(folder, store, data).poll(3.0) == 1
    assert caplog.text.count("is left out") == len(HOSTILE)
    assert set(one.online.people_names.ids) == {"user:zoë"}


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_whole_lines_are_read_in_pieces_of_any_size(lines):
    written = b"".join(line.replace(b"\n", b"") + b"\n" for line in lines) + b"half"
    stream, n_bytes, n_lines = io.BytesIO(written), 0, 0
    for _ in range(len(written)):
        stream.seek(n_bytes)
        found = whole_lines(stream, most=7)
        n_bytes, n_lines = n_bytes + found.n_bytes, n_lines + found.n_lines
    assert n_bytes == len(written) - len(b"half") and n_lines == len(lines)


def test_a_new_fit_is_begun_with_and_the_old_state_left(folder, store, data, caplog):
    one = follower(folder, store, data)
    add(data, *[(f"u{n}", NEW) for n in range(4)])
    one.poll(1.0)
    again = follower(folder, store, data)
    assert again.online.progress.edition == 1 and len(again.online.items) == 81
    save_world(folder)  # somebody fits anew: the first artifact again
    same = follower(folder, store, data)
    assert same.online.progress.edition == 1, "the very artifact it began with: published again"
    assert NEW in load_artifact(folder).catalogue.numbers
    save_world(folder, dataset="another")
    anew = follower(folder, store, data)
    assert anew.online.progress.edition == 0 and "begins anew" in caplog.text
    (folder / "online" / "state.safetensors").write_bytes(b"damaged")
    assert follower(folder, store, data).online.progress.edition == 0


def test_state_is_kept_to_the_bit(folder, store, data):
    one = follower(folder, store, data)
    add(data, *fans(1, 5, np.random.default_rng(0)))
    one.poll(1.0)
    again = restored(folder / "online" / "state.safetensors", RULES)
    assert again.progress == one.online.progress and again.layout == one.online.layout
    ids = one.online.items.index.items()[0]
    np.testing.assert_array_equal(again.items.lookup(ids), one.online.items.lookup(ids))
    assert again.item_names.ids == one.online.item_names.ids
    fresh = seeded(load_artifact(folder / "online" / "fitted"), RULES, 0.0)
    assert len(fresh.items) == 80 and len(fresh.people) == 0


def test_a_state_of_an_older_version_is_read(folder, store, data):
    """Before 0.2 the layout was written as two numbers; the columns are the same."""
    one = follower(folder, store, data)
    add(data, *fans(1, 5, np.random.default_rng(0)))
    one.poll(1.0)
    path = folder / "online" / "state.safetensors"
    with safe_open(path, "numpy") as stream:
        about = json.loads(stream.metadata()["online"])
        tensors = {name: stream.get_tensor(name) for name in stream.keys()}  # noqa: SIM118
    path.write_bytes(
        save(tensors, {"online": json.dumps({**about, "layout": {"n_factors": 4, "n_bases": 4}})})
    )
    assert restored(path, RULES).layout == one.online.layout
    again = follower(folder, store, data)
    assert again.online.progress == one.online.progress


def edition_of(folder: Path) -> int:
    """Of the artifact that is served, which must be whole."""
    return load_artifact(folder).manifest["about"].get("online", {}).get("edition", 0)


@pytest.mark.slow
def test_killed_at_any_moment_the_artifact_is_whole_and_each_deed_counts_once(
    folder, data, tmp_path
):
    command = [
        *(sys.executable, "-m", "models.online", "--artifact", str(folder)),
        *("--database", f"sqlite:///{tmp_path}/s.sqlite3", "--data", str(data)),
    ]
    rng, n_rows = np.random.default_rng(1), 0
    for _ in range(4):
        process = subprocess.Popen([*command, "--every", "0.01"], stderr=subprocess.DEVNULL)
        first, began, until = edition_of(folder), time.monotonic(), np.inf
        while time.monotonic() < until:
            assert time.monotonic() < began + 90.0 and process.poll() is None
            if (folder / "online" / "state.safetensors").exists():
                rows = fans(int(rng.integers(4)), 1, rng)
                add(data, *rows)
                n_rows += len(rows)
            if until == np.inf and edition_of(folder) > first + 1:
                until = time.monotonic() + rng.uniform(0.0, 0.3)
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        load_artifact(folder)
    done = subprocess.run([*command, "--once"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    state = restored(folder / "online" / "state.safetensors", RULES)
    assert sum(state.progress.taken_up.values()) == n_rows > 100
    assert edition_of(folder) == state.progress.edition >= 8


def test_without_an_artifact_or_with_bad_data_it_says_what_to_do(tmp_path, folder):
    def said(*options: str) -> str:
        command = [sys.executable, "-m", "models.online", "--once", *options]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 1
        return done.stderr

    database = ("--database", f"sqlite:///{tmp_path}/s.sqlite3")
    assert "make fit" in said("--artifact", str(tmp_path / "none"), *database)
    nowhere = said("--artifact", str(folder), "--data", str(tmp_path / "none"), *database)
    assert "there is no table in it" in nowhere
