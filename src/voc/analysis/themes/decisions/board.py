"""Where every ticket is while decisions are replayed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voc.model.registry import Found


class Board:
    """Tickets by theme, beginning with what was found; every ticket is in one theme at most.

    Attributes:
        members: tickets of each theme that stands.
        redirects: where each theme that does not stand any more went: one step, which may lead on.
        origin: of a theme that was split off, from which one.
        sure: tickets that a person put where they are, one by one.

    Args:
        found: what voc found.
        others: more tickets that may be moved.
    """

    def __init__(self, found: Found, others: Iterable[str] = ()) -> None:
        self.members: dict[str, set[str]] = {theme.id: set() for theme in found.themes}
        self.redirects = {gone: into for gone, into in found.redirects.items() if gone not in self.members}
        self.origin: dict[str, str] = {}
        self.sure: set[str] = set()
        self._where: dict[str, str | None] = dict.fromkeys(others)
        self._taken: dict[str, frozenset[str]] = {}
        for item in found.assignments:
            theme = item.theme_id if item.theme_id in self.members else None
            self._where[item.ticket_id] = theme
            if theme is not None:
                self.members[theme].add(item.ticket_id)

    def where(self, ticket: str) -> str | None:
        """The theme that a ticket is in, None for none."""
        return self._where.get(ticket)

    def known(self, tickets: Iterable[str]) -> frozenset[str]:
        """Those of ``tickets`` that there are."""
        return frozenset(ticket for ticket in tickets if ticket in self._where)

    def resolve(self, theme_id: str) -> str | None:
        """The theme that ``theme_id`` is, or is part of, now; None when it is not known."""
        *_, last = self.trail(theme_id)
        return last if last in self.members else None

    def trail(self, theme_id: str) -> Iterator[str]:
        """``theme_id``, and where it went, step by step."""
        seen: set[str] = set()
        while theme_id not in seen:
            yield theme_id
            seen.add(theme_id)
            if theme_id in self.members or theme_id not in self.redirects:
                return
            theme_id = self.redirects[theme_id]

    def put(self, tickets: Iterable[str], theme_id: str | None) -> None:
        """Take tickets from where they are to a theme that stands, or out of every theme."""
        for ticket in tickets:
            before = self._where[ticket]
            if before is not None:
                self.members[before].discard(ticket)
            if theme_id is not None:
                self.members[theme_id].add(ticket)
            self._where[ticket] = theme_id

    def close(self, theme_id: str, into: str, listed: Iterable[str] = ()) -> None:
        """Let ``theme_id`` be part of ``into`` from now on, with all its tickets; of one that is part of another theme,
        those that it brought there, else those of ``listed``, which are there still.
        """
        target = self.resolve(into)
        if theme_id in self.members:
            tickets = frozenset(self.members[theme_id])
        else:
            brought = self._taken.get(theme_id) or self.known(listed)
            holder = self.resolve(theme_id)
            tickets = frozenset(ticket for ticket in brought if self._where[ticket] == holder)
        self.put(tickets, target)
        self.members.pop(theme_id, None)
        self.redirects[theme_id] = into
        self._taken[theme_id] = tickets

    def open(self, theme_id: str, origin: str) -> frozenset[str]:
        """Let ``theme_id`` stand, split off ``origin``; gives the tickets that it brought when it became part of that,
        as far as they are there still.
        """
        self.redirects.pop(theme_id, None)
        if theme_id in self.members:
            return frozenset()
        self.members[theme_id] = set()
        self.origin.setdefault(theme_id, origin)
        return frozenset(self._taken.pop(theme_id, ())) & self.members[origin]
