"""The log of the program: for eyes, or one JSON object a line; its errors of the database counted.

A record says what happened, never who answered what: no ids, codes or values of statements.
"""

import json
import logging
import time
from collections.abc import Callable

OWN = "tenfold"  # the name of our logger
FIELDS = "fields"  # of a record: what happened, by name


class AsJson(logging.Formatter):
    """One object a line: time (UTC), level, message, the record's fields, and where it failed."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class CountErrors(logging.Handler):
    """Tells ``count`` the kind of each failure of the database."""

    def __init__(self, count: Callable[[str], None]) -> None:
        super().__init__()
        self._count = count

    def emit(self, record: logging.LogRecord) -> None:
        fields = getattr(record, FIELDS, {})
        if fields.get("event") == "database failed":
            self._count(str(fields["error"]))


def set_up(form: str, count: Callable[[str], None]) -> None:
    """Once a process. ``form`` is "json", or anything else for plain lines."""
    log = logging.getLogger(OWN)
    if any(isinstance(handler, CountErrors) for handler in log.handlers):
        return
    log.addHandler(CountErrors(count))
    to_stderr = logging.StreamHandler()  # with a handler of its own a logger has no last resort
    to_stderr.setLevel(logging.WARNING)
    log.addHandler(to_stderr)
    if form == "json":
        to_stderr.setFormatter(AsJson())
        to_stderr.setLevel(logging.INFO)
        log.setLevel(logging.INFO)
        log.propagate = False
