"""Zendesk's exports: containers, conversations, customers, and the account CSV."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.documents import document, exports, read

from voc.model.ticket import AuthorRole, Revenue, Satisfaction

CUSTOMER, AGENT, SYSTEM = AuthorRole.CUSTOMER, AuthorRole.AGENT, AuthorRole.SYSTEM


def ticket(**changes: Any) -> dict[str, Any]:
    """A ticket as the API gives it."""
    return {
        "id": 35436,
        "url": "https://acme.zendesk.com/api/v2/tickets/35436.json",
        "subject": "Printer burns",
        "description": "It burns.",
        "requester_id": 20978,
        "submitter_id": 20978,
        "organization_id": 509974,
        "via": {"channel": "web"},
        "type": "Incident",
        "priority": "high",
        "status": "open",
        "tags": ["enterprise", "fire", "fire"],
        "created_at": "2026-07-20T22:55:29Z",
        "updated_at": "2026-07-21T09:00:00Z",
    } | changes


def comment(number: int, author: int, at: str, **changes: Any) -> dict[str, Any]:
    """A comment as the API gives it."""
    return {"id": number, "author_id": author, "public": True, "created_at": at, "body": f"comment {number}"} | changes


PAGE = {
    "users": [
        {"id": 20978, "email": "Aino@Example.com", "role": "end-user", "organization_id": 509974},
        {"id": 7, "role": "agent"},
    ],
    "organizations": [{"id": 509974, "name": "Esimerkki Oy", "organization_fields": {"arr": "12 000,50", "seats": 5}}],
}


def test_every_field_is_read() -> None:
    """A ticket comes out with all the fields the canonical record has."""
    (only,), rejects = read(
        PAGE
        | {
            "tickets": [
                ticket(
                    satisfaction_rating={"score": "bad", "comment": "slow"},
                    problem_id=9,
                    followup_ids=[10],
                    metric_set={"solved_at": "2026-07-22T00:00:00Z"},
                )
            ],
            "next_page": None,
        },
        revenue_field="arr",
        currency="EUR",
    )
    assert rejects == []
    assert only.id == "zendesk:35436"
    assert only.url == "https://acme.zendesk.com/agent/tickets/35436"
    assert (only.subject, only.type, only.priority, only.status, only.channel) == (
        "Printer burns",
        "incident",
        "high",
        "open",
        "web",
    )
    assert only.tags == ("enterprise", "fire")
    assert only.created_at == datetime(2026, 7, 20, 22, 55, 29, tzinfo=UTC)
    assert only.closed_at == datetime(2026, 7, 22, tzinfo=UTC)
    assert only.requester == "aino@example.com"
    assert only.organization == "zendesk:509974"
    assert only.revenue == Revenue(12000.5, "EUR")
    assert only.satisfaction == Satisfaction("good_bad", "bad", "slow")
    assert only.links == ("zendesk:9", "zendesk:10")


CONTAINERS = {
    "one object": lambda tickets: json.dumps(tickets[0]),
    "wrapped object": lambda tickets: json.dumps({"ticket": tickets[0]}),
    "pretty object": lambda tickets: json.dumps(tickets[0], indent=2),
    "list": json.dumps,
    "pretty list": lambda tickets: json.dumps(tickets, indent=2),
    "lines": lambda tickets: "\n".join(map(json.dumps, tickets)),
    "page": lambda tickets: json.dumps({"tickets": tickets, "next_page": None, "count": 2}),
    "pretty page": lambda tickets: json.dumps({"count": 2, "tickets": tickets}, indent=2),
    "incremental pages, a line each": lambda tickets: "\n".join(
        json.dumps({"tickets": [each], "after_cursor": "x", "end_of_stream": False}) for each in tickets
    ),
    "pretty pages one after another": lambda tickets: "\n".join(
        json.dumps({"tickets": [each], "end_of_stream": True}, indent=1) for each in tickets
    ),
}


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_gives_the_same_ticket(container: str) -> None:
    """However the tickets are wrapped, the same conversation comes out."""
    comments = [comment(1, 20978, "2026-07-20T22:55:29Z"), comment(2, 7, "2026-07-20T23:00:00Z")]
    tickets, rejects = read(CONTAINERS[container]([ticket(comments=comments), ticket(id=2)]))
    plain, _ = read([ticket(comments=comments)])
    assert rejects == []
    assert tickets[0] == plain[0]
    assert [each.text for each in tickets[0].messages] == ["comment 1", "comment 2"]


@pytest.mark.parametrize("order", [["tickets", "users", "comments"], ["comments", "users", "tickets"]])
def test_what_stands_beside_the_tickets_may_come_before_or_behind(order: list[str]) -> None:
    """Users and comments are joined wherever in the document they stand."""
    sections = {
        "tickets": [ticket()],
        "users": PAGE["users"],
        "comments": [
            comment(2, 7, "2026-07-20T23:00:00Z", ticket_id=35436),
            comment(1, 20978, "2026-07-20T22:55:29Z", ticket_id=35436),
        ],
    }
    (only,), rejects = read({key: sections[key] for key in order})
    assert rejects == []
    assert [(each.text, each.role) for each in only.messages] == [("comment 1", CUSTOMER), ("comment 2", AGENT)]


def test_comments_of_ticket_events_are_joined() -> None:
    """The incremental event export's comments find their tickets."""
    events = [
        {
            "ticket_id": 35436,
            "timestamp": 1784588400,
            "child_events": [
                {"event_type": "Comment", "body": "from events", "author_id": 7, "public": False},
                {"event_type": "Change"},
            ],
        }
    ]
    (only,), _ = read(json.dumps({"tickets": [ticket()]}) + json.dumps({"ticket_events": events}))
    assert [(each.text, each.public, each.at is None) for each in only.messages] == [("from events", False, False)]


def test_description_stands_in_for_missing_comments() -> None:
    """A ticket without comments has its description, once; with comments it is not added again."""
    (without,), _ = read([ticket()])
    assert [(each.text, each.role, each.at) for each in without.messages] == [
        ("It burns.", CUSTOMER, without.created_at)
    ]
    (having,), _ = read([ticket(comments=[comment(1, 20978, "2026-07-20T22:55:29Z", body="It burns.")])])
    assert [each.text for each in having.messages] == ["It burns."]
    (neither,), _ = read([ticket(description=None)])
    assert neither.messages == ()


def test_plain_body_goes_before_html_before_body() -> None:
    """The cleanest body is taken, and HTML is marked as such."""
    bodies = {"plain_body": "plain", "html_body": "<p>html</p>", "body": "body"}
    found = []
    for dropped in ([], ["plain_body"], ["plain_body", "html_body"]):
        rest = {key: value for key, value in bodies.items() if key not in dropped}
        (only,), _ = read([ticket(comments=[{"author_id": 20978, "created_at": "2026-07-20T22:55:29Z", **rest}])])
        found += [(each.text, each.html) for each in only.messages]
    assert found == [("plain", False), ("<p>html</p>", True), ("body", False)]


@pytest.mark.parametrize(
    ("author", "public", "place", "expected"),
    [
        (20978, False, 1, CUSTOMER),
        (7, True, 0, AGENT),
        (8, True, 1, CUSTOMER),
        (-1, True, 1, SYSTEM),
        (99, True, 0, CUSTOMER),
        (99, False, 0, AGENT),
        (99, True, 1, AGENT),
    ],
)
def test_roles_by_the_first_rule_that_applies(author: int, public: bool, place: int, expected: AuthorRole) -> None:
    """Requester, then the user table, then private, then first, then agent."""
    users = [{"id": 7, "role": "admin"}, {"id": 8, "role": "end-user"}]
    comments = [comment(0, 7, "2026-07-20T22:00:00Z"), comment(1, 7, "2026-07-20T23:00:00Z")]
    comments[place] |= {"author_id": author, "public": public}
    (only,), _ = read({"tickets": [ticket(comments=comments)], "users": users})
    assert only.messages[place].role is expected
    assert only.messages[place].public is public


def test_messages_are_in_order_of_time_then_of_the_file() -> None:
    """Later comments come later; equal times keep the file's order; without all times the file's order stands."""
    late, early = comment(1, 7, "2026-07-21T00:00:00Z"), comment(2, 7, "2026-07-20T00:00:00Z")
    same = comment(3, 7, "2026-07-21T00:00:00Z")
    (dated,), _ = read([ticket(comments=[late, early, same])])
    assert [each.text for each in dated.messages] == ["comment 2", "comment 1", "comment 3"]
    (undated,), _ = read([ticket(comments=[late, early, comment(4, 7, "")])])
    assert [each.text for each in undated.messages] == ["comment 1", "comment 2", "comment 4"]


def test_deleted_tickets_are_counted_not_kept() -> None:
    """A deleted ticket is left out with a reason, and nothing is lost by it."""
    tickets, rejects = read([ticket(), ticket(id=2, status="deleted")])
    assert [each.id for each in tickets] == ["zendesk:35436"]
    assert [(each.reason, each.lost) for each in rejects] == [("ticket is deleted in Zendesk", False)]


def test_ticket_without_id_is_a_reject() -> None:
    """What cannot be named cannot be kept, and is told by its line."""
    raw = ticket()
    del raw["id"]
    tickets, rejects = read(json.dumps(ticket()) + "\n" + json.dumps(raw) + "\n5\n")
    assert len(tickets) == 1
    assert [(each.line, each.reason, each.lost) for each in rejects] == [
        (2, "ticket has no id", True),
        (3, "value is no ticket", True),
    ]


def test_unreadable_date_costs_only_itself() -> None:
    """A ticket with a strange date is kept without it, and that is told."""
    (only,), rejects = read([ticket(created_at="soon")])
    assert only.created_at is None
    assert [each.lost for each in rejects] == [False]


def test_account_is_part_of_every_id() -> None:
    """Two accounts may share ids; tickets, customers and links carry the account's name."""
    (only,), _ = read([ticket(problem_id=1)], account="acme")
    assert (only.id, only.requester, only.organization) == (
        "zendesk/acme:35436",
        "zendesk/acme:20978",
        "zendesk/acme:509974",
    )
    assert only.links == ("zendesk/acme:1",)


def test_customer_without_organization_is_known_by_mail_domain() -> None:
    """A company's address names the company; a free mail address does not."""
    users = [{"id": 20978, "email": "aino@esimerkki.example"}, {"id": 5, "email": "x@gmail.com"}]
    tickets, _ = read(
        {"tickets": [ticket(organization_id=None), ticket(id=2, organization_id=None, requester_id=5)], "users": users}
    )
    assert [each.organization for each in tickets] == ["esimerkki.example", None]


def test_nested_people_are_read() -> None:
    """An export that nests requester and organization needs no tables."""
    raw = ticket(
        requester_id=None,
        organization_id=None,
        requester={"id": 5, "email": "A@Acme.example"},
        organization={"name": "Acme  Oy"},
        comments=[{"body": "x", "public": True, "author": {"id": 9, "role": "agent"}}],
    )
    (only,), _ = read([raw])
    assert (only.requester, only.organization) == ("a@acme.example", "acme oy")
    assert only.messages[0].role is AGENT


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        ("good", "good"),
        ({"score": "goodwithcomment"}, "good"),
        ("offered", None),
        ({"score": "unoffered"}, None),
        (None, None),
    ],
)
def test_satisfaction_in_both_shapes(rating: object, expected: str | None) -> None:
    """A rating is an object or a bare word; an offer is no rating."""
    (only,), _ = read([ticket(satisfaction_rating=rating)])
    assert (only.satisfaction and only.satisfaction.value) == expected


def test_strange_shapes_do_no_harm() -> None:
    """Members of the wrong type are passed over; the ticket is kept."""
    odd = ticket(
        via="web",
        tags="one two",
        comments={"no": "list"},
        organization_id={},
        followup_ids=5,
        metric_set=[],
        url=7,
        satisfaction_rating=[1],
        type=None,
        status=3,
        requester_id=[1],
    )
    (only,), rejects = read(
        [
            odd,
        ]
    )
    assert only.id == "zendesk:35436"
    assert rejects == []


def test_truncated_page_keeps_whole_tickets() -> None:
    """A download that broke off gives every whole ticket and one reject with the line."""
    text = json.dumps({"tickets": [ticket(id=number) for number in range(20)], "end_of_stream": True}, indent=1)
    tickets, rejects = read(text[: len(text) // 2])
    assert 8 <= len(tickets) <= 10
    assert len(rejects) == 1
    assert rejects[0].lost
    assert "breaks off" in rejects[0].reason
    assert rejects[0].line > 100


COLUMNS = {
    "Summation column": "1",
    "Id": "0042",
    "Subject": "Cannot log in",
    "Requester": "Aino",
    "Requester id": "77",
    "Requester email": "Aino@Example.com",
    "Requester domain": "example.com",
    "Tags": "login sso login",
    "Status": "Open",
    "Priority": "High",
    "Via": "Mail",
    "Ticket type": "Problem",
    "Created at": "2026-03-01 15:17",
    "Updated at": "-",
    "Organization": "Esimerkki Oy",
    "Group stations": "1",
    "Satisfaction Score": "Not Offered",
    "Steps [txt]": "Click twice",
    "Area [list]": "-",
}
HEADER = ",".join(f'"{name}"' for name in COLUMNS) + "\n"
ROW = ",".join(f'"{cell}"' for cell in COLUMNS.values()) + "\n"


def test_account_csv_is_read_by_its_names() -> None:
    """Every column goes where it belongs; dashes are empty; the missing conversation is told, and costs nothing."""
    (only,), rejects = read(HEADER + ROW, timezone="Europe/Helsinki")
    assert exports().source_for(document(HEADER + ROW)).name == "zendesk-csv"
    assert only.id == "zendesk:0042"
    assert (only.subject, only.status, only.priority, only.channel, only.type) == (
        "Cannot log in",
        "open",
        "high",
        "email",
        "problem",
    )
    assert (only.requester, only.organization) == ("aino@example.com", "esimerkki oy")
    assert only.tags == ("login", "sso")
    assert only.created_at == datetime(2026, 3, 1, 13, 17, tzinfo=UTC)
    assert (only.updated_at, only.satisfaction) == (None, None)
    assert [each.text for each in only.messages] == ["Click twice"]
    assert [(each.lost, "no comments" in each.reason) for each in rejects] == [(False, True)]


def test_account_csv_takes_a_mapping() -> None:
    """A custom field may be mapped; the rest stays as it is."""
    (only,), _ = read(HEADER + ROW, mapping={"version": ("Area [list]",), "text": ("Subject",)})
    assert only.version is None
    assert [each.text for each in only.messages] == ["Cannot log in"]


def test_table_copies_are_no_zendesk_json_or_csv() -> None:
    """A table copy is plain CSV: tickets are read under plain ids, side tables are refused with a clear line."""
    copy = "id,_fivetran_synced,created_at,description,requester_id,via_channel\n1,2026-01-01,2026-01-01,d,5,web\n"
    assert exports().source_for(document(copy)).name == "csv"
    (only,), _ = read(copy)
    assert only.id == "csv:1"
