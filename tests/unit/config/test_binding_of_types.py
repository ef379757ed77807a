"""YAML nodes become values of the type that is asked for, or a problem with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml

from voc.config.binding import bind, settable
from voc.config.document import Problems, entries, load_node, nearest
from voc.errors import ConfigError
from voc.model.settings import bounded


class Fruit(StrEnum):
    """Two of them."""

    APPLE = "apple"
    PEAR = "pear"


@dataclass(frozen=True, slots=True)
class Basket:
    """A record with a required, a bounded, an optional, a nested and an inherited field."""

    name: str
    count: int = bounded(1, 0, 9)
    share: float = bounded(0.5, 0, 1)
    fruit: Fruit | None = None
    inner: tuple[Fruit, ...] = ()
    seed: int = field(default=7, metadata={"inherited": True})


def bound(kind: Any, text: str) -> tuple[Any, list[str]]:
    """The value of a YAML text, and what is wrong with it."""
    problems = Problems("f.yaml")
    value = bind(kind, yaml.compose(text, Loader=yaml.SafeLoader), problems)
    return value, problems.found


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (str, "plain", "plain"),
        (str, "2026", "2026"),
        (str, "yes", "yes"),
        (str, "'7'", "7"),
        (bool, "true", True),
        (bool, "no", False),
        (int, "7", 7),
        (int, "-3", -3),
        (float, "7", 7.0),
        (float, "0.25", 0.25),
        (date, "2026-11-09", date(2026, 11, 9)),
        (Fruit, "pear", Fruit.PEAR),
        (tuple[int, ...], "[1, 2]", (1, 2)),
        (tuple[int, ...], "3", (3,)),
        (tuple[int, ...], "[]", ()),
        (Mapping[str, int], "{a: 1, b: 2}", {"a": 1, "b": 2}),
        (Mapping[str, tuple[str, ...]], "{a: [x, y], b: z}", {"a": ("x", "y"), "b": ("z",)}),
        (int | None, "null", None),
        (int | None, "5", 5),
        (str | tuple[str, ...], "a", "a"),
        (str | tuple[str, ...], "[a, b]", ("a", "b")),
    ],
)
def test_a_value_of_each_type(kind: Any, text: str, expected: object) -> None:
    """What is written comes back as the type that is wanted, without a problem."""
    value, problems = bound(kind, text)
    assert problems == []
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        (bool, "1", "expected true or false, got '1'"),
        (int, "true", "expected a whole number, got 'true'"),
        (int, "1.5", "expected a whole number, got '1.5'"),
        (float, "much", "expected a number, got 'much'"),
        (float, "false", "expected a number, got 'false'"),
        (date, "2026-13-01", "expected a date such as 2026-11-09, got '2026-13-01'"),
        (date, "2026-11-09 08:00:00", "expected a date such as 2026-11-09, got '2026-11-09 08:00:00'"),
        (str, "[a]", "expected text"),
        (int, "{a: 1}", "expected a whole number"),
        (Fruit, "aple", "unknown fruit 'aple' (did you mean 'apple'?)"),
        (Fruit, "zzz", "unknown fruit 'zzz' (known: apple, pear)"),
        (Mapping[str, int], "[1]", "expected names with values (key: value)"),
        (Basket, "just text", "expected names with values (key: value)"),
    ],
)
def test_a_value_of_the_wrong_type_is_told(kind: Any, text: str, problem: str) -> None:
    """Each problem names its file and line, what was wanted and what stands there."""
    _, problems = bound(kind, text)
    assert problems[0] == f"f.yaml:1: {problem}"


def test_a_record_is_bound_field_by_field() -> None:
    """Fields that are not given, or given as nothing, keep their default."""
    value, problems = bound(Basket, "name: b\nshare: 1\nfruit: apple\ninner: [pear, apple]\ncount:\n")
    assert problems == []
    assert value == Basket("b", 1, 1.0, Fruit.APPLE, (Fruit.PEAR, Fruit.APPLE))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("count: 10", "count goes from 0 to 9, got 10"),
        ("count: -1", "count goes from 0 to 9, got -1"),
        ("share: 1.01", "share goes from 0 to 1, got 1.01"),
        ("share: .nan", "share goes from 0 to 1, got nan"),
        ("share: .inf", "share goes from 0 to 1, got inf"),
        ("cuont: 1", "unknown name 'cuont' (did you mean 'count'?)"),
        ("seed: 1", "unknown name 'seed' (known: count, fruit, inner, name, share)"),
        ("name: again", "'name' is given twice"),
    ],
)
def test_a_field_that_does_not_fit_is_told_with_its_line(line: str, problem: str) -> None:
    """The line is the field's own, and NaN is in no range."""
    assert bound(Basket, f"name: b\n{line}\n")[1] == [f"f.yaml:2: {problem}"]


@pytest.mark.parametrize("line", ["count: 0", "count: 9", "share: 0", "share: 1"])
def test_both_bounds_may_be_set(line: str) -> None:
    """The least and the greatest value are inside."""
    assert bound(Basket, f"name: b\n{line}\n")[1] == []


def test_a_required_field_that_is_missing() -> None:
    """There is no record without it."""
    assert bound(Basket, "count: 2") == (None, ["f.yaml:1: missing: name"])


def test_all_problems_are_told_at_once() -> None:
    """Somebody who mends a file wants to mend it once."""
    _, problems = bound(Basket, "name: b\ncount: x\nfruit: y\nother: z\n")
    assert [problem.split(":")[1] for problem in problems] == ["2", "3", "4"]
    told = Problems("f.yaml", problems)
    with pytest.raises(ConfigError) as failed:
        told.raise_if_any()
    assert failed.value.what.count("; ") == 2


def test_no_problems_raise_nothing() -> None:
    """A good file passes."""
    problems = Problems("f.yaml")
    problems.raise_if_any()
    assert problems.found == []


def test_inherited_fields_cannot_be_set() -> None:
    """They are set once, elsewhere."""
    assert list(settable(Basket)) == ["name", "count", "share", "fruit", "inner"]


@pytest.mark.parametrize(
    ("name", "valid", "expected"),
    [
        ("stor", ["store", "seed"], " (did you mean 'store'?)"),
        ("xyz", ["b", "a"], " (known: a, b)"),
        ("", ["b", "a"], " (known: a, b)"),
    ],
)
def test_the_nearest_name(name: str, valid: list[str], expected: str) -> None:
    """The most alike is proposed; where none is, all are told in order."""
    assert nearest(name, valid) == expected


def test_entries_come_in_order_with_their_nodes() -> None:
    """Key, node of the key, node of the value."""
    node = yaml.compose("b: 1\na: 2", Loader=yaml.SafeLoader)
    found = [(name, key.start_mark.line, value.value) for name, key, value in entries(node, Problems("f"))]
    assert found == [("b", 0, "1"), ("a", 1, "2")]


def test_an_empty_file_has_no_node(tmp_path: Path) -> None:
    """A file of comments alone sets nothing."""
    path = tmp_path / "voc.yaml"
    path.write_text("# nothing\n", encoding="utf-8")
    assert load_node(path) is None


@pytest.mark.parametrize(
    ("content", "what"), [(b"\xff\xfe\xff", "it is not UTF-8"), (b"a: [1\nb: 2\n", "no valid YAML")]
)
def test_a_file_that_is_no_yaml_is_named(tmp_path: Path, content: bytes, what: str) -> None:
    """One line with the file's name, whatever the bytes."""
    path = tmp_path / "voc.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=what) as failed:
        load_node(path)
    assert failed.value.what.startswith(str(path))
    assert "\n" not in failed.value.what


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """With the system's reason."""
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load_node(tmp_path / "none.yaml")
