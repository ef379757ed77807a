"""Laws of redaction, cleaning and reading that hold for every text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.analysis.text.clean.normalise import normalise
from voc.analysis.text.clean.parts import stored_text
from voc.analysis.text.feedback import read
from voc.analysis.text.intake import admit
from voc.analysis.text.redaction import checksums
from voc.analysis.text.redaction.redactor import redact
from voc.config.lexicon import load_lexicon
from voc.model.ticket import AuthorRole, Message, Satisfaction, Ticket

LEXICON = load_lexicon()
KEY = b"0123456789abcdef0123456789abcdef"

LINES = st.sampled_from(
    [
        "",
        "Hei,",
        "Sovellus kaatuu aina kun avaan kalenterin.",
        "The export is slow but works.",
        "> quoted words",
        "Matti <[EMAIL_1]> kirjoitti 23.12.2022 kello 11.54:",
        "On Mon, Jan 15, 2024 at 3:46 PM Matti",
        "<[EMAIL_1]> wrote:",
        "From: Matti",
        "Subject: Hello",
        "-----Original Message-----",
        "-- ",
        "Terveisin",
        "Best regards, Matti",
        "Lähetetty iPhonesta",
        "[ERROR] 12:30:45 at com.foo.Bar(Bar.java:12)",
        "  indented  ",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(LINES, max_size=12).map("\n".join))
TICKETS = st.builds(
    Ticket,
    id=st.just("x:1"),
    messages=st.lists(
        st.builds(Message, text=TEXTS, role=st.sampled_from(AuthorRole), public=st.booleans(), html=st.booleans()),
        max_size=4,
    ).map(tuple),
    subject=st.none() | TEXTS,
)


def _hetu(number: int) -> str:
    """A Finnish personal identity code with its control character."""
    body = f"{1 + number % 28:02d}{1 + number % 12:02d}{number % 100:02d}"
    serial = f"{2 + number % 898:03d}"
    return f"{body}-{serial}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(body + serial) % 31]}"


def _card(number: int) -> str:
    """Sixteen digits that pass Luhn."""
    stem = f"4{number:014d}"
    return next(stem + str(digit) for digit in range(10) if checksums.luhn(stem + str(digit)))


def _iban(number: int) -> str:
    """A Finnish IBAN."""
    account = f"{number:014d}"
    return next(iban for check in range(2, 99) if checksums.iban(iban := f"FI{check:02d}{account}"))


IDENTIFIERS = st.one_of(
    st.integers(0, 10**9).map(_hetu),
    st.integers(0, 10**14 - 1).map(_card),
    st.integers(0, 10**14 - 1).map(_iban),
    st.from_regex(r"[a-z]{1,12}\.[a-z]{1,12}@[a-z]{2,12}\.(?:fi|com|example)", fullmatch=True),
    st.from_regex(r"\+358 4[0-9] [0-9]{3} [0-9]{4}", fullmatch=True),
    st.from_regex(r"04[0-9] [0-9]{3} [0-9]{4}", fullmatch=True),
    st.from_regex(r"(?:192\.0\.2|203\.0\.113)\.[1-9][0-9]", fullmatch=True),
)
AROUND = st.sampled_from(
    ["", " ", "(", ")", ", ", ": ", "\n", " soita ", " email ", ". ", " 7 ", "<", ">", "[", "]", '"', "; "]
)


@given(TEXTS | st.lists(IDENTIFIERS | AROUND, max_size=8).map("".join))
def test_redacting_twice_is_redacting_once(text: str) -> None:
    """redact(redact(x)) == redact(x), also where identifiers touch one another."""
    once, _ = redact(normalise(text), LEXICON.identifiers)
    assert redact(once, LEXICON.identifiers) == (once, 0)


@settings(deadline=None)
@given(IDENTIFIERS, AROUND, AROUND, st.booleans())
def test_a_planted_identifier_survives_in_no_field(identifier: str, before: str, after: str, html: bool) -> None:
    """Wherever a ticket carries an identifier, the stored ticket does not."""
    text = f"words{before or ' '}{identifier}{after or ' '}words"
    body = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if html else text
    ticket = Ticket(
        "x:1",
        (Message(f"<p>{body}</p>" if html else body, html=html), Message(text, AuthorRole.AGENT, public=False)),
        subject=text,
        requester=identifier,
        organization=identifier,
        channel=text,
        status=text,
        priority=text,
        type=text,
        satisfaction=Satisfaction("1-5", text, text),
        tags=(text, identifier),
        url=f"https://help.example/?q={identifier}",
        language=text,
    )
    stored, count = admit(ticket, KEY, LEXICON)
    assert identifier.casefold() not in repr(stored).casefold()
    assert count >= 8


@settings(deadline=None)
@given(TICKETS)
def test_spans_are_verbatim(ticket: Ticket) -> None:
    """Every part of the feedback's text stands in the stored ticket, in order, where its span says."""
    stored, count = admit(ticket, KEY, LEXICON)
    feedback = read(stored, count, LEXICON)
    end = 0
    for span in feedback.spans:
        part = stored_text(stored, span.message)[span.start : span.end]
        assert part
        assert feedback.text[span.at : span.at + len(part)] == part
        assert span.at == end
        end = span.at + len(part) + 1
    assert max(end - 1, 0) == len(feedback.text)


@settings(deadline=None)
@given(TICKETS)
def test_reading_is_deterministic(ticket: Ticket) -> None:
    """The same ticket gives the same stored ticket and the same feedback."""
    first, count = admit(ticket, KEY, LEXICON)
    assert admit(ticket, KEY, LEXICON) == (first, count)
    assert read(first, count, LEXICON) == read(first, count, LEXICON)


@settings(deadline=None)
@given(TICKETS)
def test_a_first_message_is_never_cut_to_nothing(ticket: Ticket) -> None:
    """A ticket whose customer wrote anything in public has feedback text."""
    stored, count = admit(ticket, KEY, LEXICON)
    spoken = any(m.text.strip() for m in stored.messages if m.public and m.role is AuthorRole.CUSTOMER)
    assert bool(read(stored, count, LEXICON).text) >= spoken


HOSTILE = [
    "a", "1", "a@", "@a.", "a.", "1 ", "0 ", "+1", "1.", "1.1.1.1", "a:", "::", "1:", "AAAAA-", "AAAAA-1", "FI21",
    "FI21 1", "[", "[EMAIL_1]", "> ", "-\n", ":\n", "wrote:\n", "1.2. kirjoitti:\n", "from:\n", "hi\n", "regards\n",
    "password:", "https://a/", "/=", "?token=", "eyJ.", "'", "```", "<!--", "{code}", "# \n", "ei ", "not ", "\n",
    " \n", "-----BEGIN PRIVATE KEY-----", "soita 1", "+358 40 123 4567 ", "4111 ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_effort_grows_no_faster_than_the_text(piece: str) -> None:
    """Eight times the text takes no more than some twenty times the effort: no pattern backtracks without bound.

    The processor time of this process is compared with itself; a quadratic pattern would take 64 times as long.
    """

    def effort(size: int) -> float:
        text = piece * (size // len(piece))
        best = float("inf")
        for _ in range(3):
            begin = time.process_time()
            stored, count = admit(Ticket("x:1", (Message(text),)), KEY, LEXICON)
            read(stored, count, LEXICON)
            best = min(best, time.process_time() - begin)
        return best

    assert effort(80_000) <= 24 * max(effort(10_000), 0.001)
