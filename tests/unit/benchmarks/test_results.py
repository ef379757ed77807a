"""Tables of figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import results
from benchmarks.quality.__main__ import _parser, _sources, command


def test_the_table_is_markdown() -> None:
    """A header, a rule and a row a measurement, with short figures."""
    assert results.table([{"set": "x", "ARI": 0.41234, "themes": 92, "seconds": 12.34}]).splitlines() == [
        "| set | ARI | themes | seconds |",
        "| --- | --- | --- | --- |",
        "| x | 0.412 | 92 | 12.3 |",
    ]


def test_results_are_appended_with_versions(tmp_path: Path) -> None:
    """A section says what was called and with which versions (of what is installed), and rows of one kind share a
    table; what was there before stays.
    """
    path = tmp_path / "RESULTS.md"
    path.write_text("# Results\n", encoding="utf-8")
    rows: list[results.Row] = [{"a": 1}, {"b": "x"}, {"a": 2}]
    results.append("Themes", "python -m it", ["numpy", "no-such-package"], rows, path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Results\n\n## Themes, 20")
    assert "`python -m it` (Python 3." in text
    assert "numpy " in text
    assert "no-such-package" not in text
    assert "| a |\n| --- |\n| 1 |\n| 2 |\n\n| b |\n| --- |\n| x |\n" in text


def test_no_folder_gets_into_the_results() -> None:
    """The command that is kept names sets and models of one's own without their folders; a hub's name is whole."""
    assert "home" not in results.table([{"encoder": "model2vec:/home/someone/mine"}])
    words = ["--jsonl", "/home/someone/intents.jsonl", "../b.jsonl", "--encoder", "model2vec:~/m/mine", "x:org/model"]
    assert command(words) == (
        "python -m benchmarks.quality --jsonl intents.jsonl b.jsonl --encoder model2vec:mine x:org/model"
    )


def test_sets_of_your_own_stand_alone() -> None:
    """Without words the usual sets are measured, with --jsonl only those named."""
    assert [name for name, _ in _sources(_parser().parse_args([]))] == ["banking77", "massive-en", "massive-fi"]
    own = _parser().parse_args(["--jsonl", "a/mine.jsonl"])
    assert [name for name, _ in _sources(own)] == ["mine.jsonl"]
    both = _parser().parse_args(["--jsonl", "mine.jsonl", "--data", "mix-150"])
    assert [name for name, _ in _sources(both)] == ["mix-150", "mine.jsonl"]


def test_an_unknown_encoder_is_refused_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """It is told before anything is measured, and the model that is measured against is known without being loaded."""
    assert _parser().parse_args(["--encoder", "minilm", "--peer-encoder", "lexical"]).encoder == ["minilm"]
    with pytest.raises(SystemExit):
        _parser().parse_args(["--encoder", "lexicl"])
    assert "lexicl" in capsys.readouterr().err
