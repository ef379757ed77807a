"""The log of decisions as rows and plain values."""

from __future__ import annotations

from voc.model.decision import Decision
from voc.renderers.documents import Row, moment

DECISION_COLUMNS = ("id", "at", "who", "ruling", "theme_id", "into", "text", "reason", "state", "because")
"""The columns of ``voc decisions --format csv``."""


def decision_value(decision: Decision, *, undone_by: str = "", passed: str = "") -> Row:
    """One decision, and what became of it: ``stands``, ``undone`` (``because`` names by which), or ``waits``."""
    state = "undone" if undone_by else "waits" if passed else "stands"
    return {
        "id": decision.id,
        "at": moment(decision.at),
        "who": decision.who,
        "ruling": decision.ruling.value,
        "theme_id": decision.theme_id or None,
        "into": decision.into or None,
        "ticket_ids": list(decision.ticket_ids),
        "stay_ids": list(decision.stay_ids),
        "query": decision.query or None,
        "text": decision.text or None,
        "into_text": decision.into_text or None,
        "undoes": decision.undoes or None,
        "change": decision.change.value if decision.change else None,
        "reason": decision.reason or None,
        "state": state,
        "because": undone_by or passed or None,
    }
