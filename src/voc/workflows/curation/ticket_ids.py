"""Ids of tickets as a person writes them: whole, or as the number alone that the desk knows a ticket by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from voc.errors import UsageError
from voc.ports.store import Store

_NAMED = 5
"""Tickets that a line names at most."""


def whole_ticket_ids(store: Store, given: Sequence[str]) -> tuple[str, ...]:
    """The whole ids of tickets, each once, in the order of ids: ``10808`` is ``zendesk:10808`` where no other ticket
    has that number.

    Raises:
        UsageError: none is given, the store does not know one, or several tickets have its number.
    """
    wanted = sorted({ticket.strip() for ticket in given} - {""})
    if not wanted:
        raise UsageError("no ticket is named", "name one, such as zendesk:123")
    known = {ticket.id for ticket in store.tickets(wanted)}
    missing = [ticket for ticket in wanted if ticket not in known]
    if missing:
        known |= _by_numbers(store, missing)
    return tuple(sorted(known))


def _by_numbers(store: Store, numbers: Sequence[str]) -> set[str]:
    """The one ticket that has each of these numbers."""
    wanted, having = set(numbers), defaultdict(list)
    for fact in store.facts():
        number = fact.id.partition(":")[2]
        if number in wanted:
            having[number].append(fact.id)
    unknown = [number for number in numbers if number not in having]
    if unknown:
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        raise UsageError(f"the store knows no ticket {unknown[0]!r}{more}", "voc assignments lists the tickets")
    for number in numbers:
        if len(having[number]) > 1:
            named = ", ".join(having[number][:_NAMED]) + (" …" if len(having[number]) > _NAMED else "")
            raise UsageError(f"{len(having[number])} tickets have the number {number!r}: {named}", "write the whole id")
    return {ids[0] for ids in having.values()}
