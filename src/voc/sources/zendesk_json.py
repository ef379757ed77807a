"""Zendesk's tickets as its API, its incremental pages and its account export give them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from voc.config.headers import Headers
from voc.model.ticket import Reject, Revenue, Satisfaction, Ticket
from voc.ports.source import Document, ReadOptions, Sniff
from voc.sources import dates, values
from voc.sources.generic import id_prefix
from voc.sources.json_records import looks_like_json
from voc.sources.zendesk_messages import messages
from voc.sources.zendesk_sections import Part, parts
from voc.sources.zendesk_tables import Json, Tables, inner, read_tables

_PAGE = re.compile(r'"(?:after_cursor|end_of_stream|next_page)"\s*:')
_SIDE = re.compile(r'/api/v2/(?:users|organizations|tickets)/\d+\.json"')


class ZendeskJson:
    """One object, a list, an object a line, or pages, with users, organizations and comments beside or within."""

    name = "zendesk-json"
    vendor = "zendesk"

    def __init__(self, headers: Headers) -> None:
        self._headers = headers

    def sniff(self, head: str) -> Sniff:
        """By the members that only Zendesk's tickets have, or its pages."""
        if not looks_like_json(head):
            return Sniff(0.0)
        if '"requester_id"' in head and ('"submitter_id"' in head or '"via"' in head):
            return Sniff(1.0, ("tickets with requester_id and submitter_id or via",))
        if '"tickets"' in head and _PAGE.search(head):
            return Sniff(0.9, ("a page of tickets",))
        return Sniff(0.8, ("addresses of Zendesk's API",)) if _SIDE.search(head) else Sniff(0.0)

    def read(self, document: Document, options: ReadOptions) -> Iterator[Ticket | Reject]:
        """A ticket an object of the tickets; the document is read twice, because what they refer to may follow."""
        tables = read_tables(parts(document, options.encoding))
        reader = _Reader(document.name, tables, options, self._headers)
        for part in parts(document, options.encoding):
            if isinstance(part, Reject):
                yield part
            elif part.section == "tickets":
                yield from reader.tickets(part)


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the tickets of one document are read."""

    document: str
    tables: Tables
    options: ReadOptions
    headers: Headers

    def tickets(self, part: Part) -> Iterator[Ticket | Reject]:
        """The part's ticket, or why there is none."""
        native, status = values.as_id(part.value.get("id")), self._fixed(part.value.get("status"), "status")
        if native is None:
            yield Reject(self.document, part.line, "ticket has no id")
        elif status == "deleted":
            yield Reject(self.document, part.line, "ticket is deleted in Zendesk", lost=False)
        else:
            created = self._time(part.value, "created_at")
            if created is None and part.value.get("created_at"):
                yield Reject(
                    self.document, part.line, "created_at is no time; the ticket is kept without it", lost=False
                )
            yield self._ticket(part.value, native, created, status)

    def _ticket(self, raw: Json, native: str, created: datetime | None, status: str | None) -> Ticket:
        requester, organization, revenue, names = self._customer(raw)
        return Ticket(
            id=self._prefix() + native,
            messages=messages(raw, self.tables),
            subject=values.as_text(raw.get("subject")) or values.as_text(raw.get("raw_subject")) or None,
            requester=requester,
            organization=organization,
            channel=self._fixed(inner(raw, "via").get("channel"), "channel", "other") or self.options.channel,
            created_at=created,
            updated_at=self._time(raw, "updated_at"),
            closed_at=self._time(inner(raw, "metric_set"), "solved_at") or self._time(raw, "solved_at"),
            status=status,
            priority=self._fixed(raw.get("priority"), "priority"),
            type=values.as_text(raw.get("type")).lower() or None,
            satisfaction=_satisfaction(raw.get("satisfaction_rating")),
            tags=_tags(raw.get("tags")),
            revenue=revenue,
            url=values.as_url(raw.get("url")),
            links=tuple(self._prefix() + each for each in _links(raw)),
            names=names,
        )

    def _customer(self, raw: Json) -> tuple[str | None, str | None, Revenue | None, tuple[str, ...]]:
        """Requester, organization and the organization's revenue, by Zendesk's ids where there is no address, and the
        names of both.
        """
        nested = inner(raw, "requester")
        user_id = values.as_id(raw.get("requester_id")) or values.as_id(nested.get("id"))
        user = self.tables.users.get(user_id or "", nested)
        mail = values.as_person(user.get("email"))
        own = inner(raw, "organization")
        org_id = next(
            filter(None, map(values.as_id, (raw.get("organization_id"), own.get("id"), user.get("organization_id")))),
            None,
        )
        known = self.tables.organizations.get(org_id or "", own)
        fields = inner(known, "organization_fields")
        revenue = fields.get(self.options.revenue_field) if self.options.revenue_field else None
        organization = self._prefix() + org_id if org_id else values.as_person(own.get("name"))
        return (
            mail or (self._prefix() + user_id if user_id else None),
            organization or values.mail_domain(mail, self.headers),
            values.as_money(revenue, self.options.currency),
            _names(user, known),
        )

    def _prefix(self) -> str:
        return id_prefix(ZendeskJson.vendor, self.options.account)

    def _fixed(self, value: object, field: str, otherwise: str | None = None) -> str | None:
        return values.canonical(field, value, self.headers, self.options.values, otherwise)

    @staticmethod
    def _time(raw: Json, key: str) -> datetime | None:
        return dates.parse(raw.get(key), None, UTC)


def _names(user: Json, organization: Json) -> tuple[str, ...]:
    # A single word that a user gave as a name may be any word at all, such as "Customer".
    name = values.as_text(user.get("name"))
    return tuple(filter(None, (name if " " in name.strip() else "", values.as_text(organization.get("name")))))


def _satisfaction(rating: object) -> Satisfaction | None:
    if isinstance(rating, dict):
        return values.as_satisfaction(rating.get("score"), comment=rating.get("comment"))
    return values.as_satisfaction(rating)


def _tags(tags: object) -> tuple[str, ...]:
    return values.as_tags(tags if isinstance(tags, list) else [tags])


def _links(raw: Json) -> list[str]:
    followups = raw.get("followup_ids")
    ids = [raw.get("problem_id"), *(followups if isinstance(followups, list) else [])]
    return [native for each in ids if (native := values.as_id(each))]
