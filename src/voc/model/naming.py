"""What a language model is asked about a theme, what it answers, and what is thought of that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voc.model.ticket import Kind


@dataclass(frozen=True, slots=True)
class NamingQuestion:
    """All that a language model is told of one theme: redacted text, and the title in its customers' own words."""

    title: str
    kind: Kind
    language: str
    keyphrases: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamingAnswer:
    """What came back, and nothing of it is believed yet: a title (None: it was not the JSON asked for), the quote that
    is to support it, and how many tokens it cost.
    """

    title: str | None
    quote: str | None
    tokens: int


class Refusal(StrEnum):
    """Why a proposed title was not taken."""

    NO_ANSWER = "not the JSON asked for"
    SHAPE = "not one short line"
    CHARACTERS = "invisible or control characters"
    MARKUP = "markup or a link"
    PERSONAL = "personal data"
    QUOTE = "a quote that no customer wrote"
    WORDS = "not the theme's own words"
    LANGUAGE = "another language"
    TAKEN = "another theme's title"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an answer: the title it gave, or why it was refused."""

    title: str | None = None
    refusal: Refusal | None = None
