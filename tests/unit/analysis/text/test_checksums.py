"""Check digits worked out by hand: what passes, and that no neighbour of it does."""

from __future__ import annotations

import pytest

from voc.analysis.text.redaction import checksums


@pytest.mark.parametrize(
    "digits",
    ["0", "18", "26", "79927398713", "5555555555554444", "378282246310005", "6011111111111117", "4000056655665556"],
)
def test_luhn_numbers_pass_and_every_other_last_digit_fails(digits: str) -> None:
    """Of the ten numbers that differ in the last digit only, exactly the right one passes."""
    assert [d for d in "0123456789" if checksums.luhn(digits[:-1] + d)] == [digits[-1]]


@pytest.mark.parametrize("digits", ["79927398713", "5555555555554444", "378282246310005"])
def test_luhn_notices_every_single_wrong_digit(digits: str) -> None:
    """Whichever digit is mistyped, the number fails."""
    for place, right in enumerate(digits):
        for wrong in set("0123456789") - {right}:
            assert not checksums.luhn(digits[:place] + wrong + digits[place + 1 :])


@pytest.mark.parametrize(
    "compact",
    [
        "FI2112345600000785",
        "SE4550000000058398257466",
        "NO9386011117947",
        "EE382200221020145685",
        "DE89370400440532013000",
        "GB82WEST12345698765432",
        "NL91ABNA0417164300",
        "BE68539007547034",
        "FR1420041010050500013M02606",
    ],
)
def test_published_ibans_pass_and_other_check_digits_fail(compact: str) -> None:
    """Of the hundred check digits of an account only those congruent modulo 97 pass."""
    right = int(compact[2:4])
    passing = [n for n in range(100) if checksums.iban(f"{compact[:2]}{n:02d}{compact[4:]}")]
    assert passing == [n for n in range(100) if n % 97 == right % 97]


@pytest.mark.parametrize("compact", ["FI2112345600000785", "GB82WEST12345698765432"])
def test_swapped_neighbours_break_an_iban(compact: str) -> None:
    """Two different digits typed in the wrong order are noticed."""
    for place in range(4, len(compact) - 1):
        first, second = compact[place : place + 2]
        if first != second:
            assert not checksums.iban(compact[:place] + second + first + compact[place + 2 :])


@pytest.mark.parametrize(
    ("code", "control"),
    [
        ("131052-308", "T"),
        ("010594Y902", "1"),
        ("010594Y903", "2"),
        ("000000-030", "Y"),
        ("000000-031", "0"),
        ("000000-016", "H"),
        ("000000A016", "H"),
    ],
)
def test_finnish_codes_have_one_control_character(code: str, control: str) -> None:
    """Date and number modulo 31 name the character; the mark of the century has no part in it."""
    passing = [c for c in "0123456789ABCDEFHJKLMNPRSTUVWXY" if checksums.finnish_personal_code(code + c)]
    assert passing == [control]
    assert checksums.finnish_personal_code(code + control.lower())


@pytest.mark.parametrize("digits", ["15728600", "07375462", "12345671", "20000008", "00000000"])
def test_finnish_business_ids_have_one_check_digit(digits: str) -> None:
    """Weights 7 9 10 5 8 4 2 modulo 11 leave one digit."""
    assert [d for d in "0123456789" if checksums.finnish_business_id(digits[:-1] + d)] == [digits[-1]]


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("8112189876", True),
        ("8112789873", True),
        ("8112189873", False),
        ("8113189875", False),
        ("8100189874", False),
        ("8112009876", False),
        ("8112609873", False),
    ],
)
def test_swedish_numbers_need_a_date_and_luhn(digits: str, valid: bool) -> None:
    """A coordination number has 60 added to its day; month 13, month 0 and day 0 are no dates."""
    assert checksums.swedish_personal_number(digits) is valid
