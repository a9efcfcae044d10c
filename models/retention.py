"""`python -m models.retention`: forget sessions that nobody has used for a while.

Deletes whole sessions, with the links to them, whose last event is older than `--days`; sessions of
studies only with `--study-days`, because a study's consent says how long its data are kept. With
`--dry-run` it says what it would delete, and deletes nothing. Run it daily, as by cron.
"""

import argparse
import sys
import time

from elicitation.sessions.database import Database, StoreUnavailable
from elicitation.sessions.retention import Stale, forget, stale
from models.settings import read_settings

DAY = 24 * 3600.0  # seconds


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", default=read_settings().database_url)
    parser.add_argument("--days", type=_days, required=True, help="since the last event")
    parser.add_argument(
        "--study-days",
        type=_days,
        help="for sessions of studies; else all are kept",
    )
    parser.add_argument("--dry-run", action="store_true", help="say it, and delete nothing")
    options = parser.parse_args(arguments)
    now = time.time()
    of_studies = None if options.study_days is None else now - options.study_days * DAY
    try:
        database = Database(options.database)
        try:
            found = stale(database, now - options.days * DAY, of_studies)
            if not options.dry_run:
                forget(database, found)
        finally:
            database.close()
    except StoreUnavailable as error:
        print(f"Nothing more was deleted: {error}", file=sys.stderr)
        return 1
    print(_told(found, options.dry_run))
    return 0


def _told(found: Stale, only_said: bool) -> str:
    verb = "would be deleted" if only_said else "were deleted"
    return (
        f"{len(found.sessions)} sessions of people, {len(found.of_studies)} of studies and "
        f"{len(found.links)} links that lead nowhere {verb}."
    )


def _days(text: str) -> float:
    days = float(text)
    if not 1.0 <= days < float("inf"):
        raise argparse.ArgumentTypeError(f"expected at least one day, got {text}")
    return days


if __name__ == "__main__":
    sys.exit(main())
