"""Who wrote each draft, and when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from builder.digests import digest, share
from builder.drafts import Draft
from builder.people import AGENTS, Person, slug

FIRST_DAY = date(2026, 9, 14)
DAYS = 56
SUMMER_TIME_ENDS = datetime(2026, 10, 25, 1, tzinfo=UTC)
SPREADS = {"even": (0.0, 1.0), "grow": (0.0, 0.45), "fade": (0.0, 2.2), "from6": (5 / 8, 1.0), "from7": (6 / 8, 0.8)}
"""Where in the eight weeks a theme starts (0..1), and the exponent that crowds it to the end (< 1) or the start."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A draft with its writer, its agent, the second it came in (UTC) and the ticket it repeats, if it does."""

    draft: Draft
    person: Person
    agent: str
    at: datetime
    repeats: Ticket | None = None


def cast(drafts: Sequence[Draft], people: Sequence[Person]) -> Iterator[Ticket]:
    """Give every draft a writer of its language and a time; a repeat has the writer of the ticket before it."""
    written: Counter[str] = Counter()
    met: Counter[tuple[str, str | None]] = Counter()
    previous: Ticket | None = None
    for draft, at in zip(drafts, times(drafts), strict=True):
        agent = AGENTS[digest("agent", draft.place) % len(AGENTS)]
        if draft.repeats and previous is not None:
            later = previous.at + timedelta(minutes=15 + digest(draft.place) % 240)
            yield Ticket(draft, previous.person, agent, later, previous)
            continue
        person = min(able(draft, people), key=lambda p: (met[draft.theme, p.organization], written[p.name]))
        written[person.name] += draft.channel not in ("review", "survey")
        met[draft.theme, person.organization] += bool(draft.theme)
        previous = Ticket(draft, person, agent, at)
        yield previous


def able(draft: Draft, people: Sequence[Person]) -> list[Person]:
    """Who can have written the draft, in an order of its own: private people, an organization it names, or anybody."""
    consumer, named = draft.options.get("who") == "c", draft.options.get("by", "")
    found = [
        person
        for person in people
        if person.language == draft.language
        and (person.organization is None) == consumer
        and slug(person.organization or "").startswith(named)
    ]
    return sorted(found, key=lambda person: digest(draft.place, person.name))


def times(drafts: Sequence[Draft]) -> list[datetime]:
    """When each draft came in: its theme's drafts in a shuffled order, evenly along the theme's course."""
    groups: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.theme].append(draft)
    found: dict[str, datetime] = {}
    for group in groups.values():
        for rank, draft in enumerate(sorted(group, key=lambda draft: digest("order", draft.place))):
            found[draft.place] = moment(draft, (rank + share("jitter", draft.place)) / len(group))
    return [found[draft.place] for draft in drafts]


def moment(draft: Draft, along: float) -> datetime:
    """The second of a draft that lies ``along`` (0..1) its theme's course; ``d=`` and ``w=`` set day and week.

    Mostly on weekdays, between half past seven and half past seven in Finland.
    """
    start, exponent = SPREADS[draft.spread]
    day = int((start + (1 - start) * along**exponent) * DAYS)
    if "w" in draft.options:
        day = int(draft.options["w"]) * 7 - 7 + digest("weekday", draft.place) % 7
    if "d" in draft.options:
        day = (date.fromisoformat(f"2026-{draft.options['d']}") - FIRST_DAY).days
    elif day % 7 > 4 and share("weekend", draft.place) < 0.6:
        day -= day % 7 - 2
    midnight = datetime.combine(FIRST_DAY, time(), UTC) + timedelta(days=day)
    return midnight + timedelta(seconds=int((4.6 + 12 * share("hour", draft.place)) * 3600))


def local(at: datetime) -> datetime:
    """Finnish time."""
    return at + timedelta(hours=3 if at < SUMMER_TIME_ENDS else 2)


def answered(at: datetime, minutes: int) -> datetime:
    """So many minutes later, or the next morning when the office has closed by then."""
    then = at + timedelta(minutes=minutes)
    hour = local(then).hour
    if 8 <= hour < 18:
        return then
    opens = local(then).replace(hour=8, minute=5 + minutes % 50) + timedelta(days=hour >= 18)
    return opens - (local(then) - then)
