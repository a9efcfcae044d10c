"""The tables of all stores, in SQLite and PostgreSQL alike."""

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, String, Table, Text

# Of tables and payloads. Raised only by a change that older programs would misread: they refuse
# rows of a higher version. New tables, fields and kinds of events leave it as it is.
SCHEMA_VERSION = 1

METADATA = MetaData()
Table(
    "events",
    METADATA,
    Column("session_id", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),  # in the session, from 0
    Column("kind", String(16), nullable=False),
    Column("payload", Text, nullable=False),  # the event as JSON
    Column("created", Float, nullable=False, index=True),  # seconds since 1970, UTC
    Column("version", Integer, nullable=False),  # SCHEMA_VERSION of the program that wrote it
)
Table(
    "links",
    METADATA,
    Column("code", String(64), primary_key=True),
    Column("session_id", String(64), primary_key=True, index=True),
    Column("kind", String(16), nullable=False),  # what the code is for
    Column("created", Float, nullable=False),
)
Table(
    "studies",
    METADATA,
    Column("code", String(64), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),  # the study's version
    Column("payload", Text, nullable=False),  # the whole study as JSON
    Column("created", Float, nullable=False),
    Column("version", Integer, nullable=False),
)
Table(
    "tries",  # of the passphrase, kept for an hour
    METADATA,
    Column("id", String(64), primary_key=True),
    Column(
        "client", String(64), nullable=False
    ),  # a word for what was tried, and a hash of the address
    Column("created", Float, nullable=False),
)
Table(
    "leases",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("expires", Float, nullable=False),
)
Table(
    "files",  # asked for, and not fetched yet
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("mime", String(128), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("session_id", String(64), nullable=False),  # "" = about no session
    Column("created", Float, nullable=False),
)
Table(
    "choices",
    METADATA,
    Column("session_id", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", String(64), nullable=False),
)
