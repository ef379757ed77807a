"""Lines of a theme's tickets that could be its title, best first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.analysis.themes.description.phrasing import phrasings
from voc.analysis.themes.description.sentences import sentences
from voc.analysis.themes.description.standing import points_back
from voc.analysis.themes.description.terms import UNKNOWN, Group, Profile
from voc.analysis.themes.description.words import Token, Tokenizer, phrases
from voc.model.ticket import Feedback

CONSIDERED = 12
"""Best candidates a title is chosen among, so that near equal ones can give way to another sentence."""

SENTENCES = 4
"""Sentences of a ticket that may become a title: what it is about stands at its beginning."""

_SHORT, _LONG = 20, 70
_CLAUSE, _SUBJECT, _AFTER_FIRST, _POINTS_BACK = 0.5, 2.0, 0.7, 0.6
_FOREIGN = 0.2
_CODE_LIKE = 0.8
_HEADLINE, _BARE = 4, 0.25
"""More words than that without one of grammar among them read as a list of keywords."""

_PHRASE = 0.5
"""What the weight of a phrase counts beside that of a word, when it tells how much of a theme a line says."""

_STRAY = 0.5
"""What a word that nobody else in the theme uses costs, in the share it has of a line's words."""

_IDENTIFIER = re.compile(r"\w+\.\w|[a-z]{2,}[A-Z]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that could be a theme's title, its score, and the keys of its words."""

    title: str
    score: float
    keys: frozenset[str]


def candidates(group: Group, profile: Profile, tokenizer: Tokenizer) -> list[Candidate]:
    """The best lines of a theme's tickets, best first; empty when none of their sentences will do."""
    best: dict[str, Candidate] = {}
    for member in group.members:
        for candidate in _of_member(member, group.language, profile, tokenizer):
            folded = candidate.title.casefold()
            if folded not in best or _best_first(candidate) < _best_first(best[folded]):
                best[folded] = candidate
    return sorted(best.values(), key=_best_first)[:CONSIDERED]


def _best_first(candidate: Candidate) -> tuple[float, int, str]:
    return -candidate.score, len(candidate.title), candidate.title


def _of_member(feedback: Feedback, language: str, profile: Profile, tokenizer: Tokenizer) -> Iterator[Candidate]:
    """The lines one ticket gives that say something others of the theme say too."""
    words = tokenizer.words(feedback.language)
    foreign = 1.0 if feedback.language in (language, UNKNOWN) else _FOREIGN
    for place, sentence in enumerate(sentences(feedback, words.abbreviations)[:SENTENCES]):
        position = _SUBJECT if sentence.is_subject else _AFTER_FIRST if place > 1 else 1.0
        for line, whole in phrasings(sentence.text, words):
            tokens = tokenizer.tokens(line, feedback.language)
            looks = _looks(line, tokens) * (_POINTS_BACK if points_back(line, words) else 1.0)
            score = _telling(tokens, profile) * looks * foreign * position * (1.0 if whole else _CLAUSE)
            if score > 0:
                keys = frozenset(token.key for token in tokens if token.content)
                yield Candidate(line, round(score, 9), keys)


def _telling(tokens: Sequence[Token], profile: Profile) -> float:
    """How much of what a theme is about a line says: its words as everywhere, the phrases of several words it has in
    common with others, less what nobody else speaks of.
    """
    keys = {key for key, _ in phrases(tokens)}
    single = {key for key in keys if " " not in key}
    if not single:
        return 0.0
    shared = math.fsum(profile.weights.get(key, 0.0) for key in keys - single)
    stray = sum(key not in profile.weights for key in single) / len(single)
    return (profile.relevance(single) + _PHRASE * shared / math.sqrt(len(keys))) * (1.0 - _STRAY * stray)


def _looks(line: str, tokens: Sequence[Token]) -> float:
    """How well a line reads as a title by its looks, in 0..1: neither short nor long, few digits, no code, and words
    of grammar between the others when there are many.
    """
    length = min(1.0, len(line) / _SHORT) * (1.0 if len(line) <= _LONG else 0.85)
    digits = sum(character.isdigit() for character in line) / len(line)
    words = line.split()
    spoken = 1.0 if len(words) > 2 else 0.6
    bare = _BARE if len(words) > _HEADLINE and all(token.content for token in tokens if token.key) else 1.0
    code = _CODE_LIKE ** sum(bool(_IDENTIFIER.search(word)) for word in words)
    return length * spoken * bare * code * (1.0 - digits)
