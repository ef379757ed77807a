"""The managed block: found only when it is ours, replaced without touching anything around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.filing.managed_block import Merge, digest_of, find_block, merge, spliced, with_delimiters
from voc.model.ledger import Written

TEXT = st.text(alphabet="ab ä\n#>-.", max_size=40).map(str.strip)
AROUND = st.text(alphabet="xy ö\n\r\t*", max_size=30)


def body(block: str, before: str = "", after: str = "") -> str:
    return f"{before}{with_delimiters(block)}{after}"


@given(TEXT, AROUND, AROUND)
def test_a_block_is_found_where_it_stands(block: str, before: str, after: str) -> None:
    """Text, place and digest are those of the block, whatever is around it."""
    whole = body(block, before, after)
    found = find_block(whole)
    assert found is not None
    assert (found.text, found.untouched, found.digest) == (block, True, digest_of(block))
    assert (whole[: found.start], whole[found.end :]) == (before, after)


@given(TEXT, TEXT, AROUND, AROUND)
def test_splicing_keeps_everything_around_byte_for_byte(old: str, new: str, before: str, after: str) -> None:
    """Only the block changes, and it can be changed again."""
    whole = spliced(body(old, before, after), new)
    assert whole == body(new, before, after)


def test_a_block_with_windows_line_ends_keeps_them() -> None:
    """An editor on Windows saved the file: the block is still ours, and is written with the same line ends."""
    whole = body("one\ntwo", "before\n", "\nafter\n").replace("\n", "\r\n")
    found = find_block(whole)
    assert found is not None
    assert found.untouched
    changed = spliced(whole, "three\nfour")
    assert "three\r\nfour" in changed
    assert changed.count("\n") == changed.count("\r\n")


@pytest.mark.parametrize(
    "broken",
    ["", "no block at all", body("a") + body("b"), body("a").replace("voc:end", "voc:fin"), "<!-- voc:end -->"],
)
def test_a_block_that_is_not_clearly_one_is_none(broken: str) -> None:
    """Two blocks or half of one cannot be trusted, so nothing is written."""
    assert find_block(broken) is None
    assert merge(broken, "ours", Written()) is Merge.HUMAN
    with pytest.raises(ValueError, match="no managed block"):
        spliced(broken, "new")


def written(sent: str, base: str, *human: str) -> Written:
    return Written(block_sent=digest_of(sent), block_base=digest_of(base), human_owned=human)


@pytest.mark.parametrize(
    ("theirs", "ours", "before", "expected"),
    [
        (body("old"), "old", written("old", "old"), Merge.KEEP),
        (body("old"), "new", written("old", "old"), Merge.WRITE),
        (body("old").replace("old", "mine"), "new", written("old", "old"), Merge.HUMAN),
        (body("old").replace("old", "mine"), "mine", written("old", "old"), Merge.KEEP),
        (body("old"), "new", written("old", "old", "block"), Merge.HUMAN),
        (body("new"), "newer", written("old", "old"), Merge.WRITE),  # killed before it was put on record
        (body("old").replace("old", "*old*"), "old", written("old", "*old*"), Merge.KEEP),  # the tracker re-renders
        (body("old").replace("old", "*old*"), "new", written("old", "*old*"), Merge.WRITE),
        (body("old").replace("old", "old  \r"), "new", written("old", "old"), Merge.WRITE),
    ],
)
def test_the_three_way_rule(theirs: str, ours: str, before: Written, expected: Merge) -> None:
    """Unchanged or ours: may be written; anything else is a person's."""
    assert merge(theirs, ours, before) is expected


@given(TEXT)
def test_the_digest_ignores_what_editors_change_by_themselves(text: str) -> None:
    """Line ends and spaces at line ends are no edit."""
    assert digest_of(text) == digest_of(text.replace("\n", "  \r\n"))
