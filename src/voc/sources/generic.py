"""Tickets from tables whose columns are mapped to fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice

from voc.config.headers import Headers
from voc.errors import InputError
from voc.model.ticket import Message, Reject, Revenue, Satisfaction, Ticket
from voc.ports.source import ReadOptions
from voc.sources import dates, values
from voc.sources.mapping import Columns
from voc.sources.table import SAMPLE, Record, Table, values_at

_TIMES = ("created_at", "updated_at", "closed_at")
_JOINT = "\n\n"


def id_prefix(vendor: str, account: str | None) -> str:
    """What stands before a ticket's native id: ``csv:``, or ``csv/acme:`` for a named account."""
    return f"{vendor}/{account}:" if account else f"{vendor}:"


def read_table(
    table: Table, columns: Columns, vendor: str, options: ReadOptions, headers: Headers
) -> Iterator[Ticket | Reject]:
    """A ticket for every record with an id, and rejects.

    Raises:
        InputError: the order of day and month in a column of dates cannot be told.
        UsageError: the time zone of ``options`` does not exist.
    """
    zone = dates.zone(options.timezone)
    orders = _orders(table, columns, options, zone)
    reader = _Reader(columns, id_prefix(vendor, options.account), options, headers, orders, zone)
    for record in table.records():
        if isinstance(record, Reject):
            yield record
        else:
            yield from reader.tickets(record, table.name)


def _orders(table: Table, columns: Columns, options: ReadOptions, zone: tzinfo) -> dict[str, bool | None]:
    """For every time field, whether its dates are day first; None where its dates need no order."""
    orders: dict[str, bool | None] = {}
    for field in _TIMES:
        if field not in columns:
            continue
        sample = list(islice(_column(table, columns[field][0]), SAMPLE))
        plain = all(dates.parse(value, None, zone) for value in sample if value != "")
        if options.day_first is not None or (plain and any(sample)):
            orders[field] = options.day_first
        else:
            orders[field] = _order(table, columns[field][0])
    return orders


def _order(table: Table, column: str) -> bool:
    day, month = dates.column_order(_column(table, column))
    if day == month:
        why = "fit no one order" if day else "could be either"
        raise InputError(
            f"{table.name}: day and month in column {column!r} {why}",
            "say which comes first: --dayfirst or --monthfirst",
        )
    return day


def _column(table: Table, column: str) -> Iterator[object]:
    for record in table.records():
        if isinstance(record, Record):
            yield from values_at(record.values, column)[:1]


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the records of one table become tickets."""

    columns: Columns
    prefix: str
    options: ReadOptions
    headers: Headers
    orders: Mapping[str, bool | None]
    zone: tzinfo

    def tickets(self, record: Record, name: str) -> Iterator[Ticket | Reject]:
        """The record's ticket, or why there is none; a date or amount that cannot be read costs only itself."""
        native = values.as_id(self._first(record, "id"))
        if native is None:
            yield Reject(name, record.line, "row has no id, or one that is no short text")
            return
        times = {field: self._time(record, field) for field in self.orders}
        for field, at in times.items():
            if at is None and values.as_text(self._first(record, field)):
                yield Reject(name, record.line, f"{field} is no time; the ticket is kept without it", lost=False)
        revenue = self._revenue(record)
        if revenue is None and self._plain(record, "revenue"):
            yield Reject(name, record.line, "revenue is no amount; the ticket is kept without it", lost=False)
        yield self._ticket(record, self.prefix + native, times, revenue)

    def _ticket(
        self, record: Record, ticket_id: str, times: Mapping[str, datetime | None], revenue: Revenue | None
    ) -> Ticket:
        requester = values.as_person(self._first(record, "requester"))
        organization = values.as_person(self._first(record, "organization"))
        return Ticket(
            id=ticket_id,
            messages=self._messages(record, times.get("created_at")),
            subject=" ".join(self._texts(record, "subject")) or None,
            requester=requester,
            organization=organization or values.mail_domain(requester, self.headers),
            channel=self._fixed(record, "channel", "other") or self.options.channel,
            created_at=times.get("created_at"),
            updated_at=times.get("updated_at"),
            closed_at=times.get("closed_at"),
            status=self._fixed(record, "status"),
            priority=self._fixed(record, "priority"),
            type=self._plain(record, "type").lower() or None,
            satisfaction=self._satisfaction(record),
            tags=values.as_tags(self._all(record, "tags")),
            revenue=revenue,
            url=values.as_url(self._first(record, "url")),
            language=self._plain(record, "language") or None,
            version=self._plain(record, "version") or None,
        )

    def _messages(self, record: Record, at: datetime | None) -> tuple[Message, ...]:
        text = _JOINT.join(self._texts(record, "text"))
        if text:
            return (Message(text, at=at, html=values.is_markup(text)),)
        markup = _JOINT.join(self._texts(record, "html"))
        return (Message(markup, at=at, html=True),) if markup else ()

    def _revenue(self, record: Record) -> Revenue | None:
        currency = self._plain(record, "currency") or self.options.currency
        return values.as_money(self._first(record, "revenue"), currency)

    def _satisfaction(self, record: Record) -> Satisfaction | None:
        ratings = (
            values.as_satisfaction(self._first(record, field), field) for field in ("satisfaction", "stars", "nps")
        )
        return next((rating for rating in ratings if rating), None)

    def _time(self, record: Record, field: str) -> datetime | None:
        return dates.parse(self._first(record, field), self.orders[field], self.zone)

    def _fixed(self, record: Record, field: str, otherwise: str | None = None) -> str | None:
        return values.canonical(field, self._first(record, field), self.headers, self.options.values, otherwise)

    def _plain(self, record: Record, field: str) -> str:
        return values.as_text(self._first(record, field))

    def _texts(self, record: Record, field: str) -> list[str]:
        return [text for value in self._all(record, field) if (text := values.as_text(value))]

    def _first(self, record: Record, field: str) -> object:
        return next((value for value in self._all(record, field) if value != ""), None)

    def _all(self, record: Record, field: str) -> list[object]:
        return [value for column in self.columns.get(field, ()) for value in values_at(record.values, column)]
