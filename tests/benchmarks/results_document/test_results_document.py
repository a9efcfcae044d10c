"""docs/results.md and the README's numbers are those of benchmarks/results, and say so readably."""

import pytest

from benchmarks.common.report import Claim
from benchmarks.results_document.document import (
    BEGIN,
    END,
    headline_table,
    results_document,
    with_headline,
)
from benchmarks.results_document.markdown import interval, rounded, table
from benchmarks.results_document.reports import Report, Reports, read_reports
from benchmarks.results_document.section import Section
from models.settings import ROOT


@pytest.fixture(scope="module")
def reports() -> Reports:
    return read_reports(ROOT / "benchmarks" / "results")


def test_the_document_is_not_stale(reports: Reports) -> None:
    assert (ROOT / "docs" / "results.md").read_text() == results_document(reports), (
        "run make results"
    )


def test_the_readme_is_not_stale(reports: Reports) -> None:
    readme = (ROOT / "README.md").read_text()
    assert readme == with_headline(readme, reports), "run make results"


def test_a_report_without_a_section_is_named(reports: Reports) -> None:
    with pytest.raises(ValueError, match="differ: unheard-of"):
        results_document({**reports, "unheard-of": Report((), ())})


def test_another_number_in_a_report_changes_the_documents(reports: Reports) -> None:
    latency = reports["latency"]
    slower = tuple(
        {**row, "search p50 ms": 876.0} if row.get("policy") == "a_optimal" else row
        for row in latency.rows
    )
    changed = {**reports, "latency": Report(slower, latency.claims)}
    assert "876 ms" in headline_table(changed)
    assert "| 876 |" in results_document(changed)


def test_claims_that_fail_are_listed_and_questions_are_not_judged() -> None:
    claims = (
        Claim("fast, ms", 3.0, "below 2", False),
        Claim("right", 1.0, "1", True),
        Claim("two over one", 0.1, "none: a question", True),
    )
    text = Section("Toy", ("toy",), ("make toy",), lambda reports: "Body.").markdown(
        {"toy": Report((), claims)}
    )
    assert "1 of 2 claims hold" in text
    assert "- fast, ms is 3 (target: below 2)" in text
    assert "make toy" in text


def test_a_number_is_looked_up_in_one_row_only() -> None:
    report = Report(({"policy": "random", "ms": 2.0}, {"policy": "pref", "ms": 3.0}), ())
    assert report.number("ms", policy="pref") == 3.0
    with pytest.raises(ValueError, match="one number of 'ms'"):
        report.number("ms")
    with pytest.raises(ValueError, match="one number of 'ms'"):
        report.number("ms", policy="unknown")


def test_the_readme_needs_its_markers(reports: Reports) -> None:
    with pytest.raises(ValueError, match="headline numbers"):
        with_headline("# Tenfold\n", reports)
    renewed = with_headline(f"before\n{BEGIN}\nstale table\n{END}\nafter\n", reports)
    assert renewed.startswith("before\n")
    assert renewed.endswith("\nafter\n")
    assert "stale table" not in renewed


def test_numbers_and_tables_are_readable() -> None:
    assert [rounded(x) for x in (0.0834, 3.253, 531.9, 13219.8, 20.0, None)] == [
        "0.0834",
        "3.25",
        "532",
        "13,220",
        "20",
        "-",
    ]
    assert interval(0.01, -0.002, 0.022) == "+0.0100 [-0.0020, +0.0220]"
    assert table(["a", "b"], [["x|y", "1"]]) == "| a | b |\n| --- | --- |\n| x\\|y | 1 |"
    with pytest.raises(ValueError, match="2 cells expected"):
        table(["a", "b"], [["only"]])
