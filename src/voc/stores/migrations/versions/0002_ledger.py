"""What was filed where."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from voc.stores.types import Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the ledger's table."""
    op.create_table(
        "ledger",
        sa.Column("tracker", Text, primary_key=True),
        sa.Column("project", Text, primary_key=True),
        sa.Column("namespace", Text, primary_key=True),
        sa.Column("theme_id", Text, primary_key=True),
        sa.Column("state", Text, nullable=False),
        sa.Column("token", Text, nullable=False),
        sa.Column("run_id", Text, nullable=False),
        sa.Column("issue_key", Text),
        sa.Column("payload", Text, nullable=False),
    )
