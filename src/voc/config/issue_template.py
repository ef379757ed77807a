"""The template of an issue's managed block: the one that comes with voc, or a file of the team's own."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from voc.errors import ConfigError
from voc.model.filing import IssueTemplate

SHIPPED = "issue.md.j2"
"""In ``voc/defaults``; ``voc init --template`` writes a copy of that name."""


@cache
def shipped_template() -> IssueTemplate:
    """What is written where nobody names another; read once a process."""
    text = resources.files("voc.defaults").joinpath(SHIPPED).read_text(encoding="utf-8")
    return IssueTemplate(SHIPPED, text)


def load_template(path: str | None, folder: Path) -> IssueTemplate:
    """The template at ``path`` (relative to ``folder``), or the shipped one for None.

    Raises:
        ConfigError: the file cannot be read.
    """
    if path is None:
        return shipped_template()
    try:
        return IssueTemplate(path, (folder / path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(
            f"tracker.template: {folder / path}: cannot be read: {reason}",
            "voc init --template writes one to begin with",
        ) from None
