"""Laws of clustering that hold for any texts."""

from __future__ import annotations

from unittest.mock import patch

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.made_up_corpus import corpus_of_words

from voc.analysis.clustering.cluster import UNCLUSTERED, Clustering, cluster, divide_by_kind
from voc.analysis.clustering.cores import NONE, Labels
from voc.analysis.clustering.subdivide import SHARE, SMALL, subdivide
from voc.encoders.lexical import LexicalEncoder
from voc.model.ticket import Kind

WORDS = ["card", "payment", "fails", "login", "slow", "lasku", "väärä", "dark", "mode", "crash", "2024", "export"]
texts = st.lists(
    st.one_of(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), st.text(max_size=30)), max_size=40
)


def _found(ids: list[str], said: list[str]) -> Clustering:
    return cluster(ids, corpus_of_words(said, LexicalEncoder().fit(said).encode(said)))


@settings(max_examples=40, deadline=None)
@given(texts)
def test_every_ticket_has_exactly_one_place(said: list[str]) -> None:
    """Clusters share no ticket, hold only tickets that came in, and agree with ``nearest``."""
    ids = [f"t:{i:02d}" for i in range(len(said))]
    clustering = _found(ids, said)
    members = [ticket for each in clustering.clusters for ticket in each.ticket_ids]
    assert len(members) == len(set(members))
    assert [each.ticket_id for each in clustering.nearest] == ids
    assert set(members) == {each.ticket_id for each in clustering.nearest if each.label != UNCLUSTERED}
    assert all(len(each.ticket_ids) >= 2 for each in clustering.clusters)


@settings(max_examples=25, deadline=None)
@given(texts.flatmap(lambda said: st.tuples(st.just(said), st.permutations(range(len(said))))))
def test_the_order_of_tickets_is_not_seen(case: tuple[list[str], list[int]]) -> None:
    """Any permutation gives the same place to every ticket."""
    said, order = case
    ids = [f"t:{i:02d}" for i in range(len(said))]
    mixed = _found([ids[i] for i in order], [said[i] for i in order])
    assert sorted(mixed.nearest, key=lambda each: each.ticket_id) == list(_found(ids, said).nearest)


@settings(max_examples=25, deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_division_loses_no_ticket(said: list[str], chance) -> None:  # type: ignore[no-untyped-def]
    """Whatever the kinds, each part lies inside one cluster and all parts together are all clusters."""
    ids = [f"t:{i:02d}" for i in range(len(said))]
    whole = _found(ids, said)
    parts = divide_by_kind(whole, {ticket: chance.choice(list(Kind)) for ticket in ids})
    former = {each.ticket_id: each.label for each in whole.nearest}
    for part in parts.clusters:
        assert len({former[ticket] for ticket in part.ticket_ids}) == 1
    assert sorted(t for each in parts.clusters for t in each.ticket_ids) == sorted(
        t for each in whole.clusters for t in each.ticket_ids
    )


CAMERA = (
    "The app crashes when I open the camera",
    "App crashed again while opening the camera",
    "Opening the camera makes your app crash at once",
    "Crash as soon as the camera opens",
    "Camera opens for a second, then the app crashes",
    "Each time the camera is opened the app crashes",
)
OTHERS = (
    "My invoice shows the wrong amount",
    "Please add a dark mode for the evening",
    "How do I change my password?",
    "Where can I download last year's receipts",
    "The newsletter keeps coming although I unsubscribed",
    "Delivery took three weeks",
    "Love the new colours, thank you",
    "Can two people share one account?",
    "Sound is missing in videos on my tablet",
    "Translation of the menu reads odd",
    "Need an API for our warehouse",
    "Printing labels cuts the last line",
    "Which currencies do you accept?",
    "Voice messages are too quiet",
)


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.sampled_from(CAMERA), min_size=4),
    st.lists(st.sampled_from(OTHERS), min_size=8, unique=True),
)
@example(
    {CAMERA[0], CAMERA[1], CAMERA[3], CAMERA[5]},
    [OTHERS[0], OTHERS[9], OTHERS[11], OTHERS[1], OTHERS[2], OTHERS[4], OTHERS[5], OTHERS[7]],
)
def test_customers_with_one_complaint_are_a_theme(same: set[str], others: list[str]) -> None:
    """Customers with one complaint in their own words meet among strangers, and most of their theme is theirs."""
    said = [*sorted(same), *others]
    labels = [each.label for each in _found([f"t:{i:02d}" for i in range(len(said))], said).nearest]
    assert set(labels[: len(same)]) == {labels[0]}
    assert labels[0] != UNCLUSTERED
    assert labels[len(same) :].count(labels[0]) < len(same)


@settings(max_examples=40, deadline=None)
@given(texts)
def test_parts_are_large_enough_and_leave_nobody_out(said: list[str]) -> None:
    """A theme has no parts or two and more, each of several tickets; whoever has a vector is in one."""
    corpus = corpus_of_words(said, LexicalEncoder().fit(said).encode(said))
    labels = subdivide(corpus)
    known = corpus.vectors.any(axis=1)
    assert (labels[~known] == NONE).all()
    if (labels != NONE).any():
        sizes = np.bincount(labels[known])
        assert len(sizes) >= 2
        assert sizes.min() >= max(SMALL, SHARE * known.sum())
        assert sizes.tolist() == sorted(sizes, reverse=True)


@settings(max_examples=40, deadline=None)
@given(texts.flatmap(lambda said: st.tuples(st.just(said), st.permutations(range(len(said))))), st.integers(4, 40))
def test_parts_do_not_depend_on_order(case: tuple[list[str], list[int]], largest: int) -> None:
    """Any permutation gives the same parts, of as many texts as are compared."""
    said, order = case
    corpus = corpus_of_words(said, LexicalEncoder().fit(said).encode(said))
    with patch("voc.analysis.clustering.subdivide.LARGEST", largest):
        labels, mixed = subdivide(corpus), subdivide(corpus.take(np.array(order, np.int64)))
    assert _blocks(labels, list(range(len(said)))) == _blocks(mixed, order)


def _blocks(labels: Labels, tickets: list[int]) -> set[frozenset[int]]:
    """The tickets of each part."""
    return {
        frozenset(ticket for ticket, its in zip(tickets, labels, strict=True) if its == label)
        for label in set(labels.tolist()) - {NONE}
    }
