"""Platforms and versions in tickets, and what only looks like them, in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.analysis.filing.particulars.places import READ, platforms_in, versions_in
from voc.config.platforms import load_environment, load_platforms

PATTERNS = load_environment()


def told(text: str) -> list[str]:
    """Platforms with their versions, each once."""
    return list(dict.fromkeys(f"{each.platform.name} {each.version}".strip() for each in platforms_in(text, PATTERNS)))


def versions(text: str) -> set[str]:
    return versions_in(text, platforms_in(text, PATTERNS), PATTERNS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It crashes on iOS 17.2 every time", ["iOS 17.2"]),
        ("IOS17 is bad", ["iOS 17"]),
        ("Pixel 6, Android 15. Can't see my bookings", ["Android 15"]),
        ("we use Windows 11 and Chrome 120", ["Windows 11", "Chrome 120"]),
        ("version 17.2 of iOS", ["iOS 17.2", "iOS"]),
        ("Mac OS X 10.15 is what we have", ["macOS 10.15"]),
        ("Chrome 120.0.6099.129 shows nothing", ["Chrome 120.0.6099.129"]),
        ("my iPhone 13 is new", ["iOS"]),
        ("on Safari, Version 17.0", ["Safari 17.0"]),
        ("Firefox says that a page is slow", ["Firefox"]),
        ("koodisivu palaa aina. Chrome, Windows. Muualla toimi.", ["Chrome", "Windows"]),
        ("Sovellus ei aukea Androidilla, Android-versio on 14", ["Android", "Android 14"]),
        ("mutta Chromella toimii", ["Chrome"]),
        ("iPhonella, iOS:n versio 17.1", ["iOS", "iOS 17.1"]),
        ("Edge-selain kaatuu", ["Edge"]),
        ("Windows 7:llä ei aukea", ["Windows 7"]),
        ("appen kraschar på iPhonen, iOS 17.1", ["iOS", "iOS 17.1"]),
        ("det går inte i Safari", ["Safari"]),
        ("kraschar på Mac", ["macOS"]),
    ],
)
def test_platforms_are_found_as_people_write_them(text: str, found: list[str]) -> None:
    """English, Finnish with its endings, Swedish; with a version where one is told."""
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "it lies on the edge of the table",
        "we are on edge 24 hours a day",
        "the windows are dirty, please open the windows",
        "Opened the Windows on Monday.",
        "we went on safari in March",
        "Safarilla näimme leijonia",
        "a chrome finish on the tap",
        "mac and cheese for everybody",
        "mail me at android@example.com, see www.windows.example",
        "#chrome is our channel",
        "Ikkunat ovat likaiset, på kanten av bordet",
    ],
)
def test_everyday_words_are_no_platforms(text: str) -> None:
    """Edges, windows, safaris, addresses."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("Android 14 päivää sitten toimi", "Android"),
        ("Android 14.11.2026 klo 12", "Android"),
        ("Android 14.11. klo 9", "Android"),
        ("Android 9.30 aamulla", "Android"),
        ("Android 14:30", "Android"),
        ("Androidilla 3 viikkoa", "Android"),
        ("iOS 3 times a day", "iOS"),
        ("iOS 5 € a month", "iOS"),
        ("iOS 4,99", "iOS"),
        ("iOS 17-18", "iOS"),
        ("iPhone 040 123 4567", "iOS"),
        ("i Android 5 dagar", "Android"),
        ("i Android 12 kr", "Android"),
        ("on Windows 2 customers wait", "Windows"),
        ("Firefox 192.168.0.1", "Firefox"),
        ("Firefox 2026", "Firefox"),
        ("Android 2024", "Android"),
    ],
)
def test_a_number_behind_a_platform_may_be_something_else(text: str, platform: str) -> None:
    """Days, times, prices, counts, numbers of telephones, addresses and years are no versions."""
    assert told(text) == [platform]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("app v3.4.1 on Android 14", {"3.4.1"}),
        ("Since 5.2 the app closes", {"5.2"}),
        ("Android 14. Started with 5.2", {"5.2"}),
        ("after updating to 5.2", {"5.2"}),
        ("the app version is 3.4.1.", {"3.4.1"}),
        ("version: 2026.3.1", {"2026.3.1"}),
        ("I went from version 5.1 to version 5.2", {"5.1", "5.2"}),
        ("versio 3.2 kaatuu", {"3.2"}),
        ("versiossa 3.2.1 ei toimi", {"3.2.1"}),
        ("päivityksen 5.2.1 jälkeen", {"5.2.1"}),
        ("sovellus 5.2 kaatuu", {"5.2"}),
        ("versionen är 3.4", {"3.4"}),
        ("appen 5.2 kraschar", {"5.2"}),
        ("efter uppdateringen till 5.2", {"5.2"}),
    ],
)
def test_versions_of_the_app_are_found(text: str, found: set[str]) -> None:
    """Behind the words that people put before them, in three languages."""
    assert versions(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "iOS version 17.2 and Android-versio 14.1",
        "version 17.2 of iOS",
        "Excel version 16.5 opens it; TLS version 1.2",
        "version 3.99 € per month, version 9.90 eur",
        "the new version 2 of my text",
        "v. 2024 ja v 45, vecka v. 12",
        "Since 5.2. the app is slow",
        "since 9.30 I wait, sedan 9.30",
        "since 5.2.2026",
        "sovellus 5.2.26 alkaen",
        "version 12.3.2026 of the contract",
        "v192.168.10.1",
        "version 040.1234567",
        "the price went from 5.2 to 6.3",
        "app 2, app 10:30",
        "version 1.2.3.4.5",
        "päivitys 5.2. klo 12.30",
        "uppdateringen 5.2 procent? uppdateringen 10 %",
        "päivitin 12.30",
        "in C:\\Windows\\Framework\\v4.0.30319, System, Version=4.0.0.0",
        "Gradle plugin v4.0.0, npm version 5.6.0",
        "call 09 1234.5678 or 010.20.30",
        "sopimuksen versio 3,90 €",
    ],
)
def test_what_looks_like_a_version_is_none(text: str) -> None:
    """Others' versions, prices, days, times, years, weeks, telephones and addresses."""
    assert versions(text) == set()


def test_titles_and_tickets_know_the_same_platforms() -> None:
    """One file names them for the matching of titles and for the issue."""
    assert {word for word, _ in load_platforms().items()} >= set(PATTERNS.platforms)
    assert load_platforms()["iphone"] == "ios"
    assert PATTERNS.platforms["iphone"].name == "iOS"


@given(st.text(alphabet="aiosAIOS.,:-/ 0123456789vV€kdnWw\n", max_size=60))
def test_a_version_is_a_number_that_stands_in_the_text(text: str) -> None:
    """Whatever the text: dots between digits, word for word, and no platform's version is the app's."""
    places = platforms_in(text, PATTERNS)
    assert all(each.version in text[each.start : each.end] for each in places)
    for version in versions_in(text, places, PATTERNS):
        assert version in text
        assert set(version) <= set("0123456789.")
        assert "." in version


def test_a_log_is_not_read_to_its_end() -> None:
    """What a person says stands at the beginning."""
    assert versions("x" * READ + " version 5.2") == set()
