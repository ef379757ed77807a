"""A stored ticket gives its feedback."""

from __future__ import annotations

from voc.analysis.text.feedback import FEEDBACK_VERSION, fingerprint, read
from voc.analysis.text.intake import admit
from voc.config.lexicon import load_lexicon
from voc.model.ticket import SUBJECT, AuthorRole, Kind, Message, Satisfaction, Ticket

LEXICON = load_lexicon()
TICKET = Ticket(
    "csv:1",
    (
        Message(
            "<p>Hei,</p><p>Sovellus kaatuu aina kun avaan kalenterin. Harkitsemme vaihtoa kilpailijaan.</p>", html=True
        ),
        Message("Have you tried again?", AuthorRole.AGENT),
        Message("Kyllä, ei auta.\n\nTerveisin\nMaija, 040 123 4567"),
    ),
    subject="VS: Kalenteri",
    requester="maija@acme.example",
    satisfaction=Satisfaction("1-5", "1"),
)


def test_everything_that_is_read_out_of_a_ticket() -> None:
    """One ticket from HTML to feedback."""
    stored, redactions = admit(TICKET, b"k" * 32, LEXICON)
    feedback = read(stored, redactions, LEXICON)
    assert feedback.text == (
        "Kalenteri\nSovellus kaatuu aina kun avaan kalenterin. Harkitsemme vaihtoa kilpailijaan.\nKyllä, ei auta."
    )
    assert [span.message for span in feedback.spans] == [SUBJECT, 0, 2]
    assert (feedback.kind, feedback.language) == (Kind.BUG, "fi")
    assert (feedback.severity, feedback.severity_reason) == (4, '"kaatu*"')
    assert feedback.sentiment == -1
    assert "kilpailij*" in feedback.churn
    assert feedback.redactions == redactions == 1
    assert FEEDBACK_VERSION


def test_only_product_kinds_have_a_severity() -> None:
    """A refund is no problem of the product, however urgent."""
    feedback = read(Ticket("x:1", (Message("Where is my order? Urgent!"),), priority="urgent"), 0, LEXICON)
    assert (feedback.kind, feedback.severity) == (Kind.OTHER, None)


def test_equal_texts_have_equal_fingerprints() -> None:
    """Case, blanks and digits make no difference, words do."""
    assert fingerprint("Error 42  in\nRow 7") == fingerprint("error 1 in row 12345")
    assert fingerprint("error 1 in row") != fingerprint("error 1 in column")
    assert len(fingerprint("")) == 32


def test_an_empty_ticket_gives_empty_feedback() -> None:
    """No words: no language, no severity, no tone, little confidence."""
    feedback = read(Ticket("x:1"), 0, LEXICON)
    assert (feedback.text, feedback.spans, feedback.language) == ("", (), "und")
    assert feedback.severity is feedback.sentiment is None
    assert feedback.kind_confidence < 0.5
