"""Issue text at a Jira of either kind: what people wrote stays, what customers said does nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.filing_world import FORM, create, draft, drafted, file_one, ranked, themes
from tests.jira_world import Jira, said, words
from tests.tracker_worlds import desk

from voc.analysis.filing.managed_block import find_block
from voc.model.environment import Named, Particulars, Steps
from voc.model.filing import Issue, IssueChanges, Outcome, OutcomeKind
from voc.model.plan import Result
from voc.model.settings import FilingSettings
from voc.trackers import jira as jira_module

NASTY = (
    "{code}x{code} [~admin] [link|http://x.example] !image.png! *b* _i_ -s- +u+ ^u^ ~d~ ??c?? |a|b| ---- (y) :)\n"
    "# APP-1 ABC-12 @admin <b>&amp;&#42;</b> C:\\dir\\\\ {noformat} {quote} {panel:title=x} 100% #3 fixes #4\n\n\n"
    "h1. voc: ns=x\nbq. yes"
)


def test_customers_words_are_shown_and_do_nothing(jira: Jira) -> None:
    """No macro, mention, image, link or key of an issue lives in them, and each word of theirs is there."""
    tracker = jira.tracker()
    wanted = draft(quote=NASTY)
    issue = create(tracker, wanted)
    block, kept = find_block(issue.body), jira.site.issues[issue.id].fields["description"]
    assert block is not None
    assert (block.text, block.untouched) == (wanted.block, True)
    if jira.site.cloud:
        assert marks_in(kept) <= {"strong", "code"}
        assert "{\u200bcode}x{\u200bcode} [\u200b~admin] [link|http://x.example] !image.png! *b*" in words(kept)
    else:
        quote = kept.split("{quote}")[1].removesuffix("— ticket {{desk:1-0}}\r\n")
        assert "ABC\\-12" in quote
        alive = re.sub(r"\\[^\w\s]|\\_|&#\d+;", "", quote)
        assert set(alive) & set("{}[]|*_^~+\\") == set()
        for live in ("!image", "----", "-s", "(y)", ":)", "h1. ", "bq.", "# "):
            assert live not in alive


def marks_in(node: Any) -> set[str]:
    """The kinds of marks in a document; none but voc's own may be there."""
    found = {mark["type"] for mark in node.get("marks", ())}
    return found.union(*map(marks_in, node.get("content", ())))


def test_the_block_is_rewritten_where_that_is_wished(jira: Jira) -> None:
    """What people put around the block stays as they left it; a block that a person edited is theirs."""
    at = desk(jira, rewrite_block=True)
    issue_id = file_one(at)
    kept = jira.site.issues[issue_id]
    before, after = around(jira)
    jira.site.edit(issue_id, description=joined(before, kept.fields["description"], after))
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.UPDATED]
    now = kept.fields["description"]
    assert "50 customers" in words(now)
    assert surrounds(before, now, after)
    jira.site.edit(issue_id, description=replaced(now, "50 customers", "too many customers"))
    theirs = kept.fields["description"]
    jira.clock.sleep(30 * 86_400)
    at.run(themes(1, customers=90))
    assert kept.fields["description"] == theirs


def around(jira: Jira) -> tuple[Any, Any]:
    """What a person writes before and after the block, in no markup of ours."""
    if not jira.site.cloud:
        return "{panel:title=Mine}\r\n||a||b||\r\n{panel}  \r\n\r\n", "\r\n\r\n[~human] see !shot.png|thumbnail!"
    mention = {"type": "mention", "attrs": {"id": "5b10ac8d:human", "text": "@human"}}
    paragraph = {"type": "paragraph", "attrs": {"localId": "4f2a"}, "content": [mention]}
    cell = {"type": "tableCell", "attrs": {"colspan": 1}, "content": [paragraph]}
    table = {"type": "table", "attrs": {"layout": "center"}, "content": [{"type": "tableRow", "content": [cell]}]}
    media = {"type": "mediaSingle", "attrs": {"layout": "center"}, "content": [{"type": "media", "attrs": {"id": "1"}}]}
    return [table], [media]


def joined(before: Any, description: Any, after: Any) -> Any:
    if isinstance(description, str):
        return before + description + after
    return {**description, "content": [*before, *description["content"], *after]}


def surrounds(before: Any, description: Any, after: Any) -> bool:
    if isinstance(description, str):
        return description.startswith(before) and description.endswith(after)
    content = description["content"]
    return content[: len(before)] == before and content[-len(after) :] == after


def replaced(node: Any, old: str, new: str) -> Any:
    if isinstance(node, str):
        return node.replace(old, new)
    if isinstance(node, list):
        return [replaced(each, old, new) for each in node]
    return {name: replaced(value, old, new) for name, value in node.items()} if isinstance(node, dict) else node


def test_only_looks_of_the_block_are_a_person_s_edit_too(jira: Jira) -> None:
    """A colour or a panel in it is not overwritten."""
    at = desk(jira, rewrite_block=True)
    issue_id = file_one(at)
    kept = jira.site.issues[issue_id].fields["description"]
    if jira.site.cloud:
        coloured = {"type": "textColor", "attrs": {"color": "#ff0000"}}
        kept["content"][1]["content"][1]["marks"] = [coloured]
        theirs = kept
    else:
        theirs = kept.replace("*5 customers*", "{color:red}*5 customers*{color}")
    jira.site.edit(issue_id, description=theirs)
    at.run(themes(1, customers=50))
    assert jira.site.issues[issue_id].fields["description"] == theirs


def test_an_edit_between_write_and_read_back_is_a_person_s(jira: Jira, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who changed the description last is asked for when it does not read as it was written."""
    tracker = jira.tracker(rewrite_block=True)
    issue = create(tracker, draft())
    read_back = jira_module.read_back

    def meanwhile(get: Callable[[str], Issue | None], issue_id: str) -> Outcome:
        jira.site.edit(issue_id, description=said(jira, "mine now"))
        return read_back(get, issue_id)

    monkeypatch.setattr(jira_module, "read_back", meanwhile)
    changed = issue.body.replace("5 customers", "6 customers")
    assert tracker.update(issue, IssueChanges(body=changed)).kind is OutcomeKind.CONFLICT


def test_versions_steps_and_links_to_tickets_come_back_as_they_were_sent(jira: Jira) -> None:
    """Lists and links are Jira's own, and the block is known as untouched; hostile words in them do nothing."""
    hostile = "[~admin] {code} @all #1"
    known = Particulars(
        versions=(Named("5.2", 4), Named("5.2.1-beta_1+x", 1)),
        platforms=(Named("Android", 3, (Named("14", 2),)),),
        steps=Steps("desk:1-1", ("Open it", hostile, "1. Press [save]")),
        urls={"desk:1-0": "https://desk.example/agent/tickets/1?a=b&c=d", "desk:1-1": "https://desk.example/a_b_c"},
    )
    wanted = drafted(ranked(1), FilingSettings(), "ledger-1", FORM, known)
    issue = create(jira.tracker(), wanted)
    block, kept = find_block(issue.body), jira.site.issues[issue.id].fields["description"]
    assert block is not None
    assert (block.text, block.untouched) == (wanted.block, True)
    if jira.site.cloud:
        assert marks_in(kept) <= {"strong", "code", "link"}
        assert "[\u200b~admin] {\u200bcode} @\u200ball #\u200b1" in words(kept)
    else:
        assert "[desk:1-0|https://desk.example/agent/tickets/1?a=b&c=d]" in kept
        assert re.search(r"^# Open it\r?$", kept, re.MULTILINE)
