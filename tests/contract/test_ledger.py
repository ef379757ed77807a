"""What every Ledger promises, on each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.filing_world import START

from voc.model.filing import Told
from voc.model.ledger import AsFiled, EntryState, LedgerEntry, Scope, Written
from voc.ports.ledger import Ledger, StaleTokenError
from voc.stores.ledger import SqlLedger
from voc.stores.memory_ledger import MemoryLedger
from voc.stores.sql import open_store

SCOPE = Scope("local:issues", "VOC", "default")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """Each ledger, empty."""
    if request.param == "memory":
        yield MemoryLedger()
        return
    store = open_store(
        str(tmp_path / "voc.db") if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    )
    yield SqlLedger(store)
    store.close()


def full(entry: LedgerEntry) -> LedgerEntry:
    """``entry`` with every field set."""
    return replace(
        entry,
        state=EntryState.FILED,
        attempt_id="attempt",
        sent_at=START,
        issue_id="VOC-1",
        issue_key="VOC-1",
        issue_url="https://example.com/1",
        issue_created_at=START,
        not_before=START,
        looks=2,
        look_runs=1,
        reason="ä \x00 ' --",
        written=Written(
            "a",
            "b",
            ("bug",),
            ("block",),
            Told(3, "rising", 4),
            "1",
            "c",
            "d",
            commented_at=START,
            last_word=True,
            as_filed=AsFiled("e", "f", ("bug", "ä")),
        ),
    )


def test_an_empty_ledger_has_an_id_and_no_rows(ledger: Ledger) -> None:
    """The id is there from the first moment and does not change."""
    assert ledger.ledger_id
    assert ledger.ledger_id == ledger.ledger_id
    assert dict(ledger.entries(SCOPE)) == {}
    assert not ledger.has_filed()


def test_whether_anything_was_ever_filed(ledger: Ledger) -> None:
    """An issue counts in whatever scope; a claim alone does not."""
    elsewhere = replace(SCOPE, project="OTHER")
    row = ledger.claim(elsewhere, ["t"], "token", "run")["t"]
    assert not ledger.has_filed()
    ledger.save(full(row))
    assert ledger.has_filed()


def test_claiming_makes_rows_and_takes_over_planned_ones(ledger: Ledger) -> None:
    """Missing and planned rows become claimed under the token and the run's id."""
    ledger.remember(SCOPE, ["b"], "waits")
    claimed = ledger.claim(SCOPE, ["a", "b"], "token", "run")
    assert {name: (row.state, row.token, row.run_id) for name, row in claimed.items()} == dict.fromkeys(
        "ab", (EntryState.CLAIMED, "token", "run")
    )
    assert dict(ledger.entries(SCOPE)) == dict(claimed)


def test_claiming_keeps_what_is_known(ledger: Ledger) -> None:
    """A row that may have been sent, or is filed, keeps its state and its issue when another run takes it over."""
    for number, state in enumerate(set(EntryState) - {EntryState.PLANNED, EntryState.CLAIMED}):
        row = ledger.claim(SCOPE, [f"t{number}"], "old", "run")[f"t{number}"]
        ledger.save(replace(full(row), state=state))
        taken = ledger.claim(SCOPE, [f"t{number}"], "new", "run2")[f"t{number}"]
        assert taken == replace(full(row), state=state, token="new", run_id="run2")


def test_a_row_comes_back_as_it_was_saved(ledger: Ledger) -> None:
    """Every field survives, times and hostile text too."""
    row = full(ledger.claim(SCOPE, ["t"], "token", "run")["t"])
    ledger.save(row)
    assert ledger.entries(SCOPE)["t"] == row


def test_an_old_token_cannot_write(ledger: Ledger) -> None:
    """A run that was taken for dead cannot write over its successor."""
    old = ledger.claim(SCOPE, ["t"], "old", "run")["t"]
    new = ledger.claim(SCOPE, ["t"], "new", "run")["t"]
    with pytest.raises(StaleTokenError, match="another run"):
        ledger.save(replace(old, state=EntryState.SENDING))
    assert ledger.entries(SCOPE)["t"] == new


def test_a_row_that_was_never_claimed_cannot_be_saved(ledger: Ledger) -> None:
    """Only a claim makes rows, so that no write goes by the token."""
    with pytest.raises(StaleTokenError):
        ledger.save(LedgerEntry(SCOPE, "t", EntryState.FILED, token="x"))
    assert dict(ledger.entries(SCOPE)) == {}


def test_remembering_changes_no_row_that_exists(ledger: Ledger) -> None:
    """A theme that waits once more stays as it is; a new one is put on record."""
    row = full(ledger.claim(SCOPE, ["a"], "token", "run")["a"])
    ledger.save(row)
    ledger.remember(SCOPE, ["a", "b"], "waits")
    assert ledger.entries(SCOPE)["a"] == row
    assert ledger.entries(SCOPE)["b"] == LedgerEntry(SCOPE, "b", EntryState.PLANNED, reason="waits")


def test_releasing_ends_what_was_left_open(ledger: Ledger) -> None:
    """Claimed rows are planned again, sending ones uncertain, filed ones stay."""
    rows = ledger.claim(SCOPE, ["a", "b", "c"], "token", "run")
    ledger.save(replace(rows["b"], state=EntryState.SENDING, attempt_id="x", sent_at=START))
    ledger.save(full(rows["c"]))
    ledger.release(SCOPE)
    now = ledger.entries(SCOPE)
    assert [now[name].state for name in "abc"] == [EntryState.PLANNED, EntryState.UNCERTAIN, EntryState.FILED]
    assert (now["b"].attempt_id, now["b"].sent_at) == ("x", START)
    assert now["c"] == full(rows["c"])


@pytest.mark.parametrize(
    "other", [replace(SCOPE, tracker="x"), replace(SCOPE, project="X"), replace(SCOPE, namespace="x")]
)
def test_scopes_are_apart(ledger: Ledger, other: Scope) -> None:
    """Another tracker, project or namespace has rows of its own for the same theme."""
    ledger.claim(SCOPE, ["t"], "token", "run")
    assert dict(ledger.entries(other)) == {}
    ledger.claim(other, ["t"], "other", "run")
    assert ledger.entries(SCOPE)["t"].token == "token"
    ledger.release(other)
    assert ledger.entries(SCOPE)["t"].state is EntryState.CLAIMED


def test_rows_outlive_the_process(tmp_path: Path) -> None:
    """A reopened store has the same rows under the same ledger id."""
    store = open_store(str(tmp_path / "voc.db"))
    ledger = SqlLedger(store)
    row = full(ledger.claim(SCOPE, ["t"], "token", "run")["t"])
    ledger.save(row)
    store.close()
    again = open_store(str(tmp_path / "voc.db"))
    assert (SqlLedger(again).ledger_id, SqlLedger(again).entries(SCOPE)["t"]) == (ledger.ledger_id, row)
    again.close()
