"""Studies on disk: each version of a study is a row of its own, numbered from 0.

The version with the highest number holds, whatever the clocks of the servers say. A version is
written once, so of two changes made at the same moment the second is refused, not lost.
"""

import json
import logging

from elicitation.sessions.database import Database, PositionTaken, is_key, payload
from elicitation.sessions.tables import SCHEMA_VERSION
from elicitation.studies.encoding import decode_study, encode_study
from elicitation.studies.study import Study

log = logging.getLogger("tenfold")


class StudyStore:
    """Studies by code. All methods raise StoreUnavailable if the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, study: Study, version: int, created: float) -> None:
        """Write ``study`` as its version ``version`` (from 0): one more than the one it changes.

        ``created`` is in seconds since 1970. Raises PositionTaken if that version exists already.
        """
        row = {
            "code": study.code,
            "position": version,
            "payload": json.dumps(encode_study(study)),
            "created": created,
            "version": SCHEMA_VERSION,
        }
        if not self._database.insert("studies", row):
            raise PositionTaken(f"version {version} of the study exists already")

    def versions(self, code: str) -> tuple[Study, ...]:
        """All versions of a study, the one that holds last; none if there is no such study.

        Raises ValueError if a row was not written by this program, or by one with a newer schema.
        """
        if not is_key(code):
            return ()
        rows = self._database.rows(
            "SELECT payload, version FROM studies WHERE code = :code ORDER BY position", code=code
        )
        return tuple(decode_study(payload(row)) for row in rows)

    def latest(self) -> tuple[Study, ...]:
        """The latest version of each study, the study that was planned last first.

        A study that this program cannot read is named in the log and left out.
        """
        rows = self._database.rows(
            "SELECT last.code, last.payload, last.version "
            "FROM studies AS last JOIN studies AS first ON first.code = last.code "
            "WHERE first.position = 0 AND last.position = "
            "(SELECT MAX(position) FROM studies AS other WHERE other.code = last.code) "
            "ORDER BY first.created DESC, last.code"
        )
        found = []
        for row in rows:
            try:
                found.append(decode_study(payload(row)))
            except ValueError as error:
                log.warning("Study %s is left out: %s", row.code, error)
        return tuple(found)
