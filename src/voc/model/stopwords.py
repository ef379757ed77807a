"""Words that carry grammar instead of meaning, language by language; for naming themes only, never for clustering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """What naming needs to know of one language; all entries are case-folded.

    Attributes:
        stop: words that a keyphrase neither begins nor ends with.
        greetings: words and phrases that open a letter.
        courtesies: words and phrases that open a sentence which says nothing of the matter.
        closings: words and phrases that end a sentence without saying anything of the matter.
        openers: words that come before what is asked or told, such as *I would like to know*.
        conditions: words that open a clause which needs another.
        leads: words that join a sentence to the one before; a title drops them.
        dangling: words after which more must come; a title never ends with one.
        subordinate: words and phrases that open half a sentence.
        anaphoric: words that point back to the sentence before.
        abbreviations: words, without their last full stop, that do not end a sentence.
        endings: inflections that are cut off to compare words, longest first.
        prefix: number of letters that are compared at most, 0 for all.
    """

    stop: frozenset[str] = frozenset()
    greetings: frozenset[str] = frozenset()
    courtesies: frozenset[str] = frozenset()
    closings: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    dangling: frozenset[str] = frozenset()
    subordinate: frozenset[str] = frozenset()
    anaphoric: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    prefix: int = 0


@dataclass(frozen=True, slots=True)
class Stopwords:
    """The words of every known language, by ISO 639-1 code, and of all of them together for any other."""

    languages: Mapping[str, LanguageWords] = field(default_factory=dict)
    together: LanguageWords = field(default_factory=LanguageWords)

    def of(self, language: str) -> LanguageWords:
        """The words of ``language``, of all languages together when it is not known."""
        return self.languages.get(language, self.together)
