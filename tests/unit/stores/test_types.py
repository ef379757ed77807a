"""Column types give back what they were given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from voc.stores.types import Text, UtcTime, escape, unescape

DIALECTS = [sqlite.dialect(), postgresql.dialect()]


@pytest.mark.parametrize("text", ["", "plain", "ä\U0001f600\n\t", "\ue000\ud7fe"])
def test_ordinary_text_is_stored_as_it_is(text: str) -> None:
    """So that people can read and query the database with other tools."""
    assert escape(text) == text
    assert unescape(text) == text


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\x01", "\x01\x01", "\ud7ff", "\ud800", "\udfff", "\ud83d \ude00"])
def test_what_databases_refuse_is_escaped(text: str) -> None:
    """NUL and lone surrogates do not reach the database, and come back."""
    stored = escape(text)
    assert "\x00" not in stored
    stored.encode()
    assert unescape(stored) == text


def test_escaped_texts_sort_as_the_originals() -> None:
    """Every neighbour of an escaped character, and every surrogate, stands where Python puts it."""
    points = [*range(4), *range(0xD7FD, 0xE002), 0x10FFFF]
    texts = [chr(point) + tail for point in points for tail in ("", "\x00", "a")]
    assert sorted(texts) == sorted(texts, key=lambda text: escape(text).encode())
    assert [unescape(escape(text)) for text in texts] == texts


def test_none_stays_none() -> None:
    """Unknown is not a text and not a time."""
    for dialect in DIALECTS:
        assert Text().process_bind_param(None, dialect) is Text().process_result_value(None, dialect) is None
        assert UtcTime().process_bind_param(None, dialect) is UtcTime().process_result_value(None, dialect) is None


def test_text_sorts_by_code_point_on_postgresql() -> None:
    """Its servers sort by language unless told otherwise."""
    assert "COLLATE" in str(Text().compile(dialect=postgresql.dialect()))
    assert "COLLATE" not in str(Text().compile(dialect=sqlite.dialect()))


def test_times_are_kept_in_utc() -> None:
    """Whatever zone a time is given or answered in."""
    noon = datetime(2026, 10, 25, 12, tzinfo=UTC)
    helsinki = noon.astimezone(timezone(timedelta(hours=2)))
    for dialect in DIALECTS:
        bound = UtcTime().process_bind_param(helsinki, dialect)
        assert bound == noon
        assert bound.utcoffset() == timedelta(0)
        for answered in (helsinki, noon.replace(tzinfo=None)):
            back = UtcTime().process_result_value(answered, dialect)
            assert back == noon
            assert back.tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    """Guessing the zone here would hide a mistake of a source."""
    with pytest.raises(ValueError, match="without a zone"):
        UtcTime().process_bind_param(datetime(2026, 1, 1), DIALECTS[0])
