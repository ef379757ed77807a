"""A store summed up, and the report written whole or not at all."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.made_up_shop import ISSUES, NOW, Shop, report, shop

from voc.errors import StoreError, UsageError
from voc.model.registry import Found, Standing
from voc.model.report import Report
from voc.model.settings import RankSettings
from voc.model.theme import Embedding, Evidence
from voc.model.ticket import Feedback, Span
from voc.ports.store import Discovery
from voc.renderers.json import JsonRenderer
from voc.renderers.markdown import MarkdownRenderer
from voc.stores.memory import MemoryStore
from voc.workflows.report import Occasion, summarize_store, write_report

QUICK = RankSettings(bootstrap_draws=20)


def stored(made: Shop) -> MemoryStore:
    """The shop in a store, as ingest and discover leave it."""
    store = MemoryStore()
    facts = made.facts
    store.save_tickets([
        (
            replace(
                ticket, organization=facts[id_].customer, channel=facts[id_].channel, revenue=facts[id_].revenue,
                satisfaction=facts[id_].satisfaction, url=facts[id_].url, status=facts[id_].status,
            ),
            id_,
            0,
        )
        for id_, ticket in made.tickets.items()
    ])  # fmt: skip
    store.save_feedback([feedback_of(made, id_) for id_ in made.feedback], "1")
    nothing = Embedding((), (), np.zeros((0, 0), dtype=np.float16), "lexical-1")
    layer = (tuple(made.themes), tuple(made.assignments.values()))
    store.save_discovery(Discovery(Found(*layer), Standing(*layer), nothing, None, "d", 0))
    return store


def feedback_of(made: Shop, id_: str) -> Feedback:
    """A ticket's feedback with its words."""
    row, text = made.feedback[id_], made.tickets[id_].messages[0].text
    return Feedback(
        id_, text, (Span(0, 0, len(text), 0),), row.kind, row.kind_confidence, "", row.language, row.severity, "",
        row.sentiment, row.churn, id_,
    )  # fmt: skip


def summed(store: MemoryStore, *, now: datetime = NOW, as_of: date | None = None) -> Report:
    """The report of a store, made on the shop's Monday morning."""
    occasion = Occasion(now, UTC, as_of)
    return summarize_store(store, QUICK, occasion, version="0.0.0", config_digest="c0ffee", issues=ISSUES)


def test_the_store_gives_the_shop_s_report() -> None:
    """Everything that ranking needs comes through the store."""
    found, expected = summed(stored(shop())), report(settings=QUICK)
    assert found.themes == expected.themes
    assert found.counts == expected.counts
    assert found.review == expected.review
    assert found.period == expected.period


def test_a_quote_that_is_not_in_the_ticket_is_left_out() -> None:
    """Invented words never reach a report."""
    made = shop()
    made.themes[0] = replace(made.themes[0], exemplars=(Evidence("zendesk:1000", 0, 0, 7, "Invent!"),))
    first = next(ranked for ranked in summed(stored(made)).themes if ranked.theme.id == "t01")
    assert first.theme.exemplars == ()


def test_as_of_decides_the_period() -> None:
    """With a date given the clock decides nothing."""
    store = stored(shop())
    one = summed(store, as_of=date(2026, 10, 26))
    other = summed(store, as_of=date(2026, 10, 26), now=NOW + timedelta(days=3))
    assert one == other
    assert one.period.end == datetime(2026, 10, 26, tzinfo=UTC)


def test_an_old_export_ranks() -> None:
    """Two years later the same store gives the same ranks, and says which period it follows."""
    store = stored(shop())
    late = summed(store, now=NOW + timedelta(days=730))
    assert late.period.follows_data
    assert [r.score for r in late.themes] == [r.score for r in summed(store).themes]


def test_an_empty_store() -> None:
    """Nothing in, a report of nothing out."""
    found = summed(MemoryStore())
    assert (found.themes, found.counts.tickets, found.provenance.space) == ((), 0, "")


def test_a_report_is_written(tmp_path: Path) -> None:
    """The file holds what the renderer gives, and nothing else is left in the folder."""
    path = tmp_path / "report.md"
    write_report(report(settings=QUICK), path, MarkdownRenderer())
    assert path.read_bytes() == MarkdownRenderer().render(report(settings=QUICK))
    assert list(tmp_path.iterdir()) == [path]


def test_an_earlier_report_is_replaced(tmp_path: Path) -> None:
    """A longer earlier file leaves no tail."""
    path = tmp_path / "report.json"
    path.write_text("x" * 1_000_000)
    write_report(report(settings=QUICK), path, JsonRenderer())
    assert path.read_bytes() == JsonRenderer().render(report(settings=QUICK))


@pytest.mark.parametrize("place", ["", "missing/report.md", "file/report.md"])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, place: str) -> None:
    """A folder, a missing folder and a file where a folder should be: one line with the path and what to do."""
    (tmp_path / "file").write_text("kept")
    with pytest.raises(UsageError) as refused:
        write_report(report(settings=QUICK), tmp_path / place, MarkdownRenderer())
    assert str(tmp_path) in refused.value.what
    assert refused.value.hint
    assert "\n" not in str(refused.value)
    assert (tmp_path / "file").read_text() == "kept"


def test_a_full_disk_keeps_the_earlier_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is no room the earlier report stays, the unfinished one goes, and the exit code is the store's."""
    path = tmp_path / "report.md"
    path.write_text("earlier")

    def full(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StoreError, match="No space left") as failed:
        write_report(report(settings=QUICK), path, MarkdownRenderer())
    assert failed.value.exit_code == 3
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("report.md", "earlier")]
