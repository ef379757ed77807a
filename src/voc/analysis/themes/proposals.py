"""Titles that a language model proposes: what it is told, and whether its answer may be shown.

An answer is as untrusted as a ticket: the model may err, and what it read may have been written to lead it astray.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from voc.analysis.text.language import UNKNOWN, detect_language
from voc.analysis.text.redaction.redactor import redact
from voc.analysis.themes.description.words import Tokenizer
from voc.model.lexicon import IdentifierData, Lexicon, tokenize
from voc.model.naming import NamingAnswer, NamingQuestion, Refusal, Verdict
from voc.model.theme import Theme

VERSION = "1"
"""Raised whenever the same answer would be judged in another way, or the same theme be put in another way."""

LONGEST = 80

_LONGEST_QUOTE = 400
OWN_WORDS = 0.5
"""Share of a title's words that must be the theme's own: a model may find a better word, not another matter."""

_FEWEST_OWN = 2
"""Of them there must be so many, where the title has so many: *app* alone stands in every theme of an app."""

_FEWEST_TO_TELL = 3
"""Words from which on their language can be told."""

_MARKUP = re.compile(r"[<>`\[\]{}|\\*_~#@^=$]|&#?\w+;|!\(|//|\bwww\.|\b(?:javascript|data|mailto):", re.IGNORECASE)
_DOMAIN = re.compile(r"[^\W\d_]\.[^\W\d_]{2,}")


def question(theme: Theme, identifiers: IdentifierData) -> NamingQuestion:
    """What a model is told of ``theme``. All of it was redacted before it was stored; it is redacted again, with what
    redaction knows today.
    """

    def clean(text: str) -> str:
        return redact(text[:_LONGEST_QUOTE], identifiers)[0]

    return NamingQuestion(
        clean(theme.title),
        theme.kind,
        theme.language,
        tuple(map(clean, theme.keyphrases)),
        tuple(clean(quote.quote) for quote in theme.exemplars),
    )


def judge(answer: NamingAnswer, asked: NamingQuestion, tokenizer: Tokenizer, lexicon: Lexicon) -> Verdict:
    """The title that ``answer`` gives, in NFC, with a capital and without a full stop; or why it is refused."""
    if answer.title is None or answer.quote is None:
        return Verdict(refusal=Refusal.NO_ANSWER)
    title = unicodedata.normalize("NFC", answer.title).strip(" ").removesuffix(".")
    for refusal, fails in _checks(title, answer.quote, asked, tokenizer, lexicon).items():
        if fails():
            return Verdict(refusal=refusal)
    return Verdict(title[:1].upper() + title[1:])


def _checks(
    title: str, quote: str, asked: NamingQuestion, tokenizer: Tokenizer, lexicon: Lexicon
) -> dict[Refusal, Callable[[], bool]]:
    """Each reason to refuse a title, and what says that it holds; the first that does counts."""
    keys = tokenizer.keys(title, asked.language)
    return {
        Refusal.SHAPE: lambda: not title or len(title) > LONGEST or len(title.splitlines()) > 1,
        Refusal.CHARACTERS: lambda: not title.isprintable(),
        Refusal.MARKUP: lambda: bool(_MARKUP.search(title) or _DOMAIN.search(title)),
        Refusal.PERSONAL: lambda: redact(title, lexicon.identifiers)[1] > 0,
        Refusal.QUOTE: lambda: not _supports(quote, keys, asked, tokenizer),
        Refusal.WORDS: lambda: not _own_words(keys, asked, tokenizer),
        Refusal.LANGUAGE: lambda: _foreign(title, asked, lexicon),
    }


def _supports(quote: str, keys: frozenset[str], asked: NamingQuestion, tokenizer: Tokenizer) -> bool:
    """Whether ``quote`` stands in what customers wrote and speaks of something that the title speaks of."""
    said = quote.strip()
    return any(said in each for each in asked.quotes) and not keys.isdisjoint(tokenizer.keys(said, asked.language))


def _own_words(keys: frozenset[str], asked: NamingQuestion, tokenizer: Tokenizer) -> bool:
    """Whether at least half of a title's words, and two of them, are the theme's, and one is what the theme is known
    by: a word of a keyphrase, of its title or of two quotes. So one ticket alone, written to be obeyed, gives no title.
    """
    said = Counter(key for quote in asked.quotes for key in tokenizer.keys(quote, asked.language))
    known = {key for key, quotes in said.items() if quotes > 1}
    known |= tokenizer.keys(". ".join((asked.title, *asked.keyphrases)), asked.language)
    own = keys & (known | said.keys())
    return not keys.isdisjoint(known) and len(own) >= max(OWN_WORDS * len(keys), min(_FEWEST_OWN, len(keys)))


def _foreign(title: str, asked: NamingQuestion, lexicon: Lexicon) -> bool:
    """Whether the words that the model added to the customers' are in another language, as far as a few words tell."""
    said = {word for text in (asked.title, *asked.quotes) for word in tokenize(text)}
    added = [word for word in tokenize(title) if word.isalpha() and word not in said]
    if len(added) < _FEWEST_TO_TELL or asked.language == UNKNOWN:
        return False
    return detect_language(added, lexicon.languages, asked.language) not in (UNKNOWN, asked.language)
