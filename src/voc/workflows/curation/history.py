"""What people decided, for a person to read: the log with what became of it, and where a merged theme went."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from voc.errors import UsageError
from voc.model.decision import Decision, Ruling
from voc.model.registry import ThemeChange
from voc.model.stopwords import Stopwords
from voc.ports.store import Store
from voc.workflows.standing import stand

SHORTEST_BEGINNING = 4
"""Characters behind its dash that the beginning of an id has at least: fewer are soon those of another."""

_SHOWN = 60
"""Characters of a text or list within a sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """A decision, what it says in a few words, and what became of it.

    Attributes:
        undone_by: the decision that took it back; empty while it counts.
        passed: why it has no effect; empty where it has one.
    """

    decision: Decision
    sentence: str
    undone_by: str = ""
    passed: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The theme that an id stands for now, and where the theme ``went`` that had it (empty where it stands still)."""

    theme_id: str
    went: str = ""


def tell(store: Store, stopwords: Stopwords) -> list[Told]:
    """The whole log in its order."""
    return _told(store, stopwords, store.decisions())


def told_of(store: Store, stopwords: Stopwords, theme_id: str) -> list[Told]:
    """The decisions that have an effect on a theme, and on those that are part of it; of one that has no tickets any
    more, also those that moved them elsewhere.
    """
    from voc.analysis.themes.decisions.log import sort_out  # noqa: PLC0415 - with the replay

    redirects, log = store.redirects(), store.decisions()
    names = {theme_id, *(gone for gone, into in redirects.items() if into == theme_id)}
    undone = sort_out(log).undone
    counting = [each for each in log if each.id not in undone]
    had = _tickets_once(store, names, counting) if counting and _is_empty(store, theme_id) else set()
    about = {
        each.id
        for each in counting
        if not names.isdisjoint((each.theme_id, each.into))
        or (each.ruling is Ruling.MOVE and not had.isdisjoint(each.ticket_ids))
    }
    told = _told(store, stopwords, log) if about else []
    return [each for each in told if each.decision.id in about and not each.passed]


def _told(store: Store, stopwords: Stopwords, log: Sequence[Decision]) -> list[Told]:
    replayed = stand(store, store.found(), stopwords, decisions=log)
    return [
        Told(each, sentence(each), replayed.undone.get(each.id, ""), replayed.passed.get(each.id, "")) for each in log
    ]


def _is_empty(store: Store, theme_id: str) -> bool:
    return any(theme.id == theme_id and not theme.ticket_ids for theme in store.themes())


def _tickets_once(store: Store, names: set[str], log: Sequence[Decision]) -> set[str]:
    """The tickets that voc finds in some themes, and those that people put there."""
    found = {each.ticket_id for each in store.found().assignments if each.theme_id in names}
    put = {ticket for each in log if each.into in names for ticket in each.ticket_ids}
    return found | put


def whereabouts(store: Store, given: str, zone: tzinfo) -> Whereabouts:
    """The theme that ``given``, an id or its beginning, stands for; days are told as they are in ``zone``.

    Raises:
        UsageError: there is none, or more than one.
    """
    standing, redirects = {theme.id for theme in store.themes()}, store.redirects()
    name = whole_id(standing, redirects, given)
    if name in standing:
        return Whereabouts(name)
    return Whereabouts(redirects[name], _went(store, name, redirects[name], zone))


def whole_id(standing: set[str], redirects: Mapping[str, str], given: str) -> str:
    """The id that ``given`` is or begins: of a theme that stands, else of one that was merged away.

    Raises:
        UsageError: there is none, or more than one.
    """
    for names in (standing, set(redirects)):
        known = begun(given, names)
        if len(known) == 1:
            return known[0]
        if known:
            raise UsageError(f"{len(known)} themes begin with {given!r}", "voc themes lists the ids")
    raise UsageError(f"there is no theme {given!r}", "voc themes lists the ids")


def begun(given: str, names: Iterable[str]) -> list[str]:
    """Which of ``names`` the id ``given`` is, else all that it begins.

    Raises:
        UsageError: it begins some, and is too short to be told from others to come.
    """
    names = set(names)
    known = [given] if given in names else sorted(name for name in names if given and name.startswith(given))
    if known and known != [given] and len(given.partition("-")[2]) < SHORTEST_BEGINNING:
        raise UsageError(
            f"{given!r} is too short for the beginning of an id",
            f"write at least {SHORTEST_BEGINNING} characters behind the dash",
        )
    return known


def _went(store: Store, gone: str, now: str, zone: tzinfo) -> str:
    """Who let a theme become part of which other, when, and what that is part of now."""
    into, who = now, ""
    for each in store.decisions():
        if each.ruling is Ruling.MERGE and each.theme_id == gone:
            into, who = each.into, f" by {each.who} on {each.at.astimezone(zone):%Y-%m-%d}"
    if not who:
        days = {run.number: run.when.astimezone(zone) for run in store.runs()}
        for event in store.events():
            if event.shift.change is ThemeChange.MERGE and event.shift.theme_id == gone and event.run in days:
                into, who = event.shift.into, f" by voc on {days[event.run]:%Y-%m-%d}"
    return f"{gone} was merged into {into}{who}" + (f", which is part of {now} now" if into != now else "")


def waits_now(stranded: Collection[str]) -> str:
    """The decisions that lost their effect, such as ``2 decisions wait now: d-…, d-…``; empty where none did."""
    if not stranded:
        return ""
    what = "1 decision waits" if len(stranded) == 1 else f"{len(stranded):,} decisions wait"
    return f"{what} now: {short(', '.join(stranded))}; voc decisions tells why"


def called_now(theme_id: str, was: str, now: str) -> str:
    """That a theme has another name, such as ``th-… is called “Login” now, no longer “Login and VAT”``."""
    return f"{theme_id} is called “{now}” now, no longer “{was}”"


def sentence(decision: Decision) -> str:
    """What a decision says, such as ``merge th-… into th-…: the same``."""
    said = _SENTENCES[decision.ruling](decision)
    return f"{said}: {short(decision.reason)}" if decision.reason else said


def _moved(decision: Decision) -> str:
    tickets = short(", ".join(decision.ticket_ids))
    return f"move {tickets} to {decision.into}" if decision.into else f"move {tickets} out of every theme"


def _split(decision: Decision) -> str:
    by = f"by {decision.query!r}" if decision.query else f"with {len(decision.ticket_ids)} tickets"
    return f"split {decision.into} “{short(decision.text)}” off {decision.theme_id} {by}"


def _kept(decision: Decision) -> str:
    tickets, theme = len(decision.ticket_ids), decision.theme_id
    said = {
        ThemeChange.MERGE: f"keep {theme} apart from {decision.into}",
        ThemeChange.SPLIT: f"keep {theme} whole, with {tickets} tickets",
        ThemeChange.ABSORB: f"keep {tickets} tickets in {theme}",
        ThemeChange.EMERGED: f"keep {theme}, which is new, as it is",
    }
    return said.get(decision.change or ThemeChange.EMERGED, f"keep {theme} as it is")


def short(text: str) -> str:
    """The beginning of a text where it is too long for a sentence or a table."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_SENTENCES: Mapping[Ruling, Callable[[Decision], str]] = {
    Ruling.RENAME: lambda it: f"rename {it.theme_id} to “{short(it.text)}”",
    Ruling.MERGE: lambda it: f"merge {it.theme_id} into {it.into}",
    Ruling.UNMERGE: lambda it: f"unmerge {it.theme_id}",
    Ruling.SPLIT: _split,
    Ruling.MOVE: _moved,
    Ruling.KEEP: _kept,
    Ruling.MUTE: lambda it: f"mute {it.theme_id}",
    Ruling.UNMUTE: lambda it: f"unmute {it.theme_id}",
    Ruling.NOTE: lambda it: f"note on {it.theme_id}: {short(it.text)}",
    Ruling.WHY: lambda it: f"why of {it.theme_id}: {short(it.text)}",
    Ruling.LINK: lambda it: f"link {it.theme_id} to {short(it.text)}",
    Ruling.UNLINK: lambda it: f"unlink {it.theme_id}",
    Ruling.UNDO: lambda it: f"undo {it.undoes}",
}
