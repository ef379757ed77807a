"""``voc.yaml``: what is accepted, what is refused, and how the refusal reads."""

from __future__ import annotations

import typing
from datetime import date
from pathlib import Path

import pytest

from voc.config.binding import settable
from voc.config.load import config_digest, load_config, with_seed
from voc.config.schema import Config
from voc.errors import ConfigError
from voc.model.settings import ClusterSettings, FilingSettings, RankSettings
from voc.model.ticket import Kind


def write(folder: Path, text: str) -> Path:
    path = folder / "voc.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(write(folder, text))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_no_file_gives_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a voc.yaml everything has its default."""
    monkeypatch.chdir(tmp_path)
    assert load_config(None) == Config()


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    """A file with only comments changes nothing but the folder that paths start from."""
    loaded = load_config(write(tmp_path, "# nothing set\n"))
    assert (loaded.store, loaded.encoder.name, loaded.folder) == ("voc.db", "static", tmp_path)


def test_the_file_in_the_current_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``./voc.yaml`` is read without being named."""
    write(tmp_path, "timezone: Europe/Helsinki\n")
    monkeypatch.chdir(tmp_path)
    assert load_config(None).timezone == "Europe/Helsinki"


def test_values_reach_their_records(tmp_path: Path) -> None:
    """Numbers, dates, lists, kinds and nested records arrive as their types say."""
    loaded = load_config(
        write(
            tmp_path,
            """
as_of: 2026-11-09
ranking: {half_life_days: 14}
filing: {kinds: [bug], labels: customers, max_new: 3}
sources:
  zendesk: {account: acme, revenue_field: arr}
  files:
    - match: "*.csv"
      map: {id: Ref, text: [Kuvaus, Otsikko]}
      values: {status: {Suljettu: closed}}
      day_first: true
""",
        )
    )
    assert loaded.as_of == date(2026, 11, 9)
    assert loaded.ranking.half_life_days == 14.0
    assert loaded.filing.kinds == (Kind.BUG,)
    assert loaded.filing.labels == ("customers",)
    assert loaded.sources.zendesk.revenue_field == "arr"
    assert loaded.sources.files[0].map == {"id": "Ref", "text": ("Kuvaus", "Otsikko")}
    assert loaded.sources.files[0].values == {"status": {"Suljettu": "closed"}}
    assert loaded.sources.files[0].day_first is True


def test_every_problem_is_told_with_line_and_nearest_name(tmp_path: Path) -> None:
    """All problems come at once, each with its line and what was probably meant."""
    text = refusal(tmp_path, "stor: x\nseed: abc\nranking: {halflife_days: 3}\nfiling:\n  kinds: [bugg]\n")
    assert "voc.yaml:1: unknown name 'stor' (did you mean 'store'?)" in text
    assert "voc.yaml:2: expected a whole number, got 'abc'" in text
    assert "voc.yaml:3: unknown name 'halflife_days' (did you mean 'half_life_days'?)" in text
    assert "voc.yaml:5: unknown kind 'bugg' (did you mean 'bug'?)" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed: true\n", "expected a whole number"),
        ("seed: 1.5\n", "expected a whole number"),
        ("clustering: {ignore_kinds: 3}\n", "expected true or false"),
        ("as_of: soon\n", "expected a date such as 2026-11-09"),
        ("as_of: 2026-13-45\n", "expected a date such as 2026-11-09"),
        ("ranking: fast\n", "expected names with values"),
        ("store: [a, b]\n", "expected text"),
        ("seed: 1\nseed: 2\n", "'seed' is given twice"),
        ("sources: {files: [{map: {id: A}}]}\n", "missing: match"),
        ("ranking: {seed: 3}\n", "unknown name 'seed'"),
        ("folder: /tmp\n", "unknown name 'folder'"),
        ("timezone: Mars/Olympus\n", "unknown timezone 'Mars/Olympus'"),
        ("a: [\n", "no valid YAML"),
        ("store: !!python/object/apply:os.system ['true']\n", "expected text"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """A value of the wrong type, a repeated key, a missing name or a hostile tag is one clear line."""
    assert said in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed: -1\n", "voc.yaml:1: seed goes from 0 to 4294967295, got -1"),
        ("seed: 4294967296\n", "seed goes from 0"),
        ("ranking:\n  window_days: -1\n", "voc.yaml:2: window_days goes from 1 to 3650, got -1"),
        ("ranking: {period_days: 0}\n", "period_days goes from 1"),
        ("ranking: {half_life_days: 0}\n", "half_life_days goes from 1"),
        ("ranking: {half_life_days: .nan}\n", "got nan"),
        ("ranking: {half_life_days: .inf}\n", "got inf"),
        ("ranking: {q: 9}\n", "q goes from 0.0001 to 0.5, got 9.0"),
        ("ranking: {bootstrap_draws: 0}\n", "bootstrap_draws goes from 1 to 10000, got 0"),
        ("ranking: {bootstrap_draws: 100000000}\n", "bootstrap_draws goes from 1 to 10000"),
        ("filing: {max_new: -3}\n", "max_new goes from 0"),
        ("filing: {flood_share: 1.5}\n", "flood_share goes from 0 to 1"),
    ],
)
def test_a_number_out_of_range_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """A number that no run could use is told before the run, like an unknown name."""
    assert said in refusal(tmp_path, text)


@pytest.mark.parametrize("kind", [Config, ClusterSettings, RankSettings, FilingSettings])
def test_every_number_has_a_range_that_holds_its_default(kind: type) -> None:
    """No number that a file may set is without bounds, and no default lies outside of them."""
    hints = typing.get_type_hints(kind)
    numbers = {name: each for name, each in settable(kind).items() if hints[name] in (int, float)}
    for name, each in numbers.items():
        assert each.metadata["minimum"] <= each.default <= each.metadata["maximum"], name


@pytest.mark.parametrize("value", [1, 3650])
def test_the_bounds_themselves_are_taken(tmp_path: Path, value: int) -> None:
    """Both ends of a range belong to it."""
    assert load_config(write(tmp_path, f"ranking: {{window_days: {value}}}\n")).ranking.window_days == value


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    """``-c`` with a missing file is refused, unlike the default file."""
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "missing.yaml")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are told as such."""
    path = tmp_path / "voc.yaml"
    path.write_bytes(b"store: \xff\xfe\n")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(path)


def test_one_seed_reaches_every_section(tmp_path: Path) -> None:
    """The top-level seed is the seed of clustering and ranking."""
    loaded = load_config(write(tmp_path, "seed: 7\n"))
    assert (loaded.seed, loaded.clustering.seed, loaded.ranking.seed) == (7, 7, 7)


def test_the_digest_names_what_shapes_a_result(tmp_path: Path) -> None:
    """Seed and ranking change the digest; where the store lies does not."""
    base = load_config(write(tmp_path, "store: a.db\n"))
    elsewhere = load_config(write(tmp_path, "store: b.db\n"))
    assert config_digest(base) == config_digest(elsewhere)
    assert config_digest(base) != config_digest(with_seed(base, 1))
    assert config_digest(base) != config_digest(load_config(write(tmp_path, "ranking: {window_days: 28}\n")))
