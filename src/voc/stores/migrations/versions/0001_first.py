"""Tickets, feedback, themes and vectors."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from voc.stores.types import Text, UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables and mint the store's id."""
    _tickets()
    _feedback()
    _themes()
    _vectors()
    settings = op.create_table(
        "settings", sa.Column("name", Text, primary_key=True), sa.Column("value", Text, nullable=False)
    )
    op.bulk_insert(settings, [{"name": "ledger_id", "value": str(uuid4())}])


def _ticket_id() -> sa.Column[str]:
    return sa.Column("ticket_id", Text, sa.ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", Text, primary_key=True),
        sa.Column("payload", Text, nullable=False),
        sa.Column("source_digest", Text, nullable=False),
        sa.Column("redactions", sa.Integer, nullable=False),
        sa.Column("customer", Text, nullable=False),
        sa.Column("created_at", UtcTime),
        sa.Column("channel", Text),
        sa.Column("revenue", sa.Double),
        sa.Column("currency", Text),
        sa.Column("satisfaction", Text),
        sa.Column("status", Text),
        sa.Column("url", Text),
        sa.Column("version", Text),
    )
    op.create_table(
        "ticket_history",
        _ticket_id(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("payload", Text, nullable=False),
        sa.Column("source_digest", Text, nullable=False),
        sa.Column("redactions", sa.Integer, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("digest", Text, primary_key=True),
        sa.Column("name", Text, nullable=False),
        sa.Column("tickets", sa.Integer, nullable=False),
        sa.Column("rejects", sa.Integer, nullable=False),
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        _ticket_id(),
        sa.Column("analysis", Text, nullable=False),
        sa.Column("digest", Text, nullable=False),
        sa.Column("text", Text, nullable=False),
        sa.Column("spans", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("kind_confidence", sa.Double, nullable=False),
        sa.Column("kind_reason", Text, nullable=False),
        sa.Column("language", Text, nullable=False),
        sa.Column("severity", sa.Integer),
        sa.Column("severity_reason", Text, nullable=False),
        sa.Column("sentiment", sa.Integer),
        sa.Column("churn", Text, nullable=False),
        sa.Column("fingerprint", Text, nullable=False),
        sa.Column("redactions", sa.Integer, nullable=False),
    )


def _themes() -> None:
    op.create_table(
        "themes",
        sa.Column("id", Text, primary_key=True),
        sa.Column("title", Text, nullable=False),
        sa.Column("kind", Text, nullable=False),
        sa.Column("payload", Text, nullable=False),
    )
    op.create_table(
        "assignments",
        _ticket_id(),
        sa.Column("theme_id", Text),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("nearest_theme_id", Text),
    )


def _vectors() -> None:
    op.create_table(
        "vectors",
        sa.Column("space", Text, primary_key=True),
        _ticket_id(),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table("spaces", sa.Column("space", Text, primary_key=True), sa.Column("meta", Text, nullable=False))
    op.create_table(
        "space_arrays",
        sa.Column("space", Text, sa.ForeignKey("spaces.space", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", Text, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
