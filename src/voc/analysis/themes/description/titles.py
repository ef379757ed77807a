"""Lines of a theme's tickets that could be its title, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from voc.analysis.themes.description.phrasing import phrasings, points_back
from voc.analysis.themes.description.sentences import sentences
from voc.analysis.themes.description.terms import UNKNOWN, Group, Profile
from voc.analysis.themes.description.words import Tokenizer

CENTRAL = 16
"""Most central tickets of a theme whose sentences may become its title."""

CONSIDERED = 12
"""Best candidates a title is chosen among, so that near equal ones can give way to another sentence."""

_SHORT, _LONG = 20, 70
_CLAUSE, _SUBJECT, _AFTER_FIRST, _POINTS_BACK = 0.5, 1.5, 0.85, 0.6
_FOREIGN = 0.5
_CODE_LIKE = 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that could be a theme's title, its score, and the keys of its words."""

    title: str
    score: float
    keys: frozenset[str]


def candidates(group: Group, profile: Profile, tokenizer: Tokenizer) -> list[Candidate]:
    """The best lines of a theme's most central tickets, best first; empty when none of their sentences will do."""
    best: dict[str, Candidate] = {}
    for order in central(group, profile)[:CENTRAL]:
        for candidate in _of_member(group, order, profile, tokenizer):
            folded = candidate.title.casefold()
            if folded not in best or _best_first(candidate) < _best_first(best[folded]):
                best[folded] = candidate
    return sorted(best.values(), key=_best_first)[:CONSIDERED]


def _best_first(candidate: Candidate) -> tuple[float, str]:
    return -candidate.score, candidate.title


def central(group: Group, profile: Profile) -> list[int]:
    """Indexes of the group's members, the one that says most of what all say first."""
    scores = [profile.relevance(token.key for token in tokens if token.content) for tokens in group.tokens]
    return sorted(range(len(scores)), key=lambda order: (-scores[order], group.members[order].ticket_id))


def _of_member(group: Group, order: int, profile: Profile, tokenizer: Tokenizer) -> Iterator[Candidate]:
    """The lines one ticket gives."""
    feedback = group.members[order]
    words = tokenizer.words(feedback.language)
    foreign = 1.0 if feedback.language in (group.language, UNKNOWN) else _FOREIGN
    for place, sentence in enumerate(sentences(feedback, words.abbreviations)):
        position = _SUBJECT if sentence.is_subject else _AFTER_FIRST if place > 1 else 1.0
        for line, whole in phrasings(sentence.text, words):
            keys = tokenizer.keys(line, feedback.language)
            back = _POINTS_BACK if points_back(line, words) else 1.0
            shape = _shape(line) * foreign * position * back * (1.0 if whole else _CLAUSE)
            yield Candidate(line, round(profile.relevance(keys) * shape, 9), keys)


def _shape(line: str) -> float:
    """How well a line reads as a title by its looks, in 0..1: neither short nor long, few digits, no code."""
    length = min(1.0, len(line) / _SHORT) * (1.0 if len(line) <= _LONG else 0.85)
    digits = sum(character.isdigit() for character in line) / len(line)
    words = line.split()
    spoken = 1.0 if len(words) > 2 else 0.6
    code = _CODE_LIKE ** sum(any(c.isupper() for c in word[1:]) or "." in word[:-1] for word in words)
    return length * spoken * code * (1.0 - digits)
