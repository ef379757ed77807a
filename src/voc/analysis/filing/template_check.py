"""A template tried out before anything is filed with it, on a theme that is made up."""

from __future__ import annotations

from datetime import UTC, datetime

from voc.analysis.filing.draft import Form, fitting_block
from voc.analysis.filing.template import HINT
from voc.errors import ConfigError
from voc.model.environment import Named, Particulars, Steps
from voc.model.report import Parts, RankedTheme, Score, Trend, TrendState
from voc.model.theme import Evidence, Theme
from voc.model.ticket import Kind

_MANY, _FEW = 40_961, 3
"""Customers: a figure that no template holds by chance, and one as most themes have."""
_TICKETS = 86_311
_TICKET = "sample:1"
_PARTICULARS = Particulars(
    versions=(Named("5.2", 2), Named("5.1", 1)),
    platforms=(Named("Android", 2, (Named("15", 1),)), Named("iOS", 1)),
    steps=Steps(_TICKET, ("open it", "press save")),
)


def check_template(form: Form) -> None:
    """Try ``form``'s template with all that may be known of a theme, and with the least.

    Raises:
        ConfigError: it fails, tells neither how many customers there are nor any ticket, or is too long for the
            tracker.
    """
    full, bare = fitting_block(_theme(), form, _PARTICULARS), fitting_block(_bare(), form, Particulars())
    for block, customers in ((full, str(_MANY)), (bare, str(_FEW))):
        plain = block.replace(",", "").replace("\u00a0", "").replace(" ", "")
        for figure, said in ((customers, "{{ customers }}"), (_TICKET, "{{ ticket_ids | join(', ') }}")):
            if figure not in plain:
                raise ConfigError(f"{form.template.name}: it does not always tell {said}", f"put it in; {HINT}")


def _theme() -> RankedTheme:
    """A theme of which everything is known."""
    at = datetime(2026, 1, 31, tzinfo=UTC)
    quote = Evidence(_TICKET, 0, 0, 9, "It broke.", "en")
    theme = Theme("th-sample", "It broke", Kind.BUG, ("broke",), (quote,), (_TICKET,), at, at, "en")
    return RankedTheme(theme, _score(TrendState.RISING, 4.0, _MANY))


def _bare() -> RankedTheme:
    """A theme of which nothing is known but its tickets."""
    theme = Theme("th-sample", "It broke", Kind.BUG, (), (), (_TICKET,), None, None)
    return RankedTheme(theme, _score(TrendState.NO_HISTORY, None, _FEW))


def _score(state: TrendState, severity: float | None, customers: int) -> Score:
    trend = Trend(state, 1, 1, None, None, None, (1,))
    parts = Parts(reach=1.0, value=1.0, severity=severity, trend=None, churn=0.0, impact=None)
    return Score("th-sample", parts, 1.0, 1, 1, 1, "1", 1, 1, customers, _TICKETS, 0, None, trend)
