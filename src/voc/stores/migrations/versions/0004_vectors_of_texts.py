"""Vectors know which text they are of, in half precision. Those of before are made again by the next run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from voc.stores.types import Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Replace the table of vectors."""
    op.drop_table("vectors")
    op.create_table(
        "vectors",
        sa.Column("space", Text, primary_key=True),
        sa.Column("ticket_id", Text, sa.ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("fingerprint", Text, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
