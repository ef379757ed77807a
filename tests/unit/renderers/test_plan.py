"""A plan as Markdown: short enough to be taken, and readable at a glance."""

from __future__ import annotations

from dataclasses import replace

from tests.filing_world import memory_desk, ranked, report, themes

from voc.renderers.plan import MOST, ROWS, plan_markdown


def test_nothing_to_do_is_one_line() -> None:
    """No empty table."""
    desk = memory_desk()
    desk.run(themes(2))
    text = plan_markdown(desk.plan(themes(2)))
    assert text.startswith("# Filing plan for VOC\n\nNothing to file in `memory:`.\n")
    assert "|" not in text
    assert "- 2 × up to date" in text


def test_a_long_plan_is_cut_where_github_would_refuse_it() -> None:
    """The table first, then as many texts as there is room for; what is left out is counted."""
    desk = memory_desk()
    desk.set(max_new=500, max_new_per_day=500)
    number = ROWS + 20
    plan = desk.plan(report(*(ranked(each + 1, quote=f"{each} " + "word " * 100) for each in range(number))))
    text = plan_markdown(plan)
    assert len(text) <= MOST + 200
    assert text.count("\n| create |") == ROWS
    assert "And 20 more: `voc plan`." in text
    told = text.count("<details>")
    assert told == text.count("</details>") > 10
    assert f"{number - told} more texts have no room here: `voc plan -o plan.json` has them all." in text


def test_a_fence_cannot_be_ended_by_what_it_holds() -> None:
    """Whatever stands in a text that is rewritten."""
    desk = memory_desk()
    desk.run(themes(1))
    change = replace(desk.change(themes(1, customers=9)), before="a\n`````\nb")
    text = plan_markdown(replace(desk.plan(themes(1)), changes=(change,)))
    assert "``````diff\n" in text
    assert text.count("``````") == 2
