"""Tries of secrets, and indexes on what is asked: release 0.2.0."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    op.create_table(
        "tries",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_events_created", "events", ["created"], if_not_exists=True)
    op.create_index("ix_links_session_id", "links", ["session_id"], if_not_exists=True)
