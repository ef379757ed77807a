"""Where and with which version something happens, how it is made to happen again, and the patterns that tell so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Platform:
    """A system or browser: its ``name``, the words behind which a number is its version, those that are everyday words
    too, the least and largest first number of a version, and its largest second number.
    """

    name: str
    numbered: frozenset[str]
    doubtful: frozenset[str]
    major: tuple[int, int]
    minor: int = 9


@dataclass(frozen=True, slots=True, eq=False)
class EnvironmentPatterns:
    """What tells a ticket's environment, and steps, in its words.

    Attributes:
        platforms: by every word that names one, in lower case.
        named: finds such a ``word``, its ``ending`` and the ``number`` behind it.
        before, behind, between: around a doubtful name; between two names of a list.
        app: what the app's own version is found by, each with whether it leaves no doubt.
        of_platform: finds a number of version whose ``word`` stands behind it (version 17.2 of iOS).
        elsewhere: words that say whose version it is, where it is not the app's.
        counted: behind a number that counts, measures or costs something.
        heading, ending: lines above and below steps.
    """

    platforms: Mapping[str, Platform]
    named: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    between: re.Pattern[str]
    app: tuple[tuple[re.Pattern[str], bool], ...]
    of_platform: re.Pattern[str]
    elsewhere: re.Pattern[str]
    counted: re.Pattern[str]
    heading: re.Pattern[str]
    ending: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A version or platform, how many tickets name it, and the versions of it that they name."""

    name: str
    tickets: int
    versions: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    """How a ticket says that it is made to happen again: its lines word for word, without their numbers."""

    ticket_id: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the tickets of a theme say beside their quotes.

    Attributes:
        versions: of the app, most frequent first; ``platforms`` likewise.
        steps: of the ticket that tells them most clearly; None where none does.
        urls: where tickets can be looked at, by id.
        newest: how many tickets all this but ``urls`` is of, the newest ones; None for all.
    """

    versions: tuple[Named, ...] = ()
    platforms: tuple[Named, ...] = ()
    steps: Steps | None = None
    urls: Mapping[str, str] = field(default_factory=dict)
    newest: int | None = None
