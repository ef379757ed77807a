"""The parts of a theme, each described so that it is told apart from its siblings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from voc.analysis.clustering.cores import NONE
from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.subdivide import SMALL, follow, subdivide
from voc.analysis.themes.description.describe import Description, Subject, describe
from voc.model.stopwords import Stopwords
from voc.model.theme import Vectors
from voc.model.ticket import Feedback

STEP = 2
"""A theme is cut into parts anew whenever the number of its tickets passes a power of this: as often as it has
doubled, however long that takes. Between, its parts keep their names, as themes do."""

Part = tuple[tuple[str, ...], Description]
"""Tickets of a theme, and what is said of them."""


def parts(
    title: tuple[str, str],
    members: Sequence[Feedback],
    corpus: Corpus,
    customers: Mapping[str, str],
    stopwords: Stopwords,
) -> list[Part]:
    """What a theme is made of, the largest part first; empty where it has no two parts.

    Args:
        title: of the theme, and its language: no part has it too, unless there is no other phrase.
        members: its tickets in any order.
        corpus: what they say, beside ``members``.
        customers: as for ``describe``.
        stopwords: for naming only.
    """
    labels = subdivide(corpus)
    if labels.max(initial=NONE) == NONE:
        return []
    names = [f"{label:02}" for label in range(int(labels.max()) + 1)]
    groups = {
        name: [member for member, its in zip(members, labels.tolist(), strict=True) if its == label]
        for label, name in enumerate(names)
    }
    name_of_all, language = title
    subjects = {name: Subject(group) for name, group in groups.items()}
    whole = {"whole": Subject((), name_of_all, language=language)}
    described = describe(subjects | whole, customers, stopwords)
    return [(tuple(sorted(each.ticket_id for each in groups[name])), described[name]) for name in names]


def outgrown(before: int, now: int) -> bool:
    """Whether a theme of so many tickets ``before`` has to be cut anew ``now``."""
    return not before or not now or _steps(before) != _steps(now)


def _steps(tickets: int) -> int:
    return math.floor(math.log(tickets, STEP))


def joined(known: Sequence[Sequence[str]], ticket_ids: Sequence[str], vectors: Vectors) -> list[tuple[str, ...]] | None:
    """The ``known`` parts of a theme with its newcomers, each in the part whose middle is nearest; None where one of
    them has too few tickets left.

    Args:
        known: the tickets of each part, those that left the theme among them.
        ticket_ids: all that the theme has now.
        vectors: beside ``ticket_ids``; a newcomer whose vector is zero is in no part, as when a theme is cut.
    """
    part_of = {ticket: label for label, part in enumerate(known) for ticket in part}
    labels = np.array([part_of.get(ticket, NONE) for ticket in ticket_ids])
    if np.bincount(labels[labels != NONE], minlength=len(known)).min(initial=SMALL) < SMALL:
        return None
    said = vectors.any(axis=1)
    labels[said] = follow(vectors[said], labels[said])
    return [
        tuple(sorted(ticket_ids[row] for row in np.flatnonzero(labels == label).tolist()))
        for label in range(len(known))
    ]
