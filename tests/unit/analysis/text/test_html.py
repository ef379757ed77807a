"""HTML becomes what its reader sees, without what mail programs quote."""

from __future__ import annotations

import pytest

from voc.analysis.text.clean.html import html_to_text, is_html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("no markup, 1 < 2", "no markup, 1 < 2"),
        ("a &amp; b", "a & b"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "* a\n  * b"),
        ("a<script>x()</script><style>p{}</style><!-- c -->b", "ab"),
        ("mine<blockquote>theirs</blockquote>", "mine"),
        ('mine<div class="gmail_quote">theirs</div>', "mine"),
        ('mine<div id="divRplyFwdMsg">theirs</div>', "mine"),
        ('mine<span style="display: none">hidden</span>', "mine"),
        ("{html}<div><p>jira</p></div>{html}", "jira"),
        ("<blockquote>all there is</blockquote>", "all there is"),
        ("", ""),
    ],
)
def test_html_to_text(source: str, text: str) -> None:
    """Tags, scripts, hidden parts and quotes go; words and line breaks stay."""
    assert html_to_text(source) == text


def test_a_table_is_not_padded() -> None:
    """A layout table gives its cells and no run of blanks, however wide one of its cells is."""
    rows = "".join(f"<tr><td>{'w' * (2000 if i == 0 else 1)}</td><td>x</td></tr>" for i in range(200))
    text = html_to_text(f"<table>{rows}</table>")
    assert len(text) < 4000
    assert "  " not in text


@pytest.mark.parametrize(
    "source", ["<div>" * 5000 + "deep", "<", "<p", "<p style='padding-left:99999999em'>x</p>", "<a></b>&#0;x"]
)
def test_broken_or_hostile_html_gives_a_short_text(source: str) -> None:
    """No markup makes the text longer than itself or raises."""
    assert len(html_to_text(source)) <= len(source)


def test_only_text_that_is_html_throughout_is_taken_for_it() -> None:
    """A bug report that mentions a tag is no HTML; a body exported as HTML is."""
    assert is_html("<div>Hello<br>there</div>")
    assert is_html("{html}<div>x</div>{html}")
    assert not is_html("The <div> tag is drawn twice")
    assert not is_html("<MyWidget> does not render")
