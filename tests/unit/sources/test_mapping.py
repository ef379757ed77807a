"""Which column is which field: known names, mappings, proposals, and the errors between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import document, exports, read, readers

from voc.config.headers import Headers, fold, load_headers
from voc.errors import InputError, UsageError
from voc.ports.source import ReadOptions
from voc.sources.mapping import propose, resolve
from voc.sources.table import CsvTable, JsonTable, values_at

HEADERS = load_headers()


def test_no_name_stands_for_two_fields() -> None:
    """Every alias belongs to one field, so that order never decides what a column means."""
    owners: dict[str, str] = {}
    for field, names in HEADERS.fields.items():
        for name in names:
            assert owners.setdefault(name, field) == field, name


def test_values_stand_for_one_value_each() -> None:
    """A vendor's value means one thing, and every canonical value means itself."""
    assert HEADERS.values["channel"]["email"] == "email"
    assert set(HEADERS.values) == {"channel", "status", "priority"}
    assert set(HEADERS.values["status"].values()) == {"new", "open", "pending", "solved", "closed", "deleted"}
    assert set(HEADERS.values["priority"].values()) == {"low", "normal", "high", "urgent"}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("text", "text"),
        ("Body", "text"),
        ("source_id", "id"),
        ("title", "subject"),
        ("kind", "type"),
        ("org_key", "organization"),
        ("requester_key", "requester"),
        ("created", "created_at"),
        ("lang", "language"),
        ("csat", "satisfaction"),
        ("Created At", "created_at"),
    ],
)
def test_fields_are_known_by_their_other_names(name: str, field: str) -> None:
    """``--map`` takes the names people use."""
    assert HEADERS.field(name) == field


def test_unknown_field_names_the_nearest() -> None:
    """A misspelt field is told with what was probably meant, or with all there are."""
    with pytest.raises(UsageError, match="did you mean 'subject'"):
        HEADERS.field("subjct")
    with pytest.raises(UsageError, match="fields are id, subject"):
        HEADERS.field("zzz")


def test_map_flags_become_a_mapping() -> None:
    """Flags are taken by canonical field; a repeated field has several columns, and ``=`` may stand in a column."""
    assert HEADERS.mapping(["body=Kuvaus", "text=Lisätiedot", "id=a=b"]) == {
        "text": ("Kuvaus", "Lisätiedot"),
        "id": ("a=b",),
    }


@pytest.mark.parametrize("pair", ["text", "text=", "=", "text= "])
def test_map_flag_without_a_column_is_told(pair: str) -> None:
    """A flag that is no pair says how to write one."""
    with pytest.raises(UsageError):
        HEADERS.mapping([pair])


@given(st.text())
def test_folding_settles(name: str) -> None:
    """Folding a folded name changes nothing."""
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    "name", ["Created at", "created_at", "CREATED-AT", "createdAt", "\ufeffcreated  at ", "created.at"]
)
def test_names_are_compared_by_their_words(name: str) -> None:
    """Case, separators and a byte order mark make no difference."""
    assert fold(name) == "created at"


@pytest.mark.parametrize(
    "header",
    [
        "id,text",
        "Ticket ID;Description",
        "Tunnus;Kuvaus;Luotu;Asiakas",
        "Ärendenummer;Beskrivning;Skapad;Kund",
        "id\ttitle",
        "Viite|Otsikko",
    ],
)
def test_known_headers_need_no_mapping(header: str) -> None:
    """A file with an id and words under known names, in any of three languages, is read as it is."""
    delimiter = next(each for each in ",;\t|" if each in header)
    row = delimiter.join(["7", "It broke"] + ["15.7.2026"] * (header.count(delimiter) - 1))
    tickets, rejects = read(f"{header}\n{row}\n")
    assert rejects == []
    assert tickets[0].id == "csv:7"
    assert "It broke" in (tickets[0].subject, *(each.text for each in tickets[0].messages))


def test_unknown_headers_are_refused_with_a_proposal() -> None:
    """A guess is never used: the error names the file, its columns and what to say."""
    with pytest.raises(InputError) as caught:
        read("nr,Descriptions,when\n1,It broke,2026-01-02\n")
    assert "export: no column is known to hold the id or the text" in caught.value.what
    assert "'nr', 'Descriptions', 'when'" in caught.value.what
    assert "--map id=COLUMN" in caught.value.hint
    assert "--map text=Descriptions" in caught.value.hint


@pytest.mark.parametrize(
    "content", ["text,date\nIt broke,2026-01-01\n", '{"text": "It broke"}\n', '[{"text": "It broke"}]']
)
def test_missing_id_column_is_refused(content: str) -> None:
    """Without ids nothing could be read twice safely."""
    with pytest.raises(InputError, match="hold the id"):
        read(content)


def test_two_ids_are_asked_about() -> None:
    """Which of two ids names the ticket is for a person to say."""
    with pytest.raises(InputError, match="'id' and 'ticket_id' could each hold the id"):
        read("id,ticket_id,body\n1,7,Hello\n")
    tickets, _ = read("id,ticket_id,body\n1,7,Hello\n", mapping={"id": ("ticket_id",)})
    assert tickets[0].id == "csv:7"


def test_mapping_overrides_and_adds() -> None:
    """A partial mapping goes before known names; the rest is still recognised; a mapped column is used once."""
    tickets, _ = read("id,text,notes,title\n1,a,b,c\n", mapping={"body": ("notes", "text")})
    assert [each.text for each in tickets[0].messages] == ["b\n\na"]
    assert tickets[0].subject == "c"


def test_mapped_column_must_exist() -> None:
    """A misspelt column is told with the nearest, or with all there are."""
    with pytest.raises(UsageError, match="did you mean 'Description'"):
        read("id,Description\n1,x\n", mapping={"text": ("Descripton",)})
    with pytest.raises(UsageError, match="it has 'id', 'Description'"):
        read("id,Description\n1,x\n", mapping={"text": ("zzz",)})


def test_mapped_column_is_found_whatever_its_case() -> None:
    """A column need not be typed exactly."""
    tickets, _ = read("ID,Long Description\n1,x\n", mapping={"text": ("long_description",)})
    assert tickets[0].messages[0].text == "x"


def test_rare_json_member_may_be_mapped() -> None:
    """A member that the first thousand records leave out is found by looking on."""
    rows = (
        "".join(f'{{"id": {number}, "text": "x"}}\n' for number in range(1200))
        + '{"id": 1200, "text": "x", "rare": "7.1"}\n'
    )
    tickets, _ = read(rows, mapping={"version": ("rare",)})
    assert tickets[-1].version == "7.1"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a", [1]),
        ("b.c", ["x"]),
        ("b.d.e", ["p", "q"]),
        ("b.d[].e", ["p", "q"]),
        ("f.g", ["dotted"]),
        ("b.none", []),
        ("z", []),
        ("a.b", []),
    ],
)
def test_paths_lead_through_objects_and_lists(path: str, expected: list[object]) -> None:
    """A dotted path finds what stands there, an exact name goes first, and a path to nowhere finds nothing."""
    record = {"a": 1, "b": {"c": ["x", None], "d": [{"e": "p"}, {"e": "q"}, 5]}, "f.g": "dotted"}
    assert values_at(record, path) == expected


def test_path_to_an_object_is_refused() -> None:
    """A path that ends at an object names no value."""
    with pytest.raises(UsageError, match=r"'fields\.summary'"):
        read('{"id": 1, "fields": {"summary": "x"}}\n', mapping={"text": ("fields",)})


def test_proposal_looks_inside_and_nearby() -> None:
    """A proposal takes the shallowest member of a known name, and a near name where there is none."""
    nested = JsonTable(
        document('{"key": "A-1", "fields": {"summary": "s", "description": "d", "type": {"description": "no"}}}\n')
    )
    assert propose(nested, HEADERS) == {"subject": "fields.summary", "text": "fields.description"}
    near = CsvTable(document("Ticket ids,Descriptions\n1,x\n"))
    assert propose(near, HEADERS) == {"id": "Ticket ids", "text": "Descriptions"}


def test_proposal_can_be_used_as_it_stands() -> None:
    """What is proposed names real columns and real fields."""
    made = document("Ticket ids,Descriptions,Luotu\n1,x,2026-01-01\n")
    proposal = exports().propose(made)
    columns = resolve(CsvTable(made), HEADERS, {field: (column,) for field, column in proposal.items()})
    assert columns == {"id": ("Ticket ids",), "text": ("Descriptions",), "created_at": ("Luotu",)}


def test_formats_of_their_own_propose_nothing() -> None:
    """A Zendesk export needs no mapping."""
    made = document({"tickets": [{"id": 1, "requester_id": 2, "submitter_id": 2, "via": {"channel": "web"}}]})
    assert exports().propose(made) == {}


def test_errors_come_before_the_first_ticket() -> None:
    """A file that cannot be mapped is refused when its reading begins, before anything is kept."""
    reader = next(each for each in readers() if each.name == "csv")
    with pytest.raises(InputError):
        next(iter(reader.read(document("a,b\n1,2\n"), ReadOptions())))


def test_headers_are_plain_data() -> None:
    """Other headers can be passed: the file is only where voc's own come from."""
    own = Headers({"id": ("nro",), "text": ("juttu",)}, {}, frozenset())
    assert resolve(CsvTable(document("Nro;Juttu\n1;x\n")), own, {}) == {"id": ("Nro",), "text": ("Juttu",)}
