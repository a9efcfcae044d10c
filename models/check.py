"""`python -m models.check FOLDER_OR_FILE...`: what is understood of a data set; nothing is fitted.

Prints, for each, how its files are written, what their columns and ratings mean, what is left out
and everything that is in the way, all at once. Exit code 1 if any of them cannot be used.
"""

import argparse
import json
from pathlib import Path

from models.atomic_files import write_durably
from models.datasets.reading.folder import SETTINGS, read_data
from models.datasets.reading.printing import text_of
from models.leaving import leave


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER_OR_FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object for tools")
    parser.add_argument(
        "--write", action="store_true", help=f"keep what was understood as {SETTINGS} beside it"
    )
    options = parser.parse_args(arguments)
    reports = []
    for path in options.paths:
        report = read_data(path).report
        reports.append(report)
        if not options.json:
            print(text_of(report))
        if options.write and report.files:
            home = path if path.is_dir() else path.parent
            told = json.dumps(report.as_told(), ensure_ascii=False, indent=2, allow_nan=False)
            write_durably(home / SETTINGS, told.encode() + b"\n")
            if not options.json:
                print(f"  kept in {home / SETTINGS}\n")
    if options.json:
        found = {report.name: report.as_json() for report in reports}
        print(json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False))
    return int(not all(report.usable for report in reports))


if __name__ == "__main__":
    leave(main())
