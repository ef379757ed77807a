"""Phrases of the data are found in texts as people write them."""

from __future__ import annotations

import pytest

from voc.analysis.text.cues import find_cues, part_tokens
from voc.config.lexicon import load_lexicon
from voc.errors import ConfigError
from voc.model.lexicon import Lexicon, tokenize


def lexicon(*phrases: str) -> Lexicon:
    """A lexicon with more phrases for bugs."""
    return load_lexicon({"kinds": {"topics": {"bug": {"en": {"sure": list(phrases)}}}}})


def found(text: str, *phrases: str) -> list[str]:
    """Which of ``phrases`` stand in ``text`` and are not negated."""
    return [
        hit.cue.text
        for hit in find_cues(part_tokens(text), lexicon(*phrases))
        if hit.cue.text in phrases and not hit.negated
    ]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("zorb", "a ZORB!"),
        ("zorb*", "zorbissakin"),
        ("zorb the gizmo", "zorb\nthe gizmo"),
        ("zorb ~ gizmo", "zorb that old gizmo"),
        ("^ zorb", "Zorb it"),
        ("zorb $", "it zorb..."),
        ("zorb isnt", "zorb isn’t"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    """Case, wrapped lines, apostrophes and endings make no difference."""
    assert found(text, phrase) == [phrase]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("zorb", "zorbs"),
        ("zorb the gizmo", "zorb. The gizmo"),
        ("zorb the gizmo", "zorb\n\nthe gizmo"),
        ("zorb ~ gizmo", "zorb one two three gizmo"),
        ("^ zorb", "it zorb"),
        ("zorb", "no real zorb"),
        ("zorb*", "never any zorbs"),
    ],
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    """Other words, other clauses, long gaps and negations."""
    assert found(text, phrase) == []


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [("sv", "vi har en zorb", True), ("fi", "en saa zorb", False), ("sv", "inte zorb", False), ("en", "en zorb", True)],
)
def test_a_negation_counts_in_its_own_language(language: str, text: str, kept: bool) -> None:
    """``en`` is "I do not" in Finnish and an article in Swedish."""
    data = load_lexicon({"kinds": {"topics": {"bug": {language: {"sure": ["zorb"]}}}}})
    hits = [hit for hit in find_cues(part_tokens(text), data) if hit.cue.text == "zorb"]
    assert [not hit.negated for hit in hits] == [kept]


def test_the_longest_phrase_on_a_spot_counts() -> None:
    """A phrase inside a longer one of the same topic adds nothing."""
    assert found("zorb gizmo here", "zorb", "zorb gizmo", "gizmo") == ["zorb gizmo"]


def test_tokens() -> None:
    """Words are casefolded, question marks kept, other marks and empty lines break."""
    assert tokenize("It doesn't WORK, why?\n\nsnake_case") == [
        "it",
        "doesnt",
        "work",
        ".",
        "why",
        "?",
        ".",
        "snake",
        "case",
    ]


@pytest.mark.parametrize("phrase", ["", "~ zorb", "zorb ~", "*", "UNKNOWN_GROUP zorb"])
def test_a_phrase_that_cannot_be_read_is_an_error(phrase: str) -> None:
    """The message names the phrase."""
    with pytest.raises(ConfigError):
        lexicon(phrase)


def test_of_two_equal_phrases_the_stronger_counts() -> None:
    """Where a phrase stands in the file makes no difference."""
    topics = {"bug": {"en": {"weak": ["zorb"], "sure": ["zorb"], "clear": ["zorb"]}}}
    hits = find_cues(part_tokens("a zorb"), load_lexicon({"kinds": {"topics": topics}}))
    assert [hit.cue.weight for hit in hits if hit.cue.text == "zorb"] == [4.0]


def test_a_phrase_of_two_topics_is_found_for_both() -> None:
    """Topics do not hide one another's phrases."""
    topics = {"bug": {"en": {"sure": ["zorb gizmo"]}}, "praise": {"en": {"sure": ["gizmo"]}}}
    hits = find_cues(part_tokens("zorb gizmo"), load_lexicon({"kinds": {"topics": topics}}))
    assert {hit.cue.topic for hit in hits} == {"kinds.bug", "kinds.praise"}


def test_a_phrase_at_the_very_end_of_a_gap_is_found_once() -> None:
    """Two ways to the same end are one hit."""
    assert found("zorb gizmo gizmo", "zorb ~ gizmo") == ["zorb ~ gizmo"]
