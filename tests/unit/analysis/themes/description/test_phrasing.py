"""Sentences as lines that can stand alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.themes.description.phrasing import LONGEST, behind_greeting, phrasings, plain, shortened
from voc.analysis.themes.description.standing import is_courtesy, is_prose, points_back
from voc.config.stopwords import load_stopwords

WORDS = load_stopwords()


def lines(text: str, language: str = "en") -> list[str]:
    """The lines a sentence gives."""
    return [line for line, _ in phrasings(text, WORDS.of(language))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "the app crashes on start.", "The app crashes on start"),
        ("en", "Hi, my invoice is wrong", "My invoice is wrong"),
        ("en", "Hello there! my invoice is wrong", "My invoice is wrong"),
        ("en", "Dear Support team, my invoice is wrong", "My invoice is wrong"),
        ("en", "hi my invoice is wrong", "My invoice is wrong"),
        ("en", "But the export still fails", "The export still fails"),
        ("en", "Can I export to PDF?", "Can I export to PDF?"),
        ("en", "[ERROR] Login button does nothing", "Login button does nothing"),
        ("en", "[1234] Login button does nothing", "Login button does nothing"),
        ("en", "iOS: login button does nothing", "iOS: login button does nothing"),
        ("en", "My phone was stolen, please advise", "My phone was stolen"),
        ("en", "I need the invoice by Friday thanks!", "I need the invoice by Friday"),
        ("en", "Can I pay by card, please help?", "Can I pay by card"),
        ("en", "Help, my phone was stolen", "My phone was stolen"),
        ("en", "Hi, I would like to know why my card is not working", "Why my card is not working"),
        ("en", "Can you tell me how the invoice is paid?", "How the invoice is paid?"),
        ("en", "Can you tell me if the card works abroad?", "Can you tell me if the card works abroad?"),
        ("en", "What is the invoice for?", "What is the invoice for?"),
        ("en", "Arrows, menus and buttons are missing", "Arrows, menus and buttons are missing"),
        ("fi", "Haluaisin tietää miksi kortti ei toimi, kiitos", "Miksi kortti ei toimi"),
        ("sv", "Jag undrar varför kortet inte fungerar, tack på förhand", "Varför kortet inte fungerar"),
        ("en", "Re: Login button does nothing", "Login button does nothing"),
        ("en", '"Login button does nothing"', "Login button does nothing"),
        ("fi", "Moi, laskun osoite on väärä", "Laskun osoite on väärä"),
        ("fi", "Hei kaikki! laskun osoite on väärä", "Laskun osoite on väärä"),
        ("fi", "mutta lasku puuttuu", "Lasku puuttuu"),
        ("sv", "Hej, fakturan är fel", "Fakturan är fel"),
        ("fi", "lasku on tullut tuplana Asia on kiireellinen.", "Lasku on tullut tuplana"),
        ("en", "The big Actual Size button fails", "The big Actual Size button fails"),
    ],
)
def test_a_good_sentence_becomes_a_title(language: str, text: str, expected: str) -> None:
    """Greeting, leading conjunction, opener, closing, log level and full stop go; the words stay as written."""
    assert lines(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hi"),
        ("en", "Hello there"),
        ("en", "Good morning,"),
        ("en", "Thanks in advance"),
        ("en", "Kind regards, Anna"),
        ("en", "Crash"),
        ("en", "Please write to [EMAIL_1] about it"),
        ("en", "Steps to reproduce:"),
        ("en", "Expected result is a list of notes"),
        ("en", "Error ----- stack follows below"),
        ("en", "The app crashes when I…"),
        ("en", "I want to log in with the"),
        ("en", "as payment is reverted"),
        ("en", "at com.example.app.Main.start(Main.java:17)"),
        ("en", "See https://shop.example/help for that"),
        ("en", "<b>Login</b> does nothing"),
        ("en", "Login (the button does nothing"),
        ("en", "login, button, error, page, screen, crash"),
        ("en", "{{Ti.UI}} is broken"),
        ("en", "4711 0815 1234 5678"),
        ("en", "2023-01-01 Login failed for the user"),
        ("en", "10:42 the application has started"),
        ("en", "ERROR login failed for the user"),
        ("en", "Call 1 81 850 7806 for printer help"),
        ("en", "Public static void Main (string[] args)"),
        ("en", "The value of items[0] is wrong"),
        ("en", "Login, Button, Error"),
        ("en", "Test plan/test case creation/modification"),
        ("en", "Focus is missing on 'Environment"),
        ("en", ") and the app closes"),
        ("en", "Code completion for methods called via ?"),
        ("en", "Could you please provide me some steps"),
        ("fi", "Hiljaisuus kiitos"),
        ("fi", "Moi"),
        ("fi", "Hyvää päivää"),
        ("fi", "Kiitos etukäteen"),
        ("fi", "Lasku ei tullut, koska"),
        ("sv", "Hej hej"),
        ("sv", "Med vänliga hälsningar"),
    ],
)
def test_what_is_no_title_is_refused(language: str, text: str) -> None:
    """Greetings, courtesies, fragments, lists, placeholders, markup, addresses and code never become a title."""
    assert lines(text, language) == []


def test_a_long_sentence_gives_its_clauses() -> None:
    """A sentence beyond the limit gives whole clauses, marked as parts, and is never cut in a word."""
    text = (
        "When I open the settings on my telephone, the page with my notes stays empty for minutes, "
        "and nothing else can be done until the application is closed"
    )
    found = list(phrasings(text, WORDS.of("en")))
    assert ("The page with my notes stays empty for minutes", False) in found
    assert all(len(line) <= LONGEST and not whole for line, whole in found)


def test_a_component_in_brackets_is_offered_and_left_out() -> None:
    """What stands in brackets before a line may tell more; whether it does is not for phrasing to say."""
    text = "[iOS Designer] Login button does nothing."
    assert lines(text) == ["[iOS Designer] Login button does nothing", "Login button does nothing"]
    assert lines("[iOS] " + "Login button does nothing " * 3) == [("Login button does nothing " * 3).strip()]


def test_half_a_condition_is_no_clause() -> None:
    """A clause that needs another does not stand for a long sentence."""
    text = (
        "If I open the settings page on my telephone, the page with my notes stays empty for minutes, "
        "when I come back it is full again"
    )
    assert lines(text) == ["The page with my notes stays empty for minutes"]


def test_what_follows_a_greeting_is_found_even_where_nothing_is_asked() -> None:
    """A greeting alone leaves the words behind it; a letter's opening leaves the matter."""
    words = WORDS.of("fi")
    assert behind_greeting("hei miten menee", words) == "miten menee"
    assert behind_greeting("Moi, lasku puuttuu", words) == "lasku puuttuu"
    assert behind_greeting("Lasku puuttuu", words) == "Lasku puuttuu"


@pytest.mark.parametrize("line", ["Login [EMAIL_1] fails", "v1.2.3 fails", "<b>Login</b> fails", "C:\\temp is full"])
def test_prose_is_free_of_marks(line: str) -> None:
    """Placeholders, versions at the beginning, tags and paths are not prose."""
    assert is_prose("The login fails")
    assert not is_prose(line)


def test_a_numbered_step_is_only_a_part() -> None:
    """A step of a list counts less than a sentence of its own."""
    assert list(phrasings("2. Open the settings page", WORDS.of("en"))) == [("Open the settings page", False)]


def test_pointing_back_is_seen() -> None:
    """A sentence that speaks of the one before is known by its first word, whole words only."""
    assert points_back("It never arrives", WORDS.of("en"))
    assert not points_back("Items never arrive", WORDS.of("en"))


def test_courtesies_are_whole_words() -> None:
    """``Thanksgiving`` is no thanks."""
    assert is_courtesy("Thanks for looking", WORDS.of("en"))
    assert not is_courtesy("Thanksgiving offer is missing", WORDS.of("en"))


def test_hello_world_is_no_greeting() -> None:
    """A greeting is cut off only where a mark or a word of grammar follows it."""
    assert lines("Hello world sample crashes") == []
    assert lines("Hi I cannot log in today") == ["I cannot log in today"]


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\x00", "\x1b", "\ufeff", "\u0007"])
def test_hidden_characters_are_gone(hidden: str) -> None:
    """Direction, zero-width and control characters never reach a title."""
    assert plain(f"Login{hidden} fails") == "Login fails"


@given(st.text(max_size=300), st.sampled_from(["en", "fi", "sv", "und"]))
def test_every_line_obeys_the_rules(text: str, language: str) -> None:
    """Whatever a stranger writes: one line, short, visible, no greeting, not open at its end."""
    for line, _ in phrasings(text, WORDS.of(language)):
        assert 0 < len(line) <= LONGEST
        assert line == " ".join(line.split())
        assert not any(unicodedata.category(character).startswith("C") for character in line)
        assert not line[0].islower() or line[0].upper() == line[0] or any(map(str.isupper, line.split()[0]))
        assert line.split()[-1].casefold() not in WORDS.of(language).dangling


@given(st.text(max_size=300))
def test_shortened_keeps_whole_words(text: str) -> None:
    """A line that must be cut is cut between words."""
    short = shortened(text, WORDS.of("en"))
    assert len(short) <= LONGEST
    assert short.casefold() in plain(text).casefold()


@pytest.mark.parametrize("text", ["perhe 👨\u200d👩\u200d👧 ei näy", "🤷\u200d♂\ufe0f no idea", "نمی\u200cشود"])
def test_joiners_of_emoji_and_scripts_stay(text: str) -> None:
    """Without them the text is another one, and a quote of it could not be verified."""
    assert plain(text) == text
