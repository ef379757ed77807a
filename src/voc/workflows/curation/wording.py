"""What people type, fit to be kept: on one line, without personal data, not too long."""

from __future__ import annotations

from voc.errors import UsageError
from voc.model.decision import Ruling
from voc.model.lexicon import IdentifierData
from voc.model.unseen import UNSEEN

LONGEST = 2000
"""Characters of anything a person types."""

LONGEST_TITLE = 200
"""Characters of a theme's title: it is one line of a table, and of an issue."""

LONGEST_NAME = 80
"""Characters of who decides."""

TITLE = "the title"

TYPED = {
    Ruling.RENAME: TITLE,
    Ruling.NOTE: "the note",
    Ruling.WHY: "the why",
    Ruling.LINK: "the issue's key",
    Ruling.SPLIT: TITLE,
}
"""What the text of a ruling is that cannot be without one."""


def fit_text(what: str, typed: str, identifiers: IdentifierData) -> str:
    """What a person typed, on one line, without personal data and without characters that hide.

    Raises:
        UsageError: nothing is left, or it is too long.
    """
    text = redacted(typed, identifiers)
    if not text:
        raise UsageError(f"{what} is empty", "write a few words")
    longest = LONGEST_TITLE if what == TITLE else LONGEST
    if len(text) > longest:
        raise UsageError(f"{what} has {len(text)} characters", f"write at most {longest}")
    return text


def fit_name(who: str, identifiers: IdentifierData) -> str:
    """Who decides, on one line; an address is a name too, where there is one.

    Raises:
        UsageError: nobody decides, or the name is too long.
    """
    name = redacted(who, identifiers) if "@" not in who else _line(who)
    if not name:
        raise UsageError("nobody decides", "say who with --by NAME, or VOC_BY in the environment")
    if len(name) > LONGEST_NAME:
        raise UsageError(f"the name of who decides has {len(name)} characters", f"write at most {LONGEST_NAME}")
    return name


def fit_query(query: str, identifiers: IdentifierData) -> str:
    """The words that tickets are split off for.

    Raises:
        UsageError: there is no word, or it is too long.
    """
    from voc.analysis.themes.decisions.query import parse_query  # noqa: PLC0415 - with the replay

    wanted = fit_text("the query", query, identifiers)
    if not parse_query(wanted):
        raise UsageError(f"the query {wanted!r} has no word", 'write words, or a "phrase"')
    return wanted


def redacted(typed: str, identifiers: IdentifierData) -> str:
    """``typed`` on one line, without personal data."""
    from voc.analysis.text.redaction.redactor import redact  # noqa: PLC0415 - compiles patterns

    return redact(_line(typed), identifiers)[0]


def _line(typed: str) -> str:
    return " ".join(UNSEEN.sub(" ", typed).split())
