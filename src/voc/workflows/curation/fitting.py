"""Decisions of a file, held to what the commands hold people to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voc.errors import UsageError
from voc.model.decision import Decision, Ruling
from voc.model.lexicon import IdentifierData
from voc.workflows.curation.wording import TITLE, TYPED, fit_name, fit_query, fit_text

_LONGEST_ID = 200
"""Characters of the id of a ticket, a theme or a decision."""

_NEEDED = {
    Ruling.MERGE: ("theme_id", "into"),
    Ruling.SPLIT: ("theme_id", "into"),
    Ruling.MOVE: ("ticket_ids",),
    Ruling.UNDO: ("undoes",),
}
"""Fields that a ruling means nothing without; of others, the theme."""

_SAID = {**TYPED, Ruling.KEEP: TITLE}
"""What the text of a ruling is; a title that is kept has been one before."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is left of a file.

    Attributes:
        decisions: those that are fit to be kept.
        refused: why others are not, in one line each.
        mended: ids of those whose words were put on one line or rid of personal data, and of those that undo them.
    """

    decisions: tuple[Decision, ...]
    refused: tuple[str, ...] = ()
    mended: frozenset[str] = frozenset()


def fit(decisions: Sequence[Decision], known: Collection[str], taken: Collection[str], data: IdentifierData) -> Fitted:
    """Let every text of ``decisions`` be what a command would have kept.

    What a command kept goes through unchanged. An id follows the words, so that a mended decision has another, and an
    undo in the file names it.

    Args:
        decisions: in the order of the file.
        known: ids of the log, which are not looked at again.
        taken: ids of themes that no split can make.
        data: personal data is redacted by it.
    """
    kept: dict[str, Decision] = {}
    refused: dict[int, str] = {}
    mended: dict[str, str] = {}
    for number, each in sorted(enumerate(decisions, 1), key=lambda pair: (pair[1].at, pair[1].id)):
        try:
            done = each if each.id in known else _mended(each, mended, taken, data)
        except UsageError as error:
            refused[number] = f"entry {number} ({each.id}): {error}"
            continue
        kept[each.id] = done
        if done.id != each.id:
            mended[each.id] = done.id
    fitting = tuple(kept[each.id] for each in decisions if each.id in kept)
    return Fitted(fitting, tuple(refused[number] for number in sorted(refused)), frozenset(mended.values()))


def _mended(decision: Decision, mended: Mapping[str, str], taken: Collection[str], data: IdentifierData) -> Decision:
    """``decision`` with fit texts, and the id that these give.

    Raises:
        UsageError: it is not fit.
    """
    from voc.analysis.themes.decisions.minting import signed  # noqa: PLC0415 - with the replay

    _check(decision, taken)
    said: dict[str, Callable[[str], str]] = {
        "text": lambda text: fit_text(_SAID.get(decision.ruling, "the text"), text, data),
        "reason": lambda text: fit_text("the reason", text, data),
        "into_text": lambda text: fit_text(TITLE, text, data),
        "query": lambda text: fit_query(text, data),
    }
    must = {"text"} if decision.ruling in TYPED else set()
    fitted: dict[str, Any] = {
        name: mend(getattr(decision, name)) for name, mend in said.items() if getattr(decision, name) or name in must
    }
    undoes = mended.get(decision.undoes, decision.undoes)
    return signed(replace(decision, who=fit_name(decision.who, data), undoes=undoes, **fitted))


def _check(decision: Decision, taken: Collection[str]) -> None:
    """Whether a decision names what it is about, by ids, and a split makes a theme that was none before."""
    lacking = [name for name in _NEEDED.get(decision.ruling, ("theme_id",)) if not getattr(decision, name)]
    if lacking:
        raise UsageError(f"{decision.ruling} without {lacking[0]}", "add it")
    for each in (decision.theme_id, decision.into, decision.undoes, *decision.ticket_ids, *decision.stay_ids):
        if each and (len(each) > _LONGEST_ID or not each.isprintable()):
            raise UsageError(
                f"{each[:40]!r} is no id", f"write at most {_LONGEST_ID} characters, all of them printable"
            )
    if decision.ruling is not Ruling.SPLIT:
        return
    if not decision.query and not decision.ticket_ids:
        raise UsageError("split without query or ticket_ids", "add one of them")
    if decision.into in taken or decision.into == decision.theme_id:
        raise UsageError(
            f"{decision.into} is a theme already: no split makes it", "leave it to voc theme split or move"
        )
