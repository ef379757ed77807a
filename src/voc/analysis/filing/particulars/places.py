"""Which systems and browsers a ticket names, and the versions of the app."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.analysis.filing.particulars.numbers import could_be_day_or_time, could_be_version, stands_alone
from voc.model.environment import EnvironmentPatterns, Platform

READ = 20_000
"""Characters of a ticket that are looked at; what is longer is a log."""
_SENTENCE = re.compile(r"(?:\A|[.!?:\n])[\s\"'“”(*-]*\Z")
_DIGIT = re.compile(r"\d")
_BEFORE = 40
"""Characters before a name that may tell what it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """A platform that a text names from ``start`` to ``end``; ``version`` is empty where none is told."""

    platform: Platform
    version: str
    start: int
    end: int
    is_sure: bool


def platforms_in(text: str, patterns: EnvironmentPatterns) -> list[Place]:
    """The platforms that ``text`` names, each time it does, in order."""
    text = text[:READ]
    found = [place for match in patterns.named.finditer(text) if (place := _place(match, text, patterns))]
    found += [place for match in patterns.of_platform.finditer(text) if (place := _owned(match, text, patterns))]
    found.sort(key=lambda place: place.start)
    return [each for number, each in enumerate(found) if each.is_sure or _in_a_list(number, found, text, patterns)]


def versions_in(text: str, places: Sequence[Place], patterns: EnvironmentPatterns) -> set[str]:
    """The versions of the app that ``text`` names; what ``places`` cover is the platforms'."""
    found: set[str] = set()
    if not _DIGIT.search(text):  # most tickets tell no number at all
        return found
    text = _without(text[:READ], places)
    for pattern, sure in patterns.app:
        for match in pattern.finditer(text):
            number, end = match["number"], match.end("number")
            fits = stands_alone(text, end, patterns) and could_be_version(number)
            if fits and (sure or not could_be_day_or_time(text, number, end)) and not _is_others(match, text, patterns):
                found.add(number)
    return found


def _place(match: re.Match[str], text: str, patterns: EnvironmentPatterns) -> Place | None:
    """What a name stands for; unsure where it may be an everyday word."""
    word, number = match["word"], match["number"]
    platform = patterns.platforms[word.lower()]
    is_version = bool(number) and word.lower() in platform.numbered and _fits(platform, number, text, match, patterns)
    end = match.end() if is_version else max(match.end("word"), match.end("ending"))
    sure = is_version or word.lower() not in platform.doubtful or _is_meant(match, end, text, patterns)
    if not sure and not word[0].isupper():
        return None
    return Place(platform, number if is_version else "", match.start(), end, sure)


def _owned(match: re.Match[str], text: str, patterns: EnvironmentPatterns) -> Place | None:
    """Version 17.2 of iOS."""
    platform = patterns.platforms[match["word"].lower()]
    if match["word"].lower() not in platform.numbered or not _in_bounds(platform, match["number"]):
        return None
    return Place(platform, match["number"], match.start(), match.end(), True)


def _fits(platform: Platform, number: str, text: str, match: re.Match[str], patterns: EnvironmentPatterns) -> bool:
    """Whether ``number`` is a version that ``platform`` may have."""
    end = match.end("number")
    is_day = (
        "." in number and text[end : end + 1] == "." and text[end + 1 : end + 2] == " " and _is_lower(text, end + 2)
    )
    return _in_bounds(platform, number) and stands_alone(text, end, patterns) and not is_day


def _is_lower(text: str, at: int) -> bool:
    """Whether a sentence goes on at ``at``, so that the stop before it belongs to a number."""
    return text[at : at + 1].islower()


def _in_bounds(platform: Platform, number: str) -> bool:
    """Whether the first numbers are those of its versions: beyond them are days, times and addresses."""
    least, largest = platform.major
    first, *others = number.split(".")
    small = not others or int(others[0]) <= platform.minor
    return least <= int(first) <= largest and small and could_be_version(number)


def _is_meant(match: re.Match[str], end: int, text: str, patterns: EnvironmentPatterns) -> bool:
    """Whether an everyday word stands for a platform: by a word beside it, and a capital."""
    if patterns.behind.match(text, end) and (match["word"][0].isupper() or text[end] == "-"):
        return True
    if not match["word"][0].isupper() or _SENTENCE.search(text[max(0, match.start() - _BEFORE) : match.start()]):
        return False
    if len(match["ending"] or "") > 2:
        return True
    return patterns.before.search(text, max(0, match.start() - _BEFORE), match.start()) is not None


def _in_a_list(number: int, found: Sequence[Place], text: str, patterns: EnvironmentPatterns) -> bool:
    """Whether the name before or behind is one too."""
    mine = found[number]
    before, behind = found[max(0, number - 1) : number], found[number + 1 : number + 2]
    gaps = [text[each.end : mine.start] for each in before] + [text[mine.end : each.start] for each in behind]
    return any(patterns.between.fullmatch(gap) for gap in gaps)


def _is_others(match: re.Match[str], text: str, patterns: EnvironmentPatterns) -> bool:
    """Whether the word before says that it is the version of something else."""
    return patterns.elsewhere.search(text, max(0, match.start() - _BEFORE), match.start()) is not None


def _without(text: str, places: Sequence[Place]) -> str:
    """``text`` with what ``places`` cover blanked."""
    for place in places:
        text = text[: place.start] + "\0" * (place.end - place.start) + text[place.end :]
    return text


def shown_versions(places: Sequence[Place]) -> Iterator[tuple[str, str]]:
    """Names of platforms and versions of them, each pair once."""
    yield from dict.fromkeys((place.platform.name, place.version) for place in places)
