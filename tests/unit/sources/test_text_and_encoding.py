"""Bytes to text: encodings, mojibake, broken characters, lines of any length."""

from __future__ import annotations

import gzip
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents import MemoryDocument, document

from voc.errors import UsageError
from voc.model.ticket import Reject
from voc.sources.encoding import Encoding, detect
from voc.sources.lines import HEAD, Line, head, lines
from voc.sources.text import clean

FINNISH = "Laskun eräpäivä näkyy väärin, ja tyhjennys jättää jälkeensä öisiä ääkkösiä.\n" * 20


@pytest.mark.parametrize(
    ("codec", "expected"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252"), ("ascii", "utf-8")],
)
def test_encodings_are_told_from_bytes(codec: str, expected: str) -> None:
    """A mark wins, then UTF-8 when the bytes are, then the likeliest code page."""
    data = FINNISH.encode(codec, errors="ignore")
    assert detect(document(data)).name == expected


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_both_byte_orders_of_utf16(mark: bytes) -> None:
    """UTF-16 is read in the order its mark tells."""
    codec = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    made = document(mark + "käyttö\n".encode(codec))
    assert [line.text for line in lines(made, detect(made)) if isinstance(line, Line)] == ["käyttö\n"]


def test_legacy_text_comes_out_whole() -> None:
    """Finnish in a Western code page loses no letter."""
    made = document(FINNISH.encode("cp1252"))
    assert head(made, detect(made)) == FINNISH


def test_few_bad_bytes_do_not_change_the_encoding() -> None:
    """A broken byte among sound UTF-8 costs itself and turns nothing else into mojibake."""
    made = document(FINNISH.encode() + b"\xff\xfe bad\n" + FINNISH.encode())
    found = detect(made)
    assert found == Encoding("utf-8", damaged=True)
    assert FINNISH in head(made, found)


def test_file_cut_within_a_character_is_still_utf8() -> None:
    """Half a character at the very end is a cut, not a code page."""
    assert detect(document("plain words and ä".encode()[:-1])) == Encoding("utf-8", damaged=True)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Sidan är trasig på mobilen, går inte att öppna ärendet.\n", "cp1252"),
        ("Der Knopf ist größer, aber über dem Text\n", "cp1252"),
        ("Le café est fermé, où est la clé déjà créée\n", "cp1252"),
        ("Price: 5 € – it’s “fine”, isn’t it?\n", "cp1252"),
        ("Не могу войти в приложение, ошибка при оплате\n", "cp1251"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_code_pages_of_our_users(text: str, codec: str, times: int) -> None:
    """Short and long texts in the code pages that help desks write come out as they were."""
    made = document((text * times).encode(codec))
    assert head(made, detect(made)) == text * times


def test_declared_encoding_is_used_only_where_utf8_fails() -> None:
    """What a person says helps where the bytes do not say it themselves."""
    assert detect(document("ä".encode()), "cp850").name == "utf-8"
    assert detect(document("ä".encode("cp850")), "cp850").name == "cp850"
    with pytest.raises(UsageError, match="cp1252"):
        detect(document(b"\xe4"), "nonsense")


def test_detection_survives_a_damaged_archive() -> None:
    """A broken archive is judged by what can be unpacked."""
    packed = gzip.compress(FINNISH.encode() * 50)

    class Damaged(MemoryDocument):
        def open(self):
            return gzip.GzipFile(fileobj=super().open())

    assert detect(Damaged(packed[:-30])).name == "utf-8"


@pytest.mark.parametrize(
    ("broken", "sound"),
    [
        ("Ã¤Ã¤kkÃ¶set", "ääkköset"),
        ("it doesnâ€™t work", "it doesn’t work"),
        ("nul\x00byte", "nulbyte"),
        ("lone \ud800surrogate ä", "lone surrogate ä"),
        ("a\u0308", "ä"),
        ("SÃO PAULO", "SÃO PAULO"),
        ("plain", "plain"),
    ],
)
def test_text_is_mended(broken: str, sound: str) -> None:
    """Mojibake is undone, broken characters go, letters are composed, and good text stays."""
    assert clean(broken) == sound


@given(st.text())
def test_clean_text_stays_clean(text: str) -> None:
    """Cleaning leaves nothing that cannot be encoded or is not composed, and a second time changes nothing."""
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\x00" not in once
    once.encode("utf-8")


def test_long_lines_cost_only_themselves() -> None:
    """A line over the limit is one reject; the lines around it are read with their numbers."""
    made = document("one\n" + "x" * 5000 + "\nthree\n")
    found = list(lines(made, Encoding("utf-8"), longest=1000))
    assert [each.text for each in found if isinstance(each, Line)] == ["one\n", "three\n"]
    assert [each.number for each in found if isinstance(each, Line)] == [1, 3]
    assert [each.line for each in found if isinstance(each, Reject)] == [2]


def test_line_as_long_as_allowed_is_read() -> None:
    """The limit itself is allowed, at the end of the file and before it."""
    made = document("x" * 9 + "\n" + "y" * 9)
    assert [each.text for each in lines(made, Encoding("utf-8"), longest=10)] == ["x" * 9 + "\n", "y" * 9]


def test_archive_that_breaks_off_keeps_its_good_lines() -> None:
    """Lines before the damage are read; the damage is one reject behind them."""
    good = "".join(f"line {number} {number * 7919 % 1000003}\n" for number in range(20000))
    packed = gzip.compress(good.encode())

    class Damaged(MemoryDocument):
        def open(self):
            return gzip.GzipFile(fileobj=super().open())

    found = list(lines(Damaged(packed[: len(packed) // 2]), Encoding("utf-8")))
    read = [each.text for each in found if isinstance(each, Line)]
    assert len(read) > 5000
    assert good.startswith("".join(read[:-1]))
    assert isinstance(found[-1], Reject)
    assert "damaged" in found[-1].reason


def test_nul_bytes_are_taken_out_of_lines() -> None:
    """NUL bytes never reach a reader."""
    assert [each.text for each in lines(document("a\x00b\nc\n"), Encoding("utf-8"))] == ["ab\n", "c\n"]


def test_head_is_bounded_and_unmarked() -> None:
    """The beginning of a document has no byte order mark and never the whole of a large file."""
    made = document(b"\xef\xbb\xbfid,text\n" + b"x" * (2 * HEAD))
    beginning = head(made, detect(made))
    assert beginning.startswith("id,text")
    assert len(beginning) < HEAD + 1
