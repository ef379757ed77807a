"""``voc init``: a commented voc.yaml, and on request the example."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from voc.config.issue_template import SHIPPED
from voc.errors import InputError, UsageError

_EXAMPLE_FILES = ("voc.yaml", "zendesk_export.json", "app_reviews.csv")


def lay_out(folder: Path, *, example: bool, template: bool = False) -> Iterator[tuple[Path, bool]]:
    """Write the files that are not there yet into ``folder`` (made when missing).

    Args:
        folder: where to.
        example: whether the example export and its voc.yaml are wanted.
        template: whether the template of issues is wanted, to be changed.

    Yields:
        Each path, and whether it was written now.

    Raises:
        UsageError: the folder or a file cannot be written.
        InputError: this installation carries no example.
    """
    defaults = files("voc.defaults")
    wanted = [(name, defaults / "example" / name) for name in _EXAMPLE_FILES] if example else []
    wanted = wanted or [("voc.yaml", defaults / "voc.yaml")]
    wanted += [(SHIPPED, defaults / SHIPPED)] if template else []
    for name, origin in wanted:
        yield folder / name, _copy(origin, folder / name)


def _copy(origin: Traversable, path: Path) -> bool:
    if not origin.is_file():
        raise InputError(f"this installation carries no {origin.name}", "install voc from its wheel, not from a link")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(origin.read_bytes())
    except FileExistsError:
        return False
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", "choose another folder") from None
    return True
