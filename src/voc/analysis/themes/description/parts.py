"""The parts of a theme, each described so that it is told apart from its siblings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voc.analysis.clustering.corpus import Corpus
from voc.analysis.clustering.subdivide import subdivide
from voc.analysis.themes.description.describe import Description, Subject, describe
from voc.model.stopwords import Stopwords
from voc.model.ticket import Feedback

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
    names = [f"{label:02}" for label in range(int(labels.max(initial=-1)) + 1)]
    groups = {
        name: [member for member, its in zip(members, labels.tolist(), strict=True) if its == label]
        for label, name in enumerate(names)
    }
    name_of_all, language = title
    subjects = {name: Subject(group) for name, group in groups.items()}
    whole = {"whole": Subject((), name_of_all, language=language)}
    described = describe(subjects | whole, customers, stopwords)
    return [(tuple(sorted(each.ticket_id for each in groups[name])), described[name]) for name in names]
