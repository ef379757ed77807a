"""What a trained classifier sees of a text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.text.feedback import passage_of
from voc.analysis.text.learned.features import FAMILIES, Features, features
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Message, Ticket

LEXICON = load_lexicon()


def seen(body: str, subject: str | None = None) -> Features:
    """The features of a ticket with one message."""
    return features(passage_of(Ticket("x:1", (Message(body),), subject), LEXICON), LEXICON)


def test_words_and_pairs_stand_in_their_places() -> None:
    """A word of the subject and the same word of the body are told apart."""
    found = seen("Printing stops halfway", "Printer jam")
    assert list(found["subject"]) == ["printer", "jam", "printer jam"]
    assert "printing stops" in found["body"]
    assert "printer" not in found["body"]


def test_code_is_body_but_not_prose() -> None:
    """What is written around a stack trace can be told from the trace."""
    found = seen("It stops here:\n```\nKeyError zebra\n```\nIt worked last month")
    assert "zebra" in found["body"]
    assert "zebra" not in found["prose"]
    assert "month" in found["prose"]
    assert "text: 2+ code block" in found["outline"]


def test_the_opening_ends_early() -> None:
    """Only the first words of a long text are its opening."""
    found = seen("first " + "filler " * 100 + "last")
    assert "first" in found["opening"]
    assert "last" not in found["opening"]
    assert "last" in found["body"]


@pytest.mark.parametrize("number", ["7", "358401", "12 34"])
def test_numbers_are_not_features(number: str) -> None:
    """A number is a value or personal, never what a kind is told by."""
    assert not any(digit in feature for digit in "12345678" for feature in seen(f"Order {number} is lost")["body"])
    assert "order 0" in seen(f"Order {number} is lost")["body"]


def test_frames_keep_common_words_only() -> None:
    """How a question is built is the same whatever it is about, in Finnish as well."""
    assert "^ how" in seen("x", "How can I rotate zebras")["frame"]
    assert not any("zebra" in frame for frame in seen("x", "How can I rotate zebras")["frame"])
    first, second = seen("Miten voin vaihtaa salasanan?"), seen("Miten voin poistaa laskun?")
    assert first["frame"] == second["frame"]


def test_letters_join_inflected_words() -> None:
    """Finnish forms of one word share most of their letters."""
    found = [set(seen("x", word)["letters"]) for word in ("kalenterissa", "kalenterista")]
    assert len(found[0] & found[1]) > 20


def test_cues_have_topic_strength_and_place() -> None:
    """The word lists' findings are features too."""
    found = seen("Nothing else to say", "The app crashes")["cues"]
    assert "kinds.bug" in found
    assert "kinds.bug in subject" in found
    assert "kinds.bug in subject" not in seen("The app crashes", "Hello there")["cues"]


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Where is it?", "text: 1+ question mark"),
        ("Why? How? When? Who?", "text: 4+ question mark"),
        ("No idea.", "text: no question mark"),
        ("## Steps\nOpen it", "text: 1+ heading"),
        ("- [x] I searched", "text: 1+ check box"),
        ("1. open\n2. close", "text: 2+ numbered step"),
        ("see https://example.com", "text: 1+ link"),
        ("![shot](a.png)", "text: 1+ picture"),
        ("on 10.4 and 10.5", "text: 2+ version number"),
        ('  File "a.py", line 3', "text: 1+ stack frame"),
        ("at com.example.Main.run(Main.java:3)", "text: 1+ stack frame"),
    ],
)
def test_the_outline_counts_in_powers_of_two(text: str, feature: str) -> None:
    """A text's outline says roughly how much of each sort stands in it."""
    assert feature in seen(text)["outline"]


def test_headings_of_templates_are_features() -> None:
    """A template's headings are known as wholes, in Markdown and in Jira's markup."""
    assert "steps to reproduce" in seen("### Steps to Reproduce\n\nopen it")["headings"]
    assert "expected" in seen("h2. Expected\n\nopen it")["headings"]


def test_answers_in_forms_are_features() -> None:
    """Under a heading or behind a colon: the question, and it with the beginning of what was answered."""
    found = seen("### Issue kind\n\nWrong page in the guide\n\nSeverity: high")["answers"]
    assert {"issue kind", "issue kind: wrong", "issue kind: wrong page in"} <= found.keys()
    assert {"severity", "severity: high"} <= found.keys()
    assert not seen(f"We looked at it: nothing was there{', and then we looked again' * 3}")["answers"]


def test_words_around_a_word_are_features() -> None:
    """Two words with any one between them."""
    assert list(seen("it stops always")["around"]) == ["it * always"]


def test_what_the_word_lists_make_of_a_text_is_a_feature() -> None:
    """Their kind, and the surer the more; whatever the type field says, which would tell what is to be learned."""
    crash = Ticket("x:1", (Message("It crashes and freezes, a stack trace is below"),))
    found = features(passage_of(crash, LEXICON), LEXICON)["verdict"]
    assert list(found)[:2] == ["bug", "bug 1/4"]
    assert features(passage_of(replace(crash, type="question"), LEXICON), LEXICON)["verdict"] == found
    assert features(passage_of(replace(crash, type="story"), LEXICON), LEXICON)["verdict"] == found
    assert len(features(passage_of(Ticket("x:1", (Message("zebra"),)), LEXICON), LEXICON)["verdict"]) < len(found)


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_has_every_family(body: str, subject: str) -> None:
    """Hostile text gives features like any other: strings with positive counts, the same each time."""
    found = seen(body, subject)
    assert list(found) == list(FAMILIES)
    assert all(count > 0 for counts in found.values() for count in counts.values())
    assert found == seen(body, subject)


def test_a_huge_text_is_read_in_part() -> None:
    """What stands behind many thousand characters costs nothing."""
    assert "zebra" not in seen("word " * 5_000 + "zebra")["body"]
