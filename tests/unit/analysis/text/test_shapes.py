"""Stack traces, headings of forms, titles and answers in forms speak for a kind."""

from __future__ import annotations

import pytest

from voc.analysis.text.cues import part_tokens
from voc.analysis.text.feedback import read
from voc.analysis.text.shapes import find_shapes
from voc.config.lexicon import load_lexicon
from voc.errors import ConfigError
from voc.model.ticket import Feedback, Kind, Message, Ticket

LEXICON = load_lexicon()


def shapes(text: str) -> dict[str, str]:
    """The shapes of a text by what they are called, with their topics."""
    return {hit.cue.text: hit.cue.topic for hit in find_shapes(text, (), 0, LEXICON)}


def feedback(subject: str, text: str, channel: str | None = None) -> Feedback:
    """Feedback of a ticket with one message."""
    return read(Ticket("x:1", (Message(text),), subject, channel=channel), 0, LEXICON)


@pytest.mark.parametrize(
    ("text", "shape", "topic"),
    [
        ('Traceback (most recent call last):\n  File "a.py", line 3, in zorb', "stack trace", "kinds.bug"),
        ("  at zorb.gizmo.Main.run(Main.java:12)", "stack trace", "kinds.bug"),
        ("[Bug]: zorb", "title says bug", "kinds.bug"),
        ("Vika: zorb", "title says bug", "kinds.bug"),
        ("Fix the zorb", "title says fix", "kinds.bug"),
        ("Zorb does not turn\nat all", "title says what fails", "kinds.bug"),
        ("Zorb\n### Steps to reproduce\n1. turn", "form of a bug report", "kinds.bug"),
        ("Zorb\nh3. Actual result\nnone", "form of a bug report", "kinds.bug"),
        ("[Feature request] zorb", "title says request", "kinds.feature_request"),
        ("Toive: zorb", "title says request", "kinds.feature_request"),
        ("zorb: allow two gizmos", "title asks for work", "kinds.feature_request"),
        ("Zorb\n**Describe the solution you'd like**\ntwo", "form of a request", "kinds.feature_request"),
        ("Question: zorb", "title says question", "kinds.question"),
        ("Kysymys: zorb", "title says question", "kinds.question"),
    ],
)
def test_a_shape_is_found(text: str, shape: str, topic: str) -> None:
    """Each is known by its name, which a reason shows."""
    assert shapes(text)[shape] == topic


@pytest.mark.parametrize(
    "text",
    [
        "Zorb",
        "At the zorb (gizmo)",
        "Why does it not turn?",
        "Can you allow two gizmos?",
        "That is one odd bug: none",
        "",
    ],
)
def test_plain_texts_have_no_shape(text: str) -> None:
    """Words inside a sentence, and questions, are no shapes."""
    assert shapes(text) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("### Issue type\n\nBug\n\nzorb", {"form says bug": "kinds.bug"}),
        ("Type: <b>Feature Request</b>\n\nzorb", {"form says feature request": "kinds.feature_request"}),
        ("**Category:** Question\nzorb", {"form says question": "kinds.question"}),
        ("- [ ] bug\n- [x] feature request\nzorb", {"form says feature request": "kinds.feature_request"}),
        ("Do you want a feature or report a bug?\n\nBug, maybe.", {"form says bug": "kinds.bug"}),
        ("Issue type\nDocumentation bug\nzorb", {"form says bug": "kinds.bug"}),
        ("Type: gizmo", {}),
        ("- [x] bug\n- [x] feature request", {}),
    ],
)
def test_the_answer_in_a_form_is_read(text: str, said: dict[str, str]) -> None:
    """What somebody chose in a form counts as a type field does; two answers that disagree say nothing."""
    assert {name: topic for name, topic in shapes(text).items() if name.startswith("form says")} == said


def test_a_chosen_answer_is_evidence_and_not_read_twice() -> None:
    """The answer is the reason; the words of the form are not."""
    found = feedback("Zorb", "Issue type: Bug\n\nThe lamp glows.")
    assert (found.kind, found.kind_reason) == (Kind.BUG, '"form says bug"')


def test_help_is_asked_for_in_the_first_person_where_no_channel_is_named() -> None:
    """In a tracker "my code, please help" is a question; in a mailbox everybody writes so."""
    text = "Hello, my zorb gives an error, please help."
    assert feedback("Zorb and gizmo", text).kind is Kind.QUESTION
    assert feedback("Zorb and gizmo", text, channel="email").kind is not Kind.QUESTION


@pytest.mark.parametrize(
    ("text", "voices"),
    [
        ("I turned my zorb and it told me no", ["first person"]),
        ("I turned my zorb. Is that right?", ["asks in the first person"]),
        ("Jag vred på min zorb och den gav mig inget", ["first person"]),
        ("The zorb does not turn. Is that right?", []),
    ],
)
def test_the_voice_of_a_text(text: str, voices: list[str]) -> None:
    """Who speaks of himself again and again, or asks besides, wants help."""
    assert [hit.cue.text for hit in find_shapes("", part_tokens(text), 0, LEXICON)] == voices


def test_shapes_can_be_added() -> None:
    """A person may add a pattern of an own form; one that cannot be read is told."""
    own = {"bug": {"our form": {"weight": "sure", "pattern": "^Ref ZORB-"}}}
    more = load_lexicon({"kinds": {"shapes": own}})
    assert [hit.cue.text for hit in find_shapes("Hello\nref zorb-12", (), 0, more)] == ["our form"]
    refused: list[dict[str, dict[str, dict[str, str]]]] = [
        {"zorb": {"x": {"weight": "sure", "pattern": "a"}}},
        {"bug": {"x": {"weight": "sure", "pattern": "("}}},
        {"bug@none": {"x": {}}},
    ]
    for broken in refused:
        with pytest.raises(ConfigError):
            load_lexicon({"kinds": {"shapes": broken}})
