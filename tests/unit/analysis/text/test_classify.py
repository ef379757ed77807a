"""The kind of a ticket, its confidence and its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from voc.analysis.text.feedback import read
from voc.analysis.text.participation import SURE
from voc.config.lexicon import load_lexicon
from voc.errors import ConfigError
from voc.model.ticket import Feedback, Kind, Message, Satisfaction, Ticket

LEXICON = load_lexicon()
SENTENCES = yaml.safe_load((Path(__file__).parent / "kind_sentences.yaml").read_text("utf-8"))


def feedback(
    text: str,
    subject: str | None = None,
    type_field: str | None = None,
    channel: str | None = None,
    stars: str | None = None,
) -> Feedback:
    """Feedback of a ticket with one message."""
    rating = Satisfaction("stars-5", stars) if stars else None
    ticket = Ticket("x:1", (Message(text),), subject, type=type_field, channel=channel, satisfaction=rating)
    return read(ticket, 0, LEXICON)


@pytest.mark.parametrize(("kind", "sentence"), [(kind, s) for kind, found in SENTENCES.items() for s in found])
def test_sentences_of_customers_have_their_kind(kind: str, sentence: str) -> None:
    """One sentence in English, Finnish or Swedish is enough."""
    assert feedback(sentence).kind == kind


@pytest.mark.parametrize("sentence", [*SENTENCES["lead"], *SENTENCES["other"], *SENTENCES["no_action"]])
def test_clear_evidence_against_product_feedback_is_confident(sentence: str) -> None:
    """What is left out of the clustering is left out for a clear reason."""
    assert feedback(sentence).kind_confidence >= SURE


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
    assert feedback("feature request", "bug report", channel="email").kind is Kind.BUG
    assert feedback("bug report", "feature request", channel="email").kind is Kind.FEATURE_REQUEST


def test_words_of_malfunction_say_less_where_no_channel_is_named() -> None:
    """In trackers and tables an error is told of in wishes as well: as much of both is a wish there, a bug in a letter;
    and without evidence the ticket is a bug, as most are there.
    """
    both = "It crashes and freezes. I wish for colours and suggest green."
    assert feedback(both).kind is Kind.FEATURE_REQUEST
    assert feedback(both, channel="email").kind is Kind.BUG
    assert feedback("Zebra, lamp.").kind is Kind.BUG


def test_kinds_count_as_the_word_lists_say() -> None:
    """The factors are data: a user's own file can set one, for every channel or for one."""
    assert LEXICON.counting == {"bug@none": 0.6}
    changed = load_lexicon({"kinds": {"counting": {"bug@none": 1.0, "question": 0.5}}})
    assert changed.counting == {"bug@none": 1.0, "question": 0.5}
    with pytest.raises(ConfigError):
        load_lexicon({"kinds": {"counting": {"banana": 1.0}}})


def test_praise_and_questions_step_back_before_a_problem() -> None:
    """Politeness around a problem does not hide it."""
    assert feedback("I love your app, but it crashes every morning.").kind is Kind.BUG
    assert feedback("Could you please look into this? The export fails.").kind is Kind.BUG


@pytest.mark.parametrize("channel", ["email", "chat", "phone", "web", "a channel of our own"])
def test_what_people_write_to_a_help_desk_is_often_no_feedback(channel: str) -> None:
    """Without evidence a letter is `other`, but never so surely that it is left out."""
    found = feedback("Zebra, lamp.", channel=channel)
    assert (found.kind, found.kind_reason) == (Kind.OTHER, "no evidence")
    assert found.kind_confidence < 0.5


def test_words_about_the_product_count_against_other() -> None:
    """The same unknown matter is less likely no feedback when it speaks of pages and buttons."""
    away = feedback("Zebra, lamp.", channel="email")
    near = feedback("Zebra on the page, lamp beside the button.", channel="email")
    assert near.kind is not Kind.OTHER
    assert away.kind is Kind.OTHER


def test_a_malfunction_wins_over_words_of_administration() -> None:
    """A payment that goes wrong is the product's matter, an invoice that is wanted again is not."""
    assert feedback("Our customer was charged twice, here is the receipt.", channel="email").kind is Kind.BUG
    assert feedback("Please send me the invoice again.", channel="email").kind is Kind.OTHER


def test_stars_speak_where_words_do_not() -> None:
    """Five stars make praise likelier than one star does, and a wish stays a wish under five stars."""
    liked = feedback("The new page is smooth.", channel="review", stars="5")
    assert liked.kind is Kind.PRAISE
    assert feedback("The new page is smooth.", channel="review", stars="1").kind is not Kind.PRAISE
    assert feedback("Great app, please add dark mode.", channel="review", stars="5").kind is Kind.FEATURE_REQUEST


def test_a_rating_of_the_service_says_nothing_about_the_product() -> None:
    """Good support for a crash is still a crash."""
    ticket = Ticket("x:1", (Message("It crashes."),), channel="email", satisfaction=Satisfaction("good_bad", "good"))
    assert read(ticket, 0, LEXICON).kind_confidence == feedback("It crashes.", channel="email").kind_confidence


def test_the_beginning_counts_more_than_the_end() -> None:
    """What comes long after the matter is background."""
    filler = "zebra lamp " * 100
    assert feedback(f"feature request {filler} bug report").kind is Kind.FEATURE_REQUEST
    assert feedback(f"bug report {filler} feature request").kind is Kind.BUG


@pytest.mark.parametrize("text", ["Could you add a filter?", "Saisiko tähän suodattimen?", "Any plans for an app?"])
def test_a_wish_in_the_form_of_a_question_is_a_wish(text: str) -> None:
    """Who asks whether it could be added wants it."""
    assert feedback(text, channel="email").kind is Kind.FEATURE_REQUEST


@pytest.mark.parametrize("kind", list(Kind))
def test_the_confidence_is_a_share(kind: Kind) -> None:
    """However much is said, a confidence lies above chance and below certainty."""
    for sentence in SENTENCES[kind]:
        assert 1 / len(Kind) < feedback(sentence).kind_confidence < 1
