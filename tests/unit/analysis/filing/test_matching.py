"""What people may have filed already: likeness, what is usual, and what keeps two issues apart."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from voc.analysis.filing.matching.described import Described
from voc.analysis.filing.matching.likeness import LikenessIndex
from voc.analysis.filing.matching.matcher import LINK, Aids, Matcher
from voc.analysis.filing.matching.reasons import reason
from voc.analysis.filing.matching.rivals import are_rivals
from voc.analysis.filing.matching.words import WordIndex, words_of
from voc.config.platforms import load_platforms
from voc.encoders.word_vectors import load, shipped

DAY = timedelta(days=1)
START = datetime(2026, 1, 5, tzinfo=UTC)
THINGS = ("invoice", "calendar", "report", "login", "search", "profile", "backup", "chat", "map", "printer")
FAULTS = ("is empty after a save", "shows the wrong month", "cannot be opened twice", "forgets its colours")


def issues() -> list[Described]:
    """Forty issues, a day apart, each about one thing and one fault."""
    texts = [(f"{thing} {fault}", f"When I use the {thing}, it {fault}.") for fault in FAULTS for thing in THINGS]
    return [
        Described(title, body, START + number * DAY, START + number * DAY) for number, (title, body) in enumerate(texts)
    ]


def many() -> list[Described]:
    """Two hundred issues, a day apart, in words that are made up: enough to say what is usual."""
    drawn = random.Random(5)
    words = ["".join(drawn.choices("aeioumnrstklp", k=6)) for _ in range(150)]
    days = [START + number * DAY for number in range(200)]
    return [Described(" ".join(drawn.sample(words, 4)), " ".join(drawn.sample(words, 8)), day, day) for day in days]


def asked(title: str, body: str = "", day: int = 41) -> Described:
    return Described(title, body, START + day * DAY, START + day * DAY)


CRASH = Described(
    "App crashes with NullPointerException in ListViewAdapter",
    "java.lang.NullPointerException at ListViewAdapter.getView when the list is scrolled",
    START + 20 * DAY,
    START + 20 * DAY,
)


def test_the_same_words_are_found_and_sure() -> None:
    """What was filed already stands out from all else, and is sure enough for a link."""
    texts = [*many(), CRASH]
    (match,) = Matcher(texts).match(
        [asked("NullPointerException in ListViewAdapter", "it crashes when I scroll the list")]
    )
    assert match.hits[0].number == len(texts) - 1
    assert match.sure
    assert match.scores[0] >= LINK
    assert match.shown[0][0].number == len(texts) - 1


def test_what_nobody_filed_is_not_sure() -> None:
    """A new matter has a best issue too, and no link is proposed."""
    (match,) = Matcher([*issues(), CRASH]).match([asked("Dark mode for the settings page", "white hurts at night")])
    assert not match.sure


@pytest.mark.parametrize("number", [0, 1, 2, 6])
def test_few_issues_are_enough(number: int) -> None:
    """With no or hardly any issues nothing breaks, and a word-for-word copy is found."""
    texts = [*issues()[: number - 1], CRASH] if number else []
    copy, other = Matcher(texts).match([CRASH, asked("Dark mode")])
    assert len(copy.hits) == len(texts)
    assert not other.sure
    assert not number or copy.hits[0].number == len(texts) - 1


def test_only_the_first_texts_count_where_a_bound_is_given() -> None:
    """A query is compared with what stood before it, and no further."""
    texts = issues()
    (match,) = Matcher(texts).match([texts[30]], before=[30])
    assert all(hit.number < 30 for hit in match.hits)


def test_scores_never_rise_and_matching_is_the_same_each_time() -> None:
    """Best first, the same twice, whoever else is asked about."""
    texts = issues()
    matcher = Matcher(texts)
    queries = [asked("calendar month is wrong"), asked("printer forgets colours")]
    together = matcher.match(queries)
    assert together == [matcher.match([query])[0] for query in queries]
    for match in together:
        assert list(match.scores) == sorted(match.scores, reverse=True)
        assert all(0 <= score <= 1 for score in match.scores)


def test_of_equal_texts_the_nearer_in_time_comes_first() -> None:
    """Duplicates come soon after one another."""
    early, late = (Described(CRASH.title, CRASH.body, at, at) for at in (START, START + 39 * DAY))
    (match,) = Matcher([early, *issues(), late]).match([asked(CRASH.title, CRASH.body)])
    assert [hit.number for hit in match.hits[:2]] == [41, 0]


def test_a_theme_is_near_to_all_that_was_filed_while_it_lasted() -> None:
    """Between a theme's first ticket and its last one no time lies between them."""
    index = LikenessIndex.of(issues())
    lasting = Described("x", "", START + 10 * DAY, START + 20 * DAY)
    near = index.alike([lasting]).time[0]
    assert (near[10:21] == 0).all()
    assert near[9] < 0
    assert near[0] < near[9]


def test_without_dates_time_tells_nothing() -> None:
    """Undated issues lie as far off as the middle one; an undated query is as near to all."""
    dated, undated = issues()[:3], Described("login", "")
    times = LikenessIndex.of([*dated, undated]).alike([asked("login"), Described("login", "")]).time
    assert times[0, 3] == pytest.approx(sorted(times[0, :3])[1])
    assert len(set(times[1].tolist())) == 1


def test_words_are_compared_without_case_and_by_their_parts() -> None:
    """A name in camel case is itself and its parts."""
    assert words_of("getView in ListViewAdapter") == ["getview", "get", "view", "in", "listviewadapter", "list", "view",
                                                      "adapter"]  # fmt: skip
    assert words_of("HTTPServer ÄäniAsetukset") == [
        "httpserver",
        "http",
        "server",
        "ääniasetukset",
        "ääni",
        "asetukset",
    ]


def test_rare_words_and_titles_count_more() -> None:
    """One word that few have outweighs one that many have, and a title a body."""
    texts = issues()
    alike = WordIndex.of(texts).alike([asked("printer the")])[0]
    assert all("printer" in texts[number].title for number in alike.argsort()[::-1][:4])
    fields = [Described("zebra", "nothing else here"), Described("nothing else here", f"{texts[0].body} zebra")]
    title, body = WordIndex.of([*texts, *fields]).alike([asked("zebra")])[0][-2:]
    assert title > body > 0


def test_inflected_words_meet_by_their_spelling() -> None:
    """Finnish inflects; parts of words still meet."""
    texts = [*issues(), asked("Laskun tulostaminen kaatuu", "Laskujen tulostus ei onnistu", day=30)]
    (match,) = Matcher(texts).match([asked("Laskua tulostettaessa ohjelma kaatui")])
    assert match.hits[0].number == len(texts) - 1


def test_other_words_meet_by_their_meaning() -> None:
    """With word meanings an issue is found that shares hardly a word."""
    texts = [*issues(), asked("Unable to sign in with my password", "Authentication is refused", day=30)]
    (match,) = Matcher(texts, Aids(load(shipped()))).match([asked("Cannot log on, credentials rejected")])
    assert match.hits[0].number == len(texts) - 1
    assert match.hits[0].meaning > 0.3


def test_meaning_says_nothing_in_a_language_that_the_words_are_not_of() -> None:
    """Finnish has no meaning in English word vectors: its spelling counts instead."""
    index = LikenessIndex.of(issues(), load(shipped()))
    queries = [asked("Laskujen tulostaminen ei onnistu"), asked("The printer cannot be opened")]
    assert index.alike(queries).known.tolist() == [0, 1]
    assert (index.alike(queries).total(0) == LikenessIndex.of(issues()).alike(queries).total(0)).all()


@pytest.mark.parametrize(
    ("one", "other", "words", "rivals"),
    [
        ("iOS: picker is blank", "Android: picker is blank", 0.2, True),
        ("iPhone: picker is blank", "iOS: picker is blank", 0.9, False),
        ("iOS: picker is blank", "Picker is blank", 0.9, False),
        ("Implement the path module", "Implement the filesystem module", 0.9, True),
        ("Implement the path module", "Implement the filesystem module", 0.5, False),
        ("Implement the path module", "Implement the path module again", 0.9, False),
    ],
)
def test_titles_keep_two_issues_apart(one: str, other: str, words: float, rivals: bool) -> None:
    """By platform whatever else is alike, and by a word where one text is a copy of the other."""
    assert are_rivals(one, other, words, load_platforms()) is rivals


def test_a_rival_is_shown_and_never_proposed() -> None:
    """A person sees the other platform's issue beside the new one."""
    texts = [*issues(), Described(f"Android: {CRASH.title}", CRASH.body, CRASH.since, CRASH.until)]
    (match,) = Matcher(texts, Aids(None, load_platforms())).match([asked(f"iOS: {CRASH.title}", CRASH.body)])
    assert match.shown[0][0].rival
    assert not match.sure


def test_the_reason_names_what_is_shared() -> None:
    """A phrase word for word, rare words beside it, meaning, and how far apart in time."""
    index = WordIndex.of([*issues(), CRASH])
    query = asked("Export: java.lang.NullPointerException at ListViewAdapter", "while the list is open", day=25)
    told = reason(query, CRASH, 0.0, 0.5, index.rarity)
    assert "“java lang nullpointerexception" in told
    assert "means much the same" in told
    assert told.endswith("5 days apart")
    assert reason(asked("a", day=20), Described("b", ""), 0.9, 0.2, index.rarity) == ""
    inflected = reason(asked("laskun tulostus"), Described("laskua tulosta", ""), 0.4, 0.0, index.rarity)
    assert inflected == "is worded alike"
