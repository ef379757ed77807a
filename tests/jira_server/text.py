"""Descriptions and comments: documents on Cloud, wiki markup on Data Center; neither comes back quite as sent."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tests.jira_server.answers import RefusedError

LIMIT = 32_767
_INLINE = {"text", "hardBreak", "mention", "emoji", "inlineCard", "date", "status"}
_BLOCKS = {"paragraph", "bulletList", "orderedList", "codeBlock", "mediaSingle", "mediaGroup"}
_TOP = _BLOCKS | {"heading", "blockquote", "rule", "panel", "table", "expand", "taskList", "decisionList"}
_CONTENT: dict[str, set[str]] = {
    "doc": _TOP,
    "paragraph": _INLINE,
    "heading": _INLINE,
    "blockquote": _BLOCKS,
    "bulletList": {"listItem"},
    "orderedList": {"listItem"},
    "listItem": _BLOCKS,
    "codeBlock": {"text"},
    "panel": _BLOCKS | {"heading", "rule"},
    "expand": _TOP - {"expand"},
    "table": {"tableRow"},
    "tableRow": {"tableCell", "tableHeader"},
    "tableCell": _TOP - {"table", "expand"},
    "tableHeader": _TOP - {"table", "expand"},
    "mediaSingle": {"media"},
    "mediaGroup": {"media"},
}
"""What each node of a document may hold."""
_NEVER_EMPTY = {"blockquote", "bulletList", "orderedList", "listItem", "table", "tableRow", "mediaSingle", "panel"}
_MARKS = {"strong", "em", "code", "link", "strike", "underline", "subsup", "textColor", "backgroundColor"}
_BESIDE_CODE = {"link"}


def kept(value: Any, name: str, *, cloud: bool) -> Any:
    """A text as Jira keeps it.

    Raises:
        RefusedError: it is none, or too long.
    """
    if value is None:
        return None
    if cloud:
        return _document(value, name)
    if not isinstance(value, str):
        raise RefusedError(400, **{name: "Operation value must be a string"})
    if len(value) > LIMIT:
        raise RefusedError(
            400, **{name: f"The entered text is too long. It exceeds the allowed limit of {LIMIT} characters."}
        )
    return value.rstrip().replace("\r\n", "\n").replace("\n", "\r\n")


def _document(value: Any, name: str) -> Any:
    if not isinstance(value, dict) or value.get("type") != "doc" or value.get("version") != 1:
        why = "Operation value must be an Atlassian Document (see the Atlassian Document Format)"
        raise RefusedError(400, **{name: why})
    if not _valid(value):
        raise RefusedError(400, "INVALID_INPUT")
    if len(json.dumps(value)) > 8 * LIMIT or len(_plain(value)) > LIMIT:
        raise RefusedError(400, **{name: "CONTENT_LIMIT_EXCEEDED"})
    return _rendered(value, "0")


def _plain(node: dict[str, Any]) -> str:
    return str(node.get("text", "")) + "".join(map(_plain, node.get("content", ())))


def _valid(node: Any) -> bool:
    """Whether a node is as the schema of documents wants it."""
    if not isinstance(node, dict) or not set(node) <= {"type", "version", "attrs", "content", "text", "marks"}:
        return False
    kind, content = node.get("type"), node.get("content", [])
    if kind == "text":
        return isinstance(node.get("text"), str) and node["text"] != "" and _valid_marks(node.get("marks", []))
    if kind == "heading" and node.get("attrs", {}).get("level") not in range(1, 7):
        return False
    if kind in _NEVER_EMPTY and not content:
        return False
    allowed = _CONTENT.get(str(kind), set())
    return isinstance(content, list) and all(_valid(each) and each["type"] in allowed for each in content)


def _valid_marks(marks: Any) -> bool:
    names = [each.get("type") for each in marks]
    if "code" in names and not set(names) <= {"code"} | _BESIDE_CODE:
        return False
    if any(each["type"] == "link" and not str(each.get("attrs", {}).get("href", "")) for each in marks):
        return False
    return set(names) <= _MARKS and len(set(names)) == len(names)


def _rendered(node: dict[str, Any], place: str) -> dict[str, Any]:
    """A document as it comes back: stretches of text with the same marks are one, and nodes have names of their own."""
    told = {name: value for name, value in node.items() if name != "content" and value not in ([], {})}
    if node["type"] in ("paragraph", "heading", "listItem"):
        told["attrs"] = {"localId": hashlib.sha256(place.encode()).hexdigest()[:12], **node.get("attrs", {})}
    content: list[dict[str, Any]] = []
    for number, each in enumerate(node.get("content", ())):
        last = content[-1] if content else {}
        if each["type"] == last.get("type") == "text" and each.get("marks", []) == last.get("marks", []):
            last["text"] += each["text"]
        else:
            content.append(_rendered(each, f"{place}.{number}"))
    return {**told, "content": content} if content else told
