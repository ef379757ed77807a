"""What voc found and what stands, in SQL: two layers of themes, assignments and redirects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Table, select, update

from voc.errors import StoreError
from voc.model.registry import Found, Proposal, Standing
from voc.model.theme import Assignment, Theme
from voc.stores.bulk import read_rows, replace_rows
from voc.stores.codec import dumps, loads
from voc.stores.schema import (
    assignments,
    found_assignments,
    found_redirects,
    found_themes,
    proposals,
    redirects,
    themes,
)


def save_found(connection: Connection, found: Found) -> None:
    """Replace what was found before."""
    replace_rows(connection, found_themes, [(theme.id, dumps(theme)) for theme in found.themes])
    replace_rows(connection, found_assignments, _assignment_rows(found.assignments))
    replace_rows(connection, found_redirects, found.redirects.items())
    replace_rows(connection, proposals, [(number, dumps(each)) for number, each in enumerate(found.proposals)])


def save_standing(connection: Connection, standing: Standing) -> None:
    """Replace what stood before."""
    replace_rows(connection, themes, [(t.id, t.title, t.kind.value, dumps(t)) for t in standing.themes])
    replace_rows(connection, assignments, _assignment_rows(standing.assignments))
    replace_rows(connection, redirects, standing.redirects.items())


def replace_found_themes(connection: Connection, changed: Sequence[Theme]) -> None:
    """Write found themes anew; one that was not found undoes the transaction."""
    for theme in changed:
        statement = update(found_themes).where(found_themes.c.id == theme.id).values(payload=dumps(theme))
        if connection.execute(statement).rowcount != 1:
            raise StoreError(f"the store knows no theme {theme.id}", "run the command again")


def load_found(connection: Connection) -> Found:
    """What the last run found."""
    made = connection.execute(select(proposals.c.payload).order_by(proposals.c.number)).scalars()
    return Found(
        tuple(load_themes(connection, found_themes)),
        tuple(load_assignments(connection, found_assignments)),
        load_redirects(connection, found_redirects),
        tuple([loads(Proposal, payload) for payload in made]),
    )


def load_themes(connection: Connection, layer: Table = themes) -> list[Theme]:
    """All themes of a layer in the order of their ids."""
    payloads = connection.execute(select(layer.c.payload).order_by(layer.c.id)).scalars()
    return [loads(Theme, payload) for payload in payloads]


def load_assignments(connection: Connection, layer: Table = assignments) -> list[Assignment]:
    """All assignments of a layer in the order of ticket ids."""
    c = layer.c
    query = select(c.ticket_id, c.theme_id, c.confidence, c.nearest_theme_id).order_by(c.ticket_id)
    return [Assignment(*row) for row in read_rows(connection, query)]


def load_redirects(connection: Connection, layer: Table = redirects) -> dict[str, str]:
    """Where the merged themes of a layer went, in the order of their ids."""
    rows = connection.execute(select(layer.c.theme_id, layer.c.into_id).order_by(layer.c.theme_id))
    return {row.theme_id: row.into_id for row in rows}


def _assignment_rows(items: Iterable[Assignment]) -> Iterator[tuple[str, str | None, float, str | None]]:
    return ((item.ticket_id, item.theme_id, item.confidence, item.nearest_theme_id) for item in items)
