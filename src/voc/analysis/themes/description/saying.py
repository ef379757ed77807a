"""Whether a theme's tickets say what its title says."""

from __future__ import annotations

from collections.abc import Iterable

from voc.analysis.themes.description.naming import ADDED
from voc.analysis.themes.description.words import Tokenizer
from voc.model.ticket import Feedback


def is_said(title: str, language: str, members: Iterable[Feedback], tokenizer: Tokenizer, share: float) -> bool:
    """Whether one of ``members`` alone says ``title``: has at least ``share`` of its words, or the very line.

    Which words carry meaning is a matter of the theme's ``language``; all of them count where none does. They are
    folded as those of each ticket are. All words in one ticket, since that is where a title comes from; a theme is not
    about a refund that is late because some of its tickets speak of refunds and others of what is late.
    """
    line = ADDED.sub("", title)
    tokens = [token for token in tokenizer.tokens(line, language) if token.key]
    claimed = " ".join(token.surface for token in [token for token in tokens if token.content] or tokens)
    words: dict[str, frozenset[str]] = {}
    for member in members:
        if member.language not in words:
            words[member.language] = _keys(claimed, member.language, tokenizer)
        own = words[member.language]
        had = own & _keys(member.text, member.language, tokenizer)
        if (own and len(had) >= share * len(own)) or line.casefold() in member.text.casefold():
            return True
    return False


def _keys(text: str, language: str, tokenizer: Tokenizer) -> frozenset[str]:
    """The keys of all words, also of those that carry no meaning in ``language``."""
    return frozenset(token.key for token in tokenizer.tokens(text, language) if token.key)
