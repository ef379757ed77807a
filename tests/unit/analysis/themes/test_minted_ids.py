"""Ids of new themes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from voc.analysis.themes.identity.minting import Mint


def mint(count: int, tickets: Iterable[str], taken: Collection[str], seed: int) -> tuple[str, ...]:
    """So many new ids."""
    return Mint(tickets, taken, seed).draw(count)


def test_ids_are_ten_hex_digits_and_differ() -> None:
    """As many ids as were asked for, each ``th-`` and ten hex digits, none twice."""
    ids = mint(50, ["t:1", "t:2"], (), 0)
    assert len(set(ids)) == 50
    assert all(re.fullmatch(r"th-[0-9a-f]{10}", id_) for id_ in ids)


def test_ids_do_not_depend_on_the_order_of_tickets() -> None:
    """Two fresh stores with the same tickets agree; another seed or another ticket gives other ids."""
    ids = mint(3, ["t:1", "t:2"], (), 0)
    assert mint(3, ["t:2", "t:1"], (), 0) == ids
    assert not set(mint(3, ["t:1", "t:2"], (), 1)) & set(ids)
    assert not set(mint(3, ["t:1", "t:2", "t:3"], (), 0)) & set(ids)


def test_a_taken_id_is_never_minted_again() -> None:
    """Ids that are in use are passed over, and the count is still full."""
    first = mint(4, ["t:1"], (), 0)
    more = mint(4, ["t:1"], first[1:], 0)
    assert len(more) == 4
    assert not set(more) & set(first[1:])


def test_fewer_ids_are_the_first_of_more() -> None:
    """Asking for more does not change those that come first; asking for none gives none."""
    assert mint(5, ["t:1"], (), 0)[:2] == mint(2, ["t:1"], (), 0)
    assert mint(0, ["t:1"], (), 0) == ()


def test_broken_ids_of_tickets_are_no_obstacle() -> None:
    """A lone surrogate in a ticket id is hashed like any other character."""
    assert len(mint(1, ["t:\ud800"], (), 0)) == 1
