"""The column names and values that exports use, in several languages, for voc's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from voc.config.words import default
from voc.errors import UsageError

_SEPARATORS = re.compile(r"[\s_\-./]+|(?<=[a-zäö])(?=[A-ZÄÖ])")


def fold(name: str) -> str:
    """``name`` as it is compared: lower case, separators as one space, no byte order mark."""
    return _SEPARATORS.sub(" ", name.replace("\ufeff", "")).strip().casefold()


@dataclass(frozen=True, slots=True)
class Headers:
    """What ``defaults/headers.yaml`` says.

    Attributes:
        fields: canonical field to its names in exports (folded), best first; the field's own name leads.
        values: for fields of fixed values, the export's value (folded) to the canonical one.
        free_mail: mail domains that anyone can have, so that they name no organization.
    """

    fields: Mapping[str, tuple[str, ...]]
    values: Mapping[str, Mapping[str, str]]
    free_mail: frozenset[str]

    def field(self, name: str) -> str:
        """The canonical field that ``name`` stands for.

        Raises:
            UsageError: it stands for none; the nearest names are told.
        """
        wanted = fold(name)
        for canonical, names in self.fields.items():
            if wanted in names:
                return canonical
        near = get_close_matches(wanted.replace(" ", "_"), self.fields, n=1)
        meant = f"did you mean {near[0]!r}?" if near else f"fields are {', '.join(self.fields)}"
        raise UsageError(f"there is no field {name!r} to map", meant)

    def mapping(self, pairs: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """``FIELD=COLUMN`` pairs, as ``--map`` takes them, by canonical field; a repeated field has several columns.

        Raises:
            UsageError: a pair has no ``=``, no column, or an unknown field.
        """
        mapping: dict[str, tuple[str, ...]] = {}
        for pair in pairs:
            name, equals, column = pair.partition("=")
            if not equals or not column.strip():
                raise UsageError(f"--map {pair!r} is not FIELD=COLUMN", "write it like --map text=Description")
            canonical = self.field(name)
            mapping[canonical] = (*mapping.get(canonical, ()), column.strip())
        return mapping


@cache
def load_headers() -> Headers:
    """The headers that come with voc."""
    data = default("headers")
    fields = {field: tuple(dict.fromkeys(map(fold, (field, *names)))) for field, names in data["fields"].items()}
    values = {
        field: {fold(str(name)): value for value, names in by_value.items() for name in (value, *names)}
        for field, by_value in data["values"].items()
    }
    return Headers(fields, values, frozenset(data["free_mail"]))
