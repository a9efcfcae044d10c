"""What `python -m models.check` says, keeps and refuses."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.catalogues.dialects import (
    DIALECTS,
    clean,
    items_table,
    rows_table,
    text,
    write,
)
from benchmarks.catalogues.document import DOCUMENT, document
from benchmarks.catalogues.planted import planted
from models.check import main
from models.datasets.reading.folder import read_data

WORLD = planted()


def world_of(folder: Path, values: list[object], column: str = "rating") -> Path:
    header = f"user,item,{column}"
    return write(
        folder,
        {
            "items.csv": text(items_table(WORLD)).encode(),
            "interactions.csv": text(rows_table(WORLD, values, header)).encode(),
        },
    )


def test_the_page_about_data_is_what_the_command_writes() -> None:
    assert DOCUMENT.read_text() == document(), "run python -m benchmarks.catalogues.document"


def test_several_at_once_and_one_unusable_is_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(tmp_path / "good", clean(WORLD))
    assert main([str(good)]) == 0
    assert "150 people, 120 items" in capsys.readouterr().out
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["--json", str(good), str(empty), str(tmp_path / "gone")]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [found[name]["usable"] for name in ("good", "empty", "gone")] == [True, False, False]
    assert found["good"]["ratings"]["liked_share"] == pytest.approx((WORLD.stars >= 4).mean())


@pytest.mark.parametrize("name", DIALECTS)
def test_what_was_understood_is_kept_and_read_again_in_the_same_way(
    name: str, tmp_path: Path
) -> None:
    folder = write(tmp_path / "world", DIALECTS[name](WORLD))
    first = read_data(folder)
    main(["--write", str(folder)])
    told = json.loads((folder / "data.json").read_text())
    assert told["kind"] == first.scale.kind
    again = read_data(folder)
    assert first.dataset is not None and again.dataset is not None, again.report.troubles
    np.testing.assert_array_equal(
        first.dataset.interactions.ratings.toarray(), again.dataset.interactions.ratings.toarray()
    )
    assert again.dataset.like == first.dataset.like
    assert again.dataset.catalogue == first.dataset.catalogue


def test_where_two_readings_are_plausible_it_stops_and_asks(tmp_path: Path) -> None:
    grades = [int(6 - star) for star in WORLD.stars]
    folder = world_of(tmp_path / "grades", grades)
    (trouble,) = read_data(folder).report.troubles
    assert "1 may be the best" in trouble and "data.json" in trouble
    (folder / "data.json").write_text('{"scale": [5, 1]}')
    told = read_data(folder)
    assert told.report.ratings is not None and told.dataset is not None
    assert told.report.ratings.like == 2
    assert told.report.ratings.liked_share == pytest.approx((WORLD.stars >= 4).mean(), abs=0.001)
    plays = world_of(tmp_path / "plays", WORLD.stars.tolist(), "plays")
    (trouble,) = read_data(plays).report.troubles
    assert "named like a count" in trouble
    (plays / "data.json").write_text('{"kind": "counts"}')
    assert read_data(plays).dataset is not None


@pytest.mark.parametrize(
    ("told", "kind", "like", "share"),
    [
        ({"like": 5}, "ratings", 5, (WORLD.stars >= 5).mean()),
        ({"missing": [1, 2]}, "ratings", 4, (WORLD.stars >= 4).sum() / (WORLD.stars >= 3).sum()),
        ({"kind": "likes"}, "likes", 1, 1.0),
        ({"columns": {"rating": "ignored"}}, "likes", 1, 1.0),
        ({"interactions": {"columns": {"rating": "amount"}}, "kind": "counts"}, "counts", 4, None),
    ],
)
def test_data_json_overrides_the_guess(
    told: dict[str, object], kind: str, like: float, share: float | None, tmp_path: Path
) -> None:
    folder = write(tmp_path / "world", clean(WORLD))
    (folder / "data.json").write_text(json.dumps(told))
    report = read_data(folder).report
    assert report.ratings is not None, report.troubles
    assert (report.ratings.kind, report.ratings.like) == (kind, like)
    if share is not None:
        assert report.ratings.liked_share == pytest.approx(share)


@pytest.mark.parametrize(
    "wrong",
    ['{"scale": [1]}', '{"scale": [3, 3]}', '{"like": "high"}', '{"kind": "stars"}', "[]", "{"]
    + ['{"columns": {"rating": "stars"}}', '{"colums": 3}', '{"weights": {"view": "much"}}'],
)
def test_a_data_json_that_nobody_understands_is_refused(wrong: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "world", clean(WORLD))
    (folder / "data.json").write_text(wrong)
    (trouble,) = read_data(folder).report.troubles
    assert "data.json" in trouble


def test_people_who_use_a_scale_in_their_own_way_are_judged_by_their_own(tmp_path: Path) -> None:
    ten = np.where(WORLD.people % 2 == 0, WORLD.stars, 2 * WORLD.stars)
    report = read_data(world_of(tmp_path / "mixed", ten.tolist())).report
    assert report.ratings is not None and report.ratings.own
    assert 0.4 < report.ratings.liked_share < 0.65


DEGENERATE = {
    "everybody identical": [
        [f"u{u}", f"k{i}", str(1 + i % 5)] for u in range(40) for i in range(25)
    ],
    "everybody likes everything": [[f"u{u}", f"k{i}", "5"] for u in range(40) for i in range(25)],
    "two ratings each": [[f"u{u}", f"k{(u + d) % 30}", "5"] for u in range(60) for d in (0, 7)],
    "twenty people": [
        [f"u{u}", f"k{(3 * u + d) % 30}", str(2 + d % 4)] for u in range(20) for d in range(20)
    ],
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_worlds_are_read_or_say_why_not(name: str, tmp_path: Path) -> None:
    rows = text([["user", "item", "rating"], *DEGENERATE[name]])
    folder = write(
        tmp_path / "world",
        {"items.csv": text(items_table(WORLD)).encode(), "interactions.csv": rows.encode()},
    )
    report = read_data(folder).report
    assert report.usable == (name != "two ratings each")
    if not report.usable:
        assert "0 people like at least 5 items" in report.warnings[0]
