"""What another package may use to bring a tracker: these names are kept from version to version, no others.

A tracker is a class with what ``Tracker`` says, named by an entry point of the group ``voc.trackers`` and called with
``settings`` (``TrackerSettings``), ``token`` (``Secret``) and ``clock`` (``Clock``). docs/plugins.md tells the rest.
"""

from __future__ import annotations

from voc.analysis.filing.draft import body_of
from voc.analysis.filing.inert import inert_line
from voc.analysis.filing.managed_block import digest_of
from voc.analysis.filing.markers import marks_of
from voc.config.schema import TrackerSettings
from voc.config.secrets import Secret
from voc.errors import ConfigError, TrackerError, UsageError
from voc.model.filing import (
    Capabilities,
    Finding,
    Issue,
    IssueChanges,
    IssueComment,
    IssueDraft,
    IssueState,
    Outcome,
    OutcomeKind,
)
from voc.net.address import Address, plain_address
from voc.ports.clock import Clock
from voc.ports.tracker import Tracker, UnreadableIssueError
from voc.trackers.outcomes import CONFLICT, read_back
from voc.trackers.rest import Rest, Written

__all__ = [
    "CONFLICT",
    "Address",
    "Capabilities",
    "Clock",
    "ConfigError",
    "Finding",
    "Issue",
    "IssueChanges",
    "IssueComment",
    "IssueDraft",
    "IssueState",
    "Outcome",
    "OutcomeKind",
    "Rest",
    "Secret",
    "Tracker",
    "TrackerError",
    "TrackerSettings",
    "UnreadableIssueError",
    "UsageError",
    "Written",
    "body_of",
    "digest_of",
    "inert_line",
    "marks_of",
    "plain_address",
    "read_back",
]
