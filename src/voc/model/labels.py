"""Tickets whose kind a person has told."""

from __future__ import annotations

from dataclasses import dataclass

from voc.model.ticket import Kind, Ticket


@dataclass(frozen=True, slots=True)
class Labelled:
    """A ticket straight from a table, and the kind that a person gave it."""

    ticket: Ticket
    kind: Kind
