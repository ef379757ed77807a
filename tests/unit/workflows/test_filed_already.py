"""Issues that people filed by hand: a link is proposed instead of a second issue, and a person has the last word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from unittest.mock import patch

import pytest
from tests.filing_world import START, Desk, drafted, memory_desk, ranked, report

from voc.analysis.filing.matching.matcher import NEAR, UNSURE
from voc.analysis.filing.plan_json import plan_from_json, plan_to_json
from voc.model.filing import Issue, IssueState
from voc.model.plan import WAITS, Action, Result
from voc.model.report import RankedTheme, Report
from voc.model.settings import FilingSettings
from voc.model.theme import Remark
from voc.ports.tracker import UnreadableIssueError
from voc.trackers.memory import MemoryTracker
from voc.workflows.filing.issues import issue_refs

TITLE, QUOTE = "Vienti kaatuu virheeseen E4711", "Vienti kaatuu heti virheeseen E4711, kun painan nappia"


def people_file(desk: Desk, title: str, body: str = "") -> Issue:
    """An issue that a person wrote."""
    assert isinstance(desk.tracker, MemoryTracker)
    made = desk.tracker.create(drafted(ranked(999), FilingSettings(), "none"), "by hand").issue
    assert made is not None
    desk.tracker.edit(made.id, title=title, body=body, labels=())
    now = desk.tracker.get(made.id)
    assert now is not None
    return now


THINGS = ("lasku", "kalenteri", "raportti", "haku", "profiili", "varmistus", "keskustelu", "kartta", "tulostin",
          "maksu", "hälytys", "lomake", "kuva", "asetus")  # fmt: skip
FAULTS = ("on tyhjä", "näyttää väärää kuuta", "ei aukea uudestaan", "unohtaa värinsä", "hidastelee iltaisin",
          "vilkkuu vihreänä", "hyppää alkuun", "kysyy samaa", "katoaa listalta", "ei tallennu")  # fmt: skip
OTHERS = len(THINGS) * len(FAULTS)


def desk_with_people(others: int = OTHERS) -> tuple[Desk, Issue]:
    """A tracker in which people filed so many other matters, and the theme's."""
    desk = memory_desk()
    for thing, fault in list(product(THINGS, FAULTS))[:others]:
        people_file(desk, f"{thing} {fault}", f"Käytän kohtaa {thing}, ja silloin se {fault}")
    return desk, people_file(desk, "Vienti kaatuu virheeseen E4711", QUOTE)


def theme(number: int = 1, title: str = TITLE, quote: str = QUOTE) -> RankedTheme:
    return ranked(number, title=title, quote=quote)


def said(wanted: RankedTheme, **what: Remark) -> Report:
    return report(replace(wanted, theme=replace(wanted.theme, **what)))


REMARK = Remark("", "matti", START, "d-0123456789")


def test_a_link_is_proposed_instead_of_a_second_issue() -> None:
    """The plan names the person's issue, a score and what is shared, and only reads."""
    desk, theirs = desk_with_people()
    plan = desk.plan(report(theme()))
    (change,) = plan.changes
    assert (change.action, change.proposed) == (Action.LINK, True)
    assert change.issue is not None
    assert change.issue.key == theirs.key
    assert change.candidates[0].issue.key == theirs.key
    assert change.candidates[0].score >= 0.99
    assert "e4711" in change.candidates[0].reason
    assert change.candidates[0].reason in change.reason
    assert plan.compared == OTHERS + 1
    assert len(desk.tracker.newest(1_000)) == OTHERS + 1


def test_a_reviewed_plan_makes_the_link_and_nobody_is_written_over() -> None:
    """The issue becomes the theme's own; its words stay; the next plan has nothing to do."""
    desk, theirs = desk_with_people()
    done = desk.run(report(theme()))
    assert [each.result for each in done.done] == [Result.LINKED]
    assert desk.row().issue_id == theirs.id
    assert desk.tracker.get(theirs.id) == theirs
    desk.clock.at += timedelta(days=30)
    assert desk.change(report(theme())).action is Action.SKIP
    assert desk.run(report(theme())).exit_code == 0
    assert desk.tracker.get(theirs.id) == theirs


def test_without_a_person_a_guess_is_left_alone() -> None:
    """An unattended run neither links nor files what may be filed already, and says why."""
    desk, _ = desk_with_people()
    plan = desk.plan(report(theme(), theme(2, "Kirjautuminen ei onnistu", "Salasana ei kelpaa")))
    done = desk.apply(plan, reviewed=False)
    results = {each.theme_id: each for each in done.done}
    assert results["theme-0001"].result is Result.PROPOSED
    assert results["theme-0001"].reason.startswith("perhaps filed already by a person as")
    assert results["theme-0002"].result is Result.FILED
    assert "theme-0001" not in desk.ledger.entries(desk.filing.scope)
    assert done.exit_code == 0


def test_a_theme_that_a_person_unlinked_is_filed() -> None:
    """Once a person said that it is none of them, no issue is proposed."""
    desk, _ = desk_with_people()
    change = desk.change(said(theme(), unlinked=REMARK))
    assert (change.action, change.candidates) == (Action.CREATE, ())


def test_a_theme_that_a_person_linked_is_not_filed() -> None:
    """A person's link needs no guess."""
    desk, _ = desk_with_people()
    change = desk.change(said(theme(), link=replace(REMARK, text="VOC-31")))
    assert (change.action, change.reason) == (Action.SKIP, "linked to VOC-31 by matti")


@pytest.mark.parametrize("reviewed", [True, False])
def test_a_link_that_turned_out_wrong_is_let_go_and_the_theme_filed(reviewed: bool) -> None:
    """After an unlink the theme gets an issue of its own, once, and the person's stays as it is."""
    desk, theirs = desk_with_people()
    desk.run(report(theme()))
    denied = said(theme(), unlinked=REMARK)
    plan = desk.plan(denied)
    (change,) = plan.changes
    assert (change.action, change.candidates) == (Action.CREATE, ())
    assert f"it is not {theirs.key}, which is left alone" in change.reason
    assert plan_from_json(plan_to_json(plan)) == plan
    assert [each.result for each in desk.apply(plan, reviewed=reviewed).done] == [Result.FILED]
    assert desk.row().issue_id == desk.issue().id != theirs.id
    assert desk.tracker.get(theirs.id) == theirs
    assert [each.result for each in desk.apply(plan).done] == [Result.SKIPPED]
    assert desk.change(denied).action is Action.SKIP
    assert len(desk.issues()) == 1


def test_a_link_that_is_let_go_waits_for_its_turn_with_the_others() -> None:
    """Where the day's new issues are used up the theme is put off, and stays in the ledger until then."""
    desk, theirs = desk_with_people()
    desk.run(report(theme()))
    desk.set(max_new_per_day=0)
    assert desk.change(said(theme(), unlinked=REMARK)).reason.startswith(WAITS)
    desk.run(said(theme(), unlinked=REMARK))
    assert desk.row().issue_id == theirs.id


def test_a_persons_issue_is_shown_as_it_is_once_it_is_linked() -> None:
    """It carries no mark of voc's: it is read by id, and only a deleted one is lost."""
    desk, theirs = desk_with_people()
    assert isinstance(desk.tracker, MemoryTracker)
    desk.run(report(theme()))

    def shown() -> list[tuple[str, str]]:
        refs = issue_refs(desk.ledger, lambda: desk.tracker, desk.settings).values()
        return [(ref.key, ref.status) for ref in refs]

    assert shown() == [(theirs.key, theirs.status)]
    with patch.object(desk.tracker, "get", side_effect=UnreadableIssueError("it no longer parses")):
        assert shown() == [(theirs.key, "filed")]
    desk.tracker.delete(theirs.id)
    assert shown() == [(theirs.key, "lost")]


def test_a_persons_issue_that_nobody_edited_is_not_called_edited() -> None:
    """It never had a block of voc's; what people change from then on is said."""
    desk, theirs = desk_with_people()
    assert isinstance(desk.tracker, MemoryTracker)
    desk.run(report(theme()))
    assert "edited by people" not in desk.change(report(theme())).reason
    desk.tracker.edit(theirs.id, title="Vienti kaatuu")
    assert desk.change(report(theme())).reason.endswith("edited by people and left alone: title")


def test_what_is_near_but_not_sure_stands_beside_the_create() -> None:
    """The other platform's issue is another issue; a person sees it."""
    desk, _ = desk_with_people()
    desk = replace(desk, aids=replace(desk.aids, platforms={"ios": "ios", "android": "android"}))
    theirs = people_file(desk, "Android: kuvakaappaus jää mustaksi", "Kuvakaappaus jää mustaksi tilassa Q9")
    change = desk.change(report(theme(1, "iOS: kuvakaappaus jää mustaksi", "Kuvakaappaus jää mustaksi tilassa Q9")))
    assert change.action is Action.CREATE
    assert change.candidates[0].issue.key == theirs.key


@pytest.mark.parametrize("others", [0, 1, 2, 8, 30, 90])
def test_few_issues_make_no_link(others: int) -> None:
    """Fewer than a hundred cannot tell what one in a hundred does: the very same words are a candidate, no link."""
    desk, theirs = desk_with_people(others)
    change = desk.change(report(theme()))
    assert (change.action, change.proposed) == (Action.CREATE, False)
    assert [each.issue.key for each in change.candidates] == [theirs.key]
    assert change.candidates[0].score == UNSURE


@pytest.mark.parametrize("others", [1, 2, 8, 30, 90, OTHERS])
def test_the_date_alone_makes_no_candidate(others: int) -> None:
    """Of the same days as one issue and years after all others: without a word in common it is none of them."""
    desk, theirs = desk_with_people(others)
    assert isinstance(desk.tracker, MemoryTracker)
    for number, each in enumerate(desk.tracker.newest(1_000)):
        if each.id != theirs.id:
            desk.tracker.edit(each.id, created_at=START - timedelta(days=1_000 + number))
    desk.tracker.edit(theirs.id, title="Ääni särkyy", body="Kaiutin rahisee")
    change = desk.change(report(theme(1, "Ohje puuttuu", "Mistä sen löytää?")))
    assert (change.action, change.candidates) == (Action.CREATE, ())


@pytest.mark.parametrize("others", [8, 30, 90, OTHERS])
def test_words_that_everybody_uses_make_no_candidate(others: int) -> None:
    """Stop words and single letters that only one issue holds say nothing of its matter."""
    desk, _ = desk_with_people(others)
    desk = replace(desk, aids=replace(desk.aids, stop=frozenset({"the", "it", "is", "when"})))
    people_file(desk, "Wrong tax for Norway", "The invoice adds a fourth of q, and it is i who pays when customs call")
    change = desk.change(report(theme(1, "I want it dark", "My eyes hurt at night, when the q is bright as a lamp")))
    assert change.candidates == ()


def test_every_candidate_stands_out_by_itself() -> None:
    """A second one is shown for what it shares itself, not for the first one's sake."""
    desk, theirs = desk_with_people()
    again = people_file(desk, "Vienti kaatuu taas virheeseen E4711", QUOTE)
    found = desk.change(report(theme())).candidates
    assert {each.issue.key for each in found} == {theirs.key, again.key}
    assert all(each.score >= NEAR and "e4711" in each.reason for each in found)


def test_a_new_matter_is_filed() -> None:
    """What nobody filed is created, and no doubtful candidate becomes a link."""
    desk, _ = desk_with_people()
    change = desk.change(report(theme(1, "Kirjautuminen ei onnistu", "Salasana ei kelpaa")))
    assert (change.action, change.proposed) == (Action.CREATE, False)


def test_what_voc_filed_is_no_candidate() -> None:
    """Themes told in the same words are told apart by people; voc's own issues are not proposed to one another."""
    desk = memory_desk()
    desk.run(report(theme(1)))
    change = desk.change_of("theme-0002", report(theme(1), theme(2, f"{TITLE} taas")))
    assert (change.action, change.candidates) == (Action.CREATE, ())


def test_what_another_namespace_filed_is_no_candidate() -> None:
    """Its issues belong to another store, and a link to one would only stop the run."""
    desk = memory_desk()
    desk.set(namespace="other")
    desk.run(report(theme(1)))
    desk.set(namespace="default")
    plan = desk.plan(report(theme(2)))
    assert [(change.action, change.candidates) for change in plan.changes] == [(Action.CREATE, ())]
    assert plan.compared == 0


def test_two_themes_are_not_linked_to_one_issue() -> None:
    """The first theme gets the proposal, the second shows the candidate."""
    desk, theirs = desk_with_people()
    first, second = desk.plan(report(theme(1), theme(2, f"{TITLE} taas"))).changes
    assert (first.action, second.action) == (Action.LINK, Action.CREATE)
    assert second.candidates[0].issue.key == theirs.key


def test_a_duplicate_stands_for_its_original() -> None:
    """What people closed as a duplicate leads to the issue it repeats."""
    desk, theirs = desk_with_people()
    assert isinstance(desk.tracker, MemoryTracker)
    original = people_file(desk, "Tiedonsiirto keskeytyy", "Iso tiedosto")
    desk.tracker.edit(theirs.id, state=IssueState.DUPLICATE, duplicate_of=original.id)
    change = desk.change(report(theme()))
    assert change.issue is not None
    assert change.issue.key == original.key
    assert f"{theirs.key} repeats it" in change.reason


@pytest.mark.parametrize("state", list(IssueState))
def test_a_closed_issue_is_called_closed(state: IssueState) -> None:
    """Candidates tell their issue's title and state, and the reason of a link says what it was closed as."""
    desk, theirs = desk_with_people()
    assert isinstance(desk.tracker, MemoryTracker)
    desk.tracker.edit(theirs.id, state=state)
    change = desk.change(report(theme()))
    assert (change.candidates[0].title, change.candidates[0].state) == (theirs.title, state)
    assert ("closed as" in change.reason) is (state is not IssueState.OPEN)


@pytest.mark.parametrize(("limit", "action"), [(0, Action.CREATE), (1, Action.CREATE), (OTHERS + 1, Action.LINK)])
def test_so_many_issues_are_read_and_no_more(limit: int, action: Action) -> None:
    """The newest ones count; with none wanted nothing is compared."""
    desk, _ = desk_with_people()
    desk.set(compare_issues=limit)
    plan = desk.plan(report(theme()))
    assert (plan.compared, plan.changes[0].action) == (limit, action)


def test_a_plan_with_candidates_is_read_back_as_it_was_written() -> None:
    """Candidates, the guess and the counts are part of the document, and of what its digest seals."""
    desk, _ = desk_with_people()
    plan = desk.plan(report(theme()))
    assert plan_from_json(plan_to_json(plan)) == plan


def test_an_applied_guess_needs_its_issue_unchanged_in_place() -> None:
    """An issue that is gone by the time of the apply is not linked to."""
    desk, theirs = desk_with_people()
    assert isinstance(desk.tracker, MemoryTracker)
    plan = desk.plan(report(theme()))
    desk.tracker.delete(theirs.id)
    assert [each.result for each in desk.apply(plan).done] == [Result.STALE]
