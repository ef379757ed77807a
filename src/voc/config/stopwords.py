"""The stop words that come with voc, read from its own data file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Any

from voc.config.words import default
from voc.model.stopwords import LanguageWords, Stopwords


@cache
def load_stopwords() -> Stopwords:
    """The words of ``defaults/stopwords.yaml``; read once a process."""
    languages = {code: _language(entry) for code, entry in default("stopwords").items()}
    return Stopwords(languages, _together(languages))


def _language(entry: Mapping[str, Any]) -> LanguageWords:
    """One section of the file."""
    return LanguageWords(
        stop=frozenset(entry["stop"].casefold().split()),
        greetings=_phrases(entry["greetings"]),
        courtesies=_phrases(entry["courtesies"]),
        closings=_phrases(entry["closings"]),
        openers=_phrases(entry["openers"]),
        conditions=_phrases(entry["conditions"]),
        leads=_phrases(entry["leads"]),
        dangling=_phrases(entry["dangling"]),
        subordinate=_phrases(entry["subordinate"]),
        anaphoric=_phrases(entry["anaphoric"]),
        abbreviations=_phrases(entry["abbreviations"]),
        endings=tuple(sorted(_phrases(entry["endings"]), key=lambda ending: (-len(ending), ending))),
        prefix=entry["prefix"],
    )


def _phrases(text: str) -> frozenset[str]:
    """The phrases of a list with commas."""
    return frozenset(phrase.strip().casefold() for phrase in text.split(",") if phrase.strip())


def _together(languages: Mapping[str, LanguageWords]) -> LanguageWords:
    """The words of all languages; words are compared as they stand, for inflection cannot be told."""

    def union(name: str) -> frozenset[str]:
        return frozenset(chain.from_iterable(getattr(words, name) for words in languages.values()))

    return LanguageWords(
        stop=union("stop"),
        greetings=union("greetings"),
        courtesies=union("courtesies"),
        closings=union("closings"),
        openers=union("openers"),
        conditions=union("conditions"),
        leads=union("leads"),
        dangling=union("dangling"),
        subordinate=union("subordinate"),
        anaphoric=union("anaphoric"),
        abbreviations=union("abbreviations"),
    )
