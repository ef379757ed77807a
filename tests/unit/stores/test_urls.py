"""What users may write for the store."""

from __future__ import annotations

import pytest

from voc.errors import UsageError
from voc.stores import urls
from voc.stores.urls import location, parse_url, without_secrets


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("voc.db", "voc.db"),
        ("./a b/voc.db", "a b/voc.db"),
        ("/tmp/with?mark#.db", "/tmp/with?mark#.db"),
        ("sqlite:///voc.db", "voc.db"),
        ("sqlite:////var/voc.db", "/var/voc.db"),
    ],
)
def test_sqlite_paths(text: str, path: str) -> None:
    """Bare paths and URLs name the same file."""
    url = parse_url(text)
    assert (url.get_backend_name(), url.database) == ("sqlite", path)


def test_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tilde in voc.yaml, which no shell has seen, means the home folder."""
    monkeypatch.setenv("HOME", "/home/maija")
    assert parse_url("~/voc.db").database == "/home/maija/voc.db"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql(scheme: str) -> None:
    """Every usual spelling uses psycopg 3."""
    url = parse_url(f"{scheme}://maija:secret@db.example.com:5433/voc?sslmode=require")
    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.port, url.database, url.query["sslmode"]) == ("db.example.com", 5433, "voc", "require")


@pytest.mark.parametrize(
    "text",
    [
        "mysql://maija:secret@h/x",
        "postgresql+psycopg2://maija:secret@h/x",
        "postgresql://maija:secret@h:port/x",
        "s p://maija:secret@h/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///voc.db?mode=ro",
        "sqlite://maija:secret@h/voc.db",
    ],
)
def test_what_voc_cannot_use(text: str) -> None:
    """The message says what to write instead and shows no password."""
    with pytest.raises(UsageError) as raised:
        parse_url(text)
    assert "secret" not in str(raised.value)
    assert "sqlite:///" in raised.value.hint or "postgresql://" in raised.value.hint


def test_missing_driver_is_named_with_its_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL is an extra; who chooses it without is told how to get it."""
    monkeypatch.setattr(urls, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r'pip install "voc-bridge\[postgresql\]"'):
        parse_url("postgresql://localhost/voc")


def test_location_hides_passwords_wherever_they_stand() -> None:
    """In the login and in the parameters; the driver's name is nothing a person wrote."""
    pytest.importorskip("psycopg")
    url = parse_url("postgres://maija:secret@db.example/voc?password=secret&sslpassword=secret&sslmode=require")
    shown = location(url)
    assert shown.startswith("postgresql://maija:***@db.example/voc?")
    assert "secret" not in shown
    assert "sslmode=require" in shown
    assert without_secrets("login of maija with secret failed", url) == "login of maija with *** failed"
    assert without_secrets("nothing to hide", parse_url("postgresql://db.example/voc")) == "nothing to hide"
