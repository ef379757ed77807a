"""Phrases as people write them, and word lists laid over one another."""

from __future__ import annotations

from typing import Any

import pytest

from voc.config.cues import cues, expand, tree
from voc.config.lexicon import load_lexicon, merge
from voc.errors import ConfigError
from voc.model.lexicon import Cue

GROUPS = {"CRASH": "crash|freeze", "BAD": "bad|very (bad|poor)"}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("plain words", ["plain words"]),
        ("(a|b) c", ["a c", "b c"]),
        ("(a)? b", ["a b", "b"]),
        ("(a|b)? c", ["a c", "b c", "c"]),
        ("(a|b) (c|d)", ["a c", "a d", "b c", "b d"]),
        ("log(ged|s) out", ["logged out", "logs out"]),
        ("CRASH now", ["crash now", "freeze now"]),
        ("  two   spaces ", ["two spaces"]),
    ],
)
def test_what_a_phrase_stands_for(phrase: str, expected: list[str]) -> None:
    """Choices multiply, optional words may be missing, capitals name a group."""
    assert list(expand(phrase, GROUPS)) == expected


def test_an_unknown_group_is_told_with_the_known_ones() -> None:
    """A typo in capitals is no word."""
    with pytest.raises(ConfigError, match="CRUSH") as failed:
        list(expand("CRUSH now", GROUPS))
    assert failed.value.hint == "known: CRASH, BAD"


def made(phrase: str, topic: str = "kinds.bug", weight: float = 1.0) -> list[Cue]:
    """The cues of one phrase, where ``not`` is the only negator."""
    return cues(topic, [phrase], weight, {}, frozenset({"not"}))


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("Does Not", ("does", "not")),
        ("crash*", ("crash*",)),
        ("^ hello $", ("^", "hello", "$")),
        ("want ~ back", ("want", "~", "back")),
        ("doesn't", ("doesnt",)),
        ("log-out*", ("log", "out*")),
    ],
)
def test_the_words_of_a_cue(phrase: str, words: tuple[str, ...]) -> None:
    """Words are written as texts are read; stems, gaps and ends stay."""
    (cue,) = made(phrase)
    assert cue.words == words


def test_a_cue_that_holds_a_negation_is_not_negatable() -> None:
    """``does not work`` means what it says; ``works`` may be turned around."""
    assert [bool(cue.negators) for cue in (*made("does not work"), *made("works"))] == [False, True]


@pytest.mark.parametrize("phrase", ["", "~ a", "a ~", "a*", "*"])
def test_what_is_no_phrase_is_refused(phrase: str) -> None:
    """No word, a gap at the end, or a stem that would match nearly everything."""
    with pytest.raises(ConfigError, match=r"kinds\.bug: .* is not a phrase"):
        made(phrase)


def test_the_tree_shares_beginnings() -> None:
    """Two phrases with one beginning are one branch."""
    root = tree([*made("app crash*"), *made("app ~ slow"), *made("app")])
    assert list(root.words) == ["app"]
    app = root.words["app"]
    assert [cue.text for cue in app.cues] == ["app"]
    assert list(app.stems) == ["crash"]
    assert app.gap is not None
    assert [cue.text for cue in app.gap.words["slow"].cues] == ["app ~ slow"]


def test_of_equal_cues_the_stronger_counts() -> None:
    """In one topic; another topic's cue stands beside it."""
    root = tree([*made("slow", weight=1.0), *made("slow", weight=3.0), *made("slow", "severity.2", 2.0)])
    assert {(cue.topic, cue.weight) for cue in root.words["slow"].cues} == {("kinds.bug", 3.0), ("severity.2", 2.0)}


def test_a_tree_of_nothing() -> None:
    """No cues, no branches."""
    root = tree([])
    assert (dict(root.words), dict(root.stems), root.gap, root.cues) == ({}, {}, None, ())


@pytest.mark.parametrize(
    ("below", "above", "expected"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": [1]}, {"a": [2]}, {"a": [1, 2]}),
        ({"a": {"x": [1], "y": 1}}, {"a": {"x": [2], "z": 3}}, {"a": {"x": [1, 2], "y": 1, "z": 3}}),
        ([1], {"a": 1}, {"a": 1}),
        ("old", "new", "new"),
        ({"a": 1}, {}, {"a": 1}),
    ],
)
def test_one_list_laid_over_another(below: Any, above: Any, expected: Any) -> None:
    """Mappings key by key, lists one behind the other, anything else replaced."""
    assert merge(below, above) == expected


def test_laying_over_leaves_both_as_they_were() -> None:
    """The defaults are read once a process, and must stay what they are."""
    below, above = {"a": [1], "b": {"c": [2]}}, {"a": [3], "b": {"c": [4]}}
    merge(below, above)
    assert (below, above) == ({"a": [1], "b": {"c": [2]}}, {"a": [3], "b": {"c": [4]}})


def test_more_words_change_the_digest() -> None:
    """A stored analysis was made by other words then."""
    plain, more = load_lexicon(), load_lexicon({"types": {"priorities": {5: ["meltdown"]}}})
    assert more.priorities["meltdown"] == 5
    assert "meltdown" not in plain.priorities
    assert plain.digest != more.digest
    assert len(plain.digest) == 16
