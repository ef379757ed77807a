"""What the shape of a text says, which no word does: a stack trace, a form's headings, a form's answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from voc.analysis.text.cues import Hit
from voc.model.lexicon import Cue, Lexicon


def find_shapes(text: str, tokens: Sequence[str], at: int, lexicon: Lexicon) -> list[Hit]:
    """The shapes of ``text``, and the voice its ``tokens`` speak in, as hits at token ``at``: each once, then the
    answers to a form's question about the kind, such as ``Type: Bug``.
    """
    spoken = " ".join(tokens)
    seen = [shape.cue for shape in lexicon.shapes if shape.pattern.search(text)]
    seen += [voice.cue for voice in lexicon.voices if voice.pattern.search(spoken)]
    return [Hit(cue, at, at, negated=False) for cue in (*seen, *_answers(text, lexicon))]


def _answers(text: str, lexicon: Lexicon) -> Iterator[Cue]:
    """What a form asked for and its writer chose; nothing where two answers contradict each other."""
    form = lexicon.form
    said = {_known(match["answer"].casefold().split(), lexicon) for match in form.pattern.finditer(text)}
    chosen = {lexicon.types[answer].kind: answer for answer in sorted(said - {""})}
    if len(chosen) == 1:
        for kind, answer in chosen.items():
            yield replace(form.cue, topic=f"kinds.{kind}", text=f"{form.cue.text} {answer}")


def _known(words: list[str], lexicon: Lexicon) -> str:
    """The longest end of an answer that is a known type (``documentation bug`` is a bug); empty when none is."""
    ends = (" ".join(words[start:]) for start in range(len(words)))
    return next((end for end in ends if end in lexicon.types), "")
