"""Whether a theme's tickets say what its title says."""

from __future__ import annotations

from collections.abc import Iterable

from voc.analysis.themes.description.naming import ADDED
from voc.analysis.themes.description.words import Tokenizer
from voc.model.ticket import Feedback


def is_said(title: str, members: Iterable[Feedback], tokenizer: Tokenizer, share: float) -> bool:
    """Whether one of ``members`` alone says ``title``: has at least ``share`` of its words, or the very line.

    All words in one ticket, since that is where a title comes from; a theme is not about a refund that is late because
    some of its tickets speak of refunds and others of what is late.
    """
    line = ADDED.sub("", title)
    words: dict[str, frozenset[str]] = {}
    for member in members:
        claimed = words.get(member.language)
        if claimed is None:
            claimed = words[member.language] = tokenizer.keys(line, member.language)
        had = claimed & tokenizer.keys(member.text, member.language)
        if len(had) >= share * len(claimed) or line.casefold() in member.text.casefold():
            return True
    return False
