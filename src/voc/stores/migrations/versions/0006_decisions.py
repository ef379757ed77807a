"""What voc found by itself apart from what stands, people's decisions, and the history of runs.

What stood before was all found by voc itself, so it is taken over as found.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from voc.stores.types import Text, UtcTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables, and fill those of what was found."""
    for layer in ("", "found_"):
        op.create_table(
            f"{layer}redirects",
            sa.Column("theme_id", Text, primary_key=True),
            sa.Column("into_id", Text, nullable=False),
        )
    _found()
    _log()
    _history()
    op.execute("INSERT INTO found_themes (id, payload) SELECT id, payload FROM themes")
    columns = "ticket_id, theme_id, confidence, nearest_theme_id"
    op.execute(f"INSERT INTO found_assignments ({columns}) SELECT {columns} FROM assignments")  # noqa: S608 - ours


def _found() -> None:
    op.create_table("found_themes", sa.Column("id", Text, primary_key=True), sa.Column("payload", Text, nullable=False))
    op.create_table(
        "found_assignments",
        sa.Column("ticket_id", Text, sa.ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("theme_id", Text),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("nearest_theme_id", Text),
    )
    op.create_table(
        "proposals",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("payload", Text, nullable=False),
    )


def _log() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", Text, primary_key=True),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("payload", Text, nullable=False),
    )


def _history() -> None:
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("payload", Text, nullable=False),
    )
    op.create_table(
        "theme_counts",
        sa.Column("run", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("theme_id", Text, primary_key=True),
        sa.Column("tickets", sa.Integer, nullable=False),
        sa.Column("customers", sa.Integer, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("run", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("payload", Text, nullable=False),
    )
