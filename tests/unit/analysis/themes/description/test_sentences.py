"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.made_up_feedback import feedback

from voc.analysis.themes.description.sentences import READ_CHARACTERS, READ_SENTENCES, sentences
from voc.config.stopwords import load_stopwords
from voc.model.ticket import SUBJECT

ENGLISH = load_stopwords().of("en").abbreviations


def texts(body: str) -> list[str]:
    """The sentences of a message."""
    return [sentence.text for sentence in sentences(feedback("t:1", None, body), ENGLISH)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It crashed. I want a refund!", ["It crashed.", "I want a refund!"]),
        ("it crashed. i want a refund", ["it crashed.", "i want a refund"]),
        ("Some formats, e.g. PDF, fail. Others work.", ["Some formats, e.g. PDF, fail.", "Others work."]),
        ("Why? Because.", ["Why?", "Because."]),
        ("Version 3.1 fails", ["Version 3.1 fails"]),
        ("1. Open the app", ["1. Open the app"]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("Para one\n\npara two", ["Para one", "para two"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_their_writer_ended_them(body: str, expected: list[str]) -> None:
    """Full stops end sentences unless they abbreviate or number; lines end them unless they were wrapped."""
    assert texts(body) == expected


def test_wrapped_lines_are_one_sentence() -> None:
    """A long line that goes on in lower case was wrapped by a mail program."""
    body = "When I open the application on my new telephone it closes\nat once and nothing is shown."
    assert texts(body) == [body]


def test_subject_and_message_are_apart() -> None:
    """No sentence joins the subject and the message."""
    found = sentences(feedback("t:1", "App crashes", "when opened"), ENGLISH)
    assert [(sentence.text, sentence.message) for sentence in found] == [("App crashes", SUBJECT), ("when opened", 0)]
    assert found[0].is_subject


def test_a_sentence_cut_off_is_dropped() -> None:
    """Where reading stops in the middle of a sentence, that sentence is not offered."""
    assert texts("Short one. " + "x" * READ_CHARACTERS) == ["Short one."]


def test_only_the_first_sentences_are_read() -> None:
    """A long ticket does not cost more than a short one."""
    assert len(texts("It fails. " * 100)) == READ_SENTENCES


@given(st.text(max_size=200), st.text(max_size=300))
def test_every_sentence_is_verbatim(subject: str, body: str) -> None:
    """Whatever the text, a sentence stands at its offsets in the subject or the message it names."""
    for sentence in sentences(feedback("t:1", subject, body), ENGLISH):
        source = subject if sentence.message == SUBJECT else body
        assert source[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
