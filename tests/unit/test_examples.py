"""The example export: as large, mixed and long-tailed as it claims, written rather than templated, and invented."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
START, END = datetime(2026, 9, 14, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)
KINDS = {"bug", "feature_request", "hard_to_use", "question", "praise", "other"}
MOST_SHARED_WORDS = 0.4
"""Two texts of a theme that share more of their words than this are one text with slots."""


class Row(NamedTuple):
    """One ticket of the truth table."""

    theme: str
    kind: str
    repeats: str


class Written(NamedTuple):
    """What a customer wrote first, and in which language."""

    text: str
    language: str


def rows(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


@pytest.fixture(scope="module")
def export() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / "zendesk_export.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def truth() -> dict[str, Row]:
    return {row["ticket_id"]: Row(row["theme"], row["kind"], row["repeats"]) for row in rows("truth.csv")}


@pytest.fixture(scope="module")
def reviews() -> list[dict[str, str]]:
    return rows("app_reviews.csv", ";")


@pytest.fixture(scope="module")
def written(export: dict[str, Any], reviews: list[dict[str, str]]) -> dict[str, Written]:
    """The first words of every ticket; which language a review is in is not said anywhere, so it has none."""
    desk = {
        f"zendesk:{t['id']}": Written(f"{t['subject']}\n{t['description']}", t["tags"][0]) for t in export["tickets"]
    }
    return desk | {f"csv:{row['Tunniste']}": Written(f"{row['Otsikko']}\n{row['Teksti']}", "") for row in reviews}


@pytest.fixture(scope="module")
def names(export: dict[str, Any]) -> set[str]:
    """Every word of a name of a person or an organization."""
    known = [each["name"] for each in [*export["users"], *export["organizations"]]]
    return {word for name in known for word in words(name)}


def words(text: str) -> list[str]:
    """The words of a text in lower case, without digits."""
    return re.findall(r"[^\W\d_]+", text.lower())


def all_text(export: dict[str, Any]) -> str:
    return "\n".join(comment["body"] for ticket in export["tickets"] for comment in ticket["comments"])


def test_the_files_are_what_the_builder_makes(tmp_path: Path) -> None:
    """The shipped files come from the authored texts, byte for byte."""
    subprocess.run([sys.executable, EXAMPLES / "build.py", tmp_path], check=True, timeout=60)
    for name in ("zendesk_export.json", "app_reviews.csv", "truth.csv"):
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes(), name


def test_every_ticket_has_its_truth_and_no_more(truth: dict[str, Row], written: dict[str, Written]) -> None:
    """The truth names each ticket of both files once, as voc prints its id, with a kind that voc knows."""
    assert len(rows("truth.csv")) == len(truth) >= 640
    assert set(truth) == set(written)
    assert {row.kind for row in truth.values()} == KINDS
    assert not [name for name, row in truth.items() if row.kind == "other" and row.theme]


def test_no_text_is_empty_or_unfinished(written: dict[str, Written], export: dict[str, Any]) -> None:
    """Every ticket says something, and no place that the builder fills was left open."""
    assert not [name for name, (text, _) in written.items() if not text.strip()]
    assert not re.search(r"\{\w*\}|^(>>>|---|===) ", all_text(export), re.MULTILINE)


def test_tickets_span_eight_weeks(export: dict[str, Any]) -> None:
    """Tickets come in from the first to the last week, more on weekdays, and answers follow in order."""
    created = [datetime.fromisoformat(ticket["created_at"]) for ticket in export["tickets"]]
    assert all(START <= at < END for at in created)
    weeks = Counter((at - START) // timedelta(weeks=1) for at in created)
    assert sorted(weeks) == list(range(8))
    assert min(weeks.values()) >= 40
    assert sum(at.weekday() > 4 for at in created) < len(created) / 7
    for ticket in export["tickets"]:
        times = [comment["created_at"] for comment in ticket["comments"]]
        assert times == sorted(set(times))
        assert (times[0], times[-1]) == (ticket["created_at"], ticket["updated_at"])


def test_two_of_five_are_no_product_feedback(truth: dict[str, Row]) -> None:
    """Between 35 and 45 per cent are invoices, thanks, spam and the like."""
    kinds = Counter(row.kind for row in truth.values())
    assert 0.35 <= kinds["other"] / len(truth) <= 0.45
    assert kinds["bug"] > kinds["feature_request"] > kinds["hard_to_use"] > kinds["praise"] > 0


def test_languages_are_mixed_within_themes(export: dict[str, Any], truth: dict[str, Row]) -> None:
    """Most is English, a third Finnish, some Swedish; many themes are told in at least two of them."""
    languages = Counter(ticket["tags"][0] for ticket in export["tickets"])
    count = len(export["tickets"])
    assert 0.5 <= languages["en"] / count <= 0.65
    assert 0.3 <= languages["fi"] / count <= 0.4
    assert 0.03 <= languages["sv"] / count <= 0.08
    spoken = defaultdict(set)
    for ticket in export["tickets"]:
        spoken[truth[f"zendesk:{ticket['id']}"].theme].add(ticket["tags"][0])
    assert sum(len(each) > 1 for each in spoken.values()) >= 30


def test_themes_are_long_tailed(truth: dict[str, Row]) -> None:
    """A few big themes, some of middle size, many small ones, and many matters that one customer has alone."""
    sizes = Counter(row.theme for row in truth.values() if row.theme)
    assert 35 <= len(sizes) <= 50
    assert sum(15 <= size <= 40 for size in sizes.values()) == 6
    assert sum(5 <= size <= 14 for size in sizes.values()) >= 12
    assert sum(2 <= size <= 4 for size in sizes.values()) >= 18
    assert max(sizes.values()) <= 40
    assert sum(not row.theme and row.kind != "other" for row in truth.values()) >= 35


@pytest.mark.parametrize(
    ("theme", "weeks", "share"),
    [
        ("payment-charged-twice", range(6, 8), 0.6),
        ("android-crash-after-update", range(5, 8), 1.0),
        ("clock-shifted-after-dst", range(6, 8), 1.0),
        ("login-code-loop", range(4), 0.6),
    ],
)
def test_some_themes_come_and_go(
    export: dict[str, Any], truth: dict[str, Row], theme: str, weeks: range, share: float
) -> None:
    """Of a theme with a course, at least ``share`` of the tickets lie in its weeks."""
    at = [
        (datetime.fromisoformat(ticket["created_at"]) - START) // timedelta(weeks=1)
        for ticket in export["tickets"]
        if truth[f"zendesk:{ticket['id']}"].theme == theme
    ]
    assert sum(week in weeks for week in at) >= share * len(at)


def test_no_two_texts_of_a_theme_are_one_template(
    truth: dict[str, Row], written: dict[str, Written], names: set[str]
) -> None:
    """Without names and digits no two texts of a theme are equal or share most words, but for the marked repeats."""
    by_theme = defaultdict(list)
    for name, (text, _) in written.items():
        if not truth[name].repeats:
            kept = [word for word in words(text) if word not in names]
            by_theme[truth[name].theme or truth[name].kind].append((name, kept, frozenset(kept)))
    for members in by_theme.values():
        for (one, left, few), (other, right, many) in combinations(members, 2):
            assert left != right or len(left) < 2, (one, other)
            # |A ∪ B| = |A| + |B| - |A ∩ B|
            shared = len(few & many)
            most = MOST_SHARED_WORDS * (len(few) + len(many) - shared)
            assert shared <= most or min(len(few), len(many)) < 5, (one, other)


def test_openings_differ(truth: dict[str, Row], written: dict[str, Written]) -> None:
    """Texts do not begin alike: no five words open more than a handful of product tickets."""
    openings = Counter(
        tuple(words(text.partition("\n")[2])[:5]) for name, (text, _) in written.items() if truth[name].kind != "other"
    )
    assert max(count for opening, count in openings.items() if len(opening) == 5) <= 3


def test_lengths_run_from_a_word_to_paragraphs(written: dict[str, Written]) -> None:
    """Some say it in a few words, some in several paragraphs."""
    lengths = sorted(len(words(text)) for text, _ in written.values())
    assert lengths[len(lengths) // 20] <= 8
    assert 15 <= lengths[len(lengths) // 2] <= 45
    assert lengths[-10] >= 80


def test_repeats_are_the_same_customers_words_again(
    export: dict[str, Any], truth: dict[str, Row], written: dict[str, Written]
) -> None:
    """A repeat comes from the same person within two days through another channel or mail, about the same theme."""
    tickets = {f"zendesk:{ticket['id']}": ticket for ticket in export["tickets"]}
    repeats = {name: row.repeats for name, row in truth.items() if row.repeats}
    assert 15 <= len(repeats) <= 20
    near = 0
    for name, first in repeats.items():
        again, before = tickets[name], tickets[first]
        assert again["requester_id"] == before["requester_id"]
        assert truth[name].theme == truth[first].theme
        later = datetime.fromisoformat(again["created_at"]) - datetime.fromisoformat(before["created_at"])
        assert timedelta() < later < timedelta(days=2)
        one, other = {*words(written[name].text)}, {*words(written[first].text)}
        near += len(one & other) > MOST_SHARED_WORDS * len(one | other)
    assert near >= 8


def test_the_export_has_zendesks_shape(export: dict[str, Any]) -> None:
    """Ids join, requesters differ from agents, the description is the first comment, and channels are mixed."""
    users = {user["id"]: user for user in export["users"]}
    organizations = {each["id"] for each in export["organizations"]}
    assert len({ticket["id"] for ticket in export["tickets"]}) == len(export["tickets"])
    for ticket in export["tickets"]:
        assert users[ticket["requester_id"]]["role"] == "end-user"
        assert ticket["submitter_id"] in users
        assert ticket["organization_id"] is None or ticket["organization_id"] in organizations
        assert ticket["organization_id"] == users[ticket["requester_id"]]["organization_id"]
        assert ticket["description"] == ticket["comments"][0]["body"]
        assert {comment["author_id"] for comment in ticket["comments"]} <= set(users)
    channels = Counter(ticket["via"]["channel"] for ticket in export["tickets"])
    assert set(channels) == {"email", "web", "chat", "voice"}
    assert min(channels.values()) >= 40


def test_phone_notes_are_written_by_agents(export: dict[str, Any]) -> None:
    """What came in by phone has an agent for its author, as in a real desk."""
    agents = {user["id"] for user in export["users"] if user["role"] == "agent"}
    for ticket in export["tickets"]:
        spoken = ticket["via"]["channel"] == "voice"
        assert (ticket["comments"][0]["author_id"] in agents) == spoken
        assert (ticket["submitter_id"] in agents) == spoken


def test_who_writes(export: dict[str, Any]) -> None:
    """Many organizations with long-tailed revenue, many people, and some who write for themselves."""
    revenue = sorted(each["organization_fields"]["annual_revenue_eur"] for each in export["organizations"])
    assert len(revenue) >= 110
    assert sum(revenue[-len(revenue) // 10 :]) > sum(revenue) / 2
    writing = {ticket["requester_id"] for ticket in export["tickets"]}
    assert len(writing) >= 330
    assert 15 <= sum(user["organization_id"] is None for user in export["users"] if user["role"] == "end-user") <= 40


def test_a_third_are_threads(export: dict[str, Any]) -> None:
    """About a third have answers; internal notes, quotes of every style, signatures and HTML bodies occur."""
    threads = [ticket for ticket in export["tickets"] if len(ticket["comments"]) > 1]
    assert 0.28 <= len(threads) / len(export["tickets"]) <= 0.45
    assert max(len(ticket["comments"]) for ticket in threads) <= 5
    every = [comment for ticket in export["tickets"] for comment in ticket["comments"]]
    assert sum(not comment["public"] for comment in every) >= 15
    assert sum("html_body" in comment for comment in every) >= 15
    for mark in (
        r"kirjoitti:\n\n> ", r"kirjoitti \d+\.\d+\.2026 kello", r"wrote:\n\n> ", r"skrev .*:\n\n> ",
        r"^Lähettäjä: .*\nLähetetty: ", r"^From: .*\nSent: ", r"^Ystävällisin terveisin", r"^Best regards",
        r"^Lähetetty iPhonesta",
    ):  # fmt: skip
        assert re.search(mark, "\n".join(comment["body"] for comment in every), re.MULTILINE), mark


def test_reviews_have_finnish_columns(reviews: list[dict[str, str]]) -> None:
    """The review table needs a mapping: Finnish headers and dates, stars, and only some addresses."""
    assert list(reviews[0]) == ["Tunniste", "Kanava", "Päiväys", "Tähdet", "Otsikko", "Teksti", "Sähköposti"]
    assert {row["Kanava"] for row in reviews} == {"App Store", "Google Play", "Kysely"}
    assert {row["Tähdet"] for row in reviews} == set("12345")
    assert all(re.fullmatch(r"\d{1,2}\.\d{1,2}\.2026 klo \d{1,2}\.\d\d", row["Päiväys"]) for row in reviews)
    assert 0 < sum(bool(row["Sähköposti"]) for row in reviews) < len(reviews) / 3


def test_the_readme_counts_right(export: dict[str, Any], truth: dict[str, Row], reviews: list[dict[str, str]]) -> None:
    """What README says of the files' size is so."""
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    writing = {ticket["requester_id"] for ticket in export["tickets"]}
    for claim in (
        f"{len(export['tickets'])} tickets in the shape",
        f"{len(reviews)} store reviews",
        f"{len(truth)} tickets from",
        f"{len(export['organizations'])} organizations and {len(writing)} requesters",
        f"{len({row.theme for row in truth.values()} - {''})} themes",
        f"{sum(bool(row.repeats) for row in truth.values())} tickets repeat",
    ):
        assert claim in readme, claim
