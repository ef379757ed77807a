"""Names that the export itself gives do not stay in what the customer wrote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.documents import read

from voc.analysis.text.intake import admit
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Message, Ticket

LEXICON = load_lexicon()
EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "zendesk_export.json"


def stored(text: str, requester: str | None = None, organization: str | None = None, *names: str) -> str:
    """What is kept of a message."""
    ticket = Ticket("x:1", (Message(text),), requester=requester, organization=organization, names=names)
    kept, _ = admit(ticket, b"k" * 32, LEXICON)
    assert kept.names == ()
    return kept.messages[0].text


@pytest.mark.parametrize(
    ("text", "requester", "expected"),
    [
        ("t. Matti Meikäläinen", "matti.meikalainen@acme.example", "t. [NAME_1]"),
        ("MEIKÄLÄINEN, Matti", "matti.meikalainen@acme.example", "[NAME_1]"),
        ("Matti Meikäläisen lasku", "Matti Meikäläinen <m@acme.example>", "[NAME_1] lasku"),
        ("Maija  Mallikas here", "maija mallikas", "[NAME_1] here"),
        ("write to matti.meikalainen@acme.example", "matti.meikalainen@acme.example", "write to [EMAIL_1]"),
        ("Matti ei pääse sisään", "matti@acme.example", "Matti ei pääse sisään"),
        ("the support desk", "support.desk@acme.example", "the [NAME_1]"),
    ],
)
def test_a_requesters_full_name_is_replaced(text: str, requester: str, expected: str) -> None:
    """However it is cased, ordered, accented or inflected; a single word is no full name."""
    assert stored(text, requester) == expected


@pytest.mark.parametrize(
    ("text", "organization", "expected"),
    [
        ("Acme Oy, acme and Acme's", "Acme Oy", "[ORGANIZATION_1], [ORGANIZATION_1] and [ORGANIZATION_1]"),
        ("Kampaamo Siirin kalenteri", "Kampaamo Siiri", "[ORGANIZATION_1] kalenteri"),
        ("acmeism", "acme", "acmeism"),
        ("our zendesk and 123", "zendesk:123", "our zendesk and 123"),
        ("acme.example", "acme.example", "acme.example"),
        ("the IT team", "IT", "the IT team"),
        ("customer 12345678", "12345678", "customer 12345678"),
    ],
)
def test_an_organizations_name_is_replaced(text: str, organization: str, expected: str) -> None:
    """With its legal form or without; an id, a domain or a very short name is no name to look for."""
    assert stored(text, None, organization) == expected


def test_names_that_only_the_source_knows_are_replaced_and_dropped() -> None:
    """They are never stored."""
    assert stored("Hei, t. Liisa Lahti / Old Mill", None, "zendesk:7", "Liisa Lahti", "Old Mill") == (
        "Hei, t. [NAME_1] / [NAME_2]"
    )


def test_no_name_of_the_example_stands_in_a_stored_ticket() -> None:
    """Zendesk's side-loaded organizations and requesters are taken out of their own tickets."""
    tickets, _ = read(EXAMPLE.read_bytes())
    found = 0
    for raw in tickets:
        kept, _ = admit(raw, b"k" * 32, LEXICON)
        text = " ".join((kept.subject or "", *(message.text for message in kept.messages)))
        for name in raw.names:
            found += 1
            assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    assert found > 0
