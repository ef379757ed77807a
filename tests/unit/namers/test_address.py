"""Where ticket text may be sent."""

from __future__ import annotations

import pytest

from voc.errors import UsageError
from voc.namers.address import address
from voc.net.address import Address


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        (
            "https://llm.example.com/v1",
            Address("https://llm.example.com/v1/chat/completions", "llm.example.com", False),
        ),
        ("https://llm.example.com", Address("https://llm.example.com/chat/completions", "llm.example.com", False)),
        ("http://localhost:11434/v1/", Address("http://localhost:11434/v1/chat/completions", "localhost:11434", True)),
        ("http://127.8.9.1/v1", Address("http://127.8.9.1/v1/chat/completions", "127.8.9.1", True)),
        ("http://[::1]:8080/v1", Address("http://[::1]:8080/v1/chat/completions", "[::1]:8080", True)),
        ("https://10.0.0.5:8443/v1", Address("https://10.0.0.5:8443/v1/chat/completions", "10.0.0.5:8443", False)),
    ],
)
def test_addresses(endpoint: str, expected: Address) -> None:
    """Encrypted anywhere, unencrypted only to this machine itself."""
    assert address(endpoint) == expected


@pytest.mark.parametrize(
    "endpoint",
    ["http://llm.example.com/v1", "http://10.0.0.5/v1", "http://localhost.example.com/v1", "http://0.0.0.0/v1"],
)
def test_unencrypted_over_a_network(endpoint: str) -> None:
    """Refused with the host's name."""
    with pytest.raises(UsageError, match="unencrypted"):
        address(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://maija:hunter2@llm.example.com/v1",
        "https://hunter2@llm.example.com/v1",
        "https://llm.example.com/v1?key=hunter2",
        "https://llm.example.com/v1#hunter2",
        "ftp://hunter2/v1",
        "https://:hunter2/v1",
        "https://[hunter2/v1",
        "https:///hunter2",
        "https://llm.example.com/hunter2 x",
        "https://llm.example.com/hunter2\n",
    ],
)
def test_what_is_no_plain_address(endpoint: str) -> None:
    """Refused in one line that shows no more than the host, for the rest may be a secret."""
    with pytest.raises(UsageError) as raised:
        address(endpoint)
    assert "hunter2" not in str(raised.value)
    assert "\n" not in str(raised.value)
