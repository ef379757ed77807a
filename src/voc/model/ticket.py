"""A ticket as voc keeps it, and what is read out of its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AuthorRole(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Kind(StrEnum):
    """What a ticket is, from a product team's point of view: work for it, word from its customers, or neither.

    A churn signal says before all else that its customer leaves or may leave; a lead wants to buy: a quote, a demo,
    more seats; other is somebody else's work, such as invoices, passwords and parcels; no action is nobody's, such as
    thanks, automatic replies and advertising.
    """

    BUG = "bug"
    FEATURE_REQUEST = "feature_request"
    HARD_TO_USE = "hard_to_use"
    QUESTION = "question"
    PRAISE = "praise"
    CHURN_SIGNAL = "churn_signal"
    LEAD = "lead"
    OTHER = "other"
    NO_ACTION = "no_action"


PRODUCT_KINDS = (Kind.BUG, Kind.FEATURE_REQUEST, Kind.HARD_TO_USE)
"""The kinds that are ranked and filed, in the order they are shown."""

NO_FEEDBACK_KINDS = (Kind.OTHER, Kind.LEAD, Kind.NO_ACTION)
"""The kinds that say nothing about the product: no theme is made of them."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation.

    Attributes:
        text: what was written. Straight from a source it may be HTML (``html`` is true) and hold personal data;
            once stored it is plain redacted text, and every evidence offset points into it.
        role: who wrote it.
        public: false for internal notes, which are never quoted.
        at: when, in UTC; None when the export does not say.
        html: whether ``text`` is HTML; never true once stored.
    """

    text: str
    role: AuthorRole = AuthorRole.CUSTOMER
    public: bool = True
    at: datetime | None = None
    html: bool = False


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """A customer's rating: ``scale`` names its range (``good_bad``, ``1-5``, ``stars-5``, ``nps``)."""

    scale: str
    value: str
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Revenue:
    """What the customer pays: a yearly amount and its currency (ISO 4217; None when the export does not say)."""

    amount: float
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One conversation, review or answer, known as ``<source>:<native id>``.

    Straight from a source, ``requester`` and ``organization`` are clear identities; once stored they are
    pseudonyms (keyed hashes). ``names`` are clear names of its people and organizations, known to the source, which
    are taken out of its texts; a stored ticket has none. All times are UTC. Unknown is None, never an empty string.
    """

    id: str
    messages: tuple[Message, ...] = ()
    subject: str | None = None
    requester: str | None = None
    organization: str | None = None
    channel: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    closed_at: datetime | None = None
    status: str | None = None
    priority: str | None = None
    type: str | None = None
    satisfaction: Satisfaction | None = None
    tags: tuple[str, ...] = ()
    revenue: Revenue | None = None
    url: str | None = None
    language: str | None = None
    version: str | None = None
    links: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def customer(self) -> str:
        """The key customers are counted by: the organization, else the requester, else the ticket itself."""
        return self.organization or self.requester or self.id


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What ranking and reports need of a ticket, without its words."""

    id: str
    customer: str
    created_at: datetime | None
    channel: str | None = None
    revenue: Revenue | None = None
    satisfaction: Satisfaction | None = None
    status: str | None = None
    url: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not read as it stands: where it is (1-based line), why, and its redacted head.

    ``lost`` is false where nothing a person wanted is missing: a ticket that its vendor marks as deleted, or one that
    was kept without a date that could not be read. Such rows are counted; only lost ones make a run partial.
    """

    file: str
    line: int
    reason: str
    head: str = ""
    lost: bool = True


SUBJECT = -1
"""The message number of a span or quote that lies in the ticket's subject."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a stored ticket: message number (0-based; ``SUBJECT`` for the subject), start and end offsets
    (characters, end exclusive) in that text, and where the stretch begins in ``Feedback.text``.
    """

    message: int
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """The customer's own words of one ticket, cleaned, and what they are about.

    Attributes:
        text: subject and public customer messages without quoted replies, signatures and footers.
        spans: where each part of ``text`` stands in the stored ticket, in order.
        kind: what it is; ``kind_confidence`` in 0..1; ``kind_reason`` the words or field that decided.
        language: ISO 639-1 code, or ``und``.
        severity: 1 (cosmetic) to 5 (data loss, security, money, service down), None when unknown; ``severity_reason``
            the words or field that decided, as ``sentiment_reason`` below.
        sentiment: -1, 0 or 1, None when unknown.
        churn: the words that say the customer may leave; empty when there are none.
        fingerprint: hex digest of the normalised text; equal texts have equal fingerprints.
        redactions: how many identifiers were replaced in the ticket.
    """

    ticket_id: str
    text: str
    spans: tuple[Span, ...]
    kind: Kind
    kind_confidence: float
    kind_reason: str
    language: str
    severity: int | None
    severity_reason: str
    sentiment: int | None
    churn: str
    fingerprint: str
    redactions: int = 0
    sentiment_reason: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """What counting, ranking and lists need of a ticket's feedback, without its words."""

    ticket_id: str
    kind: Kind
    kind_confidence: float
    language: str
    severity: int | None = None
    sentiment: int | None = None
    churn: str = ""
    kind_reason: str = ""
    severity_reason: str = ""
    sentiment_reason: str = ""


AnyFeedback = Feedback | FeedbackFacts
"""With its words or without them, where these are not asked for."""
