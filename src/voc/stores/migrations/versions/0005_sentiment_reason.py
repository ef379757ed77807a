"""Why a ticket's tone is what it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from voc.stores.types import Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Rows from before have no reason; they are read anew by the next run."""
    op.add_column("feedback", sa.Column("sentiment_reason", Text, nullable=False, server_default=""))
