"""``mail.yaml`` -> compiled line patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from voc.model.lexicon import MailPatterns

_WHEN = r"@|\[[A-Z]+_\d+\]|\b\d{1,2}[.:]\d{2}\b|\b\d{1,4}[./-]\d{1,2}\b|\b(?:19|20)\d{2}\b"
_SIGNED = r"(?:[^\s.!?]{1,30}|\[[A-Z]+_\d+\])[\s,.!]*"
_NAME = r"[^\W\d_][\w'’.-]{0,30}"


def _any(patterns: Iterable[str]) -> str:
    """One alternation of ``patterns``."""
    return "|".join(f"(?:{p})" for p in patterns)


def _line(pattern: str) -> re.Pattern[str]:
    """``pattern`` as a whole stripped line; ``*bold*`` marks and a final stop are allowed around it."""
    return re.compile(rf"[*_>\s]*(?:{pattern})[*_\s.!,]*\Z", re.IGNORECASE)


def _greeting(words: Sequence[str], names: Sequence[str]) -> re.Pattern[str]:
    """A line of a greeting and at most four names: known ones, capitalised ones or placeholders."""
    known = "|".join(re.escape(name.strip()) for line in names for name in line.split(","))
    name = rf"(?:(?i:{known})\b|[A-ZÅÄÖÉ][\w'’.-]{{0,30}}|\[[A-Z]+_\d+\])"
    return re.compile(rf"(?i:{_any(words)})(?:[ ,]+{name}){{0,4}}[ ]*[,.!:;)]*\Z")


def mail_patterns(data: Mapping[str, Sequence[str]]) -> MailPatterns:
    """Compile the lists of ``mail.yaml``.

    Raises:
        KeyError: a list is missing.
        re.error: an entry is not a regular expression.
    """
    labels = {label: str(i) for i, group in enumerate(data["header_labels"]) for label in group}
    spelled = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
    ending = rf"(?:[ ,]+(?:{_NAME}|\[[A-Z]+_\d+\]|/|&)){{0,4}}"
    return MailPatterns(
        subject_prefix=re.compile(
            rf"\s*(?:(?:{'|'.join(data['subject_prefixes'])})\s?(?:\[\d{{1,3}}\])?\s?:\s*)+", re.I
        ),
        attribution=re.compile(rf"(?<!\w)(?:{_any(data['attribution_verbs'])})(?!\w)", re.IGNORECASE),
        when=re.compile(_WHEN),
        header=re.compile(rf"[>*_\s]{{0,8}}({spelled})[*_\s]{{0,3}}:", re.IGNORECASE),
        original=_line(_any(data["original_marks"])),
        forward=_line(_any(data["forward_marks"])),
        device=_line(_any(data["device_lines"])),
        closing=_line(rf"(?:{_any(data['closings'])}){ending}"),
        short_closing=_line(rf"(?:{_any(data['short_closings'])}){ending}"),
        inline_closing=re.compile(
            rf"(?<=\S)\s+(?:{_any(data['inline_closings'])})(?!\w)[\s,.!]*(?:{_SIGNED}){{0,5}}\Z"
        ),
        disclaimer=re.compile(rf"[*_>\s]*(?:{_any(data['disclaimers'])})", re.IGNORECASE),
        greeting=_greeting(data["greeting_words"], data["greeting_names"]),
    )
