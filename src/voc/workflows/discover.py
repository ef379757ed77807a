"""Tickets to themes: read what customers say, place it, cluster the rest, describe what changed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from voc.analysis.text.participation import NO_FEEDBACK, NO_WORDS, has_words, is_feedback
from voc.model.lexicon import Lexicon
from voc.model.settings import ClusterSettings
from voc.model.stopwords import Stopwords
from voc.model.theme import Assignment, Theme
from voc.model.ticket import Feedback, TicketFacts
from voc.ports.encoder import Encoder
from voc.ports.store import Discovery, Store
from voc.workflows.encode import Encoded, Progress, encode
from voc.workflows.parts import Whole, divide, quoted_tickets
from voc.workflows.read import read_new
from voc.workflows.standing import describe_in, stand

if TYPE_CHECKING:
    from voc.analysis.text.learned.model import KindModel
    from voc.analysis.themes.description.describe import Description
    from voc.analysis.themes.identity import Texts

VERSION = "4"
"""Raised whenever the same feedback would give other themes or descriptions."""

Encoding = Callable[[Sequence[Feedback]], Encoded]


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a run found.

    Attributes:
        tickets: all in the store; ``taking_part`` of them were looked at, ``left_out`` were not, by reason.
        clustered, unclustered: tickets in a theme and in none; ``placed`` joined a known theme in this run.
        themes: all there are, ``new_themes`` of them since this run.
        unchanged: nothing was new, so nothing was done.
        renewed: why all texts had to be encoded anew, empty where they had not.
    """

    tickets: int
    taking_part: int
    clustered: int
    unclustered: int
    placed: int
    themes: int
    new_themes: int
    unchanged: bool
    left_out: Mapping[str, int] = field(default_factory=dict)
    renewed: str = ""


def discover(
    store: Store,
    encoder: Encoder,
    *,
    lexicon: Lexicon,
    stopwords: Stopwords,
    settings: ClusterSettings,
    learned: KindModel | None = None,
    progress: Progress = lambda done, total: None,
) -> Discovered:
    """Find the themes of everything in the store and keep them there.

    What is read is kept batch by batch, what is found in one transaction: a run that was cut off is simply run again.

    Args:
        store: where the tickets are, and where the themes go.
        encoder: turns texts into vectors; fitted when the store holds no state of it yet.
        lexicon: for reading what a ticket is about.
        stopwords: for naming themes.
        settings: how tickets are clustered.
        learned: the user's own classifier of kinds; tickets are read anew when it changes.
        progress: called with the number of tickets read so far and in all, then the same of texts encoded.

    Raises:
        StoreError: another process writes to the store, or it failed.
        EncoderError: the encoder's model is not here, or cannot be used.
    """
    with store.writing():
        read_new(store, lexicon, learned, progress)
        digest = _digest(store, encoder, settings)
        if digest == store.discovery_digest():
            return _summary(store, store.assignments(), settings)
        encoding = partial(encode, store, encoder, progress=progress)
        return _find(store, encoding, stopwords, settings, digest)


def _digest(store: Store, encoder: Encoder, settings: ClusterSettings) -> str:
    """Names all that the themes are made of."""
    made_of = [store.feedback_digest(), encoder.name, asdict(settings), VERSION]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """What voc knows by itself before the run, by id."""

    feedback: Mapping[str, Feedback]
    facts: Mapping[str, TicketFacts]
    themes: Mapping[str, Theme]
    assignments: Sequence[Assignment]


def _find(store: Store, encoding: Encoding, stopwords: Stopwords, settings: ClusterSettings, digest: str) -> Discovered:
    """Place, cluster, describe, save."""
    from voc.analysis.themes.identity import Texts, recognise  # noqa: PLC0415 - loads scikit-learn and hdbscan

    before = store.found()
    kept = _Kept(
        {feedback.ticket_id: feedback for feedback in store.feedback()},
        {ticket.id: ticket for ticket in store.facts()},
        {theme.id: theme for theme in before.themes},
        before.assignments,
    )
    looked_at = _looked_at(kept, settings)
    encoded = encoding(looked_at)
    texts = Texts(looked_at, encoded.vectors, encoded.meaning)
    recognised = recognise(texts, list(kept.themes.values()), kept.assignments, kept.feedback, settings)
    themes = _themes(store, kept, recognised.members, texts, stopwords)
    found = replace(before, themes=themes, assignments=recognised.assignments)
    rows = {item.ticket_id: row for item, row in zip(looked_at, encoded.vectors, strict=True)}
    standing = stand(store, found, stopwords, vectors=lambda _: rows).standing
    store.save_discovery(Discovery(found, standing, encoded.fresh, encoded.state, digest, encoded.fitted_on))
    summary = _summary(store, standing.assignments, settings)
    return replace(
        summary, placed=recognised.placed, new_themes=len(recognised.minted), unchanged=False, renewed=encoded.renewed
    )


def _looked_at(kept: _Kept, settings: ClusterSettings) -> tuple[Feedback, ...]:
    """Everything that takes part, and what is in a theme from before, which stays there."""
    held = {assignment.ticket_id for assignment in kept.assignments if assignment.theme_id is not None}
    return tuple(
        item
        for item in kept.feedback.values()
        if item.ticket_id in held or (is_feedback(item, ignore_kinds=settings.ignore_kinds) and has_words(item))
    )


def _themes(
    store: Store, kept: _Kept, members: Mapping[str, Sequence[str]], texts: Texts, stopwords: Stopwords
) -> tuple[Theme, ...]:
    """All themes in the order of their ids, described and divided where they are new or changed."""
    from voc.analysis.themes.theme import found_theme, grown_theme  # noqa: PLC0415 - only when something is new

    described = _describe(store, kept, members, stopwords)
    wholes = {
        name: Whole(tickets, kept.themes.get(name), described.get(name)) for name, tickets in members.items() if tickets
    }
    parts = divide(store, wholes, texts, _customers(kept), stopwords)
    themes = []
    for name in sorted(members):
        said = [kept.feedback[ticket] for ticket in members[name]]
        before = kept.themes.get(name)
        if before is None:
            themes.append(found_theme(name, said, described[name], parts[name], kept.facts))
        else:
            themes.append(grown_theme(before, said, described.get(name), parts.get(name, ()), kept.facts))
    return tuple(themes)


def _describe(
    store: Store, kept: _Kept, members: Mapping[str, Sequence[str]], stopwords: Stopwords
) -> dict[str, Description]:
    """Descriptions of new themes, and of those that have other tickets or quotes that no longer stand as they did."""
    from voc.analysis.themes.description.describe import Subject  # noqa: PLC0415 - only when something is new
    from voc.analysis.themes.description.evidence import verbatim  # noqa: PLC0415 - as above

    quoted = quoted_tickets(store, [theme.exemplars for theme in kept.themes.values()])
    current = {
        name
        for name, theme in kept.themes.items()
        if theme.ticket_ids == members[name] and verbatim(theme.exemplars, quoted) == theme.exemplars
    }
    subjects = {
        name: Subject(
            [kept.feedback[ticket] for ticket in tickets],
            kept.themes[name].title if name in kept.themes else None,
            wanted=name not in current,
        )
        for name, tickets in members.items()
    }
    return describe_in(store, subjects, _customers(kept), stopwords)


def _customers(kept: _Kept) -> dict[str, str]:
    """Whom each ticket is counted for."""
    return {ticket.id: ticket.customer for ticket in kept.facts.values()}


def _summary(store: Store, assignments: Sequence[Assignment], settings: ClusterSettings) -> Discovered:
    """Counts, from what is cheap to read, of a run that changed nothing."""
    counts = store.counts()
    looked_at = {assignment.ticket_id for assignment in assignments}
    left_out = Counter(
        NO_WORDS if is_feedback(facts, ignore_kinds=settings.ignore_kinds) else NO_FEEDBACK
        for facts in store.feedback_facts()
        if facts.ticket_id not in looked_at
    )
    clustered = sum(assignment.theme_id is not None for assignment in assignments)
    return Discovered(
        tickets=counts.tickets,
        taking_part=len(assignments),
        clustered=clustered,
        unclustered=len(assignments) - clustered,
        placed=0,
        themes=counts.themes,
        new_themes=0,
        unchanged=True,
        left_out=dict(sorted(left_out.items())),
    )
