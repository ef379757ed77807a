"""The stop words that come with voc."""

from __future__ import annotations

import pytest

from voc.config.stopwords import load_stopwords


@pytest.mark.parametrize(
    ("language", "stop", "greeting", "dangling"),
    [("en", "the", "hello", "of"), ("fi", "että", "moi", "ja"), ("sv", "inte", "hej", "och")],
)
def test_each_language_has_its_words(language: str, stop: str, greeting: str, dangling: str) -> None:
    """English, Finnish and Swedish each bring stop words, greetings and words no title ends with."""
    words = load_stopwords().of(language)
    assert stop in words.stop
    assert greeting in words.greetings
    assert dangling in words.dangling


def test_everything_is_folded_and_trimmed() -> None:
    """No entry holds upper case, outer blanks or a stray comma, or it would never be found."""
    for words in load_stopwords().languages.values():
        lists = (words.stop, words.greetings, words.courtesies, words.leads, words.dangling, words.anaphoric)
        lists += (words.closings, words.openers, words.conditions, words.subordinate)
        for entry in (*[entry for each in lists for entry in each], *words.endings, *words.abbreviations):
            assert isinstance(entry, str)
            assert entry == entry.casefold().strip(" ,")
            assert entry


def test_endings_are_tried_longest_first() -> None:
    """A short ending never hides a longer one."""
    endings = load_stopwords().of("fi").endings
    assert [len(ending) for ending in endings] == sorted((len(ending) for ending in endings), reverse=True)
    assert endings[-1] in {"n", "t", "a", "ä"}


def test_unknown_language_gets_all_words() -> None:
    """A text whose language is not known is cleared of the stop words of all, and its words are left whole."""
    words = load_stopwords().of("und")
    assert {"the", "että", "inte"} <= words.stop
    assert not words.endings
    assert words.prefix == 0


def test_no_pronoun_is_missing() -> None:
    """Words that never carry meaning do not become keyphrases."""
    assert {"i", "you", "it", "we", "they", "this", "that"} <= load_stopwords().of("en").stop
    assert {"minä", "sinä", "se", "me", "he", "tämä"} <= load_stopwords().of("fi").stop


@pytest.mark.parametrize(
    ("language", "closing", "opener", "condition"),
    [
        ("en", "please advise", "i would like to know", "if"),
        ("fi", "kiitos etukäteen", "haluaisin tietää", "jos"),
        ("sv", "tack på förhand", "jag undrar", "om"),
        ("und", "kiitos", "jag undrar", "if"),
    ],
)
def test_what_a_title_drops_is_known(language: str, closing: str, opener: str, condition: str) -> None:
    """Each language brings what stands around the matter, and an unknown one gets all of it."""
    words = load_stopwords().of(language)
    assert closing in words.closings
    assert opener in words.openers
    assert condition in words.conditions


def test_words_for_anything_name_nothing() -> None:
    """A word such as *problem* carries no meaning in any language; *first* does, of rows and days."""
    assert {"problem", "issue", "question", "description"} <= load_stopwords().of("en").stop
    assert "ongelma" in load_stopwords().of("fi").stop
    assert "problem" in load_stopwords().of("sv").stop
    assert "first" not in load_stopwords().of("en").stop
