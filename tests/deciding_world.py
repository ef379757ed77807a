"""A store that tickets come to week by week, a stand-in for what voc finds, and people who decide in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from tests.filing_world import START, TurnedClock

from voc.config.lexicon import load_lexicon
from voc.config.stopwords import load_stopwords
from voc.errors import UsageError
from voc.model.decision import Decision, Ruling
from voc.model.registry import Event, Found, Proposal, Run, Shift, ThemeChange
from voc.model.theme import Assignment, Embedding, EncoderState, Evidence, Theme
from voc.model.ticket import Feedback, Kind, Message, Span, Ticket
from voc.ports.store import Discovery, Store
from voc.stores.codec import dumps
from voc.workflows.curation import proposals, rulings
from voc.workflows.curation.desk import Desk
from voc.workflows.standing import stand

STOPWORDS, IDENTIFIERS = load_stopwords(), load_lexicon().identifiers
WORDS = ("export", "calendar", "login", "invoice", "printer", "csv", "slow", "crash")
NOTHING = Embedding((), (), np.zeros((0, 2), np.float16), "made-up")

Step = tuple[str, int, int, int]
"""What happens, and three numbers that choose what it happens to."""

WEEKS = ("place", "emerge", "split", "absorb", "merge")
DECIDED = (
    "rename", "merge", "unmerge", "split by query", "split by list", "move", "move out", "mute", "unmute", "note",
    "why", "link", "unlink", "undo", "accept", "keep",
)  # fmt: skip


def text_of(number: int) -> str:
    """What ticket ``number`` says: two words of the vocabulary in a sentence."""
    return f"The {WORDS[number % 8]} and the {WORDS[number * 5 % 7]} do not work for customer {number}"


@dataclass(frozen=True)
class Week:
    """What was found in week ``number`` of the ``tickets`` known then, and the change that voc made by itself."""

    number: int
    tickets: int
    found: Found
    shift: Shift | None


@dataclass
class World:
    """One store, and what happened to it.

    Attributes:
        weeks: all that happened without people.
        refused: what people tried in vain.
    """

    store: Store
    found: Found = field(default_factory=Found)
    tickets: int = 0
    minted: int = 0
    weeks: list[Week] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    clock: TurnedClock = field(default_factory=TurnedClock)

    @property
    def desk(self) -> Desk:
        """Where people of this world decide."""
        return Desk(self.store, STOPWORDS, IDENTIFIERS, self.clock, "Mia")

    def week(self, step: Step) -> None:
        """A few tickets come, and voc changes its mind in one way."""
        what, one, two, three = step
        ingest(self.store, self.tickets, self.tickets + 1 + three % 4)
        new = list(range(self.tickets, self.tickets + 1 + three % 4))
        self.tickets += len(new)
        self.found, shift = evolved(self, what, one, two, [ticket_id(number) for number in new])
        self.weeks.append(Week(len(self.weeks) + 1, self.tickets, self.found, shift))
        discover(self.store, self.weeks[-1])

    def decide(self, step: Step) -> Decision | None:
        """A person tries one thing; None where it is refused."""
        what, one, two, three = step
        with suppress(UsageError):
            return ATTEMPTS[what](self, one, two, three)
        self.refused.append(what)
        return None

    def pick(self, number: int) -> str:
        """Any id there ever was, old ones too."""
        ids = [theme.id for theme in self.store.themes()] + list(self.store.redirects())
        return ids[number % len(ids)] if ids else "th-none"

    def ticket(self, number: int) -> str:
        """Any ticket."""
        return ticket_id(number % max(self.tickets, 1))


def ticket_id(number: int) -> str:
    return f"t:{number:03}"


def ingest(store: Store, first: int, end: int) -> None:
    """Tickets number ``first`` to before ``end``, read as well."""
    for number in range(first, end):
        text = text_of(number)
        ticket = Ticket(ticket_id(number), (Message(text),))
        store.save_tickets([(ticket, "digest", 0)])
        span = (Span(0, 0, len(text), 0),)
        kind = Kind.BUG if number % 3 else Kind.FEATURE_REQUEST
        said = Feedback(ticket.id, text, span, kind, 0.9, "", "en", None, "", None, "", f"f{number}")
        store.save_feedback([said], "1")


def discover(store: Store, week: Week) -> None:
    """Keep what was found, as ``voc discover`` does."""
    found = week.found
    ids = [item.ticket_id for item in found.assignments]
    rows = [[np.cos(int(name[2:])), np.sin(int(name[2:]))] for name in ids]
    vectors = np.asarray(rows, np.float16).reshape(len(ids), 2)
    state = EncoderState("made-up", {}, {})
    known = {name: row.astype(np.float32) for name, row in zip(ids, unit(vectors), strict=True)}
    standing = stand(store, found, STOPWORDS, vectors=lambda _: known).standing
    embedding = Embedding(tuple(ids), tuple(ids), vectors, "made-up")
    run = Run(week.number, START, None, False, len(ids), 0, 0, 0, len(found.themes), 0)
    happened = (Event(week.number, week.shift),) if week.shift else ()
    store.save_discovery(Discovery(found, standing, embedding, state, "d", len(ids), run, happened))


def unit(vectors: np.ndarray) -> np.ndarray:
    """As the encoded vectors are: of unit length, from the halves that are kept."""
    from voc.analysis.clustering.rows import unit as unit_rows

    return np.asarray(unit_rows(vectors.astype("float32")))


def evolved(world: World, what: str, one: int, two: int, new: Sequence[str]) -> tuple[Found, Shift | None]:
    """What voc finds a week later: new tickets in known themes or a new one, and one change of its own."""
    members = {theme.id: list(theme.ticket_ids) for theme in world.found.themes}
    redirects, loose = dict(world.found.redirects), [a.ticket_id for a in world.found.assignments if a.theme_id is None]
    names = sorted(members)
    if what == "emerge" or not names:
        world.minted += 1
        members[f"th-{world.minted:02}"] = [*new, *loose[:1]]
        loose = loose[1:]
    else:
        for place, ticket in enumerate(new):
            (loose if (one + place) % 5 == 0 else members[names[(one + place) % len(names)]]).append(ticket)
    shift = proposed(world, what, one, two, members)
    if shift is not None:
        taken = set(shift.ticket_ids)
        members[shift.theme_id] = [ticket for ticket in members[shift.theme_id] if ticket not in taken]
        members.setdefault(shift.into, []).extend(shift.ticket_ids)
        if shift.change is ThemeChange.MERGE:
            del members[shift.theme_id]
            redirects = {gone: shift.into if into == shift.theme_id else into for gone, into in redirects.items()}
            redirects[shift.theme_id] = shift.into
    return found_of(members, loose, redirects), shift


def proposed(world: World, what: str, one: int, two: int, members: Mapping[str, Sequence[str]]) -> Shift | None:
    """A change that voc could make to themes with ``members``; None where there is none."""
    names = sorted(members)
    if not names or what not in ("split", "absorb", "merge"):
        return None
    source, target = names[one % len(names)], names[(one + 1 + two) % len(names)]
    tickets = sorted(members[source])
    if what == "split" and len(tickets) > 1:
        world.minted += 1
        return Shift(ThemeChange.SPLIT, source, f"th-{world.minted:02}", tuple(tickets[: len(tickets) // 2]))
    if what == "absorb" and source != target and len(tickets) > 1:
        return Shift(ThemeChange.ABSORB, source, target, tuple(tickets[:1]))
    if what == "merge" and source != target:
        return Shift(ThemeChange.MERGE, source, target, tuple(tickets))
    return None


def found_of(members: Mapping[str, Sequence[str]], loose: Sequence[str], redirects: Mapping[str, str]) -> Found:
    """Themes as voc describes them: a title that their first ticket says, quotes of their first two."""
    themes, placed = [], [Assignment(ticket, None, 0.0, min(members, default=None)) for ticket in loose]
    for name in sorted(members):
        ids = tuple(sorted(members[name]))
        quotes = tuple(Evidence(each, 0, 0, len(text_of(int(each[2:]))), text_of(int(each[2:]))) for each in ids[:2])
        came = tuple(sorted(gone for gone, into in redirects.items() if into == name))
        title = text_of(int(ids[0][2:])).partition(" do not")[0] if ids else f"About {name}"
        themes.append(Theme(name, title, Kind.BUG, (name,), quotes, ids, None, None, "en", merged_from=came))
        placed += [Assignment(ticket, name, 0.7, name) for ticket in ids]
    return Found(tuple(themes), tuple(sorted(placed, key=lambda item: item.ticket_id)), dict(sorted(redirects.items())))


def dump(store: Store) -> str:
    """Everything that stands, as bytes would be kept."""
    lines = [dumps(each) for each in (*store.themes(), *store.assignments())]
    return "\n".join([*lines, *(f"{gone} -> {into}" for gone, into in store.redirects().items())])


def whole(world: World) -> None:
    """No ticket is in two themes, or lost; themes and assignments tell the same."""
    store = world.store
    placed = {item.ticket_id: item.theme_id for item in store.assignments()}
    listed = [ticket for theme in store.themes() for ticket in theme.ticket_ids]
    assert len(listed) == len(set(listed))
    assert {ticket: theme.id for theme in store.themes() for ticket in theme.ticket_ids} == {
        ticket: theme for ticket, theme in placed.items() if theme is not None
    }
    assert placed.keys() >= {item.ticket_id for item in world.found.assignments}
    standing = {theme.id for theme in store.themes()}
    assert set(store.redirects().values()) <= standing
    assert standing.isdisjoint(store.redirects())


def _undo(world: World, one: int, two: int, three: int) -> Decision:
    log = world.store.decisions()
    return rulings.undo(world.desk, log[one % len(log)].id if log else "d-none").decision


def _proposal(world: World, one: int, two: int) -> Proposal:
    members = {theme.id: theme.ticket_ids for theme in world.found.themes}
    for what in ("split", "absorb", "merge")[two % 3 :]:
        shift = proposed(world, what, one, two, members)
        if shift is not None:
            return Proposal(shift, 1, 1)
    raise UsageError("nothing is proposed")


def _list(world: World, theme_id: str, two: int) -> list[str]:
    themes = {theme.id: theme for theme in world.store.themes()}
    ids = themes[world.store.redirects().get(theme_id, theme_id)].ticket_ids if themes else ()
    return [ticket for place, ticket in enumerate(ids) if (place + two) % 3 == 0]


def _words(ruling: Ruling) -> Callable[[World, int, int, int], Decision]:
    return lambda world, one, two, three: rulings.say(world.desk, ruling, world.pick(one), f"Text {two}").decision


ATTEMPTS: Mapping[str, Callable[[World, int, int, int], Decision]] = {
    "rename": _words(Ruling.RENAME),
    "note": _words(Ruling.NOTE),
    "why": _words(Ruling.WHY),
    "link": _words(Ruling.LINK),
    "unlink": lambda world, one, two, three: rulings.unlink(world.desk, world.pick(one)).decision,
    "merge": lambda world, one, two, three: rulings.merge(world.desk, world.pick(one), world.pick(two)).decision,
    "unmerge": lambda world, one, two, three: rulings.unmerge(world.desk, world.pick(one)).decision,
    "split by query": lambda world, one, two, three: (
        rulings.split(world.desk, world.pick(one), query=WORDS[two % 8][:4], title=f"Split {three}").decision
    ),
    "split by list": lambda world, one, two, three: (
        rulings.split(
            world.desk,
            world.pick(one),
            tickets=_list(world, world.pick(one), two),
            title="" if three % 2 else "By list",
        ).decision
    ),
    "move": lambda world, one, two, three: (
        rulings.move(world.desk, [world.ticket(one), world.ticket(three)], world.pick(two)).decision
    ),
    "move out": lambda world, one, two, three: rulings.move(world.desk, [world.ticket(one)], None).decision,
    "mute": lambda world, one, two, three: rulings.mute(world.desk, world.pick(one)).decision,
    "unmute": lambda world, one, two, three: rulings.unmute(world.desk, world.pick(one)).decision,
    "undo": _undo,
    "accept": lambda world, one, two, three: proposals.accept(world.desk, _proposal(world, one, two)).decision,
    "keep": lambda world, one, two, three: proposals.keep(world.desk, _proposal(world, one, two)).decision,
}


def retold(world: World, store: Store) -> Store:
    """``store`` after the same weeks, without a decision."""
    known = 0
    for week in world.weeks:
        ingest(store, known, week.tickets)
        known = week.tickets
        discover(store, week)
    return store
