"""Tickets to themes: read what customers say, place it, cluster the rest, describe what changed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from voc.analysis.text.participation import NO_FEEDBACK, NO_WORDS, is_feedback
from voc.model.lexicon import Lexicon
from voc.model.registry import SHIFTING, Event, Found, Proposal, Shift, Standing, ThemeChange, ThemeOutcome
from voc.model.settings import ClusterSettings
from voc.model.stopwords import Stopwords
from voc.model.theme import Assignment, Theme, TitleBy
from voc.model.ticket import AnyFeedback, Feedback
from voc.ports.encoder import Encoder
from voc.ports.store import Discovery, Store
from voc.workflows.discovery.described import described_themes
from voc.workflows.discovery.history import Occasion, counts_of, run_of
from voc.workflows.discovery.known import Known, known_in, later_than
from voc.workflows.discovery.weeks import calendar_of, mondays, newest_of
from voc.workflows.encode import Encoded, Progress, encode
from voc.workflows.read import read_new
from voc.workflows.snapshot import Snapshot
from voc.workflows.standing import stand

if TYPE_CHECKING:
    from voc.analysis.text.learned.model import KindModel
    from voc.analysis.themes.identity.agreeing import Calendar
    from voc.analysis.themes.identity.result import Recognised
    from voc.analysis.themes.identity.texts import Texts

VERSION = "7"
"""Raised whenever the same feedback would give other themes or descriptions."""

Encoding = Callable[[Sequence[Feedback]], Encoded]


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a run found.

    Attributes:
        tickets: all in the store; ``taking_part`` of them were looked at, ``left_out`` were not, by reason; those whose
            week is still to be made up for are neither.
        clustered, unclustered: tickets in a theme and in none; ``placed`` joined a known theme in this run.
        themes: all there are, ``new_themes`` of them since this run.
        unchanged: nothing was new, so nothing was done.
        renewed: why all texts had to be encoded anew, empty where they had not.
        changes: how many themes were split, merged, or gave a part to another, by that word; ``proposed`` are changes
            that were not made; ``moved`` tickets were in a theme before and are in another one now, or in none.
        rebuilt: whether everything was clustered anew.
        run: the number of the run on record; 0 where nothing was new, so that there is none.
        outcomes: what became of every theme, where anything was new.
        shifts: what happened to themes, in the order that it did; ``proposals`` are the changes that were not made.
        titles: of all themes that there are, and of those that were merged away now, by id.
        renamed: what themes were called until this run, by id; none that a person named.
        until: where what was looked at ends, of a run that made up for a week; None for all.
        weeks: of runs that made up for weeks, each one, oldest first; this is the last then.
        held: what the store holds now; None where nothing was new, or only some of it was looked at.
    """

    tickets: int
    taking_part: int
    clustered: int
    unclustered: int
    placed: int
    themes: int
    new_themes: int
    unchanged: bool
    left_out: Mapping[str, int] = field(default_factory=dict)
    renewed: str = ""
    changes: Mapping[str, int] = field(default_factory=dict)
    proposed: int = 0
    moved: int = 0
    rebuilt: bool = False
    run: int = 0
    outcomes: tuple[ThemeOutcome, ...] = ()
    shifts: tuple[Shift, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    until: datetime | None = None
    weeks: tuple[Discovered, ...] = ()
    held: Snapshot | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Means:
    """What every run of a store is made with.

    Attributes:
        encoder: turns texts into vectors; fitted when the store holds no state of it yet.
        lexicon: for reading what a ticket is about.
        stopwords: for naming themes.
        settings: how tickets are clustered.
        learned: the user's own classifier of kinds; tickets are read anew when it changes.
        progress: called with the number of tickets read so far and in all, then the same of texts encoded.
    """

    encoder: Encoder
    lexicon: Lexicon
    stopwords: Stopwords
    settings: ClusterSettings
    learned: KindModel | None = None
    progress: Progress = lambda done, total: None


def discover(store: Store, means: Means, occasion: Occasion) -> Discovered:
    """Find the themes of everything in the store and keep them there.

    What is read is kept batch by batch, what is found in one transaction: a run that was cut off is simply run again.

    Args:
        store: where the tickets are, and where the themes go.
        means: what they are found with.
        occasion: when, up to which tickets, and whether everything is clustered anew.

    Raises:
        StoreError: another process writes to the store, or it failed.
        EncoderError: the encoder's model is not here, or cannot be used.
    """
    with store.writing():
        read_new(store, means.lexicon, means.learned, means.progress)
        digest = _digest(store, means, occasion)
        if digest == store.discovery_digest() and not occasion.rebuilt:
            later = later_than(store, occasion.until)
            feedback = [facts for facts in store.feedback_facts() if facts.ticket_id not in later]
            return _summary(store, store.assignments(), feedback, means.settings)
        return _find(store, means, occasion, digest)


def discover_by_week(store: Store, means: Means, now: datetime, zone: tzinfo) -> Iterator[Discovered]:
    """Make up for the weeks of the past: one run a week, as of each Monday after the newest ticket of the last run,
    as if every week had been run when it ended; then one of all that is left, and that alone where nothing is new.

    Args:
        store: where the tickets are, and where the themes go.
        means: what they are found with.
        now: when this is, aware.
        zone: where a Monday begins.
    """
    now = now.astimezone(zone)
    with store.writing():
        read_new(store, means.lexicon, means.learned, means.progress)
        if _digest(store, means, Occasion(now)) == store.discovery_digest():  # no week has anything new
            yield discover(store, means, Occasion(now))
            return
        seen = {assignment.ticket_id for assignment in store.found().assignments}
        facts = store.facts()
        last = newest_of((fact for fact in facts if fact.id in seen), now)
        for monday in mondays(facts, last, zone, now):
            yield replace(discover(store, means, Occasion(now, until=monday)), until=monday)
        yield discover(store, means, Occasion(now))


def _digest(store: Store, means: Means, occasion: Occasion) -> str:
    """Names all that the themes are made of."""
    made_of = [store.feedback_digest(), means.encoder.name, asdict(means.settings), VERSION]
    made_of += [occasion.until.isoformat()] if occasion.until else []
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def _find(store: Store, means: Means, occasion: Occasion, digest: str) -> Discovered:
    """Recognise, describe, let stand, save."""
    from voc.analysis.clustering.rows import unit  # noqa: PLC0415 - loads scipy
    from voc.analysis.themes.identity.texts import Texts  # noqa: PLC0415 - loads scikit-learn and hdbscan

    known, settings = known_in(store, occasion.until), means.settings
    looked_at = known.looked_at(ignore_kinds=settings.ignore_kinds)
    encoded = encode(store, means.encoder, looked_at, means.progress)
    occasion = replace(occasion, rebuilt=occasion.rebuilt or bool(encoded.renewed))
    texts = Texts(looked_at, unit(encoded.vectors), encoded.meaning)
    calendar = calendar_of(store, known, occasion.now)
    recognised = _recognise(texts, known, settings, calendar, rebuilt=occasion.rebuilt)
    themes = described_themes(store, known, recognised.members, texts, means.stopwords)
    found = Found(themes, recognised.assignments, recognised.redirects, recognised.proposals)
    standing = stand(store, found, means.stopwords, vectors=texts.by_id).standing
    new = Discovery(found, standing, encoded.fresh, encoded.state, digest, encoded.fitted_on)
    events = _events(recognised, themes, known, calendar.run)
    if recognised.news or events:
        run = run_of(recognised, standing, calendar, occasion, known.facts)
        counts = counts_of(run.number, standing, known.customers)
        new = replace(new, run=run, events=events, counts=counts)
    store.save_discovery(new)
    summary = _summary(store, standing.assignments, known.feedback.values(), settings)
    told = replace(_told(summary, recognised, known), titles=_titles(known, standing))
    held = Snapshot(known.feedback, known.facts, store.feedback_digest(), found, standing.assignments)
    return replace(
        told,
        renewed=encoded.renewed,
        rebuilt=occasion.rebuilt,
        run=new.run.number if new.run else 0,
        renamed=_renamed(events, standing),
        held=None if occasion.until else held,
    )


def _recognise(
    texts: Texts, known: Known, settings: ClusterSettings, calendar: Calendar, *, rebuilt: bool
) -> Recognised:
    """What is new in known themes, or everything clustered anew."""
    from voc.analysis.themes.identity.rebuilding import rebuild  # noqa: PLC0415 - as above
    from voc.analysis.themes.identity.recognise import recognise  # noqa: PLC0415 - as above

    find = rebuild if rebuilt and known.found.assignments else recognise
    return find(texts, known.found, known.feedback, settings, calendar)


def _events(recognised: Recognised, themes: Sequence[Theme], known: Known, run: int) -> tuple[Event, ...]:
    """What happened to tickets, and then what that did to titles."""
    was = {theme.id: theme.title for theme in known.found.themes}
    renamed = (theme.id for theme in themes if was.get(theme.id, theme.title) != theme.title)
    return (
        *(
            Event(run, shift, was.get(shift.theme_id) if shift.change is ThemeChange.MERGE else None)
            for shift in recognised.shifts
        ),
        *(Event(run, Shift(ThemeChange.RENAMED, each, "", ()), was[each]) for each in renamed),
    )


def _told(summary: Discovered, recognised: Recognised, known: Known) -> Discovered:
    """The summary with what was new."""
    from voc.analysis.themes.identity.fates import outcomes  # noqa: PLC0415 - as above

    changes = Counter(shift.change.value for shift in recognised.shifts if shift.change in SHIFTING)
    return replace(
        summary,
        placed=recognised.placed,
        new_themes=len(recognised.minted),
        unchanged=False,
        changes=dict(sorted(changes.items())),
        proposed=len(recognised.proposals),
        moved=_moved(known.found.assignments, recognised.assignments),
        outcomes=outcomes(known.found.themes, recognised),
        shifts=recognised.shifts,
        proposals=recognised.proposals,
    )


def _titles(known: Known, standing: Standing) -> dict[str, str]:
    """Titles by theme id: as they stand, else as they were found before."""
    return {theme.id: theme.title for theme in (*known.found.themes, *standing.themes)}


def _renamed(events: Iterable[Event], standing: Standing) -> dict[str, str]:
    """Former titles by theme id; whom a person named, nobody saw under another name."""
    former = {each.shift.theme_id: each.was or "" for each in events if each.shift.change is ThemeChange.RENAMED}
    return {
        theme.id: former[theme.id]
        for theme in standing.themes
        if theme.id in former and theme.title_by is not TitleBy.PERSON
    }


def _moved(before: Iterable[Assignment], after: Iterable[Assignment]) -> int:
    """How many tickets are no longer in the theme that they were in."""
    now = {each.ticket_id: each.theme_id for each in after}
    return sum(each.theme_id is not None and now.get(each.ticket_id) != each.theme_id for each in before)


def _summary(
    store: Store,
    assignments: Sequence[Assignment],
    feedback: Iterable[AnyFeedback],
    settings: ClusterSettings,
) -> Discovered:
    """Counts of a run that changed nothing; ``feedback`` is that of all tickets that it knew."""
    counts = store.counts()
    looked_at = {assignment.ticket_id for assignment in assignments}
    left_out = Counter(
        NO_WORDS if is_feedback(item, ignore_kinds=settings.ignore_kinds) else NO_FEEDBACK
        for item in feedback
        if item.ticket_id not in looked_at
    )
    clustered = sum(assignment.theme_id is not None for assignment in assignments)
    return Discovered(
        tickets=counts.tickets,
        taking_part=len(assignments),
        clustered=clustered,
        unclustered=len(assignments) - clustered,
        placed=0,
        themes=counts.themes,
        new_themes=0,
        unchanged=True,
        left_out=dict(sorted(left_out.items())),
    )
