"""`python -m models.backup FILE`: a copy of an SQLite database while people answer.

The copy is the database as it was at one moment, checked, and only for its owner to read. For
PostgreSQL use pg_dump (docs/hosting.md). To restore, stop the server, put the copy in the place of
the file, and start it again.
"""

import argparse
import sqlite3
import sys
from pathlib import Path

from elicitation.sessions.database import StoreUnavailable, file_of
from elicitation.sessions.upkeep.sqlite_files import copy
from models.settings import read_settings


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="where the copy goes; it must not exist")
    parser.add_argument("--database", default=read_settings().database_url)
    options = parser.parse_args(arguments)
    try:
        source = file_of(options.database)
        if source is None:
            print("This is no file of SQLite: use pg_dump (docs/hosting.md).", file=sys.stderr)
            return 2
        copy(source, options.file)
    except FileExistsError:
        print("There is a file of that name already: name another one.", file=sys.stderr)
        return 1
    except (StoreUnavailable, sqlite3.Error, OSError) as error:
        print(f"No copy was made: {error}", file=sys.stderr)
        return 1
    print(f"{options.file}: {options.file.stat().st_size / 2**20:.1f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
