"""``--name-with``, which ``voc discover`` and ``voc run`` share."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from voc.cli.results import document
from voc.cli.session import OutputFormat, Session

if TYPE_CHECKING:
    from voc.ports.namer import Namer
    from voc.wiring.workplace import Workplace
    from voc.workflows.naming import Named


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


def preview(session: Session, workplace: Workplace, namer: Namer | None) -> None:
    """Say how many tickets would be read, and show what would be sent about the themes that there are."""
    from voc.workflows.naming import unknown
    from voc.workflows.read import unread

    waiting, would = unread(workplace.store, workplace.lexicon, workplace.learned_kinds), []
    if namer is not None:
        would = unknown(workplace.store, namer, workplace.config.naming.budget, workplace.lexicon.identifiers)
    if session.output is not OutputFormat.TABLE:
        questions = [{"theme_id": each.theme_id, **asdict(each.question)} for each in would]
        session.terminal.data(document(unread=waiting, questions=questions))
        return
    session.terminal.line(f"Would read {waiting:,} tickets")
    if namer is not None:
        cost = sum(namer.cost(each.question) for each in would)
        themes = f"{len(would):,} of the themes that there are"
        session.terminal.line(
            f"Would ask {namer.where} about {themes}, about {cost:,} tokens; --format json shows what"
        )
