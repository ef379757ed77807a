"""The kind of a ticket, its confidence and its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from voc.analysis.feedback import read
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Feedback, Kind, Message, Ticket

LEXICON = load_lexicon()
SENTENCES = yaml.safe_load((Path(__file__).parent / "kind_sentences.yaml").read_text("utf-8"))


def feedback(text: str, subject: str | None = None, type_field: str | None = None) -> Feedback:
    """Feedback of a ticket with one message."""
    return read(Ticket("x:1", (Message(text),), subject, type=type_field), 0, LEXICON)


@pytest.mark.parametrize(("kind", "sentence"), [(kind, s) for kind, found in SENTENCES.items() for s in found])
def test_sentences_of_customers_have_their_kind(kind: str, sentence: str) -> None:
    """One sentence in English, Finnish or Swedish is enough."""
    assert feedback(sentence).kind == kind


@pytest.mark.parametrize("sentence", SENTENCES["other"])
def test_clear_evidence_against_product_feedback_is_confident(sentence: str) -> None:
    """What is left out of the clustering is left out for a clear reason."""
    assert feedback(sentence).kind_confidence >= 0.6


@pytest.mark.parametrize("text", ["Zebra, lamp.", "Hyrrä tötterö", ""])
def test_without_evidence_nothing_is_left_out(text: str) -> None:
    """A text that no cue knows takes part, with low confidence and an honest reason."""
    found = feedback(text)
    assert found.kind is not Kind.OTHER
    assert found.kind_confidence < 0.5
    assert found.kind_reason == "no evidence"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Bug", Kind.BUG),
        ("New Feature", Kind.FEATURE_REQUEST),
        ("story", Kind.FEATURE_REQUEST),
        ("enhancement", Kind.FEATURE_REQUEST),
    ],
)
def test_a_type_that_somebody_chose_decides(value: str, kind: Kind) -> None:
    """A tracker's own type ends the question, and is named as the reason."""
    found = feedback("How do I do this? Thanks!", type_field=value)
    assert (found.kind, found.kind_reason) == (kind, f"field type={value}")
    assert found.kind_confidence >= 0.9


def test_a_help_desk_type_only_adds_evidence() -> None:
    """``problem`` is often a default: it decides nothing against the words, and something without them."""
    assert feedback("It would be great to have a dark mode.", type_field="problem").kind is Kind.FEATURE_REQUEST
    found = feedback("Zebra, lamp.", type_field="incident")
    assert (found.kind, found.kind_reason) == (Kind.BUG, "field type=incident")
    assert found.kind_confidence < 0.6


def test_the_reason_names_the_deciding_words() -> None:
    """A reader sees which phrases of the data decided."""
    assert '"crash*"' in feedback("The app crashes.").kind_reason
    assert '"kaatu*"' in feedback("Sovellus kaatuu.").kind_reason


@pytest.mark.parametrize("sentence", ["There was no crash at all, zebra.", "Sovellus ei enää kaatuile, zebra."])
def test_a_negated_word_is_no_evidence(sentence: str) -> None:
    """No crash is no bug report."""
    found = feedback(sentence)
    assert "crash" not in found.kind_reason
    assert "kaatu" not in found.kind_reason


def test_the_subject_counts_more() -> None:
    """With the same words, the subject's kind wins."""
    assert feedback("feature request", "bug report").kind is Kind.BUG
    assert feedback("bug report", "feature request").kind is Kind.FEATURE_REQUEST


def test_praise_and_questions_step_back_before_a_problem() -> None:
    """Politeness around a problem does not hide it."""
    assert feedback("I love your app, but it crashes every morning.").kind is Kind.BUG
    assert feedback("Could you please look into this? The export fails.").kind is Kind.BUG
