"""Laws of clustering that hold for any texts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from voc.analysis.cluster import UNCLUSTERED, Clustering, cluster, divide_by_kind
from voc.encoders.lexical import LexicalEncoder
from voc.model.settings import ClusterSettings
from voc.model.ticket import Kind

WORDS = ["card", "payment", "fails", "login", "slow", "lasku", "väärä", "dark", "mode", "crash", "2024", "export"]
texts = st.lists(
    st.one_of(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), st.text(max_size=30)), max_size=40
)


def _found(ids: list[str], said: list[str]) -> Clustering:
    return cluster(ids, said, LexicalEncoder().fit(said).encode(said), ClusterSettings())


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
