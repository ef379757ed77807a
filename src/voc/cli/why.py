"""``voc theme show ID --ticket TICKET``: why a ticket is in a theme, or why it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from voc import __version__
from voc.cli.session import OutputFormat, Session
from voc.console import Column

if TYPE_CHECKING:
    from voc.model.review import Explanation
    from voc.model.theme import Evidence
    from voc.ports.store import Store
    from voc.wiring.workplace import Workplace

_NEAREST = (Column("Alike", number=True), Column("Ticket"), Column("Says", wrap=True))


def explain(session: Session, workplace: Workplace, theme_id: str, ticket_id: str) -> None:
    """Print why.

    Raises:
        UsageError: the store knows no such ticket.
    """
    from voc.workflows.curation.explain import explain_ticket

    explained = explain_ticket(workplace.store, workplace.stopwords, theme_id, ticket_id)
    if session.output is OutputFormat.TABLE:
        _card(session, workplace, explained)
        return
    from voc.renderers.text import explanation_text

    session.terminal.data(explanation_text(explained, __version__, session.output.value))


def _card(session: Session, workplace: Workplace, explained: Explanation) -> None:
    store = workplace.store
    terminal, titles = session.terminal, {theme.id: theme.title for theme in store.themes()}
    said = _words(store, [explained.ticket_id, *(each.ticket_id for each in explained.nearest)])
    terminal.line(explained.ticket_id, style="bold")
    for quote in said.get(explained.ticket_id, ()):
        terminal.paragraph(f"“{quote.quote}”", 2)
    for sentence in _sentences(explained, titles, workplace):
        terminal.paragraph(sentence)
    if explained.nearest:
        terminal.line("")
        words = {ticket: " ".join(quote.quote for quote in quotes) for ticket, quotes in said.items()}
        rows = [[f"{each.likeness:.2f}", each.ticket_id, words.get(each.ticket_id, "")] for each in explained.nearest]
        terminal.table(_NEAREST, rows, title=f"Nearest in {_named(explained.asked, titles)}")


def _sentences(explained: Explanation, titles: Mapping[str, str], workplace: Workplace) -> list[str]:
    """Where it is, and what speaks for it."""
    lines = [_place(explained, titles)]
    if explained.decision_id:
        lines.append(_decided(explained, workplace))
    if explained.likeness is not None:
        lines.append(f"by itself {explained.likeness:.2f} like {_named(explained.asked, titles)} as a whole")
    if explained.other is not None:
        lines.append(
            f"by itself {explained.other_likeness:.2f} like {_named(explained.other, titles)}, the nearest beside it"
        )
    if explained.phrases:
        lines.append(f"phrases shared: {', '.join(explained.phrases)}")
    words = ", ".join(explained.words)
    lines.append(f"words shared: {words}" if words else "no word shared with its title or phrases")
    return lines


def _place(explained: Explanation, titles: Mapping[str, str]) -> str:
    if explained.theme_id is None:
        return f"in no theme: {explained.outside}"
    here = _named(explained.theme_id, titles)
    apart = "" if explained.theme_id == explained.asked else f", not in {_named(explained.asked, titles)}"
    return f"in {here}{apart}; {_surely(explained)}"


def _surely(explained: Explanation) -> str:
    """How surely goes by all that lie around a ticket; how alike it is to others, by itself."""
    from voc.model.theme import BY_COMPANY

    if explained.confidence <= BY_COMPANY:
        return "for its company only, with which it came as new: how surely is not known"
    around = "" if explained.confidence == 1 else " of 1, by the tickets around it"
    return f"sure to {explained.confidence:.2f}{around}"


def _decided(explained: Explanation, workplace: Workplace) -> str:
    from voc.renderers.phrases import day
    from voc.workflows.curation.history import sentence

    decision = next(each for each in workplace.store.decisions() if each.id == explained.decision_id)
    done = "put there" if explained.theme_id else "taken out"
    return f"{done} by {decision.who} on {day(decision.at, workplace.zone)}: {decision.id}, {sentence(decision)}"


def _named(theme_id: str, titles: Mapping[str, str]) -> str:
    return f"{theme_id} “{titles[theme_id]}”" if theme_id in titles else theme_id


def _words(store: Store, tickets: list[str]) -> dict[str, tuple[Evidence, ...]]:
    """The beginning of what each ticket says."""
    from voc.workflows.curation.review import first_words

    return {ticket.id: first_words(ticket) for ticket in store.tickets(tickets)}
