"""The weekly report as Markdown: one page first, details after, the same sections every week."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from voc.analysis.filing.inert import unbroken
from voc.model.report import Report
from voc.renderers import phrases
from voc.renderers.escaping import code, in_html, inert, link
from voc.renderers.page import page_of


class MarkdownRenderer:
    """UTF-8 with line feeds. Whatever a template prints is made inert unless our own code made it."""

    suffix = ".md"

    def render(self, report: Report) -> bytes:
        """The report as bytes."""
        text = template("report.md.j2").render(report=report, page=page_of(report))
        return GAPS.sub("\n\n", text).encode()


GAPS = re.compile(r"\n{3,}")
"""Blank lines that the template's blocks leave behind."""

_FILTERS: dict[str, Callable[..., object]] = {
    "linked": lambda text, url: Markup(link(text, url)),  # noqa: S704 - link() escapes both
    "unbroken": unbroken,
    "in_html": lambda text: Markup(in_html(str(text))),  # noqa: S704 - in_html() escapes it
    "code": lambda name: Markup(code(name)),  # noqa: S704 - code() leaves nothing that acts
    "listed": ", ".join,
    "spaced": lambda name: str(name).replace("_", " ").replace("-", " "),
    "two": lambda number: f"{number:.2g}",
    **{
        phrase.__name__: phrase
        for phrase in (
            phrases.chart,
            phrases.churn,
            phrases.day,
            phrases.factor,
            phrases.impact,
            phrases.made_of,
            phrases.money,
            phrases.percent,
            phrases.place,
            phrases.plural,
            phrases.proposed,
            phrases.quoted,
            phrases.rank,
            phrases.reason,
            phrases.seen,
            phrases.severity,
            phrases.shares,
            phrases.state,
            phrases.test,
            phrases.title,
        )
    },
}


def _finalize(value: object) -> Markup:
    """A printed value as inert Markdown, but for text that our own code made."""
    return value if isinstance(value, Markup) else Markup(inert(str(value)))  # noqa: S704 - inert() is what escapes


@cache
def template(name: str) -> Template:
    """A template of ours with its filters; whatever it prints is made inert unless our own code made it."""
    environment = Environment(
        loader=PackageLoader("voc", "renderers/templates"),
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= _FILTERS
    return environment.get_template(name)
