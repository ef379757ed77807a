"""What ``voc.yaml`` may hold, as frozen records with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from voc.model.settings import ClusterSettings, FilingSettings, NamingBudget, RankSettings, bounded

Columns = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZendeskSettings:
    """How a Zendesk account is read: its name where there are several, and its revenue field."""

    account: str | None = None
    revenue_field: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class FileSettings:
    """How files of no known format are read: which (a glob on the name) and which column is what."""

    match: str
    map: Mapping[str, Columns] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    format: str | None = None
    account: str | None = None
    channel: str | None = None
    currency: str | None = None
    timezone: str | None = None
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Where exports lie when no path is given, and how they are read."""

    paths: tuple[str, ...] = ()
    zendesk: ZendeskSettings = field(default_factory=ZendeskSettings)
    files: tuple[FileSettings, ...] = ()


@dataclass(frozen=True, slots=True)
class KindSettings:
    """How kinds are told: ``model`` is a file that ``voc train kinds`` wrote, None for the shipped word lists."""

    model: str | None = None


@dataclass(frozen=True, slots=True)
class RedmineSettings:
    """What is special to one Redmine.

    Attributes:
        label_field: number of a text custom field that holds voc's labels, so that markers are quickly looked up.
        types: what Redmine calls a tracker (``Bug``), by kind; other kinds get the project's first.
        category: what new issues belong to, by name.
        priorities: Redmine's priority (``High``), by voc's severity 1 to 5.
        fields: values of other custom fields, by their number.
        declined: statuses that stand for won't fix.
    """

    label_field: int | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    category: str | None = None
    priorities: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    declined: tuple[str, ...] = ("Rejected", "Hylätty", "Avslagen")


@dataclass(frozen=True, slots=True)
class JiraSettings:
    """What is special to one Jira.

    Attributes:
        email: of voc's account on Jira Cloud, whose API token ``token`` is; None where it is sent as a bearer token
            (personal access tokens of Data Center, OAuth).
        token_expires: the day the token ends, where Jira does not tell.
        labels: whether voc's labels are set; without them its issues are looked for among all that it created.
        types: Jira's issue type (``Bug``), by kind; other kinds get ``type``.
        components: what new issues belong to.
        priorities: Jira's priority (``High``), by voc's severity 1 to 5.
        fields: values of other fields of new issues, by their id; several as a comma-separated list.
        declined, duplicate: resolutions or statuses that stand for won't fix, and for a duplicate; links of a type in
            ``duplicate`` lead to the original.
    """

    email: str | None = None
    token_expires: date | None = None
    labels: bool = True
    type: str = "Task"
    types: Mapping[str, str] = field(default_factory=dict)
    components: tuple[str, ...] = ()
    priorities: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    declined: tuple[str, ...] = ("Won't Do", "Won't Fix", "Declined", "Rejected", "Cannot Reproduce", "Ei korjata")
    duplicate: tuple[str, ...] = ("Duplicate", "Kaksoiskappale", "Dubblett")


@dataclass(frozen=True, slots=True)
class GithubSettings:
    """What is special to one GitHub.

    Attributes:
        api: where its REST interface is, where that does not follow from ``url``.
        account: login of voc's account where the token is an app's, which cannot ask for it (``github-actions[bot]``).
        labels: whether voc's labels are set; without them its issues are looked for among all that it created.
        types: the organization's issue type (``Bug``), by kind; other kinds get none.
        components: labels of new issues, for what they belong to.
        priorities: a label of new issues (``priority: high``), by voc's severity 1 to 5.
        declined, duplicate: labels by which a closed issue stands for won't fix, or for a duplicate, beside the reason
            for which it was closed.
    """

    api: str | None = None
    account: str | None = None
    labels: bool = True
    types: Mapping[str, str] = field(default_factory=dict)
    components: tuple[str, ...] = ()
    priorities: Mapping[str, str] = field(default_factory=dict)
    declined: tuple[str, ...] = ("wontfix", "invalid")
    duplicate: tuple[str, ...] = ("duplicate",)


@dataclass(frozen=True, slots=True)
class LinearSettings:
    """What is special to one Linear.

    Attributes:
        oauth: whether the token is an OAuth access token (those that begin with ``lin_oauth_`` are known as such) and
            not a personal API key.
        labels: whether voc's labels are set; without them its issues are known by their ids and their last line.
        state: name of the status that new issues begin in, and closed ones return to; the team's own when None.
        priorities: Linear's priority by voc's severity, such as ``{"5": "urgent"}``.
        declined, duplicate: names of closing statuses that stand for won't fix, or for a duplicate, beside those whose
            type is canceled or duplicate.
    """

    oauth: bool = False
    labels: bool = True
    state: str | None = None
    priorities: Mapping[str, str] = field(default_factory=dict)
    declined: tuple[str, ...] = ()
    duplicate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackerSettings:
    """Which tracker is filed into, and where it is.

    Attributes:
        folder: of the local tracker.
        url, project: of a remote tracker; without ``url``, GitHub and Linear are the public ones.
        token: ``env:NAME`` or ``file:PATH``.
        timeout: seconds that one request may take.
        template: file of a Jinja2 template of the block that voc writes into issues; None for the shipped one.
        rewrite_block: whether the description's block is kept up to date where no conditional write exists.
        options: what a tracker that another package brings wants to have set; its own documents name them.
    """

    name: str = "local"
    folder: str = "issues"
    url: str | None = None
    project: str | None = None
    token: str | None = None
    timeout: float = bounded(30.0, 1, 600)
    template: str | None = None
    rewrite_block: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    redmine: RedmineSettings = field(default_factory=RedmineSettings)
    jira: JiraSettings = field(default_factory=JiraSettings)
    github: GithubSettings = field(default_factory=GithubSettings)
    linear: LinearSettings = field(default_factory=LinearSettings)


@dataclass(frozen=True, slots=True)
class NamingSettings:
    """Which language model may name themes; it is asked only where ``--name-with`` says so.

    Attributes:
        endpoint: base address of an OpenAI-compatible service.
        model: name of the model there.
        key: ``env:NAME`` or ``file:PATH``; None where none is needed.
        timeout: seconds that one request may take.
        budget: what one run may cost.
    """

    endpoint: str | None = None
    model: str | None = None
    key: str | None = None
    timeout: float = bounded(60.0, 1, 600)
    budget: NamingBudget = field(default_factory=NamingBudget)


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """Which encoder turns texts into vectors, and its model where it takes one: a folder, or a name on the hub."""

    name: str = "static"
    model: str | None = None

    @classmethod
    def parse(cls, text: str) -> EncoderSettings:
        """What ``NAME`` or ``NAME:MODEL`` says."""
        name, _, model = text.partition(":")
        return cls(name, model or None)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set; the defaults work without any file.

    Attributes:
        store: a path, ``sqlite:///…``, ``postgresql://…``, ``env:NAME`` or ``file:PATH`` holding one of them.
        encoder: which encoder turns texts into vectors; ``NAME`` or ``NAME:MODEL`` for short.
        timezone: IANA name; weeks begin on Monday 00:00 there, and times without a zone are read in it.
        as_of: the report's period ends at this date; None for the clock's last Monday.
        seed: of everything random.
        report: files the weekly run writes.
        words: files with more words and phrases, by the word list they add to (``kinds: our_kinds.yaml``), in the shape
            of the files in ``voc/defaults``.
    """

    store: str = "voc.db"
    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    timezone: str = "UTC"
    as_of: date | None = None
    seed: int = bounded(0, 0, 2**32 - 1)
    report: tuple[str, ...] = ("report.md",)
    words: Mapping[str, str] = field(default_factory=dict)
    sources: SourceSettings = field(default_factory=SourceSettings)
    kinds: KindSettings = field(default_factory=KindSettings)
    clustering: ClusterSettings = field(default_factory=ClusterSettings)
    ranking: RankSettings = field(default_factory=RankSettings)
    naming: NamingSettings = field(default_factory=NamingSettings)
    tracker: TrackerSettings = field(default_factory=TrackerSettings)
    filing: FilingSettings = field(default_factory=FilingSettings)
    folder: Path = field(default=Path(), metadata={"inherited": True})
    """Where ``voc.yaml`` lies; relative paths in it start here."""
