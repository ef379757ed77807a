"""Generic CSV and JSON: fields, dates by whole column, bad rows, and every bad input that issue two names."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.documents import document, exports, read, split

from voc.errors import InputError, UsageError
from voc.model.ticket import Message, Revenue, Satisfaction
from voc.ports.source import ReadOptions

FULL = {
    "id": "A-1",
    "subject": "Lasku",
    "text": "Summa on väärin",
    "created_at": "2026-03-01T10:00:00+02:00",
    "updated_at": 1772400000,
    "closed_at": "3.3.2026",
    "requester": "Aino <AINO@acme.example>",
    "organization": "Acme Oy",
    "channel": "puhelin",
    "status": "Avoin",
    "priority": "P1",
    "type": "New Feature",
    "language": "fi",
    "version": "7.2",
    "tags": ["lasku", "lasku", "pdf"],
    "url": "https://example.com/1",
    "revenue": "1 200 €",
    "satisfaction": "2",
}


def test_every_field_of_json_is_read() -> None:
    """Each canonical field lands where it belongs, normalised."""
    (only,), rejects = read([FULL])
    assert rejects == []
    created = datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert only.id == "jsonl:A-1"
    assert only.messages == (Message("Summa on väärin", at=created),)
    assert (only.created_at, only.closed_at) == (created, datetime(2026, 3, 3, tzinfo=UTC))
    assert only.updated_at == datetime(2026, 3, 1, 21, 20, tzinfo=UTC)
    assert (only.requester, only.organization) == ("aino@acme.example", "acme oy")
    assert (only.channel, only.status, only.priority, only.type) == ("phone", "open", "urgent", "new feature")
    assert (only.language, only.version, only.tags) == ("fi", "7.2", ("lasku", "pdf"))
    assert (only.url, only.revenue) == ("https://example.com/1", Revenue(1200.0, "EUR"))
    assert only.satisfaction == Satisfaction("1-5", "2")


def test_csv_and_json_of_the_same_rows_agree() -> None:
    """The same row gives the same ticket from either format, but for the first part of its id."""
    row = {key: value for key, value in FULL.items() if key != "tags"}
    (from_json,), _ = read([row])
    (from_csv,), _ = read(";".join(row) + "\n" + ";".join(map(str, row.values())) + "\n")
    assert repr(from_csv).replace("csv:", "jsonl:") == repr(from_json)


def test_unknown_is_none_never_empty() -> None:
    """A row with only an id has no empty texts in it."""
    (only,), _ = read("id,text,subject,channel,version,email\n1,,,,,\n")
    assert only.messages == ()
    assert [only.subject, only.channel, only.version, only.requester, only.organization] == [None] * 5


def test_several_columns_are_joined() -> None:
    """A list of columns becomes one text, empty cells left out."""
    tickets, _ = read("id,Kuvaus,Lisätiedot\n1,a,b\n2,a,\n", mapping={"text": ("Kuvaus", "Lisätiedot")})
    assert [each.messages[0].text for each in tickets] == ["a\n\nb", "a"]


def test_html_column_is_marked() -> None:
    """A body known to be HTML is passed on raw and marked; plain text goes before it."""
    (only,), _ = read("id,body_html\n1,<p>Hi</p>\n")
    assert only.messages[0] == Message("<p>Hi</p>", html=True)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<p>Hi</p>", True),
        ('<DIV class="x">a<br>b</div>', True),
        ("<p> is broken", False),
        ("if a < b and c > d", False),
        ("<Window id=1></Window>", False),
        ("see <p>", False),
    ],
)
def test_markup_in_a_plain_column_is_told(text: str, html: bool) -> None:
    """A body that is HTML from end to end is marked; text that only speaks of tags is not."""
    (only,), _ = read([{"id": 1, "text": text}])
    assert only.messages[0].html is html


@pytest.mark.parametrize("content", ["id,text\n1,{}\n2,ok\n", '[{{"id": 1, "text": "{}"}}, {{"id": 2, "text": "ok"}}]'])
def test_replaced_bytes_are_told(content: str) -> None:
    """A row with broken bytes is kept with a mark where they stood, and the file says so once."""
    raw = content.format("päivä ääni näkymä lätkä käyttö XX").encode().replace(b"XX", b"\xff\xfe")
    tickets, rejects = read(raw)
    assert [each.id.partition(":")[2] for each in tickets] == ["1", "2"]
    assert tickets[0].messages[0].text.endswith("käyttö \ufffd\ufffd")
    assert [(each.lost, "U+FFFD" in each.reason) for each in rejects] == [(False, True)]


def test_options_fill_what_the_export_leaves_out() -> None:
    """Account, channel and currency come from the options; value maps translate."""
    (only,), _ = read(
        "id,text,arr,tila\n1,x,5,Jonossa\n",
        account="shop",
        channel="review",
        currency="SEK",
        values={"status": {"jonossa": "pending"}},
    )
    assert (only.id, only.channel, only.revenue, only.status) == (
        "csv/shop:1",
        "review",
        Revenue(5.0, "SEK"),
        "pending",
    )


@pytest.mark.parametrize("amount", ["abc", "NaN", "1e999", "-5", "n/a"])
def test_revenue_that_is_no_amount_is_told(amount: str) -> None:
    """The ticket is kept without it; the notice names the row, not the value."""
    tickets, rejects = read(f"id,text,revenue\n1,x,7\n2,y,{amount}\n3,z,\n")
    assert [each.revenue for each in tickets] == [Revenue(7.0, None), None, None]
    assert [(each.line, each.lost) for each in rejects] == [(3, False)]
    assert "revenue is no amount" in rejects[0].reason and amount not in rejects[0].reason


@pytest.mark.parametrize("amount", ["NaN", "1e999", "-Infinity", '"abc"', "true"])
def test_revenue_of_json_that_is_no_amount_is_told(amount: str) -> None:
    """What JSON writers make of missing numbers is no amount either; null is simply none."""
    tickets, rejects = read(
        f'{{"id": 1, "text": "x", "revenue": {amount}}}\n{{"id": 2, "text": "y", "revenue": null}}\n'
    )
    assert [each.revenue for each in tickets] == [None, None]
    assert [(each.line, each.lost) for each in rejects] == [(1, False)]


def test_repeated_ids_are_all_given() -> None:
    """Which of two versions stands is for the store to decide."""
    tickets, rejects = read("id,text\n1,first\n1,second\n")
    assert [(each.id, each.messages[0].text) for each in tickets] == [("csv:1", "first"), ("csv:1", "second")]
    assert rejects == []


def test_row_without_id_is_a_reject() -> None:
    """A nameless row is told by its line; its words are not."""
    tickets, rejects = read('id,text\n1,a\n,my secret\n"  ",b\n4,c\n')
    assert [each.id for each in tickets] == ["csv:1", "csv:4"]
    assert [(each.file, each.line, each.lost) for each in rejects] == [("export", 3, True), ("export", 4, True)]
    assert "secret" not in repr(rejects)


def test_json_values_that_are_no_objects_are_rejects() -> None:
    """A list may hold anything; only objects are tickets."""
    tickets, rejects = read('[{"id": 1, "text": "a"}, 5, null, ["x"], {"id": 2, "text": "b"}]')
    assert [each.id for each in tickets] == ["jsonl:1", "jsonl:2"]
    assert [each.reason for each in rejects] == ["value is no object"] * 3


def test_single_object_is_a_document() -> None:
    """One object, on one line or many, is one ticket, with its lists whole."""
    for indent in (None, 1):
        (only,), _ = read(json.dumps({"id": 1, "text": "a", "labels": ["x", "y"], "more": {"a": []}}, indent=indent))
        assert (only.id, only.tags) == ("jsonl:1", ("x", "y"))


def test_records_within_one_object_are_not_gathered_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrapped list of any length does not fill the memory: it is refused with what to do."""
    monkeypatch.setattr("voc.sources.table._MOST_LISTED", 3)
    with pytest.raises(InputError, match="under 'issues'; take that list out"):
        read(json.dumps({"issues": [{"id": number} for number in range(9)], "total": 9}, indent=1))


@pytest.mark.parametrize(
    ("column", "month"),
    [(["1/2/2026", "13/2/2026"], 2), (["1/2/2026", "2/13/2026"], 1), (["2026-02-01"], 2), (["1.2.2026"], 2)],
)
def test_order_is_decided_by_the_whole_column(column: list[str], month: int) -> None:
    """One clear date decides for all dates of its column, before or behind it."""
    rows = "".join(f"{number},x,{date}\n" for number, date in enumerate(column))
    tickets, rejects = read(f"id,text,created\n{rows}")
    assert tickets[0].created_at.month == month
    assert rejects == []


def test_order_is_found_beyond_the_sample() -> None:
    """The date that decides may stand far down the file."""
    rows = "".join(f"{number},x,1/2/2026\n" for number in range(1500)) + "1500,x,25/2/2026\n"
    tickets, _ = read(f"id,text,created\n{rows}")
    assert {each.created_at.month for each in tickets} == {2}


@pytest.mark.parametrize("column", [["1/2/2026", "3/4/2026"], ["13/2/2026", "2/13/2026"]])
def test_ambiguous_dates_are_asked_about(column: list[str]) -> None:
    """A column that could be either, or is both, is refused until a person says; then it is read."""
    text = "id,text,created\n" + "".join(f"{number},x,{date}\n" for number, date in enumerate(column))
    with pytest.raises(InputError, match=r"'created'.*--dayfirst or --monthfirst"):
        read(text)
    day_first, _ = read(text, day_first=True)
    month_first, _ = read(text, day_first=False)
    assert day_first[0].created_at != month_first[0].created_at


def test_each_column_has_its_own_order() -> None:
    """One column may be day first and another month first."""
    (only,), _ = read("id,text,created,updated\n1,x,13/2/2026,2/14/2026\n")
    assert (only.created_at.month, only.updated_at.month) == (2, 2)


def test_unreadable_date_keeps_the_ticket() -> None:
    """A strange date leaves the ticket undated and is told as no loss."""
    tickets, rejects = read("id,text,created\n1,x,2026-01-01\n2,y,sometime\n3,z,\n")
    assert [each.created_at is None for each in tickets] == [False, True, True]
    assert [(each.line, each.lost) for each in rejects] == [(3, False)]
    assert "sometime" not in repr(rejects)


def test_times_without_zone_are_local() -> None:
    """A naive time stands in the zone of the options; an unknown zone is told."""
    (only,), _ = read("id,text,created\n1,x,1.7.2026 klo 12.00\n", timezone="Europe/Helsinki")
    assert only.created_at == datetime(2026, 7, 1, 9, tzinfo=UTC)
    with pytest.raises(UsageError, match="time zone"):
        read("id,text\n1,x\n", timezone="Mars/Phobos")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(
    "content", ["id;kuvaus\n1;Ääkköset näkyvät väärin\n", '[{"id": "1", "kuvaus": "Ääkköset näkyvät väärin"}]']
)
def test_any_encoding_gives_the_same_words(codec: str, content: str) -> None:
    """UTF-16, a byte order mark or a code page change nothing."""
    (only,), rejects = read(content.encode(codec))
    assert only.messages[0].text == "Ääkköset näkyvät väärin"
    assert rejects == []


def test_nul_bytes_and_surrogates_vanish() -> None:
    """Neither raw nor escaped broken characters reach a ticket."""
    tickets, _ = read('{"id": "1\x00", "text": "a\\u0000b\\ud800c"}\n')
    assert (tickets[0].id, tickets[0].messages[0].text) == ("jsonl:1", "abc")
    tickets, _ = read("id,text\n1,a\x00b\n")
    assert tickets[0].messages[0].text == "ab"


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff", "\x00\x00"])
def test_empty_files_are_told(content: str) -> None:
    """A file without anything in it is refused by name."""
    with pytest.raises(InputError, match="export is empty"):
        read(content)


def test_header_alone_is_no_error() -> None:
    """A week without tickets is a week without tickets."""
    assert read("id,text\n") == ([], [])


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", "just some prose without any structure", "%PDF-1.7\n"]
)
def test_foreign_files_are_refused(content: bytes | str) -> None:
    """What is no export says so and what would be."""
    with pytest.raises(InputError, match="no ticket export that voc knows"):
        read(content)


def test_truncated_lines_lose_one_row() -> None:
    """A JSON line file that breaks off loses its last line only."""
    text = "".join(json.dumps({"id": number, "text": f"word {number}"}) + "\n" for number in range(10))
    tickets, rejects = read(text[:-8])
    assert len(tickets) == 9
    assert [(each.line, each.reason) for each in rejects] == [(10, "line is not JSON")]


@pytest.mark.parametrize("kept", [3, 11, 40, 200])
def test_gzip_without_a_readable_beginning_is_damaged(tmp_path: Path, kept: int) -> None:
    """A short archive that was cut anywhere says so, instead of ending in a traceback."""
    path = tmp_path / "a.csv.gz"
    rows = "".join(f"{number},{number**5} crashes\n" for number in range(200))
    path.write_bytes(gzip.compress(f"id,text\n{rows}".encode())[:kept])
    (found,) = exports().documents([str(path)])
    with pytest.raises(InputError, match=r"a\.csv\.gz is damaged"):
        exports().source_for(found)


def test_damaged_gzip_keeps_its_good_rows(tmp_path: Path) -> None:
    """A download that broke off gives its whole rows and one reject."""
    path = tmp_path / "a.jsonl.gz"
    text = "".join(
        json.dumps({"id": number, "text": f"word {number * 7919 % 10007}"}) + "\n" for number in range(30000)
    )
    path.write_bytes(gzip.compress(text.encode())[:-5000])
    found = exports()
    (only,) = found.documents([str(path)])
    tickets, rejects = split(found.source_for(only).read(only, ReadOptions()))
    assert len(tickets) > 10000
    assert [each.lost for each in rejects if "damaged" in each.reason] == [True]


LONG_LINE = """
import io, sys
from tests.documents import exports, split
from voc.ports.source import ReadOptions

class Sparse:
    name = "sparse"
    def open(self):
        return io.BufferedReader(Stream())

class Stream(io.RawIOBase):
    def __init__(self):
        self.parts = [b'{"id": 1, "text": "first"}\\n', *[b"x" * (1 << 20)] * 200, b'\\n{"id": 3, "text": "third"}\\n']
    def readable(self):
        return True
    def readinto(self, buffer):
        part = self.parts.pop(0) if self.parts else b""
        if len(part) > len(buffer):
            self.parts.insert(0, part[len(buffer):])
            part = part[:len(buffer)]
        buffer[:len(part)] = part
        return len(part)

tickets, rejects = split(exports().source_for(Sparse()).read(Sparse(), ReadOptions()))
print([each.id for each in tickets], [(each.line, each.reason) for each in rejects])
# Not getrusage: its peak begins with that of the process that started this one.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(status["VmHWM"].split()[0]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of one process is told by Linux only")
def test_line_of_200_mib_costs_one_row_and_bounded_memory() -> None:
    """A huge line is one reject, the rows around it are read, and it is never held whole."""
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", LONG_LINE],
        cwd=root,
        env={"PYTHONPATH": f"src:{root}"},
        capture_output=True,
        text=True,
        check=True,
    )
    found, peak = done.stdout.splitlines()
    assert found == "['jsonl:1', 'jsonl:3'] [(2, 'line is longer than 64 MiB')]"
    assert int(peak) < 250


def test_memory_does_not_grow_with_the_file() -> None:
    """Ten thousand tickets go through one at a time."""
    made = document("".join(json.dumps({"id": number, "text": "x" * 2000}) + "\n" for number in range(10000)))
    source = exports().source_for(made)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in source.read(made, ReadOptions())) == 10000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 << 10


def test_reading_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Readers neither print nor log."""
    read("id,text,created\n1,secret,sometime\n,secret,x\n")
    assert capsys.readouterr() == ("", "")
