"""Where a model is, and whether text may be sent there."""

from __future__ import annotations

from dataclasses import replace

from voc.net.address import Address, plain_address

_PATH = "/chat/completions"


def address(endpoint: str) -> Address:
    """Where questions are posted at the service with the base address ``endpoint``.

    Raises:
        UsageError: it is none that text may be sent to (see ``plain_address``).
    """
    base = plain_address(endpoint, "the language model", "naming.key", "https://llm.example.com/v1")
    return replace(base, url=base.url + _PATH)
