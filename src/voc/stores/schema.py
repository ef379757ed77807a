"""The tables. What people may want to query has a column of its own; the rest of a record is JSON.

A change here needs a migration beside ``migrations/versions``; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Integer, LargeBinary, MetaData, Table

from voc.stores.types import Text, UtcTime

VERSION_TABLE = "voc_schema"
"""Where Alembic writes the schema's version; its own name, so that no other program's is mistaken for it."""

metadata = MetaData()


def _ticket_id() -> Column[str]:
    """A primary-key part that dies with its ticket."""
    return Column("ticket_id", Text, ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)


tickets = Table(
    "tickets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("payload", Text, nullable=False),  # the redacted Ticket
    Column("source_digest", Text, nullable=False),
    Column("redactions", Integer, nullable=False),
    Column("customer", Text, nullable=False),
    Column("created_at", UtcTime),
    Column("channel", Text),
    Column("revenue", Double),
    Column("currency", Text),
    Column("satisfaction", Text),
    Column("status", Text),
    Column("url", Text),
    Column("version", Text),
)

ticket_history = Table(
    "ticket_history",
    metadata,
    _ticket_id(),
    Column("number", Integer, primary_key=True, autoincrement=False),  # 1 is the oldest
    Column("payload", Text, nullable=False),
    Column("source_digest", Text, nullable=False),
    Column("redactions", Integer, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("tickets", Integer, nullable=False),
    Column("rejects", Integer, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    _ticket_id(),
    Column("analysis", Text, nullable=False),  # version of the analysis that made the row
    Column("digest", Text, nullable=False),  # of the whole record, so that a change is seen without reading the words
    Column("text", Text, nullable=False),
    Column("spans", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("kind_confidence", Double, nullable=False),
    Column("kind_reason", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("severity", Integer),
    Column("severity_reason", Text, nullable=False),
    Column("sentiment", Integer),
    Column("churn", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("redactions", Integer, nullable=False),
    Column("sentiment_reason", Text, nullable=False, server_default=""),
)

themes = Table(
    "themes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    _ticket_id(),
    Column("theme_id", Text),
    Column("confidence", Double, nullable=False),
    Column("nearest_theme_id", Text),
)

redirects = Table(
    "redirects",
    metadata,
    Column("theme_id", Text, primary_key=True),  # merged away, by voc or by a person
    Column("into_id", Text, nullable=False),
)

# What voc found by itself: what stands in the tables above is made of these and of people's decisions.

found_themes = Table(
    "found_themes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("payload", Text, nullable=False),
)

found_assignments = Table(
    "found_assignments",
    metadata,
    _ticket_id(),
    Column("theme_id", Text),
    Column("confidence", Double, nullable=False),
    Column("nearest_theme_id", Text),
)

found_redirects = Table(
    "found_redirects",
    metadata,
    Column("theme_id", Text, primary_key=True),
    Column("into_id", Text, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("payload", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("payload", Text, nullable=False),
)

theme_counts = Table(
    "theme_counts",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("theme_id", Text, primary_key=True),
    Column("tickets", Integer, nullable=False),
    Column("customers", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),  # its place within the run
    Column("payload", Text, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("space", Text, primary_key=True),
    _ticket_id(),
    Column("fingerprint", Text, nullable=False),  # of the text that the vector is of
    Column("vector", LargeBinary, nullable=False),  # little-endian float16, as many as the space has dimensions
)

spaces = Table(
    "spaces",
    metadata,
    Column("space", Text, primary_key=True),
    Column("meta", Text, nullable=False),
)

space_arrays = Table(
    "space_arrays",
    metadata,
    Column("space", Text, ForeignKey("spaces.space", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),  # NumPy's .npy format, without pickle
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("digest", Text, primary_key=True),  # of what a language model was asked, and which
    Column("title", Text),
    Column("refusal", Text),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
