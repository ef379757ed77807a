"""Phrases as people write them in YAML -> cues."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from voc.errors import ConfigError
from voc.model.lexicon import END, GAP, START, Cue, CueNode, tokenize

_CHOICE = re.compile(r"\(([^()]*\)\??)")
_NESTED = re.compile(r"(\([^()]*)\(([^()]*)\)([^()]*\))")
_GROUP = re.compile(r"\b[A-Z][A-Z_]+\b")
_SHORTEST_STEM = 2
_NONE: frozenset[str] = frozenset()


def expand(phrase: str, groups: Mapping[str, str]) -> Iterator[str]:
    """Every phrase that ``phrase`` stands for: ``(a|b) c`` is two, ``(a)? b`` too; a word in capitals names a group.

    Raises:
        ConfigError: a group is unknown.
    """
    try:
        spelled = _GROUP.sub(lambda m: f"({groups[m[0]]})", phrase)
    except KeyError as error:
        raise ConfigError(f"phrase {phrase!r} names an unknown group {error}", f"known: {', '.join(groups)}") from None
    while (flat := _NESTED.sub(r"\1\2\3", spelled)) != spelled:
        spelled = flat
    parts = _CHOICE.split(spelled)
    choices = [_choice(part) if i % 2 else [part] for i, part in enumerate(parts)]
    for choice in itertools.product(*choices):
        yield " ".join("".join(choice).split())


def _choice(inside: str) -> list[str]:
    """What stands behind an opening bracket -> its choices; ``(a|b)?`` may also be nothing."""
    choices, _, optional = inside.rpartition(")")
    return [*choices.split("|"), *([""] if optional else [])]


def _words(phrase: str) -> tuple[str, ...]:
    """The words of one spelled-out phrase in the form that ``Cue.words`` wants."""
    words: list[str] = []
    for piece in phrase.split():
        if piece in (START, END, GAP):
            words.append(piece)
            continue
        tokens = tokenize(piece.removesuffix("*"))
        words += [*tokens[:-1], tokens[-1] + "*"] if piece.endswith("*") and tokens else tokens
    return tuple(words)


def cues(
    topic: str, phrases: Iterable[str], weight: float, groups: Mapping[str, str], negators: frozenset[str]
) -> list[Cue]:
    """The cues of one list of phrases.

    Raises:
        ConfigError: a phrase holds no word, begins or ends with ``~``, or its first word is a stem of one letter.
    """
    found = []
    for phrase in phrases:
        for spelled in expand(str(phrase), groups):
            words = _words(spelled)
            if not words or GAP in (words[0], words[-1]) or len(words[0]) <= (words[0][-1] == "*") * _SHORTEST_STEM:
                raise ConfigError(
                    f"{topic}: {phrase!r} is not a phrase", "write words, `*` for any ending, `(a|b)` for a choice"
                )
            found.append(Cue(topic, spelled, words, weight, negators if negators.isdisjoint(words) else _NONE))
    return found


def tree(found: Iterable[Cue], depth: int = 0) -> CueNode:
    """Cues that agree in their first ``depth`` words -> the node behind those words.

    Of two equal cues the stronger counts.
    """
    below: defaultdict[str, list[Cue]] = defaultdict(list)
    ending: dict[str, Cue] = {}
    for cue in found:
        if len(cue.words) == depth:
            if cue.topic not in ending or cue.weight > ending[cue.topic].weight:
                ending[cue.topic] = cue
        else:
            below[cue.words[depth]].append(cue)
    nodes = {word: tree(cues_below, depth + 1) for word, cues_below in below.items()}
    return CueNode(
        words={word: node for word, node in nodes.items() if not word.endswith("*") and word != GAP},
        stems={word[:-1]: node for word, node in nodes.items() if word.endswith("*")},
        gap=nodes.get(GAP),
        cues=tuple(ending.values()),
    )
