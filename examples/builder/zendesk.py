"""Tickets as Zendesk's API answers with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from builder.casting import DAYS, FIRST_DAY, Ticket, answered
from builder.digests import digest
from builder.mail import fill, plain, quoted
from builder.people import AGENTS, Person, slug

Ids = Mapping[str, int]
"""The number of every agent (by name), writer (by address) and organization (by name)."""


def zendesk(tickets: Mapping[str, Ticket]) -> str:
    """Tickets by their number, with their users and organizations, as one JSON document."""
    writers = list(dict.fromkeys(ticket.person for ticket in tickets.values()))
    paying = {person.organization: person.revenue for person in writers if person.organization}
    ids = {agent: 9_000_100 + n for n, agent in enumerate(AGENTS)}
    ids |= {person.email: 9_001_000 + n for n, person in enumerate(writers)}
    ids |= {name: 7_000_000 + n for n, name in enumerate(paying)}
    document = {
        "tickets": [described(number, ticket, ids) for number, ticket in tickets.items()],
        "users": users(writers, ids),
        "organizations": [
            {
                "id": ids[name],
                "name": name,
                "domain_names": [f"{slug(name)}.example"],
                "organization_fields": {"annual_revenue_eur": revenue},
            }
            for name, revenue in paying.items()
        ],
        "next_page": None,
        "count": len(tickets),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def users(writers: Sequence[Person], ids: Ids) -> list[dict[str, object]]:
    """Agents, then everybody who wrote."""
    agents: list[dict[str, object]] = [
        {"id": ids[name], "name": name, "email": f"{slug(name)}@hetkiva.example", "role": "agent", "locale": "en"}
        for name in AGENTS
    ]
    return agents + [
        {
            "id": ids[person.email],
            "name": person.name,
            "email": person.email,
            "role": "end-user",
            "locale": person.language,
            "phone": person.phone,
            "organization_id": ids.get(person.organization or ""),
        }
        for person in writers
    ]


def described(number: str, ticket: Ticket, ids: Ids) -> dict[str, object]:
    """One ticket with its comments nested; what came in by phone was filed by an agent."""
    draft, requester = ticket.draft, ids[ticket.person.email]
    thread = list(comments(number, ticket, ids))
    subject = fill(draft.subject or draft.parts[0].text.replace("\n", " ")[:60], ticket)
    fresh = (ticket.at.date() - FIRST_DAY).days >= DAYS - 5
    return {
        "url": f"https://hetkiva.zendesk.example/api/v2/tickets/{number}.json",
        "id": int(number),
        "external_id": None,
        "via": {"channel": draft.channel, "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": stamp(ticket.at),
        "updated_at": thread[-1]["created_at"],
        "type": draft.options.get("t") or kind_of_work(number, ticket),
        "subject": subject,
        "raw_subject": subject,
        "description": thread[0]["body"],
        "priority": draft.options.get("p"),
        "status": ("open" if len(thread) == 1 else "pending") if fresh else "closed",
        "requester_id": requester,
        "submitter_id": ids[ticket.agent] if draft.channel == "voice" else requester,
        "assignee_id": ids[ticket.agent],
        "organization_id": ids.get(ticket.person.organization or ""),
        "tags": tags(ticket),
        "custom_fields": [],
        "satisfaction_rating": {"score": draft.options.get("csat") or rating(number, ticket)},
        "comments": thread,
    }


def tags(ticket: Ticket) -> list[str]:
    """The few tags that busy agents set."""
    found = [ticket.draft.language]
    if ticket.draft.channel == "voice":
        found.append("phone_note")
    if ticket.draft.options.get("p") in ("high", "urgent"):
        found.append("escalated")
    return found


def kind_of_work(number: str, ticket: Ticket) -> str | None:
    """Zendesk's type, which agents set now and then."""
    known = {"bug": "problem", "question": "question", "feature_request": "question", "other": "task"}
    return known.get(ticket.draft.kind) if digest("type", number) % 11 == 0 else None


def rating(number: str, ticket: Ticket) -> str:
    """What customers who had an answer say of it when the text does not decide."""
    if all(part.author != "a" for part in ticket.draft.parts):
        return "unoffered"
    return "good" if ticket.draft.kind != "bug" and digest("rating", number) % 6 == 0 else "offered"


def comments(number: str, ticket: Ticket, ids: Ids) -> Iterator[dict[str, object]]:
    """The conversation; an agent is the author of what was said on the phone."""
    at = asked = ticket.at
    answer, in_chat = "", ticket.draft.channel == "chat"
    for index, part in enumerate(ticket.draft.parts):
        text = fill(part.text, ticket)
        spoken = index == 0 and ticket.draft.channel == "voice"
        author = ticket.person.email if part.author == "c" and not spoken else ticket.agent
        body = text
        if part.quote:
            body += "\n\n" + quoted(part.quote, ticket, asked, answer)
        comment = {"id": int(number) * 100 + index, "type": "Comment", "author_id": ids[author], "body": body}
        if index == 0 and "html" in ticket.draft.options:
            comment |= {"body": plain(body), "html_body": body}
        yield comment | {"public": part.author != "n", "created_at": stamp(at)}
        if part.author == "a":
            asked, answer = at, text
        at = answered(
            at, digest("pause", index, number) % 9 + 2 if in_chat else 35 + digest("pause", index, number) % 700
        )


def stamp(at: datetime) -> str:
    """RFC 3339 in UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
