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
        alone, longer = _begun(root, token)
        if longer:
            longest = {cue.topic: (start + 1, cue) for cue in alone}
            for node in longer:
                _reach(node, tokens, start + 1, longest)
            ending = list(longest.values())
        elif alone:
            ending = [(start + 1, cue) for cue in alone]
        else:
            continue
        for end, cue in ending:
            if end > reached.get(cue.topic, 0):
                reached[cue.topic] = end
                hits.append(Hit(cue, start, end, _negated(tokens, start, cue.negators)))
    return hits


@lru_cache(maxsize=1 << 17)
def _next_nodes(node: CueNode, token: str) -> tuple[CueNode, ...]:
    """Where ``token`` leads from ``node``: texts repeat their words, so most steps are remembered ones."""
    whole = node.words.get(token)
    begun = (node.stems.get(token[:length]) for length in range(1, len(token) + 1)) if node.stems else ()
    return tuple(found for found in (whole, *begun) if found is not None)


@lru_cache(maxsize=1 << 16)
def _begun(root: CueNode, token: str) -> tuple[tuple[Cue, ...], tuple[CueNode, ...]]:
    """The cues that ``token`` is by itself, one a topic, and the nodes from which longer ones go on."""
    nodes = _next_nodes(root, token)
    alone: dict[str, Cue] = {}
    for node in nodes:
        for cue in node.cues:
            alone.setdefault(cue.topic, cue)
    return tuple(alone.values()), tuple(node for node in nodes if node.words or node.stems or node.gap)


def _reach(node: CueNode, tokens: Sequence[str], at: int, longest: dict[str, tuple[int, Cue]]) -> None:
    """Follow ``tokens`` from ``at`` on below ``node``, and note for every topic the cue that ends last."""
    if at < len(tokens):
        _step(node, tokens, at, longest)
    if node.gap is not None:
        for behind in _gap(tokens, at):
            if behind < len(tokens):
                _step(node.gap, tokens, behind, longest)


def _step(node: CueNode, tokens: Sequence[str], at: int, longest: dict[str, tuple[int, Cue]]) -> None:
    """Go from ``node`` on with the token at ``at``."""
    if node.stems:
        for following in _next_nodes(node, tokens[at]):
            _arrive(following, tokens, at + 1, longest)
    elif (only := node.words.get(tokens[at])) is not None:
        _arrive(only, tokens, at + 1, longest)


def _arrive(node: CueNode, tokens: Sequence[str], at: int, longest: dict[str, tuple[int, Cue]]) -> None:
    """Note the cues that end at ``node``, then go on."""
    for cue in node.cues:
        if cue.topic not in longest or at > longest[cue.topic][0]:
            longest[cue.topic] = (at, cue)
    _reach(node, tokens, at, longest)


def _gap(tokens: Sequence[str], at: int) -> Iterator[int]:
    """Where a gap that begins at ``at`` may end without leaving the clause."""
    yield at
    for skipped in range(at, min(at + _GAP, len(tokens))):
        if tokens[skipped] in _STOPS:
            return
        yield skipped + 1


def _negated(tokens: Sequence[str], at: int, negators: frozenset[str]) -> bool:
    """Whether a negation stands within reach before ``at``, in the same clause."""
    if not negators:
        return False
    for before in range(at - 1, max(-1, at - 1 - _NEGATION_REACH), -1):
        if tokens[before] in _STOPS:
            return False
        if tokens[before] in negators:
            return True
    return False
