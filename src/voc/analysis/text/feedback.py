"""A stored ticket -> what its customer says, and what that is about."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from voc.analysis.text.classify import classify
from voc.analysis.text.clean.parts import own_words
from voc.analysis.text.clean.prose import prose
from voc.analysis.text.cues import find_cues, part_tokens
from voc.analysis.text.language import detect_language
from voc.analysis.text.learned.features import Passage
from voc.analysis.text.severity import churn, sentiment, severity
from voc.analysis.text.shapes import find_shapes
from voc.model.lexicon import Lexicon
from voc.model.ticket import PRODUCT_KINDS, SUBJECT, Feedback, Span, Ticket

if TYPE_CHECKING:
    from voc.analysis.text.learned.model import KindModel

FEEDBACK_VERSION = "5"
"""Rises whenever the same ticket and lexicon would give other feedback, so that everything is read anew."""

_FINGERPRINT_LENGTH = 32
_DIGITS = re.compile(r"\d+")
_READ_FOR_CUES = 2000
_LOOKED_AT = 12000


def read(ticket: Ticket, redactions: int, lexicon: Lexicon, learned: KindModel | None = None) -> Feedback:
    """The feedback of a stored ticket; the same ticket, lexicon and model give the same feedback.

    Args:
        ticket: as ``admit`` gave it.
        redactions: how many identifiers were replaced in it.
        lexicon: words and patterns.
        learned: a classifier of kinds trained by the user, where there is one.
    """
    text, spans = own_words(ticket, lexicon.mail)
    tokens, passage = _passage(text, spans, ticket, lexicon)
    hits = passage.hits
    verdict = classify(hits, passage.body_start, ticket, lexicon) if ticket.type else passage.by_words
    if learned is not None:
        verdict = learned.decide(passage, verdict, ticket, lexicon)
    level, why = severity(hits, ticket.priority, lexicon) if verdict.kind in PRODUCT_KINDS else (None, "")
    tone, tone_reason = sentiment(hits, ticket.satisfaction)
    return Feedback(
        ticket_id=ticket.id,
        text=text,
        spans=spans,
        kind=verdict.kind,
        kind_confidence=verdict.confidence,
        kind_reason=verdict.reason,
        language=detect_language(tokens, lexicon.languages, ticket.language),
        severity=level,
        severity_reason=why,
        sentiment=tone,
        sentiment_reason=tone_reason,
        churn=churn(hits),
        fingerprint=fingerprint(text),
        redactions=redactions,
    )


def fingerprint(text: str) -> str:
    """Hex digest of ``text`` without regard to case, blanks and digits."""
    normal = _DIGITS.sub("0", " ".join(text.casefold().split()))
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT_LENGTH]


def passage_of(ticket: Ticket, lexicon: Lexicon) -> Passage:
    """What a classifier of kinds sees of a stored ticket."""
    return _passage(*own_words(ticket, lexicon.mail), ticket, lexicon)[1]


def _passage(text: str, spans: tuple[Span, ...], ticket: Ticket, lexicon: Lexicon) -> tuple[list[str], Passage]:
    """Tokens of the subject and of the beginning of the messages, and the passage that they are taken from; what was
    only chosen in a form is not among them.
    """
    end = spans[0].end - spans[0].start if spans and spans[0].message == SUBJECT else 0
    subject = part_tokens(text[:end]) if end else []
    said = lexicon.form.pattern.sub("\n", text[end : end + _LOOKED_AT])
    body = part_tokens(prose(said)[:_READ_FOR_CUES]) if end < len(text) else []
    tokens, body_start = subject + body, len(subject)
    hits = [*find_cues(tokens, lexicon), *find_shapes(text[:_LOOKED_AT], tokens, body_start, lexicon)]
    by_words = classify(hits, body_start, replace(ticket, type=None), lexicon)
    return tokens, Passage(text[:end], text[end:], hits, body_start, by_words)
