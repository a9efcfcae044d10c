"""`python -m models.online`: learn from answers and interactions as they come, and publish.

It follows the session store and, with `--data FOLDER`, the rows that are added to the folder's
interactions.csv. New people and items are let into a collisionless table, AMP-CF and the vectors of
items are updated, the stale expire, and whenever something changed a new artifact replaces the one
that the app serves; the app takes it up at its next page. Kill it at any moment: the last artifact
is whole, and the next run goes on where this one stopped. Of several on one database one follows,
and another takes over when it has ended.
"""

import argparse
import logging
import socket
import sys
import time
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path

from elicitation.sessions.database import Database, StoreUnavailable
from elicitation.sessions.shared.holding import holding
from elicitation.sessions.shared.leases import LeaseStore
from elicitation.sessions.store import EventStore
from models.artifacts import ArtifactError
from models.atomic_files import only_writer
from models.datasets.errors import DatasetError
from models.online_learning.follower import Follower, follow
from models.online_learning.state import Rules
from models.settings import read_settings

LEASE = "the following of answers"  # of the service: one process follows


def main(arguments: list[str] | None = None) -> int:
    settings = read_settings()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--artifact", type=Path, default=settings.artifacts)
    parser.add_argument("--database", default=settings.database_url, help="as SQLAlchemy writes it")
    parser.add_argument("--data", type=Path, help="a folder with items.csv and interactions.csv")
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two looks")
    parser.add_argument("--once", action="store_true", help="look once")
    for rule in fields(Rules):
        flag = f"--{rule.name.replace('_', '-')}"
        parser.add_argument(flag, type=type(rule.default), default=rule.default)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    rules = Rules(**{rule.name: getattr(options, rule.name) for rule in fields(Rules)})
    try:
        database = Database(options.database)
        follower = Follower(options.artifact, EventStore(database), options.data, rules)
        place = f"{socket.gethostname()} {follower.home.resolve()}"
        holder = blake2b(place.encode(), digest_size=16).hexdigest()
        leases = LeaseStore(database)
        with only_writer(follower.home), holding(leases, LEASE, holder=holder) as lost:
            follower.begin(time.time())
            follow(follower, options.every, options.once, time.time, lost.is_set)
            if lost.is_set():
                raise StoreUnavailable("another process has taken over")
    except (ArtifactError, StoreUnavailable, DatasetError, ValueError) as error:
        print(f"Nothing was learned: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
