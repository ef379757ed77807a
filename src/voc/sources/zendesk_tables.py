"""What stands beside Zendesk's tickets: users, organizations, and comments kept apart from their tickets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from voc.model.ticket import Reject
from voc.sources.values import as_id
from voc.sources.zendesk_sections import Part

Json = dict[str, object]


def inner(value: Json, key: str) -> Json:
    """The object at ``key``; empty when there is none."""
    held = value.get(key)
    return held if isinstance(held, dict) else {}


def objects(value: Json, key: str) -> list[Json]:
    """The objects in the list at ``key``; empty when there is none."""
    held = value.get(key)
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []


@dataclass(frozen=True, slots=True)
class Tables:
    """Users and organizations by id, and comments by the id of their ticket."""

    users: dict[str, Json] = field(default_factory=dict)
    organizations: dict[str, Json] = field(default_factory=dict)
    comments: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))

    def add(self, part: Part) -> None:
        """Take up a part that is no ticket; keeps of a user or organization only what tickets need."""
        value = part.value
        own = as_id(value.get("id"))
        if part.section == "users" and own:
            self.users[own] = {key: value.get(key) for key in ("name", "email", "role", "organization_id")}
        elif part.section == "organizations" and own:
            self.organizations[own] = {key: value.get(key) for key in ("name", "organization_fields")}
        elif part.section == "comments" and (ticket := as_id(value.get("ticket_id"))):
            self.comments[ticket].append(value)
        elif part.section == "ticket_events" and (ticket := as_id(value.get("ticket_id"))):
            at = value.get("created_at", value.get("timestamp"))
            events = (each for each in objects(value, "child_events") if each.get("event_type") == "Comment")
            self.comments[ticket].extend({"created_at": at, **each} for each in events)


def read_tables(parts: Iterable[Part | Reject]) -> Tables:
    """The tables of a whole document: they may stand before or behind the tickets that need them."""
    tables = Tables()
    for part in parts:
        if isinstance(part, Part) and part.section != "tickets":
            tables.add(part)
    return tables
