"""One title a theme, and none twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from voc.analysis.themes.description.phrasing import LONGEST, behind_greeting, plain, shortened
from voc.analysis.themes.description.standing import FEWEST_WORDS, WORD, is_courtesy, is_prose
from voc.analysis.themes.description.terms import Group
from voc.analysis.themes.description.titles import Candidate
from voc.model.stopwords import LanguageWords

NEAR_EQUAL = 0.7
"""Share of common words (Jaccard) from which two titles are taken for one."""

WORTH_KEEPING = 0.35
"""Share of the best candidate's score below which a phrase is added to it rather than another sentence taken."""

SHORTEST_PHRASE = 3
"""Characters that a phrase must have to tell two titles apart."""

FEWEST_LETTERS = 3
"""Letters that a title must have."""

NAMELESS = "Unnamed theme"

ADDED = re.compile(r" \([^()]*\)$")
"""What tells a title apart from another one of the same words."""

_NUMBERED = re.compile(r"\s\S*\d{5,}")
"""Where a line begins to tell of one case only."""


class Titles:
    """The titles that are taken, found again by their words."""

    def __init__(self) -> None:
        self._titles: set[str] = set()
        self._keys: list[frozenset[str]] = []
        self._holders: defaultdict[str, list[int]] = defaultdict(list)

    def take(self, title: str, keys: frozenset[str]) -> None:
        """Nobody else may have ``title`` from now on, nor one of nearly the same words."""
        self._titles.add(title.casefold())
        for key in keys:
            self._holders[key].append(len(self._keys))
        self._keys.append(keys)

    def choose(
        self, ranked: Sequence[Candidate], distinguishing: Sequence[str], group: Group, words: LanguageWords
    ) -> str:
        """Take the best candidate that is not near equal to a title already taken; else the best with a phrase added
        that tells it apart. Always at most ``LONGEST`` characters and different from every other title.
        """
        best = ranked[0] if ranked else _makeshift(group, distinguishing, words)
        for candidate in ranked:
            if candidate.score >= WORTH_KEEPING * best.score and not self._is_near(candidate):
                self.take(candidate.title, candidate.keys)
                return candidate.title
        title = self._told_apart(best.title, distinguishing, words)
        self.take(title, best.keys)
        return title

    def _is_near(self, candidate: Candidate) -> bool:
        """Whether a title of nearly the same words is taken. Such a title must share one of the candidate's rarest
        words (prefix filtering, Chaudhuri et al. 2006), so few have to be looked at.
        """
        if candidate.title.casefold() in self._titles:
            return True
        keys = candidate.keys
        by_rarity = sorted(keys, key=lambda key: (len(self._holders.get(key, ())), key))
        telling = by_rarity[: len(keys) - int(NEAR_EQUAL * len(keys)) + 1]
        holders = {holder for key in telling for holder in self._holders.get(key, ())}
        return any(_jaccard(keys, self._keys[holder]) >= NEAR_EQUAL for holder in holders)

    def _told_apart(self, best: str, distinguishing: Sequence[str], words: LanguageWords) -> str:
        """``best`` with the first phrase in brackets that it does not say itself, with a number where none is left."""
        for phrase in distinguishing:
            title = f"{best} ({phrase})"
            unsaid = len(phrase) >= SHORTEST_PHRASE and phrase.casefold() not in best.casefold()
            if unsaid and len(title) <= LONGEST and title.casefold() not in self._titles:
                return title
        title, number = best, 2
        while title.casefold() in self._titles:
            tail = f" ({number})"
            title = shortened(best, words, LONGEST - len(tail)) + tail
            number += 1
        return title


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _makeshift(group: Group, distinguishing: Sequence[str], words: LanguageWords) -> Candidate:
    """A title where no sentence will do (short, foreign or broken text): the shortest beginning of a text that is
    words, two of them if there is such a one, else a keyphrase.
    """
    firsts = (feedback.text.strip().partition("\n")[0][: 2 * LONGEST] for feedback in group.members)
    texts = (_NUMBERED.split(plain(first))[0].rstrip(" :,-") for first in firsts)
    lines = {shortened(behind_greeting(text, words), words) for text in texts if is_prose(text)}
    fit = [line for line in lines if sum(map(str.isalpha, line)) >= FEWEST_LETTERS and not is_courtesy(line, words)]
    phrase = plain(distinguishing[0])[:LONGEST] if distinguishing else NAMELESS
    fallback = phrase[:1].upper() + phrase[1:]
    makeshift = min(fit, key=lambda line: (len(WORD.findall(line)) < FEWEST_WORDS, len(line), line), default=fallback)
    return Candidate(makeshift, 0.0, frozenset())
