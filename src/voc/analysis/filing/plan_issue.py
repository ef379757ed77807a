"""What to do about a theme whose issue is known: a product team's edits and rulings come first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from voc.analysis.filing.edits import as_filed, edits_of
from voc.analysis.filing.managed_block import Block, Merge, digest_of, find_block, merge, spliced
from voc.analysis.filing.news import IGNORE_LABEL, is_material, may_comment, news
from voc.model.filing import Capabilities, Issue, IssueChanges, IssueDraft, IssueState
from voc.model.ledger import EntryState, LedgerEntry, Written
from voc.model.plan import Action, Change, Preconditions
from voc.model.report import IssueRef
from voc.model.settings import FilingSettings

REOPENING_CUSTOMERS = 2
"""One more customer after a fix may run an old version; two reopen."""


@dataclass(frozen=True, slots=True)
class Case:
    """A filed theme: what we want, what we wrote, what is there, by which rules, and other issues with its marker."""

    draft: IssueDraft
    entry: LedgerEntry
    issue: Issue
    settings: FilingSettings
    capabilities: Capabilities
    last_seen: datetime | None
    now: datetime
    zone: tzinfo = UTC
    others: tuple[Issue, ...] = ()

    @property
    def growth(self) -> int:
        """Customers more than the issue's readers were told of."""
        return self.draft.told.customers - self.entry.written.told.customers

    def change(self, action: Action, reason: str, comment: str | None = None) -> Change:
        """A change of this issue as it is now; what people made of it, and of its marker, is said."""
        issue = self.issue
        edited = ", ".join(edits_of(issue, self.entry.written, self.draft))
        others = ", ".join(each.key for each in self.others)
        reason += f"; edited by people and left alone: {edited}" if edited else ""
        reason += f"; {others} carry its marker too" if others else ""
        return Change(
            action=action,
            theme_id=self.draft.theme_id,
            reason=reason,
            issue=ref(issue),
            preconditions=None if action is Action.SKIP else Preconditions(issue.id, issue.revision, issue.updated_at),
            draft=None if action is Action.SKIP else self.draft,
            comment=comment,
        )

    def news(self, lead: str = "") -> str:
        """The comment that would be due."""
        return news(self.entry.written.told, self.draft.told, lead)


def ref(issue: Issue) -> IssueRef:
    """What a report shows of an issue."""
    return IssueRef(issue.key, issue.url, issue.status)


def gone(entry: LedgerEntry) -> Change:
    """The issue is deleted or hidden: never filed again unless a person says so."""
    return Change(
        Action.SKIP,
        entry.theme_id,
        f"its issue {entry.issue_key} is gone; restore it, or it stays unfiled",
        becomes=None if entry.state is EntryState.LOST else EntryState.LOST,
        blocked=True,
    )


def decide_known(case: Case) -> Change:
    """The change for a filed theme, or a skip that says why."""
    issue, entry = case.issue, case.entry
    if IGNORE_LABEL in issue.labels or entry.state is EntryState.IGNORED:
        return case.change(Action.SKIP, f"labelled {IGNORE_LABEL}" if not entry.reason else entry.reason)
    if issue.locked:
        return case.change(Action.SKIP, "the issue is locked")
    if entry.state is EntryState.LOST:
        return case.change(Action.LINK, "its issue is back")
    if issue.state is IssueState.OPEN:
        return _open(case)
    return _done(case) if issue.state is IssueState.DONE else _declined(case)


def _declined(case: Case) -> Change:
    """Declined or a duplicate: the ruling stands; one last word if many more customers come."""
    written, word = case.entry.written, case.issue.state.value
    if written.last_word or case.growth < case.settings.comment_customers:
        return case.change(Action.SKIP, f"the product team closed it as {word}")
    if not may_comment(case.issue, written, case.settings, case.now):
        return case.change(Action.SKIP, f"the product team closed it as {word}; no comment is welcome now")
    lead = f"Since this was closed as {word}: "
    return case.change(Action.COMMENT, f"closed as {word}, {_more(case.growth)} since", case.news(lead))


def _done(case: Case) -> Change:
    """Fixed: silence unless customers report it after the fix."""
    fixed, now = case.issue.resolved_at, case.now
    if case.growth < 1 or (fixed and case.last_seen and case.last_seen <= fixed):
        return case.change(Action.SKIP, "closed as done, nothing new since")
    if fixed and now - fixed > timedelta(days=case.settings.regression_window_days):
        day = f"{fixed.astimezone(case.zone):%Y-%m-%d}"
        return case.change(Action.SKIP, f"done on {day}, {case.growth} more since: a person decides")
    reopen = case.settings.reopen_fixed and case.growth >= REOPENING_CUSTOMERS
    welcome = may_comment(case.issue, case.entry.written, case.settings, now)
    if not welcome and not reopen:
        return case.change(Action.SKIP, "reported again after the fix; no comment is welcome now")
    comment = case.news("Reported again after it was closed: ") if welcome else None
    action = Action.REOPEN if reopen else Action.COMMENT
    return case.change(action, f"closed as done, {_more(case.growth)} since", comment)


def _open(case: Case) -> Change:
    """Open: keep our own parts up to date."""
    written = case.entry.written
    changes = changes_for(case.draft, case.issue, written, case.capabilities)
    due = is_material(written.told, case.draft.told, case.settings)
    comment = case.news() if due and may_comment(case.issue, written, case.settings, case.now) else None
    reasons = [_more(case.growth)] if case.growth > 0 else []
    if changes:
        return _update(case, changes, reasons, comment)
    if comment:
        return case.change(Action.COMMENT, "; ".join(reasons) or "trend or severity changed", comment)
    return case.change(Action.SKIP, "; ".join(reasons) or "up to date")


def _update(case: Case, changes: IssueChanges, reasons: list[str], comment: str | None) -> Change:
    """The update of an open issue, with what is rewritten and why."""
    before = find_block(case.issue.body) if changes.body is not None else None
    anew = before is not None and case.entry.written.template not in ("", case.draft.template)
    if before is not None and (anew or not reasons):
        reasons.append("the template changed" if anew else "its text changed")
    reasons += [f"label {label} is added" for label in changes.add_labels]
    reasons += [f"label {label} is removed" for label in changes.remove_labels]
    change = case.change(Action.UPDATE, "; ".join(reasons), comment)
    return replace(change, before=before.text if before else None, new_template=anew)


def changes_for(draft: IssueDraft, issue: Issue, written: Written, capabilities: Capabilities) -> IssueChanges:
    """What to write so that our own parts of ``issue`` are as ``draft`` wants.

    A label that voc set once and that is missing now was removed by a person: it is not put back. Without
    conditional writes the description is left alone, since a person's edit could fall between read and write; the user
    may have wished otherwise.
    """
    merged = merge(issue.body, draft.block, written)
    add = [label for label in draft.labels if label not in issue.labels and label not in written.labels]
    remove = [label for label in written.labels if label not in draft.labels and label in issue.labels]
    may_write = capabilities.conditional_write or capabilities.block_rewrite
    body = spliced(issue.body, draft.block) if merged is Merge.WRITE and may_write else None
    if not capabilities.labels:
        add, remove = [], []
    return IssueChanges(body=body, add_labels=tuple(add), remove_labels=tuple(remove))


def written_at_first(issue: Issue, draft: IssueDraft, before: Written | None = None, *, fresh: bool = False) -> Written:
    """What voc has written to an issue that was just created or is adopted now.

    Args:
        issue: as it is now.
        draft: what voc wants it to be.
        before: what the ledger meant to write when the create was sent, None when it does not know.
        fresh: the issue is read right after its create, so that its block is ours however the tracker renders it.
    """
    block = find_block(issue.body)
    ours = block is not None and (fresh or block.untouched)
    theirs = not ours or draft.by_person or bool(before and before.human_owned)
    return Written(
        block_sent=block.claimed if block else "",
        block_base=block.digest if block and ours else "",
        as_filed=(before and before.as_filed) or as_filed(issue),
        labels=draft.own_labels,
        human_owned=("block",) if theirs else (),
        told=before.told if before else draft.told,
        template=_template_of(block, draft, before),
        last_word=bool(issue.comments) and issue.state is not IssueState.OPEN,
    )


def _template_of(block: Block | None, draft: IssueDraft, before: Written | None) -> str:
    """Digest of the template that made a block, as far as that is known."""
    if before is not None:
        return before.template
    return draft.template if block is not None and block.digest == digest_of(draft.block) else ""


def written_after(written: Written, issue: Issue, draft: IssueDraft, *, wrote_block: bool) -> Written:
    """``written`` after an update that left the issue as ``issue``.

    A tracker that kept our last text as it was sent does not render it anew now: what reads back otherwise is then a
    person's, who was quicker than the read.
    """
    block, ours = find_block(issue.body), digest_of(draft.block)
    known = {*issue.labels, *written.labels, *(label for label in draft.own_labels if label not in draft.labels)}
    labels = tuple(label for label in draft.own_labels if label in known)
    written = replace(written, labels=labels)
    verbatim = written.block_base == written.block_sent
    if block is not None and (block.digest == ours or (wrote_block and not verbatim)):
        owned = ("block",) if draft.by_person else written.human_owned
        return replace(written, block_sent=ours, block_base=block.digest, template=draft.template, human_owned=owned)
    if block is None or (block.digest != written.block_base and not block.untouched):
        return replace(written, human_owned=tuple(dict.fromkeys((*written.human_owned, "block"))))
    return written


def _more(customers: int) -> str:
    """How many more customers there are, in words."""
    return f"{customers} more customer{'' if customers == 1 else 's'}"
