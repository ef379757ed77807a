"""``voc train kinds``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.ingest import PARTLY
from voc.cli.options import Map, Rejects
from voc.cli.results import document
from voc.cli.session import OutputFormat, Session, command
from voc.console import Column

if TYPE_CHECKING:
    from voc.workflows.train import Trained

FILE = "voc-kinds.npz"
_WORDS = ("kind", "found_as")
_SHORT = ("kind", "texts", "precision", "recall", "f1", "shipped_f1", "found_as")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(help="Learn from what you labelled yourself.", no_args_is_help=True)
    command(group, "kinds")(kinds)
    app.add_typer(group, name="train")


def kinds(
    session: Session,
    labels: Annotated[
        str, typer.Argument(metavar="LABELS.csv", help="Rows with a text, or title and body, and a kind.")
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help=f"Where the model goes (default: {FILE} by voc.yaml)."),
    ] = None,
    mapping: Map = None,
    rejects: Rejects = Path("rejects.ndjson"),
) -> int:
    """Learn to tell kinds apart from your own labels. Prints cross-validated figures, then writes the model."""
    from voc.stores.kind_model import kind_model_to_bytes
    from voc.workflows.files import check_place, write_whole
    from voc.workflows.rejects import write_rejects
    from voc.workflows.train import train_kinds

    workplace = session.open(mapping=mapping)
    place = output or workplace.config.folder / FILE
    check_place(place)
    check_place(rejects, "choose another place with --rejects")
    with session.terminal.progress("Reading labels") as progress:
        trained = train_kinds(
            workplace.labels(labels), lexicon=workplace.lexicon, seed=workplace.config.seed, progress=progress
        )
    _print(session, trained)
    write_whole(place, kind_model_to_bytes(trained.model))
    if trained.macro_f1 <= trained.shipped_macro_f1:
        session.terminal.warn("this model is no better than the shipped word lists; more or clearer labels may help")
    beside = workplace.config.folder.resolve() == Path.cwd()  # where paths in voc.yaml start
    named = FILE if output is None else output if beside else output.absolute()
    session.terminal.say(f"written: {place}; to use it, set kinds: {{model: {named}}} in voc.yaml")
    lost = [reject for reject in trained.rejects if reject.lost]
    if not lost:
        return 0
    write_rejects(trained.rejects, rejects)
    where = f"{lost[0].file}:{lost[0].line}: {lost[0].reason}"
    session.terminal.warn(f"set aside: {where}; {len(lost):,} rows in all, in {rejects}")
    return PARTLY


def _print(session: Session, trained: Trained) -> None:
    """The cross-validated figures, one row a kind, as asked for."""
    from voc.renderers.text import csv_text, markdown_table, ndjson_text

    rows, output = _rows(trained), session.output
    if output is OutputFormat.TABLE:
        headings = [
            Column(name.replace("_", " "), number=name not in _WORDS, wrap=name == "found_as") for name in _SHORT
        ]
        session.terminal.table(headings, [[_cell(row[name]) for name in _SHORT] for row in rows])
        session.terminal.line(_sentence(trained))
    elif output is OutputFormat.JSON:
        session.terminal.data(document(train=_summary(trained, rows)))
    elif output is OutputFormat.NDJSON:
        session.terminal.data(ndjson_text(rows))
    else:
        session.terminal.data(
            csv_text(rows, list(rows[0])) if output is OutputFormat.CSV else markdown_table(rows, list(rows[0]))
        )


def _rows(trained: Trained) -> list[dict[str, object]]:
    """A row a kind: its figures, the shipped word lists' figures, and which kinds its texts were found to be."""
    return [
        {
            "kind": each.kind.value,
            "texts": each.texts,
            "precision": each.trained.precision,
            "recall": each.trained.recall,
            "f1": each.trained.f1,
            "shipped_precision": each.shipped.precision,
            "shipped_recall": each.shipped.recall,
            "shipped_f1": each.shipped.f1,
            "found_as": ", ".join(f"{found} {count}" for found, count in trained.confusion[each.kind].items()),
        }
        for each in trained.kinds
    ]


def _summary(trained: Trained, rows: list[dict[str, object]]) -> dict[str, object]:
    return {
        "texts": trained.texts,
        "repeated": trained.repeated,
        "rejects": sum(reject.lost for reject in trained.rejects),
        "macro_f1": trained.macro_f1,
        "shipped_macro_f1": trained.shipped_macro_f1,
        "kinds": rows,
        "digest": trained.model.digest,
    }


def _sentence(trained: Trained) -> str:
    return (
        f"Macro F1 {trained.macro_f1:.3f} on texts not learned from (5-fold cross-validation, {trained.texts:,} texts, "
        f"{trained.repeated:,} repeated ones left out); the shipped word lists: {trained.shipped_macro_f1:.3f}"
    )


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
