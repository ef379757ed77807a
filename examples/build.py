"""Assemble the example export from its hand-written texts: ``python examples/build.py [FOLDER]``.

Every text lies in ``authoring/*.txt`` as it was written; this script adds who wrote it and when, and puts the result
into the shapes of real exports. It draws nothing at random: whatever looks random is a digest of the ticket's place
in the files, so the same texts always give the same bytes.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from builder.casting import Ticket, cast
from builder.digests import digest
from builder.drafts import Draft, read_drafts
from builder.people import read_people
from builder.reviews import reviews
from builder.zendesk import zendesk

HERE = Path(__file__).parent
AUTHORING = HERE / "authoring"


def build() -> dict[str, str]:
    """Name and text of every file of the example export."""
    people = read_people((AUTHORING / "people.txt").read_text(encoding="utf-8"))
    tickets = sorted(cast(drafts(), people), key=lambda ticket: (ticket.at, ticket.draft.place))
    in_table = [ticket for ticket in tickets if ticket.draft.channel in ("review", "survey")]
    in_desk = [ticket for ticket in tickets if ticket not in in_table]
    rated = {f"P-{3101 + n}": ticket for n, ticket in enumerate(in_table)}
    # The numbers between were other teams' tickets.
    filed = {str(48203 + 3 * n + digest(n) % 3): ticket for n, ticket in enumerate(in_desk)}
    named = {f"zendesk:{n}": ticket for n, ticket in filed.items()} | {f"csv:{n}": t for n, t in rated.items()}
    return {
        "zendesk_export.json": zendesk(filed),
        "app_reviews.csv": table(reviews(rated), ";"),
        "truth.csv": table([("ticket_id", "theme", "kind", "repeats"), *truth(named)], ","),
    }


def drafts() -> list[Draft]:
    """All tickets as they were written, file by file."""
    return [
        draft
        for path in sorted(AUTHORING.glob("[0-9]*.txt"))
        for draft in read_drafts(path.stem, path.read_text(encoding="utf-8"))
    ]


def truth(named: Mapping[str, Ticket]) -> Iterator[tuple[str, ...]]:
    """What each ticket is about, and which earlier one says the same through another channel."""
    names = {ticket.draft.place: name for name, ticket in named.items()}
    for name, ticket in named.items():
        first = names[ticket.repeats.draft.place] if ticket.repeats else ""
        yield name, ticket.draft.theme, ticket.draft.kind, first


def table(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    """Rows as CSV text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def main() -> None:
    """Write the files into the folder named on the command line, by default beside this script."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, text in build().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
