"""Quotes that let a person believe a theme."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.analysis.themes.description.phrasing import plain
from voc.analysis.themes.description.sentences import Sentence, sentences
from voc.analysis.themes.description.standing import is_courtesy
from voc.analysis.themes.description.terms import Group, Profile
from voc.analysis.themes.description.words import PLACEHOLDER, Tokenizer
from voc.model.theme import Evidence
from voc.model.ticket import SUBJECT, Ticket

FEWEST, MOST = 3, 5
SHORTEST, LONGEST = 30, 240
CENTRAL = 24
"""Most central tickets of a theme that are quoted."""

_SAME = 0.6
"""Share of common words (Jaccard) from which two quotes are not diverse."""

_KNOWN_CUSTOMER = 0.4
_SHORT_QUOTE, _SUBJECT, _REDACTED, _STEP, _CODE = 0.35, 0.7, 0.8, 0.6, 0.1
_FEWEST_LETTERS = 0.6

_CODE_MARKS = re.compile(r"[{}<>|\\=]|::|\w\(|//|;$|[/\w]+/\w+/|^\[\w+\]|^\s*at\s\S+\.\S+\.", re.MULTILINE)
_STEP_MARKS = re.compile(r"^(?:\(?\d{1,2}[.)]|[-*•#])\s|:$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote that could be chosen, how well it speaks for the theme, its words, and whose it is."""

    evidence: Evidence
    score: float
    keys: frozenset[str]
    customer: str


def evidence(
    group: Group, profile: Profile, customers: Mapping[str, str], tokenizer: Tokenizer, title: str = ""
) -> tuple[Evidence, ...]:
    """Three to five verbatim quotes, best first, each from a ticket of its own (so fewer in a smaller theme) and,
    where possible, a customer of their own; the fourth and fifth only when they say something new.

    The first has to bear out the ``title``: whoever doubts it reads no further.
    """
    claimed = tokenizer.keys(title, group.language)
    passages: list[Passage] = []
    for order in central(group, profile)[:CENTRAL]:
        passages += _passages(group, order, profile, customers, tokenizer)
    chosen: list[Passage] = []
    while passages and len(chosen) < MOST:
        passage = min(passages, key=lambda passage: (-_gain(passage, chosen, claimed), _place(passage)))
        if len(chosen) >= FEWEST and _likeness(passage, chosen) >= _SAME:
            break
        chosen.append(passage)
        passages = [other for other in passages if other.evidence.ticket_id != passage.evidence.ticket_id]
    return tuple(passage.evidence for passage in chosen)


def central(group: Group, profile: Profile) -> list[int]:
    """Indexes of the group's members, the one that says most of what all say first."""
    scores = [profile.relevance(token.key for token in tokens if token.content) for tokens in group.tokens]
    return sorted(range(len(scores)), key=lambda order: (-scores[order], group.members[order].ticket_id))


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.evidence.ticket_id, passage.evidence.message, passage.evidence.start


def _gain(passage: Passage, chosen: Sequence[Passage], claimed: frozenset[str]) -> float:
    """Maximal marginal relevance (Carbonell and Goldstein 1998), as a product: relevance times what is new. Of the
    first quote nothing is new, but one with all the words of the title (``claimed``) counts double, a subject line,
    which may be the title itself, half as much again.
    """
    if not chosen:
        borne_out = len(passage.keys & claimed) / max(len(claimed), 1)
        return passage.score * (1.0 + borne_out * (0.5 if passage.evidence.message == SUBJECT else 1.0))
    known = any(passage.customer == other.customer for other in chosen)
    return passage.score * (1.0 - _likeness(passage, chosen)) * (_KNOWN_CUSTOMER if known else 1.0)


def _likeness(passage: Passage, chosen: Sequence[Passage]) -> float:
    """Share of words in common with the most similar quote chosen, in 0..1."""
    pairs = ((passage.keys & other.keys, passage.keys | other.keys) for other in chosen)
    return max((len(both) / len(either) if either else 1.0 for both, either in pairs), default=0.0)


def _passages(
    group: Group, order: int, profile: Profile, customers: Mapping[str, str], tokenizer: Tokenizer
) -> list[Passage]:
    """What one ticket offers for quoting."""
    feedback = group.members[order]
    words = tokenizer.words(feedback.language)
    found = []
    for sentence in _joined(feedback.text, sentences(feedback, words.abbreviations)):
        if not _quotable(sentence.text) or is_courtesy(sentence.text, words):
            continue
        keys = tokenizer.keys(sentence.text, feedback.language)
        score = profile.relevance(keys) * _shape(sentence)
        quote = Evidence(
            feedback.ticket_id, sentence.message, sentence.start, sentence.end, sentence.text, feedback.language
        )
        customer = customers.get(feedback.ticket_id, feedback.ticket_id)
        found.append(Passage(quote, round(score, 9), keys, customer))
    return found


def _joined(text: str, parts: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of ``text``; one too short to quote is joined with its neighbour when a blank parts them."""
    joined: list[Sentence] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is not None and min(len(last.text), len(part.text)) < SHORTEST and _blank_between(text, last, part):
            both = text[last.at : part.at + len(part.text)]
            joined[-1] = Sentence(both, part.message, last.start, part.end, last.at)
        else:
            joined.append(part)
    return joined


def _blank_between(text: str, one: Sentence, other: Sentence) -> bool:
    return one.message == other.message and other.start - one.end == 1 and text[other.at - 1] == " "


def _quotable(text: str) -> bool:
    """Whether ``text`` is short enough, mostly words, and free of control and direction characters."""
    if len(text) > LONGEST or plain(text) != " ".join(text.split()):
        return False
    letters = sum(map(str.isalpha, text)) + sum(map(str.isspace, text))
    return letters >= _FEWEST_LETTERS * len(text)


def _shape(sentence: Sentence) -> float:
    """How well a passage reads as a quote, in 0..1: neither short nor a step nor code; a subject line is mostly the
    title already.
    """
    flaws = (
        (_SHORT_QUOTE, len(sentence.text) < SHORTEST),
        (_SUBJECT, sentence.is_subject),
        (_REDACTED, PLACEHOLDER.search(sentence.text)),
        (_STEP, _STEP_MARKS.search(sentence.text)),
        (_CODE, _CODE_MARKS.search(sentence.text)),
    )
    return math.prod(factor for factor, flawed in flaws if flawed)


def verbatim(quotes: Iterable[Evidence], tickets: Mapping[str, Ticket]) -> tuple[Evidence, ...]:
    """Those of ``quotes`` that stand in the stored tickets, character by character, at their offsets, in a public
    message.
    """
    return tuple(quote for quote in quotes if quote.ticket_id in tickets and _stands(quote, tickets[quote.ticket_id]))


def _stands(quote: Evidence, ticket: Ticket) -> bool:
    if quote.message == SUBJECT:
        text = ticket.subject or ""
    elif quote.message < len(ticket.messages) and ticket.messages[quote.message].public:
        text = ticket.messages[quote.message].text
    else:
        return False
    return text[quote.start : quote.end] == quote.quote
