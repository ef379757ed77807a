"""What people made of an issue since voc took it up, so that a plan can show what it leaves alone."""

from __future__ import annotations

from voc.analysis.filing.managed_block import COMMENT, digest_of, find_block
from voc.analysis.filing.markers import marker_of, read_identity
from voc.model.filing import Issue, IssueDraft
from voc.model.ledger import AsFiled, LedgerEntry, Written


def as_filed(issue: Issue) -> AsFiled:
    """How an issue reads now, to be held against later."""
    return AsFiled(digest_of(issue.title), digest_of(_around(issue.body)), issue.labels)


def edits_of(issue: Issue, written: Written, draft: IssueDraft) -> list[str]:
    """Names of the parts that people changed; none of those that were never noted."""
    block, then = find_block(issue.body), written.as_filed
    found = []
    missing = block is None and bool(written.block_sent)  # a person's issue that voc took up never had one
    if missing or (block and not block.untouched and block.digest != written.block_base):
        found.append("block")
    if then is None:
        return found
    known = {*then.labels, *written.labels, *draft.labels}
    changed = {
        "title": digest_of(issue.title) != then.title,
        "text around the block": block is not None and digest_of(_around(issue.body)) != then.around,
        "labels": bool(set(issue.labels) - known or (set(then.labels) & set(draft.labels)) - set(issue.labels)),
    }
    return [*(part for part, is_changed in changed.items() if is_changed), *found]


def is_same(entry: LedgerEntry, issue: Issue) -> bool:
    """Whether ``issue`` is the one that ``entry`` means, and not a later one that was given the id of a deleted one."""
    if entry.issue_created_at in (None, issue.created_at) or issue.created_at is None:
        return True
    identity = read_identity(issue.body)
    return identity is not None and identity.marker == marker_of(entry.scope.namespace, entry.theme_id)


def _around(body: str) -> str:
    """A description without its managed block, and without the comments of ours that some trackers keep in it."""
    body = COMMENT.sub("", body)
    block = find_block(body)
    return body if block is None else f"{body[: block.start].strip()}\n\0\n{body[block.end :].strip()}"
