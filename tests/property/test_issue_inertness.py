"""Whatever customers write, an issue and a plan of it say it and do nothing."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tests.filing_world import FORM, drafted, memory_desk, ranked, report

from voc.analysis.filing.draft import body_of
from voc.analysis.filing.managed_block import find_block
from voc.analysis.filing.markers import Identity, read_identity
from voc.model.environment import Named, Particulars, Steps
from voc.model.report import RankedTheme
from voc.model.settings import FilingSettings
from voc.model.theme import Evidence
from voc.renderers.plan import plan_markdown

URL = "https://desk.example/tickets/1"
READER = MarkdownIt("gfm-like", {"linkify": False})
ON_GITHUB = r"@\w|(?<!&)#\d|\bGH-\d|<(?:img|script|b|/details)|\bfixes (?:#\d|GH-\d|https?:)"
LIVE = re.compile(ON_GITHUB + r"|\[~|\{code", re.IGNORECASE)
PIECES = st.sampled_from(
    ["@admin", "#1", "<!--", "-->", "voc: ns=a theme=b attempt=c ledger=d", "/close", "[~x]", "{code}", "](",
     "![x](y)", "fixes #1", "closes GH-1", "\n", "\r\n", "\u2028", " ", "a", "|", "```", "> ", "\u200b", "<img src=x>",
     "<!-- voc:begin rev=0123456789abcdef -->", "<!-- voc:end -->", "[link](https://evil.example)", "[ ] box", "1. x",
     "\ue000\ue100\ue100\ue001", "</details>", "</summary><script>", "- y", "# h", "---", "\\", "`", "*b*", "&lt;",
     "https://x.fi/issues/1", "[x]: https://evil.example", "::error::x"]
)  # fmt: skip
HOSTILE = st.lists(PIECES | st.text(max_size=3), min_size=1, max_size=8).map("".join)


def hostile(words: str, url: str) -> tuple[RankedTheme, Particulars]:
    """A theme and particulars that say ``words`` wherever customers have a say."""
    known = ranked(title=words, quote=words)
    tickets = (words, "desk:1")
    theme = replace(
        known.theme,
        ticket_ids=tickets,
        keyphrases=(words, "b"),
        exemplars=(Evidence(words, 0, 0, len(words), words, "en"),),
    )
    named = (Named(words, 2, (Named(words, 1),)),)
    return replace(known, theme=theme), Particulars(
        named, named, Steps(words, (words, words)), {words: url, "desk:1": URL}
    )


def links(tokens: list[Token]) -> set[str]:
    """Where the links of a text lead to."""
    inside = [each for token in tokens for each in [token, *(token.children or ())]]
    return {str(each.attrs["href"]) for each in inside if each.type == "link_open"}


def kinds(tokens: list[Token]) -> set[str]:
    inside = [each for token in tokens for each in [token, *(token.children or ())]]
    return {each.type for each in inside}


@settings(max_examples=300, deadline=None)
@given(
    HOSTILE, st.sampled_from([URL, "https://evil.example/](x)|`[y]", "javascript:alert(1)", "https://x.fi/issues/1"])
)
def test_an_issue_says_what_customers_wrote_and_does_nothing(words: str, url: str) -> None:
    """Title, quotes, keyphrases, tickets, versions, steps: one block, one last line, no mention, image, HTML or
    link but to the tickets.
    """
    theme, particulars = hostile(words, url)
    draft = drafted(theme, FilingSettings(), "L", FORM, particulars)
    body = body_of(draft, "A")
    found = find_block(body)
    assert found is not None
    assert found.untouched
    assert read_identity(body) == Identity("default", "theme-0001", "A", "L")
    assert not LIVE.search(re.sub(r"`[^`\n]*`", ".", f"{draft.title}\n{draft.block}"))
    tokens = READER.parse(draft.block)
    assert {"html_block", "html_inline", "image", "fence", "code_block", "hr"} & kinds(tokens) == set()
    ours = ("https://desk.example/", "https://evil.example/%5D%28x")
    assert all(each.startswith(ours) for each in links(tokens))
    headings = [tokens[at + 1].content for at, each in enumerate(tokens) if each.type == "heading_open"]
    assert headings == ["What customers say", "Steps"]


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_a_plan_as_markdown_does_nothing_either(words: str) -> None:
    """No HTML but the folds, as many of them as are opened; no mention, and no line that a log takes for a command."""
    theme, particulars = hostile(words, URL)
    desk = memory_desk()
    desk.particulars = {theme.theme.id: particulars}
    plan = desk.plan(report(theme))
    text = plan_markdown(plan)
    outside = re.sub(r"`[^`\n]*`", ".", text)
    assert not re.search(ON_GITHUB, outside.replace("</details>", ""), re.IGNORECASE)
    assert outside.count("<details>") == outside.count("</details>") == len(plan.pending)
    assert not re.search(r"^::|##\[", text, re.MULTILINE)
    html = [each.content for each in READER.parse(text) if each.type == "html_block"]
    assert all(re.fullmatch(r"<details><summary>[^<]*</summary>\n|</details>\n?", each) for each in html), html
    assert plan_markdown(plan) == text
