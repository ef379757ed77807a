"""A YAML file as nodes that know their line, and the problems found in them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from voc.errors import ConfigError


@dataclass
class Problems:
    """Everything wrong with one file, gathered so that all of it is told at once."""

    file: str
    found: list[str] = field(default_factory=list)

    def add(self, node: yaml.Node, text: str) -> None:
        """Note that ``text`` is wrong at the line of ``node``."""
        self.found.append(f"{self.file}:{node.start_mark.line + 1}: {text}")

    def raise_if_any(self) -> None:
        """Raise all problems as one ``ConfigError``."""
        if self.found:
            raise ConfigError("; ".join(self.found), "mend these lines (voc init writes a commented sample)")


def load_node(path: Path) -> yaml.Node | None:
    """The root node of a YAML file, None when it is empty.

    Raises:
        ConfigError: the file cannot be read or is no YAML.
    """
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path}: cannot be read: {reason}", "give a readable file with -c") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ConfigError(f"{path}{line}: no valid YAML: {getattr(error, 'problem', error)}", "mend it") from None


def entries(node: yaml.Node, problems: Problems) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Key, key node and value node of each entry of a mapping; a repeated key is a problem."""
    if not isinstance(node, yaml.MappingNode):
        problems.add(node, "expected names with values (key: value)")
        return
    seen: set[str] = set()
    for key, value in node.value:
        if key.value in seen:
            problems.add(key, f"{key.value!r} is given twice")
        seen.add(key.value)
        yield key.value, key, value


def nearest(name: str, valid: Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` for the valid name most like ``name``, else the list of valid names."""
    names = sorted(valid)
    close = difflib.get_close_matches(name, names, n=1)
    return f" (did you mean {close[0]!r}?)" if close else f" (known: {', '.join(names)})"
