"""What a source gives is stored as plain, redacted, pseudonymous text."""

from __future__ import annotations

from dataclasses import replace

from voc.analysis.text.intake import admit
from voc.analysis.text.pseudonym import LENGTH, mail_domain, pseudonym
from voc.config.lexicon import load_lexicon
from voc.model.ticket import Message, Revenue, Satisfaction, Ticket

LEXICON = load_lexicon()
KEY = bytes(range(32))
MAIL = "maija.mallikas@acme.example"
TICKET = Ticket(
    id="csv:1",
    subject=f"Hello from {MAIL}",
    messages=(
        Message(f"<p>Call <b>040 123 4567</b></p><p>or {MAIL}</p>", html=True),
        Message("Soita +358 40 765 4321"),
    ),
    requester=MAIL,
    satisfaction=Satisfaction("1-5", "2", f"ask {MAIL}"),
    tags=("vip", MAIL),
    url=f"https://help.example/t/1?email={MAIL}&token=s3cr3ts3cr3t",
    version="10.0.1.2",
    status=MAIL,
    revenue=Revenue(1.0, MAIL),
)


def test_nothing_clear_remains_anywhere() -> None:
    """Neither the address nor a telephone number is left in any field."""
    stored, count = admit(TICKET, KEY, LEXICON)
    everything = repr(stored)
    assert MAIL not in everything
    assert "acme" not in everything
    assert "123 4567" not in everything
    assert "s3cr3t" not in everything
    assert count == 10


def test_the_same_address_has_one_number_across_fields() -> None:
    """A reader can tell that subject, message and comment name the same person."""
    stored, _ = admit(TICKET, KEY, LEXICON)
    assert stored.subject == "Hello from [EMAIL_1]"
    assert stored.messages[0].text == "Call [PHONE_1]\n\nor [EMAIL_1]"
    assert not stored.messages[0].html
    assert stored.satisfaction is not None
    assert stored.satisfaction.comment == "ask [EMAIL_1]"
    assert stored.messages[1].text == "Soita [PHONE_2]"
    assert stored.version == "10.0.1.2"


def test_customers_are_told_apart_by_keyed_hashes() -> None:
    """The same identity gives the same pseudonym under one key and another under another."""
    stored, _ = admit(TICKET, KEY, LEXICON)
    assert stored.requester == pseudonym(MAIL.upper() + " ", "requester", KEY)
    assert stored.organization == pseudonym("acme.example", "organization", KEY)
    assert len(stored.requester) == LENGTH >= 16
    assert admit(TICKET, b"x" * 32, LEXICON)[0].requester != stored.requester
    assert pseudonym("acme", "requester", KEY) != pseudonym("acme", "organization", KEY)


def test_free_mail_says_nothing_about_an_organization() -> None:
    """Two strangers at a free mail service are not one customer."""
    stored, _ = admit(replace(TICKET, requester="someone@gmail.com"), KEY, LEXICON)
    assert stored.organization is None
    assert stored.customer == stored.requester


def test_a_named_organization_comes_before_the_domain() -> None:
    """What the export says about the organization counts, and is hashed too."""
    stored, _ = admit(replace(TICKET, organization="Acme Oy"), KEY, LEXICON)
    assert stored.organization == pseudonym("acme oy", "organization", KEY)


def test_mail_domain() -> None:
    """Only an address has a domain."""
    assert mail_domain("Maija <maija@Acme.Example>") == "acme.example"
    assert mail_domain("12345") is None
    assert mail_domain("@acme.example") is None
    assert mail_domain("maija@localhost") is None


def test_an_id_that_names_a_person_is_replaced_and_stays_the_same() -> None:
    """A ticket keyed by an address gets a stable pseudonym; an ordinary number, however long, stays."""
    first, _ = admit(replace(TICKET, id=f"csv:{MAIL}"), KEY, LEXICON)
    again, _ = admit(replace(TICKET, id=f"csv:{MAIL}"), KEY, LEXICON)
    assert first.id == again.id
    assert first.id.startswith("csv:")
    assert MAIL not in first.id
    for ordinary in ("zendesk:4111111111111111", "jira:ABC-1", "csv:0401234567"):
        assert admit(replace(TICKET, id=ordinary), KEY, LEXICON)[0].id == ordinary


def test_unseen_characters_cannot_hide_an_identifier() -> None:
    """Zero-width and bidi characters, NUL and odd blanks are gone before identifiers are looked for."""
    text = "ma\u200bija@acme.exa\u00admple \x00 040\u00a0123\u20114567 \u202eabc"
    stored, count = admit(Ticket("x:1", (Message(text),)), KEY, LEXICON)
    assert stored.messages[0].text == "[EMAIL_1]  [PHONE_1] abc"
    assert count == 2


def test_emoji_and_finnish_letters_stay() -> None:
    """Normalising joins combining marks and leaves joined emoji whole."""
    stored, _ = admit(Ticket("x:1", (Message("a\u0308iti 👩\u200d💻"),)), KEY, LEXICON)
    assert stored.messages[0].text == "äiti 👩\u200d💻"


def test_an_empty_ticket_is_admitted() -> None:
    """A ticket may have no text at all."""
    assert admit(Ticket("x:1"), KEY, LEXICON) == (Ticket("x:1"), 0)
