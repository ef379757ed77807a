"""How an issue says which theme it belongs to: markers in its labels, and a visible last line."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from voc.errors import ConfigError
from voc.model.filing import Issue

_NAMESPACE = re.compile(r"[a-z0-9][a-z0-9-]{0,28}")
_IDENTITY = re.compile(r"^voc: ns=(\S+) theme=(\S+) attempt=(\S+) ledger=(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Identity:
    """The last line of an issue: its theme, the one create request that made it, and the ledger that knows it."""

    namespace: str
    theme_id: str
    attempt_id: str
    ledger_id: str

    @property
    def family(self) -> str:
        """The label that every issue of its namespace carries."""
        return f"voc-{self.namespace}"

    @property
    def marker(self) -> str:
        """The label that finds the theme's issue."""
        digest = hashlib.sha256(f"{self.namespace}|{self.theme_id}".encode()).hexdigest()[:16]
        return f"{self.family}-{digest}"


def family_of(namespace: str) -> str:
    """The label of every issue of a namespace, such as ``voc-default``.

    Raises:
        ConfigError: not 1 to 29 lower-case letters, digits and hyphens.
    """
    if not _NAMESPACE.fullmatch(namespace):
        raise ConfigError(
            f"filing.namespace {namespace!r} cannot be part of a label",
            "use 1 to 29 lower-case letters, digits and hyphens",
        )
    return f"voc-{namespace}"


def marker_of(namespace: str, theme_id: str) -> str:
    """The label that finds a theme's issue; it follows from the theme's id alone and never changes."""
    family_of(namespace)
    return Identity(namespace, theme_id, "", "").marker


def identity_line(identity: Identity) -> str:
    """The visible last line of a new issue's description."""
    return (
        f"voc: ns={identity.namespace} theme={identity.theme_id} "
        f"attempt={identity.attempt_id} ledger={identity.ledger_id}"
    )


def read_identity(body: str) -> Identity | None:
    """The first identity line of a description, or None. Quoted ones do not count: they begin with ``>``."""
    found = _IDENTITY.search(body)
    return Identity(*found.groups()) if found else None


def marks_of(issue: Issue) -> frozenset[str]:
    """What an issue may be found by: its labels, and what its last line stands for."""
    identity = read_identity(issue.body)
    return frozenset((*issue.labels, *((identity.family, identity.marker) if identity else ())))


def markers_on(issue: Issue) -> list[str]:
    """Every marker that an issue might be the one of."""
    identity = read_identity(issue.body)
    labels = [label for label in issue.labels if label.startswith("voc-")]
    return list(dict.fromkeys([*labels, identity.marker] if identity else labels))


def carries(issue: Issue, marker: str, project: str) -> bool:
    """Whether an issue truly is the one of ``marker``: trackers may ignore a filter, and people copy labels.

    The identity line decides where there is one; the label where a person took the line out.
    """
    if issue.project != project:
        return False
    identity = read_identity(issue.body)
    if identity is not None:
        return identity.marker == marker
    return marker in issue.labels
