"""The pure parts of the benchmark of the app."""

import pytest

from benchmarks.app.__main__ import APP, BARE, Visit, claims_of, summary


def row(server, people, p95, first=100.0):
    return {"server": server, "people": people, "p95, ms": p95, "slowest first question, ms": first}


def about(mib, torch=0):
    return {"server": APP, "MiB a session": mib, "files of torch": torch}


GOOD = [row(BARE, 20, 40.0), row(APP, 20, 60.0), row(APP, 50, 300.0), about(2.0)]


def test_rows_within_every_limit_bear_out_every_claim():
    claims = claims_of(GOOD)
    assert len(claims) == 5
    assert all(claim.holds for claim in claims)
    assert claims[0].value == 1.5


@pytest.mark.parametrize(
    "bad",
    [row(APP, 20, 61.0), row(APP, 20, 60.0, 2001.0), row(APP, 50, 301.0), about(2.1), about(1, 1)],
)
def test_each_limit_can_be_broken(bad):
    # the first row that fits counts
    assert sum(not claim.holds for claim in claims_of([bad, *GOOD])) == 1


def test_nothing_is_claimed_about_crowds_that_did_not_come():
    assert [claim.name for claim in claims_of([about(1.0)])] == [
        "memory a session, MiB",
        "files of torch in the server",
    ]


def test_a_summary_is_in_milliseconds_and_over_all_clicks():
    made = summary(APP, [Visit((0.1, 0.3), 0.5), Visit((0.2,), 0.7)], cpu_s=0.06)
    assert (made["people"], made["clicks"]) == (2, 3)
    assert made["median, ms"] == pytest.approx(200.0)
    assert made["first question, ms"] == pytest.approx(600.0)
    assert made["slowest first question, ms"] == pytest.approx(700.0)
    assert made["server CPU a click, ms"] == pytest.approx(20.0)
