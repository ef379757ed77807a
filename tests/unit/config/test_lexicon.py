"""The lexicon is compiled from the package's data and may be extended."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.analysis.text.cues import find_cues, part_tokens
from voc.config.cues import expand
from voc.config.lexicon import load_lexicon, merge, read_words
from voc.errors import ConfigError
from voc.model.ticket import Kind


def test_the_default_lexicon_speaks_three_languages_of_every_kind() -> None:
    """Every kind has cues, and the three languages have profiles."""
    lexicon = load_lexicon()
    assert [profile.code for profile in lexicon.languages] == ["en", "fi", "sv", "und"]
    sample = "bug; kehitysehdotus; hard to use; how to; rakastan; lasku; irtisanomme; offert; semester"
    topics = {hit.cue.topic for hit in find_cues(part_tokens(sample), lexicon)}
    spoken = {Kind.CHURN_SIGNAL: "churn.leaving"}
    assert {spoken.get(kind, f"kinds.{kind}") for kind in Kind} <= topics


def test_more_words_may_be_added() -> None:
    """Added lists extend the defaults, and the digest tells."""
    more = load_lexicon({"types": {"decisive": {"bug": ["snag"]}}, "identifiers": {"free_mail": ["mail.example"]}})
    assert more.types["snag"].kind is Kind.BUG
    assert more.types["defect"].kind is Kind.BUG
    assert {"mail.example", "gmail.com"} <= more.identifiers.free_mail
    assert more.digest != load_lexicon().digest


def test_loading_twice_gives_the_same_digest() -> None:
    """The digest depends on the data only, and an extension leaves the defaults as they were."""
    before = load_lexicon().digest
    load_lexicon({"kinds": {"negators": {"en": ["zorb"]}}})
    assert load_lexicon().digest == before


@pytest.mark.parametrize(
    "extra",
    [
        {"nouns": {}},
        {"mail": {"device_lines": ["("]}},
        {"types": {"decisive": {"bugs": ["x"]}}},
        {"kinds": {"topics": {"bug": {"en": {"huge": ["x"]}}}}},
        {"kinds": {"negators": 3}},
    ],
)
def test_bad_data_is_one_clear_error(extra: dict[str, object]) -> None:
    """Unknown sections, kinds and weights and broken patterns are the user's to mend."""
    with pytest.raises(ConfigError):
        load_lexicon(extra)


def test_choices_expand() -> None:
    """Brackets are choices, a question mark makes them optional, capitals name a group, also inside brackets."""
    assert list(expand("(a|b) c", {})) == ["a c", "b c"]
    assert list(expand("(very )?c", {})) == ["very c", "c"]
    assert list(expand("(NICE|odd)", {"NICE": "good|great"})) == ["good", "great", "odd"]
    assert list(expand("EI toimi*", {"EI": "ei|en"})) == ["ei toimi*", "en toimi*"]


def test_merge() -> None:
    """Mappings join, lists follow one another, single values replace."""
    assert merge({"a": [1], "b": {"c": 1}, "d": 0}, {"a": [2], "b": {"c": 2, "e": 3}}) == {
        "a": [1, 2],
        "b": {"c": 2, "e": 3},
        "d": 0,
    }


def test_words_of_a_file_join_the_defaults(tmp_path: Path) -> None:
    """``words`` in voc.yaml names files in the shape of the defaults, beside it."""
    (tmp_path / "ours.yaml").write_text("topics: {lead: {en: {sure: [zorb please]}}}\n", encoding="utf-8")
    lexicon = load_lexicon(read_words({"kinds": "ours.yaml"}, tmp_path))
    assert "kinds.lead" in {hit.cue.topic for hit in find_cues(part_tokens("zorb please"), lexicon)}
    assert read_words({}, tmp_path) == {}


@pytest.mark.parametrize("content", [None, b"- a\n- b\n", b"a: [\n", b"\xff\xfe"])
def test_a_words_file_that_cannot_be_used_is_one_clear_error(content: bytes | None, tmp_path: Path) -> None:
    """Missing, no mapping, no YAML, no UTF-8: told with its name."""
    if content is not None:
        (tmp_path / "ours.yaml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"ours\.yaml"):
        read_words({"kinds": "ours.yaml"}, tmp_path)
