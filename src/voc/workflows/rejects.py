"""Rows that could not be read, set aside for a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from voc.model.ticket import Reject
from voc.workflows.files import write_whole


def write_rejects(rejects: Sequence[Reject], path: Path) -> None:
    """Write one JSON object a line: file, line, reason, redacted head.

    Raises:
        UsageError: the path cannot be written to.
        StoreError: the disk is full or broken.
    """
    lines = (json.dumps(asdict(reject), ensure_ascii=True, sort_keys=True) for reject in rejects)
    write_whole(path, "".join(f"{line}\n" for line in lines).encode())
