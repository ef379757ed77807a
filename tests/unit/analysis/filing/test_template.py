"""Templates of the managed block: the team's own words around customers' words, which none can change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.filing_world import FORM, QUOTE, drafted, ranked

from voc.analysis.filing.draft import Form, body_of
from voc.analysis.filing.inert import BREAK, quoted
from voc.analysis.filing.managed_block import find_block
from voc.analysis.filing.markers import Identity, read_identity
from voc.analysis.filing.slots import Slots
from voc.analysis.filing.template import rendered
from voc.analysis.filing.template_check import check_template
from voc.errors import ConfigError
from voc.model.environment import Named, Particulars, Steps
from voc.model.filing import IssueTemplate
from voc.model.settings import FilingSettings

SAMPLES = Path(__file__).resolve().parents[4] / "config" / "trackers"
LEAST = "{{ customers }} {{ ticket_ids | join }}\n"


def form(text: str, **limits: int) -> Form:
    return Form(IssueTemplate("ours.md.j2", text), **limits)  # type: ignore[arg-type]


def refused(text: str, **limits: int) -> str:
    """The one line by which a template is refused."""
    with pytest.raises(ConfigError) as error:
        check_template(form(text, **limits))
    assert "\n" not in str(error.value)
    return str(error.value)


def test_the_shipped_template_passes() -> None:
    """At the limits of every tracker."""
    for limit in (12_000, 16_000, 1_000_000):
        check_template(replace(FORM, body_limit=limit))


def test_a_template_of_ones_own_is_used() -> None:
    """Only the block changes, and its digest tells which template it was."""
    theme, mine = ranked(), form("{{ customers }} asiakasta: {{ ticket_ids | join(', ') }}")
    draft, other = drafted(theme, FilingSettings(), "L", mine), drafted(theme, FilingSettings(), "L")
    assert draft.block == "5 asiakasta: `desk:1-0`, `desk:1-1`, `desk:1-2`, `desk:1-3`, `desk:1-4`"
    assert draft.template == mine.template.digest != other.template
    assert replace(draft, block=other.block, template=other.template) == other


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (LEAST + "{{ nothing }}", "ours.md.j2:2: 'nothing' is undefined"),
        (LEAST + "\n{% if %}", "ours.md.j2:3: Expected an expression"),
        (LEAST + "{{ 1 / 0 }}", "ours.md.j2:2: division by zero"),
        (LEAST + "{{ customers + 'x' }}", "ours.md.j2:2: unsupported operand"),
        (LEAST + "{{ customers.__class__.__mro__ }}", "ours.md.j2:2: access to attribute '__class__'"),
        (LEAST + "{{ quotes.append(1) }}", "ours.md.j2:2:"),
        (LEAST + "{% include 'x' %}", "ours.md.j2:2: no loader"),
        (LEAST + "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "ours.md.j2:2: maximum recursion"),
        (LEAST + "{{ quotes[0].text }}", "ours.md.j2:2: list object has no element 0"),
        ("no figures: {{ ticket_ids | join }}", "it does not always tell {{ customers }}"),
        ("{{ customers }} and no ticket", "it does not always tell {{ ticket_ids"),
        ("", "it does not always tell {{ customers }}"),
        (LEAST + "{{ 'x' * 100_000 }}", "ours.md.j2:2: * with more than 1,000"),
        (LEAST + "{{ 9 ** 9_999 }}", "ours.md.j2:2: ** with more than 1,000"),
        (LEAST + "{% for n in range(9_999) %}{% endfor %}", "ours.md.j2:2: a range of more than 1,000"),
        (
            LEAST + "{% for n in range(1_000) %}{% for m in range(1_000) %}no end {% endfor %}{% endfor %}",
            "ours.md.j2: it writes more than 2,000,000 characters",
        ),
        (
            "{% if customers > 20 %}{{ customers }}{% endif %} {{ ticket_ids | join }}",
            "it does not always tell {{ customers }}",
        ),
        (LEAST + "<!-- voc:end -->", "ours.md.j2:2: '<!-- voc:end -->' is for voc alone to write"),
        (LEAST + "\nvoc: ns=a theme=b", "ours.md.j2:3: 'voc: ns=a theme=b' is for voc alone to write"),
        (LEAST + "{{ '<!-- vo' ~ 'c:end -->' }}", "'<!-- voc:end -->' is for voc alone to write"),
        (LEAST + "<!-- open", "a comment <!-- is not ended"),
        (LEAST + "```\ncode", "a code fence is not ended"),
        (LEAST + "{{ title[1:] }}", "it changes what customers wrote"),
        (LEAST + "{% for each in title %}{{ each }} {% endfor %}", "it changes what customers wrote"),
    ],
)
def test_a_bad_template_is_one_line(text: str, line: str) -> None:
    """With the file and, where that can be told, the line; whatever is wrong is seen before anything is filed."""
    assert line in refused(text)


def test_a_template_that_outgrows_the_tracker_is_refused() -> None:
    """With how long it is and what the tracker takes."""
    told = refused(LEAST + "x" * 3_000, body_limit=3_000)
    assert "for theme th-sample without any quote, and the tracker takes 2,000" in told


@given(st.text(alphabet="<!->voc:=\n `~#@[](){}ab1fixes", max_size=40))
def test_a_templates_text_never_breaks_block_or_marks(text: str) -> None:
    """Whatever it says, there is one block, untouched, and one last line; or it is refused."""
    try:
        draft = drafted(ranked(), FilingSettings(), "L", form("{% raw %}" + text + "{% endraw %}"))
    except ConfigError:
        return
    body = body_of(draft, "A")
    found = find_block(body)
    assert found is not None
    assert found.untouched
    assert read_identity(body) == Identity("default", "theme-0001", "A", "L")


ALTERED = st.sampled_from(
    ["upper", "lower", "title", "capitalize", "trim", "striptags", "urlize", "reverse", "wordcount", "safe", "escape",
     "replace('\u200b', '')", "replace('0', '1')", "truncate(3)", "indent", "center(90)", "string", "urlencode",
     "forceescape", "list | join", "first", "last", "length", "tojson", "pprint", "wordwrap(2)", "batch(2) | list"]
)  # fmt: skip


@given(ALTERED, ALTERED)
def test_no_filter_brings_words_to_life(one: str, other: str) -> None:
    """What was made harmless comes out as it went in, or not at all, or the template is refused."""
    words = quoted("@admin fixes #1 <img src=x>", 500)

    def values(slots: Slots) -> Mapping[str, object]:
        return {"text": slots.sign(words), "more": slots.sign("SECRET")}

    template = IssueTemplate("t", "a {{ text | " + one + " | " + other + " }} b")
    try:
        text = rendered(template, values)
    except ConfigError:
        return
    assert "SECRET" not in text
    assert not re.search("@admin|fixes #1|<img", text, re.IGNORECASE)
    assert BREAK not in text or words in text


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.j2")), ids=lambda path: path.name)
def test_every_sample_passes(path: Path) -> None:
    """Whoever copies one starts from what works; it tells what the shipped one tells."""
    sample = Form(IssueTemplate(path.name, path.read_text(encoding="utf-8")))
    check_template(sample)
    known = Particulars((Named("5.2", 2),), (Named("Android", 2),), Steps("desk:1-1", ("Avaa se", "Paina nappia")))
    block = drafted(ranked(), FilingSettings(), "L", sample, known).block
    for told in ("**5 asiakasta**, 5 tikettiä, 2026-10-05 alkaen · tasainen · vakavuus 3/5 · vika", QUOTE):
        assert told in block
    assert "- Versiot: 5.2 (2)\n- Alustat: Android (2)\n\n> " in block
    assert "1. Avaa se\n2. Paina nappia\n" in block
