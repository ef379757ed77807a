"""A template of the managed block: sandboxed, and never part of what tells voc's block from people's words.

It is the team's own file: the sandbox keeps it from reaching Python, and a mistake in it from filling the memory; loops
within loops that write nothing may still be slow.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from voc.analysis.filing.slots import Slots
from voc.errors import ConfigError
from voc.model.filing import IssueTemplate

HINT = "voc init --template writes one that works"
_FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
_OURS = re.compile(r"<!--\s*voc:.*|^\s*voc:.*", re.MULTILINE | re.IGNORECASE)
"""What only voc writes: the lines around the block, and the last line of an issue."""
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_LONGEST_MESSAGE = 200
_MOST_WRITTEN = 2_000_000
"""Characters; more than any tracker takes."""
_MOST_TIMES = 1_000
"""What a text or list is repeated at most, and a range is long."""

Values = Callable[[Slots], Mapping[str, object]]
"""Gives what a template may use, with signs for strangers' words."""


def rendered(template: IssueTemplate, values: Values) -> str:
    """The text that ``template`` makes of ``values``.

    Raises:
        ConfigError: it fails, changes what customers wrote, or writes what only voc does; with its line where that can
            be told.
    """
    slots = Slots()
    name = template.name
    try:
        raw = _written(_compiled(template).generate(values(slots))).strip()
    except _FAILURES as error:
        raise ConfigError(f"{name}{_line_of(error, name)}: {_message(error)}", HINT) from error
    _refuse_marks(raw, template)
    text = slots.filled(raw)
    if text is None:
        raise ConfigError(f"{name}: it changes what customers wrote", "put values in, or leave them out, as they are")
    return text


def _written(parts: Iterable[str]) -> str:
    """All of what a template writes.

    Raises:
        SecurityError: it does not come to an end.
    """
    found, length = [], 0
    for part in parts:
        found.append(part)
        length += len(part)
        if length > _MOST_WRITTEN:
            raise SecurityError(f"it writes more than {_MOST_WRITTEN:,} characters")
    return "".join(found)


def _range(*args: int) -> range:
    """As Python's, of a length that a template may want."""
    found = range(*args)
    if len(found) > _MOST_TIMES:
        raise SecurityError(f"a range of more than {_MOST_TIMES:,}")
    return found


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which nothing is repeated without end."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A product, where it is of a size that a template may want."""
        grows = operator == "**" or any(isinstance(each, str | list | tuple) for each in (left, right))
        if grows and any(isinstance(each, int) and each > _MOST_TIMES for each in (left, right)):
            raise SecurityError(f"{operator} with more than {_MOST_TIMES:,}")
        return super().call_binop(context, operator, left, right)


def _refuse_marks(raw: str, template: IssueTemplate) -> None:
    """Stop where a template's own text would end the block, hide it, or pass for another issue's."""
    ours = _OURS.search(raw)
    if ours:
        said = ours[0].strip()
        lines = [number for number, line in enumerate(template.text.split("\n"), 1) if said in line]
        where = f":{lines[0]}" if lines else ""
        raise ConfigError(f"{template.name}{where}: {said[:60]!r} is for voc alone to write", "take it out")
    if raw.count("<!--") != raw.count("-->"):
        raise ConfigError(f"{template.name}: a comment <!-- is not ended", "end it with -->")
    if len(_FENCE.findall(raw)) % 2:
        raise ConfigError(
            f"{template.name}: a code fence is not ended", "end it with the same signs on a line of their own"
        )


def _line_of(error: BaseException, name: str) -> str:
    """Where in the template something failed, such as ``:12``; empty where nobody knows."""
    line = getattr(error, "lineno", None)
    if line is None:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == name]
        line = frames[-1].lineno if frames else None
    return f":{line}" if line else ""


def _message(error: BaseException) -> str:
    """What went wrong, on one line."""
    return " ".join(str(error).split())[:_LONGEST_MESSAGE] or type(error).__name__


@lru_cache(maxsize=8)
def _compiled(template: IssueTemplate) -> Template:
    """Values are harmless Markdown already, so that nothing is escaped as HTML; no other file can be included."""
    environment = _Sandbox(trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, autoescape=False)
    environment.globals["range"] = _range
    code = environment.compile(template.text, name=template.name, filename=template.name)
    return environment.template_class.from_code(environment, code, environment.make_globals(None))
