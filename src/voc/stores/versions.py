"""The order of a ticket's versions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from voc.model.ticket import Ticket

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def oldest_first(versions: Iterable[Ticket]) -> list[Ticket]:
    """By ``updated_at``, those without before all; equal ones stay as they are."""
    return sorted(versions, key=lambda ticket: ticket.updated_at or _BEFORE_ALL)
