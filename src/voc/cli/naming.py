"""``--name-with``, which ``voc discover`` and ``voc run`` share."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from voc.cli.session import Session

if TYPE_CHECKING:
    from voc.ports.namer import Namer
    from voc.wiring.workplace import Workplace
    from voc.workflows.naming import Candidate, Named


def name_themes(session: Session, workplace: Workplace, namer: Namer) -> Named:
    """Name with a progress bar; warn where asking was stopped, since the themes are whole all the same."""
    from voc.workflows.naming import name_themes as name_all

    with session.terminal.progress("Naming themes") as progress:
        named = name_all(
            workplace.store,
            namer,
            stopwords=workplace.stopwords,
            lexicon=workplace.lexicon,
            budget=workplace.config.naming.budget,
            progress=progress,
        )
    if named.stopped is not None:
        session.terminal.warn(f"themes keep their customers' titles: {named.stopped}")
    return named


def sentence(named: Named) -> str:
    """What came of asking, in one line."""
    refused = ", ".join(f"{count:,} {reason}" for reason, count in named.refused.items())
    rest = [
        f"{sum(named.refused.values()):,} refused ({refused})" if refused else "",
        f"{named.unanswered:,} unanswered" if named.unanswered else "",
        f"{named.unasked:,} not asked" if named.unasked else "",
    ]
    asked = f"{named.asked:,} asked, about {named.tokens:,} tokens"
    return "; ".join(
        filter(None, [f"Named {named.named:,} of {named.themes:,} themes ({named.where}: {asked})", *rest])
    )


def counts(named: Named | None) -> dict[str, object]:
    """What came of asking, as plain values under ``naming``; nothing where nobody was asked."""
    return {"naming": asdict(named)} if named is not None else {}


@dataclass(frozen=True, slots=True)
class Preview:
    """How many tickets a run would read, and what it would ask about the themes that there are."""

    unread: int
    would: tuple[Candidate, ...]


def preview(workplace: Workplace, namer: Namer | None) -> Preview:
    """What would be read and asked; nothing is sent."""
    from voc.workflows.naming import unknown
    from voc.workflows.read import unread

    waiting = unread(workplace.store, workplace.lexicon, workplace.learned_kinds)
    if namer is None:
        return Preview(waiting, ())
    would = unknown(workplace.store, namer, workplace.config.naming.budget, workplace.lexicon.identifiers)
    return Preview(waiting, tuple(would))


def previewed(seen: Preview) -> dict[str, object]:
    """A preview as plain values."""
    questions = [{"theme_id": each.theme_id, **asdict(each.question)} for each in seen.would]
    return {"unread": seen.unread, "questions": questions}


def tell_preview(session: Session, seen: Preview, namer: Namer | None) -> None:
    """A preview in a line or two."""
    session.terminal.line(f"Would read {seen.unread:,} tickets")
    if namer is not None:
        cost = sum(namer.cost(each.question) for each in seen.would)
        themes = f"{len(seen.would):,} of the themes that there are"
        session.terminal.line(
            f"Would ask {namer.where} about {themes}, about {cost:,} tokens; --format json shows what"
        )
