"""Vectors, clusters, and the themes that outlive them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from voc.model.ticket import Kind

Vectors = npt.NDArray[np.float32]
"""n x d, unit length by row (a text without any known feature is a row of zeros)."""


HalfVectors = npt.NDArray[np.float16]
"""``Vectors`` in half precision: how they are kept, for it costs no quality and half the room."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """The vectors of some tickets, row by row, in one vector space.

    ``space`` names the encoder, its version and its fitted state; vectors compare only within one space.
    ``fingerprints`` are digests of the very texts that the vectors are of: a ticket whose text has another one now
    needs another vector, and a text that has a vector already needs none.
    """

    ticket_ids: tuple[str, ...]
    fingerprints: tuple[str, ...]
    vectors: HalfVectors
    space: str


@dataclass(frozen=True, slots=True, eq=False)
class EncoderState:
    """A fitted encoder as plain arrays and JSON values, so that it can be stored without pickle."""

    space: str
    arrays: Mapping[str, npt.NDArray[np.generic]]
    meta: Mapping[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """Tickets that belong together in one clustering; the label means nothing in the next run.

    ``probabilities`` (0..1) stand beside ``ticket_ids``; ``centroid`` is the unit mean of the members' vectors.
    """

    label: int
    ticket_ids: tuple[str, ...]
    probabilities: tuple[float, ...]
    centroid: Vectors


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote: ``quote`` equals characters ``start`` to ``end`` of message number ``message`` (0-based,
    ``SUBJECT`` for the subject) of the stored ticket.
    """

    ticket_id: str
    message: int
    start: int
    end: int
    quote: str
    language: str = "und"


BY_COMPANY = 0.0001
"""Confidence of a ticket that is in a theme for its company only: it came in among new tickets that make a theme
together, and by itself was in no group. It is no figure of how surely it belongs there."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which theme a ticket is in: None when unclustered; its nearest theme is named even then.

    ``confidence`` is in 0..1 and tells how surely the ticket belongs to ``theme_id``, 0 when there is none and
    ``BY_COMPANY`` when nobody knows.
    """

    ticket_id: str
    theme_id: str | None
    confidence: float
    nearest_theme_id: str | None


class TitleBy(StrEnum):
    """Whose words a theme's title is: its customers' own, a language model's, or those of a person who ruled so."""

    CUSTOMERS = "customers"
    MODEL = "model"
    PERSON = "person"


class ThemeStatus(StrEnum):
    """Where a theme is in its life; one that a person muted is neither ranked in lists nor filed."""

    ACTIVE = "active"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person wrote about a theme (a note, a step of the chain of whys, an issue's key, why it is muted), who and
    when; ``decision_id`` is what ``voc theme undo`` takes it back by.
    """

    text: str
    who: str
    at: datetime
    decision_id: str


@dataclass(frozen=True, slots=True)
class SubTheme:
    """A part of a large theme, told apart from the other parts; it has no id, since new tickets may cut otherwise."""

    title: str
    ticket_ids: tuple[str, ...]
    exemplar: Evidence | None = None
    keyphrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """One problem or wish that several customers share; its id is minted once and never changes.

    Attributes:
        merged_from: themes that became part of it, in the order of ids.
        notes, whys: what people wrote about it, in the order they did.
        link: the issue that a person says it is; None where nobody does.
        unlinked: who said last that it is no existing issue; None unless that is so.
        muted: who muted it, and why; None unless its status says so.
    """

    id: str
    title: str
    kind: Kind
    keyphrases: tuple[str, ...]
    exemplars: tuple[Evidence, ...]
    ticket_ids: tuple[str, ...]
    first_seen: datetime | None
    last_seen: datetime | None
    language: str = "und"
    status: ThemeStatus = ThemeStatus.ACTIVE
    merged_from: tuple[str, ...] = ()
    title_by: TitleBy = TitleBy.CUSTOMERS
    sub_themes: tuple[SubTheme, ...] = ()
    notes: tuple[Remark, ...] = ()
    whys: tuple[Remark, ...] = ()
    link: Remark | None = None
    unlinked: Remark | None = None
    muted: Remark | None = None

    @property
    def quotes(self) -> tuple[Evidence, ...]:
        """All that it quotes, its parts' quotes too."""
        return self.exemplars + tuple(part.exemplar for part in self.sub_themes if part.exemplar)
