"""Where all tickets of the store went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set

from voc.analysis.ranking.contacts import Contacts
from voc.analysis.ranking.revenue import currencies_of
from voc.model.report import Counts, Period
from voc.model.ticket import AnyFeedback, TicketFacts

NO_TEXT = "no text"
"""Why a ticket without feedback took no part."""


def counts_of(
    facts: Mapping[str, TicketFacts],
    feedback: Mapping[str, AnyFeedback],
    contacts: Contacts,
    period: Period,
    *,
    clustered: Set[str],
    placed: Set[str],
) -> Counts:
    """Counts over all tickets.

    Args:
        facts: every ticket by id.
        feedback: the kinds, by ticket id.
        contacts: ``facts`` as arrays.
        period: what is reported on.
        clustered: ids of the tickets in a theme.
        placed: ids of the tickets that took part in the clustering.
    """
    clustered = clustered & facts.keys()
    aside = facts.keys() - placed - clustered
    currencies = currencies_of(facts.values())
    return Counts(
        tickets=len(facts),
        clustered=len(clustered),
        unclustered=len(facts) - len(clustered) - len(aside),
        left_out=commonest(feedback[id_].kind.value if id_ in feedback else NO_TEXT for id_ in aside),
        by_channel=commonest(fact.channel or "unknown" for fact in facts.values()),
        by_source=commonest(id_.partition(":")[0] for id_ in facts),
        by_kind=commonest(words.kind.value for id_, words in feedback.items() if id_ in facts),
        by_customer_key=commonest("ticket" if fact.customer == id_ else "customer" for id_, fact in facts.items()),
        undated=sum(fact.created_at is None for fact in facts.values()),
        later=sum(bool(fact.created_at and fact.created_at >= period.end) for fact in facts.values()),
        in_period=int(contacts.within(period.start.timestamp(), period.end.timestamp()).sum()),
        in_window=int(contacts.in_window(period).sum()),
        customers=contacts.customers,
        paying=len({fact.customer for fact in facts.values() if fact.revenue}),
        currency=currencies[0] if len(currencies) == 1 else None,
        mixed_currencies=currencies if len(currencies) > 1 else (),
    )


def commonest(names: Iterable[str]) -> dict[str, int]:
    """How often each name comes, the commonest first, equals by name."""
    counts = Counter(names)
    return {name: counts[name] for name in sorted(counts, key=lambda name: (-counts[name], name))}
