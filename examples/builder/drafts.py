"""The tickets as they were written: ``authoring/*.txt`` into drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

LANGUAGES = {"e": "en", "f": "fi", "s": "sv"}
CHANNELS = {"m": "email", "w": "web", "c": "chat", "p": "voice", "r": "review", "s": "survey"}


@dataclass(frozen=True, slots=True)
class Part:
    """One comment: ``a`` from an agent, ``c`` from the customer, ``n`` a note among agents."""

    author: str
    text: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket as it was written, with the place in the files that everything else is derived from."""

    place: str
    theme: str
    kind: str
    spread: str
    language: str = ""
    channel: str = ""
    subject: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    repeats: bool = False


def read_drafts(name: str, text: str) -> Iterator[Draft]:
    """The drafts of one file: ``=== theme kind spread`` opens a theme and ``--- `` a ticket of it."""
    for heading, section in split_at("=== ", text):
        theme, kind, spread = heading.split()
        about = Draft("", theme.strip("-"), kind, spread)
        for number, (line, body) in enumerate(split_at("--- ", section)):
            yield read_draft(replace(about, place=f"{name}/{theme}/{kind}/{number}"), line, body)


def read_draft(about: Draft, line: str, body: str) -> Draft:
    """One ticket: ``--- [dup] LC {options} subject``, its text, then ``>>> a|c|n [q=STYLE]`` and further comments.

    ``L`` is the language and ``C`` the channel, one letter each; the option ``k=`` sets another kind than the theme's.
    """
    match = re.fullmatch(r"(dup )?([efs])([mwcprs])(?: \{([^}]*)\})?(?: (.*))?", line)
    if match is None:
        raise ValueError(f"{about.place}: not a ticket heading: {line}")
    repeats, language, channel, listed, subject = match.groups()
    options = {key: value for key, _, value in (item.partition("=") for item in (listed or "").split())}
    return replace(
        about,
        kind=options.get("k", about.kind),
        language=LANGUAGES[language],
        channel=CHANNELS[channel],
        subject=subject or "",
        options=options,
        parts=tuple(Part(head[0], text, head.partition("q=")[2]) for head, text in split_at(">>> ", f">>> c\n{body}")),
        repeats=bool(repeats),
    )


def split_at(mark: str, text: str) -> Iterator[tuple[str, str]]:
    """The pieces of ``text`` that begin with a line starting with ``mark``, as (rest of that line, what follows)."""
    for piece in re.split(rf"^{re.escape(mark)}", text, flags=re.MULTILINE)[1:]:
        head, _, body = piece.partition("\n")
        yield head.strip(), body.strip()
