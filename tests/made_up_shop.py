"""Ten weeks of an invented web shop's tickets: twenty themes, for tests of ranking and reports."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from voc.analysis.ranking.findings import Findings
from voc.analysis.ranking.period import period_of
from voc.analysis.ranking.summarize import input_digest, summarize
from voc.analysis.ranking.ticket_sample import with_words
from voc.model.decision import Decision, Ruling
from voc.model.registry import Event, Shift, ThemeChange
from voc.model.report import Changes, IssueRef, Period, Provenance, Report
from voc.model.settings import RankSettings
from voc.model.theme import Assignment, Evidence, SubTheme, Theme
from voc.model.ticket import FeedbackFacts, Kind, Message, Revenue, Satisfaction, Ticket, TicketFacts

FOLDER = Path(__file__).parent / "golden" / "reports"
"""Where the shop is described, and where its expected reports lie."""

NOW = datetime(2026, 11, 9, 8, tzinfo=UTC)
"""A Monday morning; the period is the week before, the last of the ten."""

WEEKS = 10

MANY = 30
"""Tickets from which a theme has parts."""

ISSUES = {
    "t02": IssueRef("SHOP-7", "https://tracker.example/SHOP-7", "In progress"),
    "t05": IssueRef("SHOP-3", None, "Done"),
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A theme of ``shop.yaml``."""

    id: str
    kind: str
    language: str
    severity: int | None
    churn: int
    weekly: str
    title: str
    words: list[str]

    def weeks(self) -> list[int]:
        """The week of each of its tickets."""
        return [week for week, count in enumerate(self.weekly.split()) for _ in range(int(count))]


@dataclass(frozen=True, slots=True)
class Shop:
    """What discover leaves in a store, and the tickets behind it."""

    themes: list[Theme] = field(default_factory=list)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    facts: dict[str, TicketFacts] = field(default_factory=dict)
    feedback: dict[str, FeedbackFacts] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)


def shop() -> Shop:
    """The whole shop; the same in every call."""
    made = Shop()
    for number, entry in enumerate(yaml.safe_load((FOLDER / "shop.yaml").read_text())):
        sketch = Sketch(**entry)
        ids = [f"zendesk:{1000 * (number + 1) + place}" for place in range(len(sketch.weeks()))]
        for place, (id_, week) in enumerate(zip(ids, sketch.weeks(), strict=True)):
            _add(made, id_, sketch, place, week)
            made.assignments[id_] = Assignment(id_, sketch.id, round(0.6 + 0.04 * (place % 10), 2), sketch.id)
        made.themes.append(_theme(made, sketch, ids))
    loose = Sketch(
        "", "bug", "en", None, 0, "2 1 1 1 1 1 1 1 1 2", "", ["Something odd happened.", "It looks strange."]
    )
    aside = Sketch("", "other", "en", None, 0, "0 1 1 1 1 1 1 1 1 0", "", ["Hello?"])
    for first, sketch in ((90000, loose), (95000, aside)):
        for place, week in enumerate(sketch.weeks()):
            _add(made, f"zendesk:{first + place}", sketch, place, week)
    for place in range(len(loose.weeks())):
        made.assignments[f"zendesk:{90000 + place}"] = Assignment(f"zendesk:{90000 + place}", None, 0.0, "t01")
    return made


def _add(made: Shop, id_: str, sketch: Sketch, place: int, week: int) -> None:
    """One ticket; there are sixty customers, and each writes about several themes."""
    number = int(id_.partition(":")[2])
    at = datetime(2026, 11, 9, tzinfo=UTC) - timedelta(weeks=WEEKS - week) + timedelta(hours=9 + 7 * (place % 15))
    customer, words = (number // 1000 * 7 + place * 3) % 60, sketch.words[place % len(sketch.words)]
    made.tickets[id_] = Ticket(id_, (Message(words, at=at),), created_at=at)
    made.facts[id_] = TicketFacts(
        id=id_,
        customer=f"org-{customer}",
        created_at=at,
        channel=("email", "chat", "app store")[number % 3],
        revenue=Revenue(1000.0 * (1 + customer % 7), "EUR") if customer % 4 else None,
        satisfaction=Satisfaction("good_bad", "bad" if sketch.severity else "good") if place % 2 else None,
        url=f"https://support.example/{number}",
    )
    made.feedback[id_] = FeedbackFacts(
        ticket_id=id_,
        kind=Kind(sketch.kind),
        kind_confidence=0.9,
        language=sketch.language,
        severity=sketch.severity,
        sentiment=(-1, 0, None)[place % 3],
        churn="change shops" if sketch.churn and place % sketch.churn == 0 else "",
    )


def _theme(made: Shop, sketch: Sketch, ids: list[str]) -> Theme:
    """A theme with one quote of each thing that customers say, all verbatim."""
    dates = [at for id_ in ids if (at := made.facts[id_].created_at)]
    quotes = [(id_, made.tickets[id_].messages[0].text) for id_ in ids[: len(sketch.words)]]
    return Theme(
        id=sketch.id,
        title=sketch.title,
        kind=Kind(sketch.kind),
        keyphrases=tuple(sketch.title.lower().split()[:3]),
        exemplars=tuple(Evidence(id_, 0, 0, len(words), words, sketch.language) for id_, words in quotes),
        ticket_ids=tuple(ids),
        first_seen=min(dates),
        last_seen=max(dates),
        language=sketch.language,
        sub_themes=_parts(made, ids, sketch.words),
    )


def _parts(made: Shop, ids: list[str], words: list[str]) -> tuple[SubTheme, ...]:
    """Of a theme with many tickets, one part for each thing that customers say, the most frequent first."""
    if len(ids) < MANY or len(words) < 2:
        return ()
    said = [(text, tuple(id_ for id_ in ids if made.tickets[id_].messages[0].text == text)) for text in words]
    return tuple(
        SubTheme(text.rstrip("."), its, Evidence(its[0], 0, 0, len(text), text), tuple(text.lower().split()[:1]))
        for text, its in sorted(said, key=lambda each: -len(each[1]))
    )


def period(settings: RankSettings | None = None) -> Period:
    """The week before ``NOW``."""
    return period_of(NOW, NOW, UTC, settings or RankSettings())


def report(made: Shop | None = None, settings: RankSettings | None = None) -> Report:
    """The shop's report."""
    made, settings = made or shop(), settings or RankSettings()
    found = summarize(
        Findings(made.themes, made.feedback, made.facts, made.assignments),
        period=period(settings),
        settings=settings,
        provenance=Provenance("0.0.0", "c0ffee", input_digest(made.facts.values(), "words"), "lexical-1", 0),
        issues=ISSUES,
    )
    return replace(found, review=with_words(found.review, made.tickets))


def changed_report(settings: RankSettings | None = None) -> Report:
    """The shop's report in a week in which every sort of change was made, to themes with hostile names."""
    titles = {"t01": "One", "t02": "Two", "t03": "<script>alert(1)</script> @admin #12 | *x*", "t99": "Gone | `gone`"}
    events = [
        Event(9, Shift(ThemeChange.EMERGED, "", "t01", ("a:1", "a:2"))),
        Event(9, Shift(ThemeChange.DISAPPEARED, "t02", "", ())),
        Event(9, Shift(ThemeChange.ABSORB, "t01", "t02", ("a:3",))),
        Event(9, Shift(ThemeChange.MERGE, "t99", "t03", ("a:4", "a:5")), titles["t99"]),
        Event(9, Shift(ThemeChange.SPLIT, "t02", "t03", ("a:6", "a:7", "a:8"))),
        Event(9, Shift(ThemeChange.RENAMED, "t03", "", ()), "<b>Old</b> | @admin [x](y)"),
        Event(10, Shift(ThemeChange.REBUILD, "t01", "t02", ("a:1", "a:2"))),
        Event(10, Shift(ThemeChange.REBUILD, "t01", "t03", ("a:3",))),
    ]
    about = {
        Ruling.RENAME: ("t03", ""), Ruling.MERGE: ("t99", "t01"), Ruling.UNMERGE: ("t02", ""),
        Ruling.SPLIT: ("t01", "t02"), Ruling.MOVE: ("", "t02"), Ruling.MUTE: ("t01", ""), Ruling.UNMUTE: ("t01", ""),
    }  # fmt: skip
    rulings = [
        Decision(f"d-{number}", NOW, "Mia <b>", ruling, theme, into, ticket_ids=("a:1", "a:2"), reason="[x](y) #1")
        for number, (ruling, (theme, into)) in enumerate(about.items())
    ]
    out = Decision("d-9", NOW, "Mia <b>", Ruling.MOVE, "", ticket_ids=("a:1",))
    since = NOW - timedelta(weeks=1)
    return replace(report(settings=settings), changes=Changes(since, tuple(events), (*rulings, out), titles))
