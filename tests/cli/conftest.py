"""Runs the real command in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Voc = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def voc(tmp_path: Path) -> Voc:
    """``voc(*arguments)`` in a fresh folder; standard input is empty unless given."""
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}

    def run(*arguments: str, stdin: str = "", cwd: Path = tmp_path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "voc", *arguments],
            input=stdin,
            cwd=cwd,
            env={**environment, **more},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


WORDS = {
    "bug": [
        "Calendar sync creates every booking twice",
        "The calendar sync doubles my bookings since the update",
        "Bookings appear twice after calendar sync",
        "Since Monday calendar sync shows each booking two times",
        "Every booking is duplicated when the calendar syncs",
        "Calendar sync error: duplicate bookings everywhere",
    ],
    "feature_request": [
        "Please add dark mode to the app",
        "I wish the app had a dark mode",
        "Dark mode would be great, the app is so bright",
        "Could you add a dark mode theme to the app",
        "It would be nice to have dark mode in the app",
        "Dark mode please, the white app hurts at night",
    ],
    "question": [
        "How do I export my invoices to PDF?",
        "Where can I export invoices as PDF?",
        "Is there a way to export an invoice to PDF?",
        "How can I get my invoices exported as PDF files?",
        "How do I download invoices as PDF?",
    ],
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A small export: two problems, one question, each by several customers, and one odd ticket."""
    rows = [
        {
            "id": f"{kind}-{number}",
            "subject": text,
            "text": text + ".",
            "created_at": f"2026-10-{10 + number:02d}T08:00:00Z",
            "requester": f"{kind}{number}@gmail.com",
        }
        for kind, texts in WORDS.items()
        for number, text in enumerate(texts)
    ]
    rows.append({"id": "odd-1", "text": "Zebras graze quietly.", "created_at": "2026-10-12T08:00:00Z"})
    path = tmp_path / "tickets.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
