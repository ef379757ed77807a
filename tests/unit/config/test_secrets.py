"""References to secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.config.secrets import Secret, resolve_secret, secret
from voc.errors import ConfigError


def test_secrets_are_references(tmp_path: Path) -> None:
    """``env:`` and ``file:`` are looked up; a missing one is refused by name, never by value."""
    (tmp_path / "url").write_text("postgresql://example\n", encoding="utf-8")
    assert resolve_secret("env:STORE", tmp_path, {"STORE": "voc.db"}) == "voc.db"
    assert resolve_secret("file:url", tmp_path) == "postgresql://example"
    assert resolve_secret("plain.db", tmp_path) == "plain.db"
    with pytest.raises(ConfigError, match="environment variable STORE is not set"):
        resolve_secret("env:STORE", tmp_path, {})
    with pytest.raises(ConfigError, match="cannot be read"):
        resolve_secret("file:gone", tmp_path)


def test_a_key_from_the_environment_or_a_file(tmp_path: Path) -> None:
    """The line break that editors put behind it is not part of it."""
    (tmp_path / "key").write_text("sk-1\r\n", encoding="utf-8")
    assert secret("naming.key", "env:KEY", tmp_path, {"KEY": "sk-1"}) == Secret("sk-1")
    assert secret("naming.key", "file:key", tmp_path) == Secret("sk-1")


def test_a_secret_does_not_show_itself() -> None:
    """In no representation, which is what tracebacks and logs print."""
    assert "sk-1" not in f"{Secret('sk-1')!r} {Secret('sk-1')}"


@pytest.mark.parametrize("reference", ["sk-1", "ENV:KEY", "bearer:sk-1", "", "sk:env:KEY"])
def test_what_is_no_reference(reference: str, tmp_path: Path) -> None:
    """It may be the secret itself, so it is not shown."""
    with pytest.raises(ConfigError, match=r"naming\.key must be env:NAME or file:PATH") as raised:
        secret("naming.key", reference, tmp_path, {"KEY": "x"})
    assert not reference or reference not in str(raised.value)


@pytest.mark.parametrize(
    "value", ["hunter2\nX-Header: 1", "hunter2 x", "hunter2\x00", "hunter2é", " ", "hunter2" * 9999]
)
def test_what_fits_no_header(value: str, tmp_path: Path) -> None:
    """It is refused here, without a look at it, for the libraries below would print it."""
    with pytest.raises(ConfigError, match="is not one word of ASCII") as raised:
        secret("naming.key", "env:KEY", tmp_path, {"KEY": value})
    assert "hunter2" not in str(raised.value)


def test_where_nothing_is(tmp_path: Path) -> None:
    """A variable or file that is missing is told by its name."""
    with pytest.raises(ConfigError, match="environment variable KEY is not set"):
        secret("naming.key", "env:KEY", tmp_path, {})
    with pytest.raises(ConfigError, match="cannot be read"):
        secret("naming.key", "file:gone", tmp_path)
