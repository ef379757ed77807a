"""What is left of a conversation are the customer's own words, each with its place."""

from __future__ import annotations

import pytest

from voc.analysis.text.clean.parts import own_words
from voc.analysis.text.clean.prose import prose
from voc.config.lexicon import load_lexicon
from voc.model.ticket import SUBJECT, AuthorRole, Message, Ticket

MAIL = load_lexicon().mail
OWN = "The export has been broken since Monday morning."


def text_of(*messages: str, subject: str | None = None) -> str:
    """The own words of customer messages."""
    return own_words(Ticket("x:1", tuple(map(Message, messages)), subject), MAIL)[0]


ATTRIBUTIONS = [
    "On Mon, Jan 15, 2024 at 3:46 PM Matti Meikäläinen <[EMAIL_1]> wrote:",
    "Matti Meikäläinen <[EMAIL_1]> kirjoitti 23.12.2022 kello 11.54:",
    "Matti kirjoitti 11.3.2021 klo 18.23:",
    "Matti kirjoitti (7.4.2008 klo 1.34):",
    "15. huhtik. 2020, 19.18, Matti <[EMAIL_1]> kirjoitti:",
    "pe, 2021-09-03 kello 15:49 -0700, Matti kirjoitti:",
    "pe 3. tammik. 2025 klo 10.15 Matti ([EMAIL_1]) kirjoitti:",
    "Mon, Jan 15, 2024 at 03:46:15PM +0100, Matti kirjoitti:",
    "Den tis 5 nov. 2024 kl 10:15 skrev Anna Andersson <[EMAIL_1]>:",
    "5 november 2024 kl. 10.15 skrev Anna:",
    "On Mon, Jan 15, 2024 at 3:46 PM Matti Meikäläinen\n<[EMAIL_1]> wrote:",
    "pe 3. tammik. 2025 klo 10.15 Matti Meikäläinen\n([EMAIL_1]) kirjoitti:",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_attribution_and_what_it_quotes_go(attribution: str) -> None:
    """In three languages, on one line or two, with and without quotation marks below."""
    assert text_of(f"{OWN}\n\n{attribution}\n> Hello\n> How are you?") == OWN
    assert text_of(f"{OWN}\n\n{attribution}\n\nHello\nHow are you?") == OWN


def test_a_bare_attribution_needs_a_quote_below() -> None:
    """``Nimi kirjoitti:`` is an attribution only above quoted lines."""
    assert text_of(f"{OWN}\n\nMatti kirjoitti:\n> Hei") == OWN
    assert text_of(f"{OWN}\n\nEsimies kirjoitti:\nei onnistu") == f"{OWN}\n\nEsimies kirjoitti:\nei onnistu"
    assert "allekirjoitti" in text_of(f"{OWN}\nHän allekirjoitti 1.2.2024:\nei onnistu")


def test_answers_between_quoted_lines_stay() -> None:
    """A reply written into the quote is kept, each part with a span of its own."""
    reply = "> Does it crash?\nYes, on every single start.\n> Always?\nAlways since May."
    text = text_of(f"Matti kirjoitti 11.3.2021 klo 18.23:\n{reply}")
    assert text == "Yes, on every single start.\nAlways since May."


@pytest.mark.parametrize(
    "block",
    [
        "From: Matti\nSent: Monday 1 May\nTo: Support\nSubject: Hello",
        "Lähettäjä: Matti\nLähetetty: 1.5.2024\nVastaanottaja: Tuki\nAihe: Hei",
        "*Lähettäjä:* Matti\n*Päivämäärä:* 1.5.2024\n*Aihe:* Hei",
        "Från: Anna\nSkickat: den 5 november\nTill: Kundtjänst\nÄmne: Hej",
        "-----Original Message-----",
        "-----Alkuperäinen viesti-----",
        "-----Ursprungligt meddelande-----",
        "##- Please type your reply above this line -##",
    ],
)
def test_an_earlier_message_below_a_header_goes(block: str) -> None:
    """Header blocks and original-message marks end the message."""
    assert text_of(f"{OWN}\n\n{block}\n\nEarlier words, long ago.") == OWN


def test_one_label_is_no_header() -> None:
    """A customer may write "Date:" once."""
    text = f"{OWN}\nDate: last Monday\nand more"
    assert text_of(text) == text


@pytest.mark.parametrize(
    "mark",
    [
        "---------- Forwarded message ---------",
        "-------- Välitetty viesti / Fwd.Msg --------",
        "Välitetty viesti alkaa:",
    ],
)
def test_a_forwarded_first_message_is_content(mark: str) -> None:
    """What a customer forwards at first is what the ticket is about; later it is an old message."""
    forwarded = f"See below please, it is urgent.\n\n{mark}\nFrom: Matti\nSubject: Vika\n\n{OWN}"
    assert text_of(forwarded) == f"See below please, it is urgent.\n{OWN}"
    assert text_of("Something else first, quite long.", forwarded).endswith("See below please, it is urgent.")


@pytest.mark.parametrize(
    "closing",
    [
        "-- \nMatti\nAcme Oy",
        "Best regards,\nMatti",
        "Ystävällisin terveisin\nMatti Meikäläinen\nAcme Oy\n[PHONE_1]",
        "Terveisin Matti",
        "Yst. terv. Matti",
        "T: Matti",
        "Mvh Anna",
        "Med vänliga hälsningar\nAnna",
        "Thanks,\nMatti",
        "Sent from my iPhone",
        "Lähetetty iPhonesta",
        "Lähetetty Outlookista",
        "Hanki Outlook for Android",
        "Skickat från min iPhone",
        "This e-mail is confidential and intended only for the addressee.",
        "Tämä viesti on luottamuksellinen ja tarkoitettu vain vastaanottajalle.",
    ],
)
def test_signatures_device_lines_and_notices_go(closing: str) -> None:
    """What stands below the last sentence is nobody's feedback."""
    assert text_of(f"{OWN}\n\n{closing}") == OWN


@pytest.mark.parametrize(
    "greeting", ["Hi,", "Hello support team,", "Dear Sir or Madam", "Hei!", "Moi Maija,", "Hyvää päivää", "Hej på er!"]
)
def test_a_line_that_only_greets_goes(greeting: str) -> None:
    """A greeting says nothing about the product."""
    assert text_of(f"{greeting}\n\n{OWN}") == OWN


@pytest.mark.parametrize("line", ["Hei sovellus kaatuu", "Hi the app crashes", "Hej appen kraschar"])
def test_a_sentence_that_begins_with_a_greeting_stays(line: str) -> None:
    """The problem may stand on the line of the greeting."""
    assert text_of(f"{line}\n{OWN}") == f"{line}\n{OWN}"


def test_a_first_message_is_never_cut_to_nothing() -> None:
    """When the cuts leave almost nothing of a first message, it is kept whole; a later one may vanish."""
    quote = f"On 1.2.2024 10:15 Matti wrote:\n> {OWN}\n> {OWN}"
    assert text_of(quote) == quote
    assert text_of("Help!") == "Help!"
    assert text_of("First message, long enough.", quote) == "First message, long enough."


def test_only_public_customer_messages_speak() -> None:
    """Agents, bots and internal notes are not the customer."""
    ticket = Ticket(
        "x:1",
        (
            Message("agent words", AuthorRole.AGENT),
            Message("bot words", AuthorRole.BOT),
            Message("a note", public=False),
            Message(OWN),
        ),
    )
    text, spans = own_words(ticket, MAIL)
    assert text == OWN
    assert [span.message for span in spans] == [3]


@pytest.mark.parametrize(
    "subject", ["Re: Fwd: Export broken", "VS: VL: Export broken", "Sv: Export broken", "RE[2]: Export broken"]
)
def test_reply_prefixes_are_no_part_of_a_subject(subject: str) -> None:
    """The subject's span begins behind the prefixes."""
    text, spans = own_words(Ticket("x:1", (Message(OWN),), subject), MAIL)
    assert text == f"Export broken\n{OWN}"
    assert spans[0].message == SUBJECT
    assert subject[spans[0].start : spans[0].end] == "Export broken"


def test_a_subject_that_the_message_repeats_is_left_out() -> None:
    """Chat and form exports copy the first words into the subject, sometimes with dots behind them."""
    assert text_of(OWN, subject="The export has been...") == OWN
    assert text_of(OWN, subject="THE EXPORT") == OWN
    assert text_of(OWN, subject="Export").startswith("Export\n")


def test_a_log_stays() -> None:
    """Technical text is content, however long and whatever marks it holds."""
    log = (
        "It fails:\n\n[ERROR] 12:30:45 from: a to: b\n- step one\n# comment\nat com.foo.Bar(Bar.java:12)\n" + "x" * 5000
    )
    assert text_of(log) == log


def test_a_ticket_without_words_has_no_text() -> None:
    """No subject, no message: nothing, and no span."""
    assert own_words(Ticket("x:1"), MAIL) == ("", ())
    assert own_words(Ticket("x:1", (Message("  \n "),), "Re: "), MAIL) == ("", ())


def test_prose_leaves_out_code_and_forms() -> None:
    """Comments, code, headings, check boxes and stack frames say nothing of the kind; a text of nothing else stays."""
    form = "<!-- do not delete -->\n### Steps\n- [x] searched\n"
    text = f"{form}It stops.\n```\nerror\n```\n  at a.b.C.d(E.java:1)\n{{code}}x{{code}}"
    assert prose(text).split() == ["It", "stops."]
    assert prose("### Only a heading") == "### Only a heading"


def test_a_call_that_an_agent_took_down_is_the_customers_case() -> None:
    """Where no customer wrote, the agent's first public note speaks; private notes and later answers never do."""
    ticket = Ticket(
        "zendesk:1",
        (
            Message("Check with Pekka first", AuthorRole.AGENT, public=False),
            Message("Caller says the till does not start since the update.", AuthorRole.AGENT),
            Message("Told her to wait.", AuthorRole.AGENT),
        ),
        subject="Caller says the till does not start si",
    )
    text, spans = own_words(ticket, MAIL)
    assert text == "Caller says the till does not start since the update."
    assert [span.message for span in spans] == [1]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Minulta on veloitettu tuplana taas Terveisin asiakas", "Minulta on veloitettu tuplana taas"),
        ("Minulta on veloitettu tuplana taas. Kiitos!", "Minulta on veloitettu tuplana taas."),
        ("The export hangs at 99 % Kind regards, Anna Smith", "The export hangs at 99 %"),
        ("Fakturan har varit fel i två veckor Med vänlig hälsning Anna", "Fakturan har varit fel i två veckor"),
        ("Please fix the broken export. Thanks in advance, [NAME_1]", "Please fix the broken export."),
        ("The whole page is broken. Thank you page shows nothing", ""),
        ("The banner Thanks for your order covers the whole dialog box", ""),
        ("I would like to send Kind regards to the whole team for this wonderful app", ""),
        ("Kiitos", ""),
    ],
)
def test_a_closing_on_the_last_line_is_cut(text: str, kept: str) -> None:
    """Whoever writes without line breaks closes too; a phrase that goes on is none (empty: nothing is cut)."""
    words, spans = own_words(Ticket("x:1", (Message(text),)), MAIL)
    assert words == (kept or text)
    assert all(words[span.at :][: span.end - span.start] == text[span.start : span.end] for span in spans)


def test_a_closing_with_a_redacted_name_is_still_a_closing() -> None:
    """Redaction comes first, so a placeholder may stand where the name stood."""
    assert text_of(f"{OWN}\n\nTerveisin [NAME_1]\nAcme") == OWN
