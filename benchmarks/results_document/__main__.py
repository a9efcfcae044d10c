"""`python -m benchmarks.results_document` writes docs/results.md and renews the README's table.

With `--check` it writes nothing and fails if one of them is stale.
"""

import argparse
import sys

from benchmarks.results_document.document import results_document, with_headline
from benchmarks.results_document.reports import read_reports
from models.settings import ROOT


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if stale")
    options = parser.parse_args()
    reports = read_reports(ROOT / "benchmarks" / "results")
    readme = ROOT / "README.md"
    wanted = {
        ROOT / "docs" / "results.md": results_document(reports),
        readme: with_headline(readme.read_text(), reports),
    }
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    for path in stale:
        if options.check:
            print(f"{path.relative_to(ROOT)} is stale: run make results", file=sys.stderr)
        else:
            path.write_text(wanted[path])
            print(f"wrote {path.relative_to(ROOT)}")
    return int(bool(stale) and options.check)


if __name__ == "__main__":
    sys.exit(main())
