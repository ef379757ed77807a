"""Systems and browsers, and the patterns that find them in tickets, read from ``defaults/platforms.yaml`` and
``defaults/environment.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from voc.config.words import default
from voc.model.environment import EnvironmentPatterns, Platform

_NUMBER = r"(?P<number>\d{1,4}(?:\.\d{1,5}){0,3})"
_DOTTED = r"(?P<number>\d{1,4}(?:\.\d{1,5}){1,3})"


@cache
def load_platforms() -> Mapping[str, str]:
    """Words in lower case to the platform that they name; read once a process."""
    return {word: platform for platform, entry in default("platforms").items() for word in entry["words"]}


@cache
def load_environment() -> EnvironmentPatterns:
    """What tells a ticket's environment; read once a process."""
    data, platforms = default("environment"), _platforms(default("platforms"))
    version, words = data["version"], _any(map(re.escape, platforms))
    return EnvironmentPatterns(
        platforms=platforms,
        named=_pattern(
            rf"(?<![\w@/.#-])(?P<word>{words})(?P<ending>{data['endings']})?(?![^\W\d]|[_@]|\.\w)"
            rf"(?:(?:[ \t]*|-)(?:,?[ \t]*(?:{version})(?![^\W\d])\s*)?(?::\s*)?(?:(?:{data['is']})\s+)?{_NUMBER})?"
        ),
        before=_pattern(rf"(?<!\w)(?:{data['before']})[ -]\Z"),
        behind=_pattern(rf"[ -](?:{data['behind']})(?!\w)"),
        between=_pattern(data["between"]),
        app=tuple((_pattern(each["before"] + _DOTTED), each.get("sure", False)) for each in data["app"]),
        of_platform=_pattern(rf"(?<!\w)(?:{version})\s*{_NUMBER}\s+(?:of|av|for|för)\s+(?P<word>{words})(?!\w)"),
        elsewhere=_pattern(rf"(?<!\w)(?:{_any(map(re.escape, data['elsewhere']))})[ :-]*\Z"),
        counted=_pattern(rf"[\s-]*(?:{data['counted']})"),
        heading=_pattern(rf"[\s*_#>-]*(?:{_any(data['steps']['headings'])})[\s*_]*(?::|-|–|\Z)[\s*_]*"),
        ending=_pattern(rf"[\s*_#>-]*(?:{data['steps']['endings']})\b"),
    )


def _platforms(data: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Platform]:
    """Every word to the platform that it names, where that has a name to be told by."""
    found: dict[str, Platform] = {}
    for entry in data.values():
        if "name" not in entry:
            continue
        least, largest = entry.get("major", (0, 0))
        numbered, doubtful = frozenset(entry.get("numbered", ())), frozenset(entry.get("doubtful", ()))
        platform = Platform(entry["name"], numbered, doubtful, (least, largest), entry.get("minor", 9))
        found |= dict.fromkeys(entry["words"], platform)
    return found


def _any(patterns: Iterable[str]) -> str:
    """One alternation, the longest first."""
    return "|".join(sorted(patterns, key=lambda each: (-len(each), each)))


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
