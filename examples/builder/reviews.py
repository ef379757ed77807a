"""Store reviews and survey answers as a table with Finnish headers."""

from __future__ import annotations

from collections.abc import Mapping

from builder.casting import Ticket, local
from builder.digests import digest, share

COLUMNS = ("Tunniste", "Kanava", "Päiväys", "Tähdet", "Otsikko", "Teksti", "Sähköposti")


def reviews(tickets: Mapping[str, Ticket]) -> list[tuple[str, ...]]:
    """The heading and one row a review; in the authoring files a review's heading begins with its stars."""
    return [COLUMNS, *(row(number, ticket) for number, ticket in tickets.items())]


def row(number: str, ticket: Ticket) -> tuple[str, ...]:
    """One review; only some who answer a survey leave an address."""
    stars, _, title = ticket.draft.subject.partition(" ")
    place, when = store(number, ticket), local(ticket.at)
    day = f"{when.day}.{when.month}.{when.year} klo {when.hour}.{when.minute:02}"
    email = ticket.person.email if place == "Kysely" and share("email", number) < 0.6 else ""
    return number, place, day, stars, title.removeprefix("-"), ticket.draft.parts[0].text, email


def store(number: str, ticket: Ticket) -> str:
    """Where the review was left."""
    if ticket.draft.channel == "survey":
        return "Kysely"
    on_android = ticket.draft.theme.startswith("android") or digest("store", number) % 2
    return "Google Play" if on_android else "App Store"
