"""What voc remembers of its filings, one row a theme and project."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voc.model.filing import Told


@dataclass(frozen=True, slots=True)
class Scope:
    """Where filings are unique: one tracker, one project, one namespace."""

    tracker: str
    project: str
    namespace: str


class EntryState(StrEnum):
    """Where the filing of a theme stands.

    ``planned``: wanted, nothing sent. ``claimed``: held by one run, nothing sent. ``sending``: a create may have
    happened; found by a later run it is ``uncertain``. ``filed``: the issue is known. ``rejected``: the tracker said
    no. ``throttled``: the tracker said later. ``ignored``: a person said never. ``lost``: the known issue is gone.
    """

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    FILED = "filed"
    REJECTED = "rejected"
    THROTTLED = "throttled"
    UNCERTAIN = "uncertain"
    IGNORED = "ignored"
    LOST = "lost"


LEFT_OPEN = {EntryState.CLAIMED: EntryState.PLANNED, EntryState.SENDING: EntryState.UNCERTAIN}
"""States that only a living run may hold, and what they come to when it has ended."""


@dataclass(frozen=True, slots=True)
class AsFiled:
    """How an issue read when voc took it up, so that a plan can show what people made of it since.

    ``title`` and ``around`` are digests, of the title and of the text around the managed block.
    """

    title: str
    around: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What voc wrote to an issue last, so that a person's edits can be told from its own.

    Attributes:
        block_sent, block_base: digest of the managed block as sent, and as read back right after.
        labels: labels that voc has set at any time; one that is missing now was removed by a person.
        human_owned: fields (``block``, ``comment``) that people took over and voc leaves alone.
        told: the figures of the create or of the last comment.
        comment_id, comment_sent, comment_base: voc's comment, its digest as sent and as read back.
        commented_at: when it was last written; ``last_word``: whether that was after the issue was declined.
        template: digest of the template that made the block; empty for a block of before templates were noted.
        as_filed: what people may edit, as it read when voc took the issue up; None when that was never noted.
    """

    block_sent: str = ""
    block_base: str = ""
    labels: tuple[str, ...] = ()
    human_owned: tuple[str, ...] = ()
    told: Told = field(default_factory=Told)
    comment_id: str | None = None
    comment_sent: str = ""
    comment_base: str = ""
    commented_at: datetime | None = None
    last_word: bool = False
    as_filed: AsFiled | None = None
    template: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One theme's filing.

    Attributes:
        token: names the one process that may write this row; a write with another token fails.
        run_id: names the run it was last claimed in; a run that was killed is gone on with under the same id.
        attempt_id, sent_at: the last create that may have left, committed before it does.
        issue_id, issue_key, issue_url: the issue, once known.
        issue_created_at: when that issue was created; another time under the same id means that the tracker gave the id
            of a deleted issue to a new one.
        not_before: when a throttled create may be tried again.
        looks, look_runs: how often, and in how many runs, an uncertain create was looked for in vain.
        reason: why the row is in its state, for a person.
    """

    scope: Scope
    theme_id: str
    state: EntryState
    token: str = ""
    run_id: str = ""
    attempt_id: str | None = None
    sent_at: datetime | None = None
    issue_id: str | None = None
    issue_key: str | None = None
    issue_url: str | None = None
    issue_created_at: datetime | None = None
    not_before: datetime | None = None
    looks: int = 0
    look_runs: int = 0
    reason: str = ""
    written: Written = field(default_factory=Written)
