"""What a decision is made at: the store, who decides, and what is known before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from voc.model.decision import Decision, Ruling
from voc.model.lexicon import IdentifierData
from voc.model.registry import Found
from voc.model.stopwords import Stopwords
from voc.model.theme import Theme
from voc.ports.clock import Clock
from voc.ports.store import Store
from voc.workflows.curation.history import whole_id
from voc.workflows.curation.ticket_ids import whole_ticket_ids
from voc.workflows.curation.wording import fit_name, fit_text, redacted
from voc.workflows.standing import by_titles, stand

if TYPE_CHECKING:
    from voc.analysis.themes.decisions.replay import Replayed

_PATIENCE = 10.0
"""Seconds to wait for another writer: a person has typed, and is waiting too."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody decides.

    Attributes:
        store: holds themes, tickets and the log.
        stopwords: for describing new themes.
        identifiers: personal data in what people type is redacted by them.
        clock: stamps decisions.
        who: who decides, as they wish to be called.
        reason: why, in their words.
    """

    store: Store
    stopwords: Stopwords
    identifiers: IdentifierData
    clock: Clock
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was kept.

    Attributes:
        decision: as it stands in the log.
        theme: what it is about (of a split, the new one), as it stands now; None where that does not stand.
        passed: why it has no effect yet; empty where it has one.
        stranded: earlier and later decisions that had an effect until this one, with why they have none now, by id.
        renamed: other themes whose name went with the tickets that said it: what each was called and is called now, by
            id.
    """

    decision: Decision
    theme: Theme | None
    passed: str = ""
    stranded: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class View:
    """What is known when a decision is made; ids of merged themes stand for what they are part of."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.store = desk, desk.store
        self.log = self.store.decisions()
        self.themes = {theme.id: theme for theme in self.store.themes()}
        self.redirects = self.store.redirects()

    @cached_property
    def found(self) -> Found:
        """What voc found by itself."""
        return self.store.found()

    def id_of(self, given: str) -> str:
        """The whole id that ``given`` is or begins, of a theme that stands or was merged away.

        Raises:
            UsageError: there is none, or more than one.
        """
        return whole_id(set(self.themes), self.redirects, given)

    def theme(self, given: str) -> Theme:
        """The theme that ``given`` (see ``id_of``) is, or is part of."""
        name = self.id_of(given)
        return self.themes[self.redirects.get(name, name)]

    def text(self, what: str, typed: str) -> str:
        """What a person typed, on one line, without personal data and without characters that hide.

        Raises:
            UsageError: nothing is left, or it is too long.
        """
        return fit_text(what, typed, self.desk.identifiers)

    def known(self, tickets: Sequence[str]) -> tuple[str, ...]:
        """The whole ids of ``tickets``, each once, in the order of ids.

        Raises:
            UsageError: there are none, the store does not know one of them, or a number is that of several.
        """
        return whole_ticket_ids(self.store, tickets)

    def draft(self, ruling: Ruling, theme_id: str, **more: object) -> Decision:
        """A decision by whoever sits at the desk, at this moment, later than all there are; its id is minted later.

        Raises:
            UsageError: nobody decides, or their name or reason is too long.
        """
        who = fit_name(self.desk.who, self.desk.identifiers)
        reason = self.text("the reason", self.desk.reason) if self.desk.reason.strip() else ""
        return Decision("", self._now(), who, ruling, theme_id, reason=reason, **more)  # type: ignore[arg-type]

    def matching(self, theme: Theme, query: str) -> tuple[str, ...]:
        """The tickets of a theme that a query is meant for."""
        from voc.analysis.themes.decisions.query import parse_query  # noqa: PLC0415 - with the replay

        wanted = parse_query(query)
        said = self.store.feedback(theme.ticket_ids)
        return tuple(each.ticket_id for each in said if wanted.matches(each.text))

    def titled(self, tickets: Sequence[str], beside: Sequence[str]) -> str:
        """A title in the customers' words for ``tickets``, told apart from those they lie ``beside`` and from all there
        is.
        """
        from voc.analysis.themes.description.describe import Subject, describe  # noqa: PLC0415 - seldom needed

        here = self.store.feedback(tickets)
        subjects = {"new": Subject(here), "rest": Subject(self.store.feedback(beside), wanted=False)}
        said = describe(subjects | by_titles(self.themes.values()), {}, self.desk.stopwords)
        return redacted(said["new"].title, self.desk.identifiers) if "new" in said else f"{len(tickets)} tickets"

    def with_theme(self, decision: Decision) -> Decision:
        """``decision`` with the id of the theme that it makes."""
        from voc.analysis.themes.decisions.minting import mint_theme  # noqa: PLC0415 - with the replay

        taken = {*self.themes, *self.redirects, *(each.into for each in self.log)}
        return replace(decision, into=mint_theme(decision, taken))

    @cached_property
    def undone(self) -> Mapping[str, str]:
        """The decisions that were taken back, each with the one that did."""
        from voc.analysis.themes.decisions.log import sort_out  # noqa: PLC0415 - with the replay

        return sort_out(self.log).undone

    def _now(self) -> datetime:
        now = self.desk.clock.now().astimezone(UTC)
        return max(now, self.log[-1].at.astimezone(UTC) + timedelta(microseconds=1)) if self.log else now


def decide(desk: Desk, rule: Callable[[View], Decision]) -> Decided:
    """Make one decision: check it, keep it and let everything stand as it says, in one transaction.

    Args:
        desk: where it is made.
        rule: drafts it from what is known, and raises ``UsageError`` where it cannot be.

    Raises:
        UsageError: it cannot be; nothing was changed.
        StoreError: another process writes to the store, or it failed.
    """
    from voc.analysis.themes.decisions.minting import signed  # noqa: PLC0415 - with the replay

    with desk.store.writing(_PATIENCE):
        view = View(desk)
        decision = signed(rule(view))
        replayed = stand(desk.store, view.found, desk.stopwords, decisions=[*view.log, decision])
        stranded = _stranded(view, decision, replayed)
        desk.store.add_decisions([decision], replayed.standing)
    standing = {theme.id: theme for theme in replayed.standing.themes}
    about = decision.into if decision.ruling in (Ruling.MERGE, Ruling.MOVE, Ruling.SPLIT) else decision.theme_id
    theme = standing.get(replayed.standing.redirects.get(about, about))
    titles = {name: (each.title, standing[name].title) for name, each in view.themes.items() if name in standing}
    spoken = theme.id if theme and decision.ruling is Ruling.RENAME else ""
    renamed = {name: (was, now) for name, (was, now) in titles.items() if was != now and name != spoken}
    return Decided(decision, theme, replayed.passed.get(decision.id, ""), stranded, renamed)


def _stranded(view: View, decision: Decision, replayed: Replayed) -> dict[str, str]:
    """The decisions that ``decision`` took their effect from; the log is replayed without it only where some have
    none.
    """
    idle = {name: why for name, why in replayed.passed.items() if name != decision.id and name not in replayed.undone}
    if not idle:
        return {}
    before = stand(view.store, view.found, view.desk.stopwords, decisions=view.log).passed
    return {name: why for name, why in idle.items() if name not in before}
