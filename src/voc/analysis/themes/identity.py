"""Themes that keep their id: place first, cluster only the rest, mint an id once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voc.analysis.clustering.cluster import Clustering, cluster, divide_by_kind
from voc.analysis.clustering.corpus import Corpus, Shares
from voc.analysis.text.language import UNKNOWN
from voc.analysis.text.participation import fits
from voc.analysis.themes.placing import NOWHERE, Flags, Regions, absorb, place, regions
from voc.analysis.themes.theme import theme_kind
from voc.model.settings import ClusterSettings
from voc.model.theme import Assignment, Theme, Vectors
from voc.model.ticket import Feedback, Kind

FRESH = 1 / 3
"""Share of a cluster that must never have been looked at for it to become a theme. Otherwise every run would make
themes of what earlier runs rightly left alone, for the fewer texts are clustered, the smaller a cluster may be; and
were it more, a problem that is reported once a week would never become one."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The tickets that are looked at, ``feedback`` beside the rows of ``vectors`` (n x d) and of what the encoder says
    of their ``meaning`` (n, 0..1).
    """

    feedback: tuple[Feedback, ...]
    vectors: Vectors
    meaning: Shares

    def corpus(self, rows: Sequence[int]) -> Corpus:
        """What these tickets say."""
        chosen = [self.feedback[row] for row in rows]
        languages = ["" if item.language == UNKNOWN else item.language for item in chosen]
        return Corpus([item.text for item in chosen], self.vectors[rows], self.meaning[rows], languages)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Where every ticket is now.

    Attributes:
        members: ticket ids of each theme, known ones first in the order of their ids, then new ones, largest first.
        assignments: one a ticket, in the order of ticket ids.
        placed: how many tickets joined a known theme in this run.
        minted: ids of the new themes.
    """

    members: Mapping[str, tuple[str, ...]]
    assignments: tuple[Assignment, ...]
    placed: int
    minted: tuple[str, ...]


def mint(count: int, tickets: Iterable[str], taken: Collection[str], seed: int) -> tuple[str, ...]:
    """``count`` new theme ids, ``th-`` and ten hex digits, none of them in ``taken``.

    The ids of all ``tickets`` known at this moment serve as entropy, so that two fresh stores with the same input
    agree. An id is never derived again: it means nothing but itself.
    """
    digest = hashlib.sha256("\n".join(sorted(tickets)).encode("utf-8", "surrogatepass")).hexdigest()
    minted: list[str] = []
    ordinal = len(taken)
    while len(minted) < count:
        theme = "th-" + hashlib.sha256(f"{seed}\n{ordinal}\n{digest}".encode()).hexdigest()[:10]
        if theme not in taken and theme not in minted:
            minted.append(theme)
        ordinal += 1
    return tuple(minted)


def recognise(
    texts: Texts,
    known: Sequence[Theme],
    earlier: Sequence[Assignment],
    tickets: Iterable[str],
    settings: ClusterSettings,
) -> Recognised:
    """Give every ticket its theme.

    A ticket that has a theme keeps it, whatever its text or kind is now. Any other is placed in a known theme if it
    lies inside it; what is left, old unclustered tickets included, is clustered. A cluster joins a known theme if it
    is a part of it, and becomes a new theme otherwise, if enough of it is new (``FRESH``).

    Args:
        texts: tickets that take part, and all that are in a theme already, in any order.
        known: themes of the last run. One without any ticket left keeps its id, so that what refers to it (a filed
            issue, a person's decision) never points nowhere.
        earlier: assignments of the last run.
        tickets: ids of all tickets known, for minting.
        settings: the seed, and whether kinds keep themes apart.
    """
    texts = _in_order(texts)
    rows = {feedback.ticket_id: row for row, feedback in enumerate(texts.feedback)}
    themes = {theme.id: theme for theme in sorted(known, key=lambda theme: theme.id)}
    kept = {a.ticket_id: a for a in earlier if a.theme_id in themes and a.ticket_id in rows}
    lands = regions(_rows_by_theme(kept.values(), rows), texts.vectors)
    rules = _Rules(lands, _fitting(lands, themes, settings))
    placed, rest = _place(texts, [row for row, f in enumerate(texts.feedback) if f.ticket_id not in kept], rules)
    clustering = _cluster(texts, list(rest), {assignment.ticket_id for assignment in earlier}, settings)
    joined = _joined(clustering, texts, rows, rules)
    new = [cluster.label for cluster in clustering.clusters if cluster.label not in joined]
    minted = mint(len(new), tickets, themes, settings.seed)
    names = joined | dict(zip(new, minted, strict=True))
    assignments = kept | placed | _clustered(texts, rest, clustering, names, rules)
    ordered = tuple(assignments[ticket] for ticket in sorted(assignments))
    arrived = sum(a.ticket_id not in kept and a.theme_id in themes for a in ordered)
    return Recognised(_members(ordered, (*themes, *minted)), ordered, arrived, minted)


@dataclass(frozen=True, slots=True, eq=False)
class _Rules:
    """Where the known themes lie, and for each kind which of them (k) it fits."""

    lands: Regions
    fitting: Mapping[Kind, Flags]


def _fitting(lands: Regions, themes: Mapping[str, Theme], settings: ClusterSettings) -> dict[Kind, Flags]:
    return {
        kind: np.array([settings.ignore_kinds or fits(kind, themes[name].kind) for name in lands.theme_ids], bool)
        for kind in Kind
    }


def _in_order(texts: Texts) -> Texts:
    """The same tickets in the order of their ids."""
    order = sorted(range(len(texts.feedback)), key=lambda row: texts.feedback[row].ticket_id)
    return Texts(tuple(texts.feedback[row] for row in order), texts.vectors[order], texts.meaning[order])


def _rows_by_theme(assignments: Iterable[Assignment], rows: Mapping[str, int]) -> dict[str, list[int]]:
    by_theme = defaultdict(list)
    for assignment in assignments:
        if assignment.theme_id is not None:
            by_theme[assignment.theme_id].append(rows[assignment.ticket_id])
    return {theme: sorted(members) for theme, members in by_theme.items()}


def _place(texts: Texts, loose: Sequence[int], rules: _Rules) -> tuple[dict[str, Assignment], dict[int, str | None]]:
    """Assignments of the loose tickets that join a known theme; the rows of the rest with their nearest theme."""
    lands = rules.lands
    allowed = np.array([rules.fitting[texts.feedback[row].kind] for row in loose], bool)
    placing = place(texts.vectors[list(loose)], lands, allowed.reshape(len(loose), len(lands.theme_ids)))
    placed: dict[str, Assignment] = {}
    rest: dict[int, str | None] = {}
    for row, theme, confidence, nearest in zip(loose, placing.theme, placing.confidence, placing.nearest, strict=True):
        if theme == NOWHERE:
            rest[row] = lands.theme_ids[nearest] if nearest != NOWHERE else None
        else:
            ticket, name = texts.feedback[row].ticket_id, lands.theme_ids[theme]
            placed[ticket] = Assignment(ticket, name, _rounded(confidence), name)
    return placed, rest


def _cluster(texts: Texts, rest: Sequence[int], seen: Collection[str], settings: ClusterSettings) -> Clustering:
    """The rest in clusters, largest first, of which enough is new; none where nothing is new."""
    feedback = [texts.feedback[row] for row in rest]
    if all(item.ticket_id in seen for item in feedback):
        return Clustering((), ())
    found = cluster([item.ticket_id for item in feedback], texts.corpus(rest))
    if not settings.ignore_kinds:
        found = divide_by_kind(found, {item.ticket_id: item.kind for item in feedback})
    fresh = [
        each
        for each in found.clusters
        if sum(ticket not in seen for ticket in each.ticket_ids) >= FRESH * len(each.ticket_ids)
    ]
    fresh.sort(key=lambda each: (-len(each.ticket_ids), min(each.ticket_ids)))
    return Clustering(tuple(fresh), found.nearest)


def _joined(clustering: Clustering, texts: Texts, rows: Mapping[str, int], rules: _Rules) -> dict[int, str]:
    """The known theme of each cluster, by label, that is a part of one."""
    joined = {}
    for each in clustering.clusters:
        kind = theme_kind(texts.feedback[rows[ticket]] for ticket in each.ticket_ids)
        theme = absorb(each.centroid, len(each.ticket_ids), rules.lands, rules.fitting[kind])
        if theme != NOWHERE:
            joined[each.label] = rules.lands.theme_ids[theme]
    return joined


def _clustered(
    texts: Texts, rest: Mapping[int, str | None], clustering: Clustering, names: Mapping[int, str], rules: _Rules
) -> dict[str, Assignment]:
    """Assignments of the rest: to the theme their cluster became or joined, or to none, with the nearest named."""
    said = {item.ticket_id: item for item in clustering.nearest}
    centroids = {names[each.label]: each.centroid for each in clustering.clusters}
    centroids |= dict(zip(rules.lands.theme_ids, rules.lands.centroids, strict=True))
    assignments = {}
    for row, known in rest.items():
        ticket = texts.feedback[row].ticket_id
        item = said.get(ticket)
        name = names.get(item.label) if item else None
        if item and name:
            assignments[ticket] = Assignment(ticket, name, _rounded(item.confidence), name)
        else:
            new = names.get(item.nearest_label) if item and item.nearest_label is not None else None
            near = [theme for theme in (known, new) if theme]
            nearest = max(near, key=lambda theme: float(centroids[theme] @ texts.vectors[row]), default=None)
            assignments[ticket] = Assignment(ticket, None, 0.0, nearest)
    return assignments


def _rounded(confidence: float) -> float:
    """Four decimals: what the last bits say depends on the machine."""
    return round(float(confidence), 4)


def _members(assignments: Iterable[Assignment], themes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    by_theme: dict[str, list[str]] = {theme: [] for theme in themes}
    for assignment in assignments:
        if assignment.theme_id is not None:
            by_theme[assignment.theme_id].append(assignment.ticket_id)
    return {theme: tuple(tickets) for theme, tickets in by_theme.items()}
