"""Results as JSON documents on standard output, all with the same head."""

from __future__ import annotations

from typing import Any

from voc import __version__


def document(**parts: Any) -> str:
    """A JSON document with ``schema_version``, ``generated_by`` and ``parts``."""
    from voc.renderers.text import json_text

    return json_text({"schema_version": 1, "generated_by": f"voc {__version__}", **parts})
