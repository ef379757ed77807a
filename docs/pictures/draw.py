"""Draws the README's pictures from a real run: `make demo`, then `.venv/bin/python docs/pictures/draw.py demo`.

The report's picture wants a Chromium on the path; without one only the terminal is drawn.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt
from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
COMMAND = ("--format", "table", "themes", "--top", "12")
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 980px; margin: 24px auto; color: #1f2328; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
td, th { border-bottom: 1px solid #d1d9e0; padding: 4px 8px; text-align: left; vertical-align: top; }
blockquote { border-left: 4px solid #d1d9e0; margin-left: 0; padding-left: 12px; color: #59636e; }
h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: 4px; }
"""


def terminal(demo: Path) -> None:
    """The ranked themes, as a terminal of 80 columns shows them."""
    environment = {**os.environ, "COLUMNS": "80"}
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "voc", *COMMAND], cwd=demo, env=environment, capture_output=True, text=True, check=True
    )
    console = Console(record=True, width=80, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    console.print(Text("$ voc themes --top 12\n", style="bold"))
    console.print(Text.from_ansi(done.stdout))
    console.save_svg(str(HERE / "terminal.svg"), title="voc")


def report(demo: Path) -> None:
    """The top of the weekly report as a browser shows it."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("no Chromium on the path: report.png stays as it is")
    body = MarkdownIt("gfm-like", {"linkify": False}).render((demo / "report.md").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{body}", encoding="utf-8")
        subprocess.run(  # noqa: S603 - a browser on a page of ours
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                f"--user-data-dir={folder}/profile",
                "--window-size=1080,1180",
                f"--screenshot={HERE / 'report.png'}",
                page.as_uri(),
            ],
            capture_output=True,
            check=True,
        )


if __name__ == "__main__":
    terminal(Path(sys.argv[1]))
    report(Path(sys.argv[1]))
