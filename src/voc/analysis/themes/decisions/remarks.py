"""What people said of themes: names, notes, whys, links, and which are muted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from voc.analysis.themes.decisions.board import Board
from voc.model.decision import Decision, Ruling
from voc.model.theme import Remark, Theme, ThemeStatus, TitleBy


@dataclass(slots=True)
class Said:
    """What was said of one theme: the last name, issue and muting, all notes and whys; ``linked`` is what was said last
    of its issue, that it has none too.
    """

    title: str | None = None
    link: Remark | None = None
    linked: Remark | None = None
    muted: Remark | None = None
    notes: list[Remark] = field(default_factory=list)
    whys: list[Remark] = field(default_factory=list)


def gather(decisions: Iterable[Decision], board: Board) -> dict[str, Said]:
    """What was said of each theme that stands.

    Notes and whys go with a theme that became part of another; so does its issue, where the other has none: it must
    not be filed twice. Its name and its muting were meant for it alone.
    """
    said: defaultdict[str, Said] = defaultdict(Said)
    own: defaultdict[str, Said] = defaultdict(Said)
    for each in decisions:
        _hear(own[each.theme_id], each)
    for theme_id, words in list(own.items()):
        holder = board.resolve(theme_id)
        if holder is not None:
            _join(said[holder], words, own[holder] if holder in own else Said(), whole=holder == theme_id)
    for words in said.values():
        words.notes.sort(key=_written)
        words.whys.sort(key=_written)
    return dict(said)


def _hear(said: Said, decision: Decision) -> None:
    ruling = decision.ruling
    remark = Remark(decision.text or decision.reason, decision.who, decision.at, decision.id)
    if ruling is Ruling.RENAME:
        said.title = decision.text
    elif ruling in (Ruling.MUTE, Ruling.UNMUTE):
        said.muted = remark if ruling is Ruling.MUTE else None
    elif ruling in (Ruling.LINK, Ruling.UNLINK):
        said.link, said.linked = remark if ruling is Ruling.LINK else None, remark
    elif ruling is Ruling.NOTE:
        said.notes.append(remark)
    elif ruling is Ruling.WHY:
        said.whys.append(remark)


def _join(said: Said, more: Said, own: Said, *, whole: bool) -> None:
    """Add what was said of a theme, ``whole`` where it is the very theme (``own``) and not a part of it."""
    said.notes += more.notes
    said.whys += more.whys
    if whole:
        said.title, said.muted, said.linked = more.title, more.muted, more.linked
    if own.link is not None:
        said.link = own.link
    elif more.link is not None and all(
        _written(each) < _written(more.link) for each in (own.linked, said.link) if each
    ):
        said.link = more.link


def _written(remark: Remark) -> tuple[float, str]:
    return remark.at.timestamp(), remark.decision_id


def dressed(theme: Theme, said: Said | None) -> Theme:
    """``theme`` with what people said of it."""
    if said is None:
        return theme
    named = replace(theme, title=said.title, title_by=TitleBy.PERSON) if said.title else theme
    return replace(
        named,
        status=ThemeStatus.MUTED if said.muted else theme.status,
        muted=said.muted,
        link=said.link,
        unlinked=None if said.link else said.linked,
        notes=tuple(said.notes),
        whys=tuple(said.whys),
    )
