"""Tables of figures."""

from __future__ import annotations

from pathlib import Path

from benchmarks import results
from benchmarks.quality.__main__ import command


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
