"""Words, phrases and patterns that tell voc what a text says; data, so that a person can read and extend them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from voc.model.ticket import Kind

START = "^"
"""The token before the first word of a subject or of a customer's text."""

END = "$"
"""The token behind the last word of a subject or of a customer's text."""

GAP = "~"
"""The word of a phrase that stands for up to two others."""

BREAK = "."
"""The token of any punctuation that ends a clause; no phrase reaches across it."""

_TOKEN = re.compile(r"[^\W_]+|[?.!,;:()\[\]{}\"|]|\n\s*\n")
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")


def tokenize(text: str) -> list[str]:
    """The words of ``text``, casefolded and without apostrophes (``doesn't`` is ``doesnt``), and its punctuation.

    A question mark stays ``?``; every other mark and an empty line are ``BREAK``. Single line ends are spaces, since
    mail programs wrap lines.
    """
    words = _TOKEN.findall(_APOSTROPHE.sub("", text.casefold()))
    return [word if word.isalnum() or word == "?" else BREAK for word in words]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that speaks for something.

    Attributes:
        topic: what it speaks for, such as ``kinds.bug``, ``severity.5``, ``sentiment.-1`` or ``churn.leaving``.
        text: the phrase as it is written in the data.
        words: its words in order; one that ends in ``*`` matches any ending, ``~`` stands for up to two other words.
        weight: how strongly it speaks; evidence adds up.
        negators: words of its language that take its meaning away when one stands before it; none where it holds one
            itself.
    """

    topic: str
    text: str
    words: tuple[str, ...]
    weight: float
    negators: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class CueNode:
    """A node of the tree of all cues, one word a step, so that a text is compared with all of them at once.

    Attributes:
        words: the next node by the whole of the next word.
        stems: the next node by the beginning of the next word.
        gap: the next node behind a gap, if any cue has one here.
        cues: the cues that end here.
    """

    words: Mapping[str, CueNode]
    stems: Mapping[str, CueNode]
    gap: CueNode | None
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern over a whole text that speaks as a cue does, such as that of a stack trace; the cue has no words."""

    cue: Cue
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class TypeRule:
    """What an export's own type field says: a kind, and how strongly (``decisive`` ends the question)."""

    kind: Kind
    weight: float
    decisive: bool


@dataclass(frozen=True, slots=True, eq=False)
class LanguageProfile:
    """What a language is known by: words of its own, and letter groups with how much each speaks for it."""

    code: str
    words: frozenset[str]
    groups: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SecretPattern:
    """A secret that no checksum proves: group ``value`` of ``pattern``, or all of it, becomes ``[<label>_n]``.

    ``hint`` is a lower-case text without which the pattern cannot match, so that most texts skip it.
    """

    label: str
    hint: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class IdentifierData:
    """What redaction needs to know: IBAN length by country, free-mail domains, patterns of secrets."""

    iban_lengths: Mapping[str, int]
    free_mail: frozenset[str]
    secrets: tuple[SecretPattern, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MailPatterns:
    """Lines of a mail that are not what its writer has to say; each pattern is tried on one line, stripped.

    Attributes:
        subject_prefix: ``Re:`` and its kin at the start of a subject.
        attribution: a line that names who wrote what is quoted below; true only beside a ``when``.
        when: a date, a time or an address.
        header: a label of a quoted mail header; its group is the label.
        original, forward: the marks mail programs put above a quoted and above a forwarded message.
        device: lines that a telephone or mail program adds by itself.
        closing, short_closing: the phrase above a signature; the short ones are believed only near the end.
        inline_closing: such a phrase and what follows it at the end of a line that says something else before.
        disclaimer: the beginning of a legal notice.
        greeting: a line that only greets.
    """

    subject_prefix: re.Pattern[str]
    attribution: re.Pattern[str]
    when: re.Pattern[str]
    header: re.Pattern[str]
    original: re.Pattern[str]
    forward: re.Pattern[str]
    device: re.Pattern[str]
    closing: re.Pattern[str]
    short_closing: re.Pattern[str]
    inline_closing: re.Pattern[str]
    disclaimer: re.Pattern[str]
    greeting: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything that is known about words, compiled once and handed to the analysis.

    Attributes:
        cues: tree of the words and phrases for kinds, severity, sentiment and churn.
        yielding: kinds that step back before strong evidence of a product kind, by which factor (``kind@channel``: in
            that channel only).
        counting: kinds whose evidence counts more or less, by which factor, named in the same way.
        priors: how much speaks for a kind before a word is read, by channel (``none``: not said, ``any``: every other)
            and by rating (``rated good``, ``rated bad``).
        shapes: patterns over whole texts that speak for a kind.
        voices: the same over the tokens of a text, joined by blanks: who speaks in it, and how.
        form: how a form prints a question about the kind, with the group ``answer`` for what was chosen.
        types: the rule for an export's type field or such an answer, by its value in lower case.
        priorities: severity hinted at by an export's priority field, by its value in lower case.
        languages: profiles of the languages that can be told apart; the one named ``und`` stands for all others.
        mail: how quoted mail, signatures and greetings look.
        identifiers: what redaction needs.
        digest: changes whenever any of the data changes.
    """

    cues: CueNode
    yielding: Mapping[str, float]
    counting: Mapping[str, float]
    priors: Mapping[str, Mapping[Kind, float]]
    shapes: tuple[Shape, ...]
    voices: tuple[Shape, ...]
    form: Shape
    types: Mapping[str, TypeRule]
    priorities: Mapping[str, int]
    languages: tuple[LanguageProfile, ...]
    mail: MailPatterns
    identifiers: IdentifierData
    digest: str
