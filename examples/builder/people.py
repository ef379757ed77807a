"""The invented people and organizations."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from builder.digests import digest

SUPPORT = ("Hetkiva Support", "support@hetkiva.example")
AGENTS = ("Jonna Rautakoski", "Petri Heinola", "Sofia Lindroos", "Tom Ashdown", "Meri Kallas")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes; ``organization`` is None for a consumer."""

    name: str
    language: str
    organization: str | None
    revenue: int | None

    @property
    def email(self) -> str:
        """An address that cannot be anybody's: reserved domains, and for consumers a name that says it is invented."""
        local = ".".join(slug(part) for part in self.name.split())
        if self.organization is None:
            return f"{local}.keksitty.{digest(self.name) % 90 + 10}@gmail.com"
        return f"{local}@{slug(self.organization)}.example"

    @property
    def phone(self) -> str:
        """A number in a range that is used for invented people (or looks like it, in Finland)."""
        last = digest("phone", self.name) % 100
        return f"07700 9001{last:02}" if self.language == "en" else f"040 555 01{last:02}"


def slug(name: str) -> str:
    """The letters and digits of a name in ASCII, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Ø", "O"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def read_people(text: str) -> list[Person]:
    """The people of ``people.txt``: one organization a line, ``-`` for those who write for themselves."""
    people = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        organization, language, revenue, names = (cell.strip() for cell in line.split("|"))
        known = organization != "-"
        people += [
            Person(name.strip(), language, organization if known else None, int(revenue) if known else None)
            for name in names.split(";")
        ]
    return people
