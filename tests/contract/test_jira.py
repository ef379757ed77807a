"""What is special to Jira, on a server of our own of either kind."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.contract.test_tracker import create, draft
from tests.filing_world import Desk, ranked, report, themes
from tests.jira_server.faults import Break, Fault
from tests.jira_server.state import CLOUD, FieldSpec
from tests.jira_world import Jira, running
from typer.testing import CliRunner

from voc.analysis.filing.managed_block import find_block
from voc.cli.app import app
from voc.errors import TrackerError
from voc.model.filing import Finding, Issue, IssueChanges, IssueState, OutcomeKind
from voc.model.plan import Action, Result
from voc.model.ticket import Kind
from voc.stores.memory_ledger import MemoryLedger
from voc.trackers.jira import JiraTracker

EXAMPLE = Path(__file__).parents[2] / "examples" / "zendesk_export.json"
LAG = timedelta(minutes=20)


def desk(jira: Jira, **special: Any) -> Desk:
    return Desk(jira.tracker(**special), MemoryLedger(), jira.clock)


def file_one(jira: Jira, at: Desk, **theme: Any) -> str:
    """File one theme; the issue's id."""
    plan = at.plan(report(ranked(**theme)))
    assert at.apply(plan, confirm_project=jira.project.key).done[0].result is Result.FILED
    return at.row().issue_id or ""


def read(tracker: JiraTracker, issue_id: str) -> Issue:
    issue = tracker.get(issue_id)
    assert issue is not None
    return issue


def bad(tracker: JiraTracker) -> list[Finding]:
    return [each for each in tracker.check() if not each.ok]


def said(jira: Jira, words: str) -> Any:
    """Words as a person writes them there."""
    return jira.tracker()._site.place.markup.said(words)


def words(node: Any) -> str:
    """Every text in what Jira keeps."""
    if isinstance(node, dict):
        return str(node.get("text", "")) + "".join(map(words, node.get("content", ())))
    return str(node)


# -- states ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("resolution", "status", "state"),
    [
        ("Done", "Done", IssueState.DONE),
        ("Won't Do", "Done", IssueState.DECLINED),
        ("won't fix", "Closed", IssueState.DECLINED),
        ("Duplicate", "Done", IssueState.DUPLICATE),
        (None, "Done", IssueState.DONE),
        (None, "In Progress", IssueState.OPEN),
    ],
)
def test_what_statuses_and_resolutions_come_to(
    jira: Jira, resolution: str | None, status: str, state: IssueState
) -> None:
    """The category of the status says whether it is closed, resolution or status how; team projects set none."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.close(issue.id, resolution, status)
    (found,) = tracker.find(draft().marker)
    assert (found.id, found.state) == (issue.id, state)
    assert (found.resolved_at is None) == (resolution is None)


def test_a_duplicate_names_its_original(jira: Jira) -> None:
    """The link "duplicates" leads to the original, which is none itself."""
    tracker = jira.tracker()
    issue, original = create(tracker, draft(1)), jira.site.add(jira.project, "Reported by hand")
    jira.site.link_duplicate(issue.id, original.id)
    jira.site.close(issue.id)
    (listed,) = tracker.family("voc-default")
    assert (listed.state, listed.duplicate_of) == (IssueState.DUPLICATE, original.id)
    other = read(tracker, original.id)
    assert (other.state, other.duplicate_of) == (IssueState.OPEN, None)


def test_an_issue_that_its_workflow_freezes_is_locked(jira: Jira) -> None:
    """It can be read and is not written to."""
    at = desk(jira)
    issue_id = file_one(jira, at)
    jira.site.issues[issue_id].frozen = True
    assert read(at.tracker, issue_id).locked  # type: ignore[arg-type]
    assert at.tracker.update(at.issue(), IssueChanges(body="x")).kind is OutcomeKind.REJECTED


def test_a_moved_issue_keeps_its_id(jira: Jira) -> None:
    """It is read under its number and both of its keys, and is no longer one of ours by marker."""
    tracker, elsewhere = jira.tracker(), jira.site.add_project("OTHER")
    issue = create(tracker, draft())
    jira.site.move(issue.id, elsewhere)
    moved = read(tracker, issue.id)
    assert (moved.id, moved.key, moved.project) == (issue.id, "OTHER-1", "OTHER")
    assert read(tracker, issue.key) == read(tracker, "OTHER-1") == moved
    assert list(tracker.find(draft().marker)) == []


@pytest.mark.parametrize("how", ["deleted", "hidden"])
def test_a_lost_issue_is_not_filed_again(jira: Jira, how: str) -> None:
    """Deleted and forbidden look the same, and a person decides."""
    at = desk(jira)
    issue_id = file_one(jira, at)
    if how == "deleted":
        jira.site.delete(issue_id)
    else:
        jira.site.issues[issue_id].hidden = True
    assert at.tracker.get(issue_id) is None
    assert at.run(themes(1)).done[0].result is Result.BLOCKED
    assert len(jira.posts()) == 1


def test_lists_and_single_answers_agree(jira: Jira) -> None:
    """The revision that a plan saw in a list is the one that apply reads, until anybody changes anything."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    assert tracker.comment(issue, "a note").kind is OutcomeKind.DONE
    (listed,), now = tracker.family("voc-default"), read(tracker, issue.id)
    assert listed.revision == now.revision
    jira.site.say(issue.id, said(jira, "a person's words"))
    assert tracker.family("voc-default")[0].revision == read(tracker, issue.id).revision != listed.revision


def test_only_our_own_comments_are_ours(jira: Jira) -> None:
    """What people write below an issue is theirs; ours are found behind any number of theirs."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    for number in range(130):
        jira.site.say(issue.id, said(jira, f"word {number}"))
    done = tracker.comment(read(tracker, issue.id), "ours")
    assert done.issue is not None
    assert [comment.text for comment in done.issue.comments] == ["ours"]
    assert jira.site.issues[issue.id].comments[-1].id == done.issue.comments[0].id


def test_reopening_takes_a_way_that_asks_for_nothing(jira: Jira) -> None:
    """A way back that wants a field is not taken; without another one the ruling stands."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.close(issue.id, status="Closed")
    jira.project.asking = {"To Do"}
    outcome = tracker.update(read(tracker, issue.id), IssueChanges(reopen=True))
    assert (outcome.kind, outcome.detail) == (OutcomeKind.REJECTED, "status")
    jira.project.transitions["Closed"] = ("Done", "To Do", "In Progress")
    opened = tracker.update(read(tracker, issue.id), IssueChanges(reopen=True)).issue
    assert opened is not None
    assert (opened.state, opened.status, opened.resolved_at) == (IssueState.OPEN, "In Progress", None)


# -- searching ------------------------------------------------------------------------------------------------------
def test_a_filter_that_is_ignored_finds_nothing_foreign(jira: Jira) -> None:
    """Each hit is looked at for its marker."""
    tracker = jira.tracker()
    create(tracker, draft(1))
    jira.site.add(jira.project, "Reported by hand", labels=["voc-defaults"])
    jira.site.ignore_jql = True
    assert list(tracker.find(draft(2).marker)) == []
    assert len(tracker.family("voc-default")) == 1
    assert any("ignored by searches" in finding.what for finding in bad(tracker))


def test_an_issue_is_found_without_its_labels(jira: Jira) -> None:
    """People took them away; the last line still says whose it is."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.edit(issue.id, labels=[])
    assert [found.id for found in tracker.find(draft().marker)] == [issue.id]
    assert [found.id for found in tracker.family("voc-default")] == [issue.id]


def test_no_labels_at_all(jira: Jira) -> None:
    """Where their field is on no screen, none is sent, and every issue of ours is looked through."""
    jira.project.type("Task").create_screen.discard("labels")
    refused = jira.tracker().create(draft(1), "attempt-1")
    assert (refused.kind, refused.code) == (OutcomeKind.REJECTED, "400")
    assert "labels" in refused.detail
    jira.site.page_limit = 2
    tracker = jira.tracker(labels=False)
    assert not tracker.capabilities.labels
    issues = [create(tracker, draft(number), f"attempt-{number}") for number in range(1, 6)]
    assert [each.labels for each in issues] == [()] * 5
    assert [each.id for each in tracker.find(draft(1).marker)] == [issues[0].id]
    assert len(tracker.family("voc-default")) == 5


def test_lists_are_read_to_their_end(jira: Jira) -> None:
    """However few issues one page holds."""
    tracker = jira.tracker()
    issues = [create(tracker, draft(number), f"attempt-{number}") for number in range(1, 8)]
    for issue in issues:
        jira.site.edit(issue.id, description=None)  # only the label says whose it is
    jira.site.page_limit = 3
    assert [each.id for each in tracker.family("voc-default")] == [each.id for each in issues]


def test_a_list_that_never_ends(jira: Jira) -> None:
    """The same page again and again is no end of the list; a theme that it might hold is not filed twice."""
    if not jira.site.cloud:
        pytest.skip("Data Center tells how many there are")
    tracker = jira.tracker()
    for number in range(1, 6):
        create(tracker, draft(number), f"attempt-{number}")
    jira.site.page_limit, jira.site.same_page = 2, True
    with pytest.raises(TrackerError, match="the same page again"):
        tracker.family("voc-default")


def test_a_search_that_lags_files_nothing_twice(jira: Jira) -> None:
    """What searches do not show yet is known by its number, and a lost answer is waited for."""
    jira.site.lag = LAG
    at = desk(jira)
    at.apply(at.plan(themes(3)), confirm_project="APP")
    assert at.tracker.family("voc-default") == []
    assert {change.action for change in at.plan(themes(3)).changes} == {Action.SKIP}
    jira.site.faults.append(Fault("POST", "/issue", drop=Break.AFTER))
    lost = report(ranked(4))
    assert [done.result for done in at.run(lost).done] == [Result.UNCERTAIN]
    assert [done.result for done in at.run(lost).done] == [Result.UNCERTAIN]
    jira.clock.sleep(LAG.total_seconds())
    assert [done.result for done in at.run(lost).done] == [Result.LINKED]
    assert [done.result for done in at.run(lost).done] == [Result.SKIPPED]
    assert len(jira.site.issues) == 4


def test_the_searches_of_old_are_not_used(jira: Jira) -> None:
    """Cloud has removed them; Data Center has no others."""
    create(jira.tracker(), draft())
    jira.tracker().find(draft().marker)
    asked = {path.partition("?")[0] for _, path in jira.site.log if "search" in path}
    assert asked == {"/rest/api/3/search/jql" if jira.site.cloud else "/rest/api/2/search"}


# -- text -----------------------------------------------------------------------------------------------------------
NASTY = (
    "{code}x{code} [~admin] [link|http://x.example] !image.png! *b* _i_ -s- +u+ ^u^ ~d~ ??c?? |a|b| ---- (y) :)\n"
    "# APP-1 ABC-12 @admin <b>&amp;&#42;</b> C:\\dir\\\\ {noformat} {quote} {panel:title=x} 100% #3 fixes #4\n\n\n"
    "h1. voc: ns=x\nbq. yes"
)


def test_customers_words_are_shown_and_do_nothing(jira: Jira) -> None:
    """No macro, mention, image, link or key of an issue lives in them, and each word of theirs is there."""
    tracker = jira.tracker()
    wanted = draft_of(NASTY)
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


def draft_of(quote: str) -> Any:
    from voc.analysis.filing.draft import draft_issue
    from voc.model.settings import FilingSettings

    return draft_issue(ranked(1, quote=quote), FilingSettings(), "ledger-1")


def marks_in(node: Any) -> set[str]:
    """The kinds of marks in a document; none but voc's own may be there."""
    found = {mark["type"] for mark in node.get("marks", ())}
    return found.union(*map(marks_in, node.get("content", ())))


def test_the_block_is_rewritten_where_that_is_wished(jira: Jira) -> None:
    """What people put around the block stays as they left it; a block that a person edited is theirs."""
    at = desk(jira, rewrite_block=True)
    issue_id = file_one(jira, at)
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
    issue_id = file_one(jira, at)
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
    read_back = JiraTracker._read_back

    def meanwhile(self: JiraTracker, issue_id: str) -> Any:
        jira.site.edit(issue_id, description=said(jira, "mine now"))
        return read_back(self, issue_id)

    monkeypatch.setattr(JiraTracker, "_read_back", meanwhile)
    changed = issue.body.replace("5 customers", "6 customers")
    assert tracker.update(issue, IssueChanges(body=changed)).kind is OutcomeKind.CONFLICT


def test_news_are_a_comment_and_the_description_stays(jira: Jira) -> None:
    """Without conditional writes the description is left alone, whatever is news."""
    at = desk(jira)
    issue_id = file_one(jira, at)
    body = at.issue().body
    assert [done.result for done in at.run(themes(1, customers=50)).done] == [Result.COMMENTED]
    issue = read(at.tracker, issue_id)  # type: ignore[arg-type]
    assert (issue.body, len(issue.comments)) == (body, 1)
    assert "50 customers report this" in issue.comments[0].text
    assert at.change(themes(1, customers=50)).action is Action.SKIP


# -- new issues -----------------------------------------------------------------------------------------------------
def test_each_kind_gets_its_type_component_and_priority(jira: Jira) -> None:
    """By settings; a feature request is a Story here."""
    special = {
        "types": {"bug": "Bug", "feature_request": "Story"},
        "components": ("Export",),
        "priorities": {"3": "High"},
    }
    tracker = jira.tracker(**special)
    bug = create(tracker, draft(1))
    wanted = replace(draft(2), labels=("feature-request", draft().family, draft(2).marker))
    story = create(tracker, wanted, "attempt-2")
    kept = jira.site.issues
    assert (kept[bug.id].type.name, kept[story.id].type.name) == ("Bug", "Story")
    assert kept[bug.id].fields["components"] == [{"name": "Export"}]
    assert kept[bug.id].fields["priority"] == {"name": "High"}


def test_other_fields_are_set_in_the_shape_that_jira_wants(jira: Jira) -> None:
    """What kind of value a field takes is asked of Jira."""
    fields = {
        "customfield_1": FieldSpec("Team", {"type": "option"}, required=True, allowed=("Support",)),
        "customfield_2": FieldSpec("Areas", {"type": "array", "items": "option"}, allowed=("A", "B")),
        "customfield_3": FieldSpec("Weight", {"type": "number"}),
        "customfield_4": FieldSpec(
            "Why", {"type": "string", "custom": "com.atlassian.jira.plugin.system.customfieldtypes:textarea"}
        ),
        "customfield_5": FieldSpec("Owner", {"type": "user"}),
        "customfield_6": FieldSpec("Note", {"type": "string"}),
    }
    jira.project.fields.update(fields)
    jira.project.type("Task").create_screen |= set(fields)
    lacking = jira.tracker().create(draft(), "attempt-1")
    assert (lacking.kind, lacking.detail) == (OutcomeKind.REJECTED, "customfield_1: Team is required.")
    values = dict(zip(fields, ("Support", "A, B", "2.5", "Customers *ask*", "human", "plain"), strict=True))
    kept = jira.site.issues[create(jira.tracker(fields=values), draft()).id].fields
    assert [kept[name] for name in ("customfield_1", "customfield_2", "customfield_3")] == [
        {"value": "Support"}, [{"value": "A"}, {"value": "B"}], 2.5,
    ]  # fmt: skip
    assert "ask" in words(kept["customfield_4"])
    assert kept["customfield_5"] == {"accountId" if jira.site.cloud else "name": "human"}
    assert kept["customfield_6"] == "plain"


@pytest.mark.parametrize("fields", [{"customfield_99": "x"}, {"customfield_3": "many"}])
def test_settings_that_cannot_be(jira: Jira, fields: dict[str, str]) -> None:
    """They are refused before anything is sent."""
    jira.project.fields["customfield_3"] = FieldSpec("Weight", {"type": "number"})
    jira.project.type("Task").create_screen.add("customfield_3")
    assert jira.tracker(fields=fields).create(draft(), "attempt-1").kind is OutcomeKind.REJECTED
    assert jira.posts() == []


def test_a_refusal_names_fields_and_no_text(jira: Jira) -> None:
    """A title that is too long is refused with Jira's words for it."""
    outcome = jira.tracker().create(replace(draft(), title="canary " * 50), "attempt-1")
    assert (outcome.kind, outcome.code, outcome.fatal) == (OutcomeKind.REJECTED, "400", False)
    assert "summary" in outcome.detail
    assert "canary" not in outcome.detail


# -- filing ---------------------------------------------------------------------------------------------------------
def test_a_plan_is_filed_once_and_then_there_is_nothing_to_do(jira: Jira) -> None:
    """Twelve themes in three runs, then only skips, and nothing is written."""
    at, wanted = desk(jira), themes(12)
    for _ in range(3):
        at.apply(at.plan(wanted), confirm_project="APP")
    issues = at.issues()
    assert len(issues) == 12
    written = len([method for method, _ in jira.site.log if method != "GET"])
    assert {change.action for change in at.plan(wanted).changes} == {Action.SKIP}
    at.run(wanted)
    assert at.issues() == issues
    assert len([method for method, _ in jira.site.log if method != "GET"]) == written == 12


def test_a_lost_ledger_is_rebuilt_from_markers(jira: Jira) -> None:
    """A new store takes over what the lost one filed, once a person says so; nothing is filed again."""
    at, wanted = desk(jira, rewrite_block=True), themes(4)
    at.apply(at.plan(wanted), confirm_project="APP")
    lost, at.ledger = at.ledger.ledger_id, MemoryLedger("another")
    at.adopt_ledger = lost
    plan = at.plan(wanted)
    assert {change.action for change in plan.changes} == {Action.LINK}
    at.apply(plan, confirm_project="APP")
    assert len(at.issues()) == 4
    assert at.row().written.human_owned == ()


@pytest.mark.parametrize("resolution", ["Won't Do", "Done", "Duplicate"])
def test_a_ruling_stands(jira: Jira, resolution: str) -> None:
    """What the product team closed is neither reopened nor filed anew, however many more customers come."""
    at = desk(jira)
    issue_id = file_one(jira, at)
    jira.site.close(issue_id, resolution)
    state = at.issue().state
    at.run(themes(1, customers=50))
    at.run(themes(1, customers=90))
    assert [issue.id for issue in at.issues()] == [issue_id]
    assert at.issue().state is state is not IssueState.OPEN


def test_labels_of_people_are_kept(jira: Jira) -> None:
    """Voc adds and removes single labels; one of its own that a person removed is not put back."""
    at = desk(jira)
    issue_id = file_one(jira, at)
    kept = [label for label in at.issue().labels if label != "bug"]
    jira.site.edit(issue_id, labels=[*kept, "theirs"])
    at.set(labels=("voice-of-customer", "added"))
    assert [done.result for done in at.run(themes(1)).done] == [Result.UPDATED]
    labels = at.issue().labels
    assert {"theirs", "added"} <= set(labels)
    assert "bug" not in labels


# -- doctor ---------------------------------------------------------------------------------------------------------
def test_the_doctor_finds_all_well(jira: Jira) -> None:
    """Deployment, account, project, permissions, types, fields and look-up are proved; nothing is written."""
    findings = jira.tracker(types={"bug": "Bug"}, token_expires=date(2027, 5, 1)).check()
    assert [finding for finding in findings if not finding.ok] == []
    told = "\n".join(finding.what for finding in findings)
    which = "Cloud" if jira.site.cloud else "Data Center 9.12.15"
    for each in (which, "voc-bot", "APP", "may view, create", "a new Task has all", "a new Bug has all", "2027-05-01"):
        assert each in told
    assert jira.site.bot.token not in told
    assert {method for method, _ in jira.site.log} == {"GET"}


def test_the_doctor_tells_what_screens_lack(jira: Jira) -> None:
    """Labels that are on no screen, and a required field that nothing sets."""
    task = jira.project.type("Task")
    task.create_screen.discard("labels")
    jira.project.fields["customfield_1"] = FieldSpec("Team", {"type": "option"}, required=True, allowed=("A",))
    task.create_screen.add("customfield_1")
    first, second = bad(jira.tracker())
    assert "shows no labels" in first.what and "tracker.jira.labels" in first.hint
    assert "Team (customfield_1)" in second.what
    assert bad(jira.tracker(labels=False, fields={"customfield_1": "A"})) == []


@pytest.mark.parametrize(
    ("special", "what"),
    [
        ({"type": "Taks"}, "no issue type Taks"),
        ({"type": "Sub-task"}, "no issue type Sub-task"),
        ({"token_expires": date(2026, 11, 1)}, "the token ended on 2026-11-01"),
        ({"token_expires": date(2026, 11, 20)}, "the token ends on 2026-11-20"),
        ({"fields": {"customfield_9": "x"}}, "shows no customfield_9"),
    ],
)
def test_the_doctor_tells_what_is_set_wrongly(jira: Jira, special: dict[str, Any], what: str) -> None:
    """One finding for it."""
    (finding,) = bad(jira.tracker(**special))
    assert what in finding.what


def test_the_doctor_tells_what_the_account_may_not(jira: Jira) -> None:
    """Named by what voc does with it."""
    jira.site.bot.permissions -= {"ADD_COMMENTS", "EDIT_ISSUES"}
    (finding,) = bad(jira.tracker())
    assert "may not edit issues, comment" in finding.what


def test_the_doctor_tells_of_another_address(jira: Jira) -> None:
    """A Jira that calls itself otherwise is behind the wrong address, or has a wrong base URL."""
    jira.site.base_url = "https://jira.example.com"
    (finding,) = bad(jira.tracker())
    assert "calls itself https://jira.example.com" in finding.what


def test_a_wrong_token(jira: Jira) -> None:
    """One finding with what to do and no token in it, and nothing is read as an empty Jira or filed."""
    tracker = jira.tracker(token="canary-token")
    finding = bad(tracker)[-1]
    assert "canary" not in str(bad(tracker))
    assert "tracker.token" in finding.hint
    with pytest.raises(TrackerError):
        tracker.family("voc-default")
    assert tracker.create(draft(), "attempt-1").kind is OutcomeKind.NOT_SENT


def test_a_token_that_ends_during_a_run(jira: Jira) -> None:
    """Known issues are not taken for deleted, whatever Jira shows to nobody."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.bot.expires = jira.clock.now()
    with pytest.raises(TrackerError):
        tracker.get(issue.id)
    with pytest.raises(TrackerError):
        tracker.family("voc-default")
    outcome = tracker.create(draft(2), "attempt-2")
    assert (outcome.kind, outcome.fatal) == (OutcomeKind.REJECTED, True)


def test_a_captcha(jira: Jira) -> None:
    """Whom Jira wants to see in a browser is told so, and known issues are not taken for deleted."""
    tracker = jira.tracker()
    issue = create(tracker, draft())
    jira.site.bot.captcha = True
    with pytest.raises(TrackerError, match="account not let in") as raised:
        tracker.get(issue.id)
    assert "browser" in raised.value.hint
    assert any("account not let in" in finding.what for finding in bad(jira.tracker()))


def test_the_commands_file_into_it(jira: Jira, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor, a run that must be confirmed, and a run with nothing left to do; the token is never shown."""
    monkeypatch.setenv("JIRA_TOKEN", jira.site.bot.token)
    shown = []

    def voc(*arguments: str) -> int:
        done = CliRunner().invoke(app, [*arguments, "-c", str(config)])
        shown.append(done.output)
        return done.exit_code

    config = tmp_path / "voc.yaml"
    special = f"{{email: {jira.site.bot.email}, type: Bug}}" if jira.site.cloud else "{type: Bug}"
    config.write_text(
        f"as_of: 2026-11-09\ntracker: {{name: jira, url: {jira.server.url}, project: APP,"
        f" token: 'env:JIRA_TOKEN', jira: {special}}}\nsources: {{paths: ['{EXAMPLE}']}}\n"
    )
    assert voc("doctor") == 0
    assert voc("run", "--apply") == 5
    assert voc("run", "--apply", "--confirm-project", "APP") == 0
    filed = jira.tracker().family("voc-default")
    assert 0 < len(filed) <= 5
    assert voc("run", "--apply") == 0
    assert jira.tracker().family("voc-default")[: len(filed)] == filed
    assert jira.site.bot.token not in "".join(shown) + (tmp_path / "report.md").read_text()


def test_kinds_are_told_by_labels(jira: Jira) -> None:
    """Two themes of one name are not both filed, since a label tells the kind of the first."""
    at = desk(jira)
    file_one(jira, at, title="Vienti kaatuu", kind=Kind.BUG)
    again = at.plan(report(ranked(1, title="Vienti kaatuu"), ranked(2, title="Vienti kaatuu")))
    assert [change.action for change in again.changes] == [Action.SKIP, Action.SKIP]


def test_a_scoped_token_goes_through_a_gateway() -> None:
    """Issues are linked where people find them, not through the address that the token wants."""
    with running(CLOUD) as jira:
        jira.site.base_url = "https://example.atlassian.net"
        jira.site.gateway = "/ex/jira/11223344-a1b2"
        settings = replace(jira.settings(), url=f"{jira.server.url}/ex/jira/11223344-a1b2")
        tracker = JiraTracker(settings, jira.token(), jira.clock)
        assert create(tracker, draft()).url == "https://example.atlassian.net/browse/APP-1"
        assert bad(tracker) == []
