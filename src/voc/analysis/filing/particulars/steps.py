"""The steps by which a ticket says that something is made to happen again, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from voc.model.environment import EnvironmentPatterns, Steps
from voc.model.ticket import Kind

FEWEST, MOST = 2, 12
"""Steps under a heading; so many are told at most."""
FEWEST_BARE = 3
"""Steps of a numbered list without a heading, which may be a list of anything."""
READ, FOLLOWING = 20_000, 60
"""Characters of a ticket that are looked at, and lines behind the first of some steps."""
LONGEST = 400
"""Characters of a step; a longer line is a tale."""
_PROBLEMS = (Kind.BUG, Kind.HARD_TO_USE)

_MARKED = re.compile(r"[\s*_>]*(?:(?P<number>\d{1,2})[.):](?=\s|[^\W\d])|[-*•–](?=\s))\s*(?P<step>\S.*)")
_INLINE = re.compile(r"(?<!\S)(\d{1,2})[.)]\s+(?=[^\W\d])")


def clearest(told: Iterable[tuple[str, Kind, str]], patterns: EnvironmentPatterns) -> Steps | None:
    """The steps of the ticket that tells them most clearly: under a heading and numbered before either alone, then the
    most, then the shortest, then by id; None where no ticket tells any.

    Args:
        told: id, kind and text of each ticket.
        patterns: what heads and ends steps.
    """
    found = [
        ((-clearness, -len(lines), sum(map(len, lines)), ticket_id), Steps(ticket_id, tuple(lines)))
        for ticket_id, kind, text in told
        for clearness, lines in _readings(text[:READ], kind, patterns)
        if lines
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def _readings(text: str, kind: Kind, patterns: EnvironmentPatterns) -> Iterator[tuple[int, list[str]]]:
    """What may be the steps of a ticket, each with how clearly they are told."""
    yield _headed(text, patterns)
    if kind in _PROBLEMS:
        yield _bare(text, patterns)


def _headed(text: str, patterns: EnvironmentPatterns) -> tuple[int, list[str]]:
    """The steps below the first heading, and how clearly they are told."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        heading = patterns.heading.match(line)
        if heading and (line[: heading.end()].rstrip(" *_").endswith((":", "-", "–")) or heading.end() == len(line)):
            rest = line[heading.end() :].strip()
            marked, steps = _below([*([rest] if rest else []), *lines[number + 1 : number + FOLLOWING]], patterns)
            if FEWEST <= len(steps) <= MOST:
                return (3 if marked else 2), steps
    return 0, []


def _below(lines: Sequence[str], patterns: EnvironmentPatterns) -> tuple[bool, list[str]]:
    """The steps that ``lines`` begin with, and whether they are marked as a list."""
    kept: list[str] = []
    for line in lines:
        if kept and (not line.strip() or patterns.ending.match(line) or patterns.heading.match(line)):
            break
        kept += [line] if line.strip() else []
    if len(kept) == 1:
        steps = _inline(kept[0])
        return bool(steps), steps
    steps = _marked(kept)
    return (True, steps) if steps else (False, _fit([line.strip() for line in kept]))


def _marked(lines: Sequence[str]) -> list[str]:
    """The steps of a list that ``lines`` begin with; a line without a mark goes on with the one before."""
    steps: list[str] = []
    for line in lines:
        found = _MARKED.match(line)
        if found and found["number"] and int(found["number"]) != len(steps) + 1:
            break
        if found:
            steps.append(found["step"].strip())
        elif steps and line[:1].isspace():
            steps[-1] += f" {line.strip()}"
        else:
            break
    return _fit(steps)


def _bare(text: str, patterns: EnvironmentPatterns) -> tuple[int, list[str]]:
    """The first numbered list of a text without any heading."""
    if "1" not in text:
        return 0, []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _MARKED.match(line)
        if found and found["number"] == "1":
            steps = _marked([each for each in lines[number : number + FOLLOWING] if not patterns.ending.match(each)])
            if _is_telling(steps):
                return 1, steps
    steps = next((each for line in lines if _is_telling(each := _inline(line))), [])
    return (1 if steps else 0), steps


def _is_telling(steps: Sequence[str]) -> bool:
    """Whether a list that no heading stands above may be of steps: long enough, and none of single words."""
    return len(steps) >= FEWEST_BARE and all(len(step.split()) > 1 for step in steps)


def _inline(line: str) -> list[str]:
    """The steps of ``1. open it 2. press save 3. it crashes``, all on one line."""
    marks = list(_INLINE.finditer(line))
    if [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)) or len(marks) < FEWEST:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(line)]
    return _fit([line[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)])


def _fit(steps: list[str]) -> list[str]:
    """``steps``, if each has words and none is a tale."""
    fits = all(any(map(str.isalpha, step)) and len(step) <= LONGEST for step in steps)
    return steps if fits and len(steps) <= MOST else []
