"""``python -m benchmarks.titles``: the titles of real themes against rules, and a page of them to read.

Prints what breaks a rule and writes ``benchmarks/TITLES.md``; ends with 1 when anything did.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.titles.exports import NAMES, Found, find_themes
from benchmarks.titles.rules import Titled, doubles, violations
from voc.analysis.themes.description.evidence import verbatim
from voc.model.theme import Theme

PAGE = Path(__file__).parents[1] / "TITLES.md"
LARGEST, DRAWN = 25, 25
"""Themes of an export that are looked at: so many of the largest, and so many of the others."""

HEAD = """# Titles to read

The titles that voc gives the themes of public exports with everything at its default: of each export the {largest}
largest themes, then {drawn} of the others, drawn with a fixed seed. Titles and keyphrases are customers' own words, as
redaction left them.

`python -m benchmarks.titles` (Python {python}), {day}: **{broken} of {titles} titles break a rule** of
[`titles/rules.py`](titles/rules.py); of {quotes} quotes {lost} are not verbatim at their offsets.
"""


def looked_at(themes: Sequence[Theme]) -> list[Theme]:
    """The themes of an export, largest first, that are judged."""
    rest = list(themes[LARGEST:])
    draw = random.Random(0)  # noqa: S311 - a draw, not a secret
    return [*themes[:LARGEST], *draw.sample(rest, min(DRAWN, len(rest)))]


def breaches(found: Found, themes: Sequence[Theme]) -> list[tuple[str, str]]:
    """Title and rule of each breach among ``themes``; a title must be unlike those of all the others too."""
    broken = [
        (theme.title, rule)
        for theme in themes
        for rule in violations(Titled(theme.title, theme.language, [each.text for each in found.members(theme)]))
    ]
    same = set(doubles(theme.title for theme in found.themes))
    return broken + [(theme.title, "not unique") for theme in themes if theme.title in same]


def section(name: str, found: Found, themes: Sequence[Theme]) -> str:
    """The page's table of one export."""
    rows = [
        f"| {_cell(theme.title)} | {len(theme.ticket_ids)} | {_cell(', '.join(theme.keyphrases))} |" for theme in themes
    ]
    head = f"\n## {name}: {len(themes)} of {len(found.themes)} themes\n\n"
    return head + "\n".join(["| title | tickets | keyphrases |", "| --- | --: | --- |", *rows]) + "\n"


def _cell(text: str) -> str:
    """``text`` without anything that Markdown would read as its own."""
    for mark in r"\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return text


def main() -> int:
    """Judge what was asked for; 1 when a title or a quote is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.titles", description=__doc__)
    parser.add_argument("--data", nargs="+", choices=NAMES, default=list(NAMES))
    broken, titles, quotes, lost, sections = 0, 0, 0, 0, ""
    for name in parser.parse_args().data:
        try:
            found = find_themes(name)
        except FileNotFoundError as error:
            print(f"{name}: skipped, {error.filename} is not there (VOC_SHARED names the folder above data)")  # noqa: T201
            continue
        themes = looked_at(found.themes)
        wrong = breaches(found, themes)
        print(f"{name}: {len(wrong)} breaches in {len(themes)} titles")  # noqa: T201
        for title, rule in wrong:
            print(f"  {rule}: {title}")  # noqa: T201
        broken, titles = broken + len({title for title, _ in wrong}), titles + len(themes)
        quoted = [quote for theme in themes for quote in theme.exemplars]
        quotes, lost = quotes + len(quoted), lost + len(quoted) - len(verbatim(quoted, found.quoted))
        sections += section(name, found, themes)
    head = HEAD.format(
        largest=LARGEST, drawn=DRAWN, python=sys.version.split()[0], day=f"{datetime.now(UTC):%Y-%m-%d}", broken=broken,
        titles=titles, quotes=quotes, lost=lost,
    )  # fmt: skip
    PAGE.write_text(head + sections, encoding="utf-8")
    return int(broken + lost > 0)


if __name__ == "__main__":
    sys.exit(main())
