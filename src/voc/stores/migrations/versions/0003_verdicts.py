"""What became of the titles that a language model proposed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from voc.stores.types import Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of verdicts."""
    op.create_table(
        "verdicts",
        sa.Column("digest", Text, primary_key=True),
        sa.Column("title", Text),
        sa.Column("refusal", Text),
    )
