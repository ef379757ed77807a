"""What goes into a Linear's description comes out of it, whatever people and customers wrote."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from voc.analysis.filing.managed_block import find_block, spliced, with_delimiters
from voc.trackers.linear_text import read, written

WORDS = st.text(st.sampled_from("aä \n\t-*>_#`⟦⟧/voc:<!&\u200b"), max_size=60)
BLOCKS = WORDS.map(str.strip).filter(lambda text: bool(text) and not re.search(r"^⟦|voc:", text, re.MULTILINE))


@settings(max_examples=300, deadline=None)
@given(before=WORDS, block=BLOCKS, after=WORDS)
@example(before="", block="x", after="")
@example(before="x\n", block="> ⟦/voc⟧\n> ⟦voc 0123456789abcdef⟧", after="\n⟦ x")
def test_a_description_reads_as_it_was_written(before: str, block: str, after: str) -> None:
    """Byte for byte around the block, and the block itself; no HTML comment of ours is sent."""
    before, after = re.sub("⟦/?voc|voc:", "", before).rstrip("\n") + "\n\n", re.sub("⟦/?voc|voc:", "", after)
    body = before + with_delimiters(block) + "\n" + after
    sent = written(body)
    assert "<!-- voc:" not in sent
    assert read(sent) == body
    found = find_block(read(sent))
    assert found is not None
    assert (found.text, found.untouched) == (block, True)
    assert read(written(spliced(body, "new"))) == before + with_delimiters("new") + "\n" + after
