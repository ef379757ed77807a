"""Which cues of the lexicon stand in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from voc.model.lexicon import BREAK, END, START, Cue, CueNode, Lexicon, tokenize

_NEGATION_REACH = 3
_GAP = 2
_STOPS = frozenset((BREAK, START, END, "?"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that stands at tokens ``start`` to ``end`` (exclusive); ``negated`` when a negation stands shortly before
    it in the same clause.
    """

    cue: Cue
    start: int
    end: int
    negated: bool


def part_tokens(part: str) -> list[str]:
    """The tokens of a subject or of a customer's text between ``START`` and ``END``."""
    tokens = [START, *tokenize(part)]
    while tokens[-1] == BREAK:
        tokens.pop()
    return [*tokens, END]


def find_cues(tokens: Sequence[str], lexicon: Lexicon) -> list[Hit]:
    """Every cue in ``tokens``, from left to right; of one topic's cues on the same spot only the longest."""
    hits: list[Hit] = []
    reached: dict[str, int] = {}
    root = lexicon.cues
    for start, token in enumerate(tokens):
        if not (nodes := _next_nodes(root, token)):
            continue
        longest: dict[str, tuple[int, Cue]] = {}
        for node in nodes:
            for end, cue in _endings(node, tokens, start + 1):
                if end > max(reached.get(cue.topic, 0), longest.get(cue.topic, (0, cue))[0]):
                    longest[cue.topic] = (end, cue)
        for topic, (end, cue) in longest.items():
            reached[topic] = end
            hits.append(Hit(cue, start, end, cue.negatable and _negated(tokens, start, lexicon.negators)))
    return hits


@lru_cache(maxsize=1 << 17)
def _next_nodes(node: CueNode, token: str) -> tuple[CueNode, ...]:
    """Where ``token`` leads from ``node``: texts repeat their words, so most steps are remembered ones."""
    whole = node.words.get(token)
    begun = (node.stems.get(token[:length]) for length in range(1, len(token) + 1)) if node.stems else ()
    return tuple(found for found in (whole, *begun) if found is not None)


def _endings(node: CueNode, tokens: Sequence[str], at: int) -> Iterator[tuple[int, Cue]]:
    """The cues that end at ``node`` or further on, with the token number behind their last word."""
    for cue in node.cues:
        yield at, cue
    if at < len(tokens) and (node.words or node.stems):
        for following in _next_nodes(node, tokens[at]):
            yield from _endings(following, tokens, at + 1)
    if node.gap is not None:
        for behind in _gap(tokens, at):
            if behind < len(tokens):
                for following in _next_nodes(node.gap, tokens[behind]):
                    yield from _endings(following, tokens, behind + 1)


def _gap(tokens: Sequence[str], at: int) -> Iterator[int]:
    """Where a gap that begins at ``at`` may end without leaving the clause."""
    yield at
    for skipped in range(at, min(at + _GAP, len(tokens))):
        if tokens[skipped] in _STOPS:
            return
        yield skipped + 1


def _negated(tokens: Sequence[str], at: int, negators: frozenset[str]) -> bool:
    """Whether a negation stands within reach before ``at``, in the same clause."""
    for before in range(at - 1, max(-1, at - 1 - _NEGATION_REACH), -1):
        if tokens[before] in _STOPS:
            return False
        if tokens[before] in negators:
            return True
    return False
