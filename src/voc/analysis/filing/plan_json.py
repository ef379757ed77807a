"""A plan as a JSON document that people review, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from voc.analysis.filing.managed_block import digest_of, find_block, with_delimiters
from voc.analysis.filing.markers import Identity, read_identity
from voc.errors import InputError
from voc.model.filing import IssueDraft, IssueState, Told
from voc.model.ledger import EntryState
from voc.model.plan import Action, Candidate, Change, Plan, Preconditions
from voc.model.report import IssueRef

SCHEMA_VERSION = 1
LONGEST_TITLE = 255
T = TypeVar("T")
N = TypeVar("N", int, float)
_HINT = "make a new plan with voc plan -o FILE"


def digest_of_plan(plan: Plan) -> str:
    """SHA-256 over everything in the plan but the digest itself."""
    document = {name: value for name, value in _document(plan).items() if name not in ("digest", "generated_by")}
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def sealed(plan: Plan) -> Plan:
    """``plan`` with its digest."""
    return replace(plan, digest=digest_of_plan(plan))


def plan_to_json(plan: Plan, generated_by: str = "voc") -> str:
    """The document that ``voc plan -o`` writes; the same plan gives the same bytes."""
    return json.dumps(_document(plan) | {"generated_by": generated_by}, indent=2, ensure_ascii=False) + "\n"


def plan_from_json(text: str, name: str = "plan") -> Plan:
    """The plan of a document, as it stands; whether it was edited shows in its digest.

    Raises:
        InputError: not a plan, in one line that says where.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is not JSON ({error})", _HINT) from error
    version = document.get("schema_version") if isinstance(document, dict) else None
    if version != SCHEMA_VERSION:
        raise InputError(f"{name} is not a plan of schema_version {SCHEMA_VERSION}", _HINT)
    try:
        return _plan(document)
    except KeyError as error:
        raise InputError(f"{name} lacks {error.args[0]}", _HINT) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{name}: {error}", _HINT) from error


def _document(plan: Plan) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_by": "",
        "digest": plan.digest,
        "tracker": plan.tracker,
        "project": plan.project,
        "namespace": plan.namespace,
        "account": plan.account,
        "ledger": plan.ledger_id,
        "created_at": _stamp(plan.created_at),
        "expires_at": _stamp(plan.expires_at),
        "compared": plan.compared,
        "requests": plan.requests,
        "changes": [_change_document(change) for change in plan.changes],
    }


def _change_document(change: Change) -> dict[str, Any]:
    issue, must = change.issue, change.preconditions
    return {
        "action": change.action.value,
        "theme_id": change.theme_id,
        "issue": None if issue is None else _issue_document(issue),
        "reason": change.reason,
        "preconditions": None
        if must is None
        else {
            "issue_id": must.issue_id,
            "revision": must.revision,
            "updated_at": None if must.updated_at is None else _stamp(must.updated_at),
        },
        "draft": None if change.draft is None else _draft_document(change.draft),
        "comment": change.comment,
        "becomes": None if change.becomes is None else change.becomes.value,
        "blocked": change.blocked,
        "candidates": [
            {
                "issue": _issue_document(each.issue),
                "score": each.score,
                "reason": each.reason,
                "title": each.title,
                "state": each.state.value,
            }
            for each in change.candidates
        ],
        "proposed": change.proposed,
        "fields": dict(change.fields),
        "before": change.before,
        "new_template": change.new_template,
    }


def _issue_document(issue: IssueRef) -> dict[str, Any]:
    return {"key": issue.key, "url": issue.url, "status": issue.status}


def _draft_document(draft: IssueDraft) -> dict[str, Any]:
    told = draft.told
    return {
        "title": draft.title,
        "body": draft.block,
        "body_digest": "" if draft.by_person else digest_of(draft.block),
        "labels": list(draft.labels),
        "labels_made": list(draft.own_labels),
        "marker": draft.marker,
        "family": draft.family,
        "customers": told.customers,
        "trend": told.trend,
        "severity": told.severity,
        "template": draft.template,
    }


def _plan(document: Mapping[str, Any]) -> Plan:
    namespace, ledger_id = _text(document, "namespace"), _text(document, "ledger")
    return Plan(
        tracker=_text(document, "tracker"),
        project=_text(document, "project"),
        namespace=namespace,
        account=_text(document, "account"),
        ledger_id=ledger_id,
        created_at=_time(document, "created_at"),
        expires_at=_time(document, "expires_at"),
        changes=tuple(_change(item, namespace, ledger_id) for item in _list(document, "changes")),
        digest=_text(document, "digest"),
        compared=_number(document, "compared", int),
        requests=_number(document, "requests", int),
    )


def _change(document: Mapping[str, Any], namespace: str, ledger_id: str) -> Change:
    theme_id = _text(document, "theme_id")
    return Change(
        action=Action(document["action"]),
        theme_id=theme_id,
        reason=_text(document, "reason"),
        issue=_part(document, "issue", _issue),
        preconditions=_part(document, "preconditions", _preconditions),
        draft=_part(document, "draft", lambda part: _draft(part, namespace, theme_id, ledger_id)),
        comment=None if document["comment"] is None else _text(document, "comment"),
        becomes=None if document["becomes"] is None else EntryState(document["becomes"]),
        blocked=document["blocked"] is True,
        candidates=tuple(map(_candidate, _list(document, "candidates"))),
        proposed=document["proposed"] is True,
        fields=_texts(document, "fields"),
        before=None if document["before"] is None else _text(document, "before"),
        new_template=document["new_template"] is True,
    )


def _candidate(document: Mapping[str, Any]) -> Candidate:
    return Candidate(
        issue=_issue(document["issue"]),
        score=_number(document, "score", float),
        reason=_text(document, "reason"),
        title=_text(document, "title"),
        state=IssueState(document["state"]),
    )


def _part(document: Mapping[str, Any], name: str, read: Callable[[Mapping[str, Any]], T]) -> T | None:
    part = document[name]
    if part is not None and not isinstance(part, dict):
        raise TypeError(f"{name} is not an object")
    return None if part is None else read(part)


def _issue(part: Mapping[str, Any]) -> IssueRef:
    return IssueRef(_text(part, "key"), None if part["url"] is None else _text(part, "url"), _text(part, "status"))


def _preconditions(part: Mapping[str, Any]) -> Preconditions:
    updated = None if part["updated_at"] is None else _time(part, "updated_at")
    return Preconditions(_text(part, "issue_id"), _text(part, "revision"), updated)


def _draft(part: Mapping[str, Any], namespace: str, theme_id: str, ledger_id: str) -> IssueDraft:
    customers, severity = part["customers"], part["severity"]
    labels, made = _labels(part, "labels"), _labels(part, "labels_made")
    if not isinstance(customers, int) or not isinstance(severity, int | None):
        raise TypeError("customers and severity must be numbers")
    _refuse_unfit(_text(part, "title"), _text(part, "body"))
    own = Identity(namespace, theme_id, "", ledger_id)
    told = (part["marker"], part["family"])
    if told != (own.marker, own.family) or not set(told) <= set(labels) & set(made):
        raise ValueError(f"the markers of {theme_id} are not its own")
    return IssueDraft(
        namespace=namespace,
        theme_id=theme_id,
        ledger_id=ledger_id,
        marker=own.marker,
        family=own.family,
        title=_text(part, "title"),
        block=_text(part, "body"),
        labels=labels,
        told=Told(customers, _text(part, "trend"), severity),
        template=_text(part, "template"),
        by_person=digest_of(_text(part, "body")) != _text(part, "body_digest"),
        labels_made=made if made != labels else None,
    )


def _refuse_unfit(title: str, body: str) -> None:
    """Stop where somebody wrote into a plan what no draft of voc's holds.

    Raises:
        ValueError: the title is too long or no line, or the body holds what tells voc's block from people's words.
    """
    if len(title) > LONGEST_TITLE or len(title.splitlines()) != 1:
        raise ValueError(f"title {title[:40]!r}… is not one line of at most {LONGEST_TITLE} characters")
    block = find_block(with_delimiters(body))
    if block is None or block.text != body or read_identity(body):
        raise ValueError(f"the body of {title!r} holds marks that only voc writes")


def _labels(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = document[name]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise TypeError(f"{name} is not a list of texts")
    for number, each in enumerate(value):
        if not each.strip() or not each.isprintable() or each in value[:number]:
            raise ValueError(f"label {each[:40]!r} is empty, not printable, or there twice")
    return tuple(value)


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is not a text")
    return value


def _list(document: Mapping[str, Any], name: str) -> list[Any]:
    value = document[name]
    if not isinstance(value, list):
        raise TypeError(f"{name} is not a list")
    return value


def _texts(document: Mapping[str, Any], name: str) -> dict[str, str]:
    value = document[name]
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise TypeError(f"{name} does not name texts")
    return value


def _number(document: Mapping[str, Any], name: str, kind: type[N]) -> N:
    value = document[name]
    if isinstance(value, bool) or not isinstance(value, kind):
        raise TypeError(f"{name} is not a number")
    return value


def _time(document: Mapping[str, Any], name: str) -> datetime:
    value = datetime.fromisoformat(_text(document, name))
    if value.tzinfo is None:
        raise ValueError(f"{name} names no time zone")
    return value.astimezone(UTC)


def _stamp(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
