"""Why a ticket is where it is, and what a run changed in a theme, as sentences and plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from voc.model.registry import Event, ThemeChange
from voc.model.review import Explanation, FormerTitle, SinceLastRun
from voc.renderers.documents import Row, moment, rounded
from voc.renderers.phrases import plural

_HAPPENED: Mapping[ThemeChange, str] = {
    ThemeChange.EMERGED: "emerged",
    ThemeChange.SPLIT: "split",
    ThemeChange.ABSORB: "absorbed",
    ThemeChange.MERGE: "merged",
    ThemeChange.REBUILD: "rebuilt",
    ThemeChange.RENAMED: "renamed by voc",
    ThemeChange.DISAPPEARED: "disappeared",
}


def explanation_value(explained: Explanation) -> Row:
    """Why a ticket is in a theme, or not."""
    return {
        "ticket_id": explained.ticket_id,
        "asked": explained.asked,
        "theme_id": explained.theme_id,
        "confidence": rounded(explained.confidence),
        "likeness": rounded(explained.likeness),
        "nearest": [{"ticket_id": each.ticket_id, "likeness": rounded(each.likeness)} for each in explained.nearest],
        "phrases": list(explained.phrases),
        "words": list(explained.words),
        "other": explained.other,
        "other_likeness": rounded(explained.other_likeness),
        "decision_id": explained.decision_id or None,
        "outside": explained.outside or None,
    }


def since_value(since: SinceLastRun) -> Row:
    """What the last run changed in a theme."""
    return {
        "run": since.run,
        "at": moment(since.at),
        "before": moment(since.before),
        "new": since.new,
        "tickets": since.tickets,
        "customers": since.customers,
        "events": [
            {
                "change": event.shift.change.value,
                "theme_id": event.shift.theme_id or None,
                "into": event.shift.into or None,
                "ticket_ids": list(event.shift.ticket_ids),
                "was": event.was,
            }
            for event in since.events
        ],
    }


def former_values(former: Iterable[FormerTitle]) -> list[Row]:
    """What a theme was called before."""
    return [{"title": each.title, "run": each.run, "at": moment(each.at)} for each in former]


def former_lines(former: Iterable[FormerTitle]) -> Iterator[str]:
    """The same in words."""
    for each in former:
        yield f"renamed by voc{f' on {each.at:%Y-%m-%d}' if each.at else ''}: was “{each.title}”"


def since_lines(since: SinceLastRun, theme_id: str, titles: Mapping[str, str]) -> Iterator[str]:
    """What the last run changed in a theme, in words; nothing where it changed nothing."""
    if since.new:
        yield f"new in the last run ({since.at:%Y-%m-%d})"
    elif since.before and (since.tickets or since.customers):
        more = f"{since.tickets:+,} tickets, {since.customers:+,} customers"
        yield f"since the run of {since.before:%Y-%m-%d}: {more}"
    for event in since.events:
        yield happened(event, theme_id, titles)


def happened(event: Event, theme_id: str, titles: Mapping[str, str]) -> str:
    """What happened to a theme, such as ``split: 12 tickets went to th-… “Refund takes weeks”``."""
    shift, tickets = event.shift, plural(len(event.shift.ticket_ids), "ticket")
    what = _HAPPENED[shift.change]
    if shift.change is ThemeChange.RENAMED:
        return f"{what}: was “{event.was}”"
    if shift.change in (ThemeChange.EMERGED, ThemeChange.DISAPPEARED):
        return f"{what} with {tickets}"
    leaves = shift.theme_id == theme_id
    other = shift.into if leaves else shift.theme_id
    if not other:
        return f"{what}: {tickets} {'went out of every theme' if leaves else 'came out of none'}"
    named = f" “{titles[other]}”" if other in titles else ""
    return f"{what}: {tickets} {'went to' if leaves else 'came from'} {other}{named}"
