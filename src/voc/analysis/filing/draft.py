"""A ranked theme as an issue that could be filed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import partial

from voc.analysis.filing.block_values import FULL, Shown, told_by, values_of
from voc.analysis.filing.inert import inert_line
from voc.analysis.filing.managed_block import with_delimiters
from voc.analysis.filing.markers import Identity, family_of, identity_line, marker_of
from voc.analysis.filing.template import HINT, rendered
from voc.errors import ConfigError
from voc.model.environment import Particulars
from voc.model.filing import IssueDraft, IssueTemplate
from voc.model.report import RankedTheme
from voc.model.settings import FilingSettings
from voc.model.ticket import Kind

LEFT_FREE = 1_000
"""Characters of a description for the lines around the block, and for what people add."""


@dataclass(frozen=True, slots=True)
class Form:
    """How drafts are written.

    Attributes:
        template: of the managed block.
        zone: whose days are told.
        title_limit, body_limit: what the tracker takes, in characters; quotes are cut first.
    """

    template: IssueTemplate
    zone: tzinfo = UTC
    title_limit: int = 255
    body_limit: int = 32_767


def draft_issue(
    ranked: RankedTheme,
    settings: FilingSettings,
    ledger_id: str,
    form: Form,
    particulars: Particulars | None = None,
) -> IssueDraft:
    """The issue for a theme: same theme, figures and particulars, same bytes.

    Args:
        ranked: the theme and its figures.
        settings: namespace and labels.
        ledger_id: whose issue it will be.
        form: template, zone and limits.
        particulars: what its tickets say beside their quotes.

    Raises:
        ConfigError: the template fails or outgrows the tracker, or the namespace cannot be a label.
    """
    theme, namespace = ranked.theme, settings.namespace
    marker, family = marker_of(namespace, theme.id), family_of(namespace)
    labels = (*settings.labels, kind_label(theme.kind), family, marker)
    return IssueDraft(
        namespace=namespace,
        theme_id=theme.id,
        ledger_id=ledger_id,
        marker=marker,
        family=family,
        title=inert_line(theme.title, form.title_limit) or f"Theme {theme.id}",
        block=fitting_block(ranked, form, particulars or Particulars()),
        labels=tuple(dict.fromkeys(labels)),
        told=told_by(ranked),
        template=form.template.digest,
    )


def kind_label(kind: Kind) -> str:
    """How an issue's labels tell its kind, such as ``feature-request``."""
    return kind.value.replace("_", "-")


def kinds_of(labels: Collection[str]) -> list[Kind]:
    """The kinds that an issue's labels tell, whatever their case: GitHub keeps a label as it was spelt first."""
    folded = {label.casefold() for label in labels}
    return [kind for kind in Kind if kind_label(kind) in folded]


def body_of(draft: IssueDraft, attempt_id: str, *, hidden: bool = False) -> str:
    """The whole description of a new issue: the managed block, and the line that says whose it is.

    ``hidden`` puts the line, below the marker, into an HTML comment, where a tracker shows none.
    """
    line = identity_line(Identity(draft.namespace, draft.theme_id, attempt_id, draft.ledger_id))
    if hidden:
        line = f"<!-- {draft.marker}\n{line}\n-->"
    return f"{with_delimiters(draft.block)}\n\n{line}\n"


def fitting_block(ranked: RankedTheme, form: Form, particulars: Particulars) -> str:
    """The managed block with as much as fits: fewer quotes first, then no steps, then fewer tickets named.

    Raises:
        ConfigError: the template fails, or is too long even so.
    """
    limit, size = form.body_limit - LEFT_FREE, 0
    for shown in _ever_less(len(ranked.theme.exemplars)):
        block = rendered(form.template, partial(values_of, ranked, particulars, form.zone, shown))
        size = len(block)
        if size <= limit:
            return block
    raise ConfigError(
        f"{form.template.name}: {size:,} characters for theme {ranked.theme.id} without any quote, "
        f"and the tracker takes {limit:,}",
        f"shorten it; {HINT}",
    )


def _ever_less(quotes: int) -> Iterator[Shown]:
    """What is shown: all, then less and less."""
    for number in range(min(FULL.quotes, quotes), -1, -1):
        yield Shown(number)
    yield Shown(0, steps=False)
    yield Shown(0, steps=False, tickets=5)
