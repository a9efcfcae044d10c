import json

from benchmarks.common.report import Claim, write_report


def test_the_exit_code_says_whether_every_claim_holds(tmp_path):
    good = Claim("fast", 3.0, "<= 5 ms", True)
    bad = Claim("small", 9.0, "<= 5 MB", False)
    assert write_report([{"items": 500}], [good], None) == 0
    assert write_report([{"items": 500}], [good, bad], None) == 1


def test_the_file_holds_rows_and_claims_and_null_for_what_is_not_finite(tmp_path):
    path = tmp_path / "reports" / "speed.json"
    write_report(
        [{"items": 500, "ms": float("nan")}, {"items": 2000, "peer": "x"}],
        [Claim("c", 1.5, "> 1", True)],
        path,
    )
    report = json.loads(path.read_text())
    assert report == {
        "rows": [{"items": 500, "ms": None}, {"items": 2000, "peer": "x"}],
        "claims": [{"name": "c", "value": 1.5, "target": "> 1", "holds": True}],
    }


def test_a_table_shows_every_column_that_any_row_has(capsys):
    write_report([{"items": 500}, {"peer": "brute force"}], [], None)
    printed = capsys.readouterr().out
    assert "items" in printed and "brute force" in printed
