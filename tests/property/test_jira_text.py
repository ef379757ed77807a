"""Issue text in Jira's two markups: what is written is read back, what strangers wrote does nothing, and every edit is
seen.
"""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.jira_server.text import LIMIT, kept

from voc.analysis.filing.inert import inert_line, quoted
from voc.analysis.filing.managed_block import Block, find_block, spliced, with_delimiters
from voc.trackers.jira_adf import Adf
from voc.trackers.jira_issue import Markup
from voc.trackers.jira_markdown import markdown_of, parts_of
from voc.trackers.jira_wiki import Wiki

SIGNS = "ab AZ1-*_{}[]()!|?+^~#@&;:\\`<>/.h,'\"\n%D=öß€"
WORDS = st.text(alphabet=SIGNS, min_size=1, max_size=80).filter(lambda words: words.strip())
LINE = st.text(alphabet=SIGNS.replace("\n", ""), max_size=40)
MARKDOWN = st.lists(
    st.builds(lambda sign, line: sign + line, st.sampled_from(["", "> ", "- ", "1. ", "## ", "```", "**", "`"]), LINE)
).map("\n".join)
IDENTITY = "\n\nvoc: ns=default theme=theme-0001 attempt=attempt-1 ledger=ledger-1\n"
MARKUPS = [Wiki(), Adf()]
ids = [type(markup).__name__ for markup in MARKUPS]


def as_drafted(words: str) -> str:
    """A block as the shipped template makes it of a customer's words."""
    head, tail = "**5 customers** in 5 tickets · bug\n\n## What customers say\n\n", "Tickets: `desk:1-0`, `desk:1-1`"
    return f"{head}{quoted(words, len(words))}\n>\n> — ticket `desk:1-0`\n\n{tail}"


def block_of(body: str) -> Block:
    block = find_block(body)
    assert block is not None
    return block


def stored(markup: Markup, value: Any) -> Any:
    """A description as the server of that markup keeps it."""
    return kept(value, "description", cloud=isinstance(markup, Adf))


@pytest.mark.parametrize("markup", MARKUPS, ids=ids)
@given(words=WORDS)
@settings(max_examples=300, deadline=None)
def test_what_customers_say_is_read_back_as_it_was_written(markup: Markup, words: str) -> None:
    """Whatever they say, and however Jira spells it: the block is known as untouched."""
    block = as_drafted(words)
    body = markup.read(stored(markup, markup.written(with_delimiters(block) + IDENTITY)))
    assert (block_of(body).text, block_of(body).untouched) == (block, True)
    assert body.endswith(IDENTITY.rstrip())


@given(words=WORDS)
@settings(max_examples=300, deadline=None)
def test_no_sign_of_wiki_markup_in_customers_words_lives(words: str) -> None:
    """Each has a backslash or is an entity, in a quote and in a line."""
    for text in (quoted(words, len(words)), f"Words: {inert_line(words, len(words))}"):
        wiki = str(Wiki().said(text.replace("`", "'"))).replace("{quote}", "")
        addresses = re.compile(r"https?://\S+")
        alive = re.sub(r"\\[^\w\s]|\\_|&#\d+;|\{\{.*?\}\}", "x", addresses.sub("", wiki))
        alive = re.sub(r"(?<![\w*])\*\S[^*]*\*(?![\w*])|(?<!\w)_\S[^_]*_(?!\w)|\A[*#] ", "", alive)
        assert set(alive) & set("{}[]|^~+\\") == set()
        assert re.search(r"![\w]|^h[1-6]\.\s|^bq\.\s|^#+\s|--|[A-Z]{2,}-\d", alive, re.MULTILINE) is None


@pytest.mark.parametrize("markup", MARKUPS, ids=ids)
@given(markdown=MARKDOWN)
@settings(max_examples=300, deadline=None)
def test_any_text_is_taken_and_never_changes_by_itself(markup: Markup, markdown: str) -> None:
    """No template makes text that Jira refuses; as Jira keeps it, it keeps it, and so it is read alike each time."""
    value = stored(markup, markup.written(with_delimiters(markdown) + IDENTITY))
    again = stored(markup, copy.deepcopy(value))
    assert markup.read(value) == markup.read(again)
    assert again == value


@given(markdown=MARKDOWN)
def test_parts_are_read_back(markdown: str) -> None:
    """Text made of parts has these parts."""
    parts = parts_of(markdown)
    assert parts_of(markdown_of(parts)) == parts


@pytest.mark.parametrize("markup", MARKUPS, ids=ids)
@given(words=WORDS, data=st.data())
@settings(max_examples=200, deadline=None)
def test_every_edit_of_the_block_is_seen(markup: Markup, words: str, data: st.DataObject) -> None:
    """A sign, a mark or a line more inside of it, and it is no longer what voc wrote."""
    value = stored(markup, markup.written(with_delimiters(as_drafted(words)) + IDENTITY))
    digest = block_of(markup.read(value)).digest
    edited = markup.read(edit_wiki(value, data) if isinstance(value, str) else edit_document(value, data))
    block = find_block(edited)
    assert block is None or block.digest != digest


def edit_wiki(value: str, data: st.DataObject) -> str:
    """A sign typed anywhere between the block's two lines."""
    start, end = value.index("\n") + 1, value.index("\r\nvoc:end")
    place = data.draw(st.integers(start, end))
    return value[:place] + data.draw(st.sampled_from("x*_{}[!-|\\&;#")) + value[place:]


def edit_document(value: Any, data: st.DataObject) -> Any:
    """A word, a mark or a node more, anywhere between the block's two lines."""
    edited = copy.deepcopy(value)
    inside = edited["content"][1:-2]
    node = data.draw(st.sampled_from(inside))
    texts = list(texts_in(node))
    match data.draw(st.sampled_from(["word", "mark", "node", "attr"])):
        case "word":
            data.draw(st.sampled_from(texts))["text"] += "x"
        case "mark":
            data.draw(st.sampled_from(texts)).setdefault("marks", []).append(
                {"type": "textColor", "attrs": {"color": "#ff0000"}}
            )
        case "node":
            edited["content"].insert(edited["content"].index(node), {"type": "rule"})
        case "attr":
            node.setdefault("attrs", {})["indentation"] = 1
    return edited


def texts_in(node: Any) -> Any:
    """Every stretch of text below a node."""
    if node["type"] == "text":
        yield node
    for each in node.get("content", ()):
        yield from texts_in(each)


@given(before=WORDS, after=WORDS, words=WORDS)
@settings(max_examples=200, deadline=None)
def test_people_s_wiki_markup_around_the_block_is_kept(before: str, after: str, words: str) -> None:
    """Byte for byte, line ends too, whatever it is."""
    assume("voc:" not in before + after)
    wiki, raw = Wiki(), str(Wiki().written(with_delimiters(as_drafted("old"))))
    value = f"{before}\r\n{raw}\r\n{after}".replace("\r\n", "\n").replace("\n", "\r\n")
    body = spliced(wiki.read(value), as_drafted(words))
    new = wiki.respliced(value, body)
    start, end = value.index("voc:begin"), value.rindex("voc:end") + len("voc:end")
    assert new.startswith(value[:start]) and new.endswith(value[end:])
    assert block_of(wiki.read(new)).text == as_drafted(words)


@given(words=st.text(alphabet="\\*{[_", min_size=600, max_size=600))
@settings(max_examples=5, deadline=None)
def test_the_largest_block_fits(words: str) -> None:
    """Six of the longest quotes, of nothing but signs that Jira would act on."""
    text = "\n\n".join([quoted(words, 600)] * 6)
    assert len(str(Wiki().written(with_delimiters(text)))) < LIMIT


@pytest.mark.parametrize("markup", MARKUPS, ids=ids)
def test_two_blocks_are_none(markup: Markup) -> None:
    """Where a person copied the block, neither is written to."""
    block = with_delimiters(as_drafted("words"))
    twice = markup.written(block + IDENTITY)
    twice = f"{twice}\n{twice}" if isinstance(twice, str) else {**twice, "content": twice["content"] * 2}
    assert find_block(markup.read(twice)) is None


@pytest.mark.parametrize("value", [None, "", {"type": "doc", "version": 1, "content": []}, {}, {"content": [{}]}])
def test_an_empty_description(value: Any) -> None:
    """It says nothing, in whichever shape."""
    assert Adf().read(value) == ""
    assert Wiki().read(None) == Wiki().read("") == ""
