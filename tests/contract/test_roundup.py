"""A tracker that another package brings, on a real Roundup: its entry point, late writes, waiting, create-once."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
import requests
from tests.fault_proxy import Fault, FaultProxy, Said, Seen, fault_proxy
from tests.faults import drop_after, on_before
from tests.filing_world import START, Desk, TurnedClock, create, draft, file_one, ranked, report
from tests.roundup_world import PASSWORD, PLUGIN, Roundup, running, why_not
from typer.testing import CliRunner

import voc.plugins
from voc.analysis.filing.managed_block import spliced
from voc.cli.app import app
from voc.errors import ConfigError
from voc.model.filing import IssueChanges, IssueState, OutcomeKind
from voc.model.plan import Action, Result
from voc.stores.memory_ledger import MemoryLedger
from voc.wiring.clock import SystemClock

CALLS, INTERVAL = 12, 3
"""So many requests in so many seconds; once they are used up, four each second."""


class NotedClock(SystemClock):
    """The clock of this machine, which notes each wait."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        super().sleep(seconds)


def desk(roundup: Roundup, proxy: FaultProxy | None = None) -> Desk:
    """A desk with an empty ledger, which speaks to Roundup through ``proxy`` if there is one."""
    clock = TurnedClock()
    return Desk(roundup.tracker(clock, proxy.url if proxy else None), MemoryLedger(), clock)


# -- the entry point ------------------------------------------------------------------------------------------------
def test_what_pip_installed_is_listed_and_loaded(plugin: None) -> None:
    """The list of back ends names the plugin's package; its class is found by its name alone."""
    listed = json.loads(CliRunner().invoke(app, ["backends", "--format", "json"]).stdout)["backends"]
    (found,) = [each for each in listed if each["name"] == "roundup"]
    assert found == {
        "room": "tracker",
        "name": "roundup",
        "available": True,
        "extra": None,
        "package": "voc-roundup 0.1.0",
    }
    tracker = Roundup("http://127.0.0.1:9", "nobody", "x").tracker()
    assert type(tracker).__module__ == "voc_roundup.tracker"
    assert (tracker.name, tracker.project, tracker.requests) == ("roundup", "app", 0)


def test_the_plugin_uses_what_is_promised_and_nothing_else() -> None:
    """Of voc it imports ``voc.plugins`` alone, and from there only what is named in it."""
    taken: dict[str, set[str]] = {}
    for path in (PLUGIN / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "voc":
                taken.setdefault(node.module or "", set()).update(each.name for each in node.names)
            elif isinstance(node, ast.Import):
                assert not any(each.name.split(".")[0] == "voc" for each in node.names)
    assert set(taken) == {"voc.plugins"}
    assert taken["voc.plugins"] <= set(voc.plugins.__all__)


@pytest.mark.parametrize("options", [{"usr": "voc"}, {"user": ""}])
def test_wrong_options_are_told(plugin: None, options: dict[str, str]) -> None:
    """An option that is none, or one that is needed and not set, is an error of the configuration."""
    with pytest.raises(ConfigError, match="options"):
        Roundup("http://127.0.0.1:9", "nobody", "x").tracker(**options)


# -- writes that come too late --------------------------------------------------------------------------------------
@pytest.mark.parametrize("what", ["text", "keywords", "comment"])
def test_an_edit_between_our_last_look_and_our_write_wins(roundup: Roundup, what: str) -> None:
    """Roundup answers 412, voc calls it a conflict, and what the person wrote stands."""
    with fault_proxy(roundup.url) as proxy:
        tracker = roundup.tracker(url=proxy.url)
        issue = create(tracker, draft())

        def edit(_: Seen) -> None:
            if what == "text":
                roundup.write(issue.id, "A person's words")
            else:
                roundup.edit(f"issue/{issue.id}", title="A person's title")

        proxy.rule(on_before(edit), method="PUT")
        if what == "text":
            outcome = tracker.update(issue, IssueChanges(body=spliced(issue.body, "ours")))
        elif what == "keywords":
            outcome = tracker.update(issue, IssueChanges(add_labels=("ours",)))
        else:
            outcome = tracker.comment(issue, "ours")
        (put,) = [seen for seen in proxy.seen if seen.method == "PUT"]
        assert (put.status, outcome.kind) == (412, OutcomeKind.CONFLICT)
        now = tracker.get(issue.id)
    assert now is not None
    assert "ours" not in (now.body, *now.labels)
    assert now.comments == ()
    assert (now.body == "A person's words") == (what == "text")
    assert (now.title == "A person's title") == (what != "text")


def test_a_stale_theme_is_skipped_and_left_for_the_next_plan(roundup: Roundup) -> None:
    """After a person's edit in that instant the run goes on without the theme, and the next plan keeps the edit."""
    with fault_proxy(roundup.url) as proxy:
        at = desk(roundup, proxy)
        issue_id = file_one(at)
        more = report(ranked(customers=9))
        plan = at.plan(more)
        assert plan.changes[0].action is Action.UPDATE
        words = at.issue().body + "\n\nSeen it too, since the weekend."
        proxy.rule(on_before(lambda _: roundup.write(issue_id, words)), method="PUT")
        assert at.apply(plan, confirm_project="app").done[0].result is Result.STALE
        assert at.issue().body == words
        assert at.run(more).done[0].result is Result.UPDATED
        body = at.issue().body
        assert body.endswith("Seen it too, since the weekend.")
        assert body != words
        assert at.change(more).action is Action.SKIP


# -- creates that leave once ----------------------------------------------------------------------------------------
def test_a_create_that_somebody_repeats_files_one_issue(roundup: Roundup) -> None:
    """Sent twice on its way, it is refused the second time; voc takes that for unknown and adopts the issue."""
    headers = {"X-Requested-With": "rest", "Origin": roundup.url, "Content-Type": "application/json"}
    with fault_proxy(roundup.url) as proxy:

        def again(seen: Seen, said: Said) -> Said:
            assert said.status == 201
            second = requests.post(
                roundup.url + seen.path,
                data=seen.body,
                headers={**headers, "Referer": f"{roundup.url}/"},
                auth=("voc", PASSWORD),
                timeout=60,
            )
            return Said(second.status_code, second.content, {"Content-Type": "application/json"})

        proxy.rule(Fault("sent twice", answer=again), method="POST", path="@poe/")
        at = desk(roundup, proxy)
        (done,) = at.apply(at.plan(report(ranked())), confirm_project="app").done
    assert done.result is Result.LINKED
    assert [each["id"] for each in roundup.ask("GET", "issue")["collection"]] == [at.row().issue_id]


def test_a_create_whose_answer_is_lost_is_looked_for(roundup: Roundup) -> None:
    """The issue is there, is found by its keyword, and is not filed again."""
    with fault_proxy(roundup.url) as proxy:
        proxy.rule(drop_after(), method="POST", path="@poe/")
        at = desk(roundup, proxy)
        (done,) = at.apply(at.plan(report(ranked())), confirm_project="app").done
        assert done.result is Result.LINKED
        assert at.change(report(ranked())).action is Action.SKIP
        creates = [seen for seen in proxy.writes() if re.search(r"/issue/@poe/.", seen.path)]
    assert len(creates) == len(roundup.ask("GET", "issue")["collection"]) == 1


def test_what_cannot_be_prepared_is_not_sent(roundup: Roundup) -> None:
    """Where the text's own request is lost, the issue's never leaves, and the next run files it."""
    with fault_proxy(roundup.url) as proxy:
        proxy.rule(drop_after(), method="POST", path="/msg", times=10)
        at = desk(roundup, proxy)
        assert at.apply(at.plan(report(ranked())), confirm_project="app").done[0].result is Result.FAILED
        assert roundup.ask("GET", "issue")["collection"] == []
    later = desk(roundup)
    file_one(later)
    assert len(roundup.ask("GET", "issue")["collection"]) == 1


# -- waiting --------------------------------------------------------------------------------------------------------
def test_a_roundup_that_asks_to_wait_is_waited_for(plugin: None, tmp_path: Path) -> None:
    """Its own rate limit answers 429 with Retry-After; each is waited for, and one issue is filed and updated."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with running(tmp_path, "--calls", str(CALLS), "--interval", str(INTERVAL)) as roundup:
        clock = NotedClock()
        with fault_proxy(roundup.url) as proxy:
            at = Desk(roundup.tracker(clock, url=proxy.url), MemoryLedger(), clock)  # type: ignore[arg-type]
            file_one(at)
            first = len(clock.slept)
            (done,) = at.run(report(ranked(customers=9))).done
            answers = [seen.status for seen in proxy.seen]
            creates = [seen.status for seen in proxy.writes() if re.search(r"/issue/@poe/.", seen.path)]
    assert answers.count(429) >= 2
    assert len(clock.slept) >= answers.count(429)
    assert all(seconds >= 1 for seconds in clock.slept[:first])
    assert creates.count(201) == 1
    assert set(creates) <= {201, 429}
    assert done.result is Result.UPDATED


# -- what is special to Roundup -------------------------------------------------------------------------------------
def test_a_comment_leaves_the_status_alone(roundup: Roundup) -> None:
    """Roundup opens a resolved issue for a new message; with ours it stays closed."""
    tracker = roundup.tracker()
    issue = create(tracker, draft())
    roundup.close(issue.id)
    closed = tracker.get(issue.id)
    assert closed is not None
    now = tracker.comment(closed, "Three more customers").issue
    assert now is not None
    assert (now.state, now.status) == (IssueState.DONE, "resolved")
    assert [comment.text for comment in now.comments] == ["Three more customers"]


def test_states_follow_the_options(roundup: Roundup) -> None:
    """A status that the options call declined is won't fix; closed with a superseder is a duplicate."""
    tracker = roundup.tracker(declined="Deferred")
    issue, original = create(tracker, draft(1)), create(tracker, draft(2))
    roundup.edit(f"issue/{issue.id}", status="deferred")
    (found,) = tracker.find(draft(1).marker)
    assert (found.id, found.state) == (issue.id, IssueState.DECLINED)
    roundup.edit(f"issue/{issue.id}", status="resolved", superseder=[original.id])
    now = tracker.get(issue.id)
    assert now is not None
    assert (now.state, now.duplicate_of) == (IssueState.DUPLICATE, original.id)


def test_peoples_messages_are_no_comments_of_ours(roundup: Roundup) -> None:
    """What a person writes below changes what is read, and is never rewritten; neither is our password told."""
    tracker = roundup.tracker()
    issue = create(tracker, draft())
    person = roundup.ask("GET", "user?username=person")["collection"][0]["id"]
    about = {"author": person, "date": f"{START:%Y-%m-%d.%H:%M:%S}", "content": "A person's\n\n-- \nvoc"}
    message = roundup.ask("POST", "msg", about)["id"]
    first = roundup.first(issue.id).removeprefix("msg/")
    roundup.edit(f"issue/{issue.id}", messages=[first, message])
    now = tracker.get(issue.id)
    assert now is not None
    assert now.comments == ()
    assert now.revision != issue.revision
    assert tracker.comment(now, "ours", replaces=message).kind is OutcomeKind.CONFLICT
    assert PASSWORD not in repr((now, tracker.check(), tracker.account()))


def test_lists_read_an_issue_as_a_single_look_does(roundup: Roundup) -> None:
    """What a plan goes by, from a list, is what a run finds when it looks at the issue alone, comments included."""
    tracker = roundup.tracker()
    issue = create(tracker, draft())
    assert tracker.comment(issue, "Three more customers").kind is OutcomeKind.DONE
    roundup.edit(f"issue/{issue.id}", title="A person's title")
    alone = tracker.get(issue.id)
    assert alone is not None
    assert alone.comments
    assert [*tracker.family("voc-default"), *tracker.newest(1), *tracker.find(draft().marker)] == [alone] * 3


def test_the_doctor_names_what_the_statuses_lack(roundup: Roundup) -> None:
    """A closed status that is not there is told with those that are; a wrong account ends the asking."""
    (bad,) = [each for each in roundup.tracker(closed="fixed").check() if not each.ok]
    assert "closed by status none" in bad.what
    assert "resolved" in bad.hint
    assert not all(each.ok for each in roundup.tracker(user="nobody").check())
