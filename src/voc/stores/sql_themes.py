"""What discover runs found, in SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from voc.errors import StoreError
from voc.model.theme import Assignment, Embedding, EncoderState, Theme
from voc.ports.store import Discovery
from voc.stores.arrays import array_from_bytes, array_to_bytes, rows_from_bytes, rows_to_bytes
from voc.stores.bulk import chunks, insert_rows
from voc.stores.codec import dumps, loads
from voc.stores.schema import assignments, settings, space_arrays, spaces, themes, vectors

LEDGER_ID = "ledger_id"
DISCOVERY_DIGEST = "discovery_digest"
FITTED_ON = "fitted_on"
KEY_FINGERPRINT = "key_fingerprint"


def setting(connection: Connection, name: str) -> str | None:
    """A value kept under ``name``."""
    return connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()


def keep(connection: Connection, name: str, value: str) -> None:
    """Keep ``value`` under ``name``, whatever was kept there."""
    connection.execute(delete(settings).where(settings.c.name == name))
    connection.execute(insert(settings).values(name=name, value=value))


def save(connection: Connection, found: Discovery) -> None:
    """Replace themes and assignments, take over a new fitted encoder, add vectors and drop those of no use."""
    connection.execute(delete(assignments))
    connection.execute(delete(themes))
    insert_rows(connection, themes, [_theme_row(theme) for theme in found.themes])
    insert_rows(connection, assignments, [_assignment_row(item) for item in found.assignments])
    if found.state is not None:
        _replace_space(connection, found.state)
    _add_vectors(connection, found.embedding)
    connection.execute(delete(vectors).where(vectors.c.ticket_id.not_in(select(assignments.c.ticket_id))))
    keep(connection, DISCOVERY_DIGEST, found.digest)
    keep(connection, FITTED_ON, str(found.fitted_on))


def replace_themes(connection: Connection, changed: Sequence[Theme]) -> None:
    """Write known themes anew; one that is not known undoes the transaction."""
    for theme in changed:
        if connection.execute(update(themes).where(themes.c.id == theme.id).values(_theme_row(theme))).rowcount != 1:
            raise StoreError(f"the store knows no theme {theme.id}", "run the command again")


def _theme_row(theme: Theme) -> dict[str, Any]:
    return {"id": theme.id, "title": theme.title, "kind": theme.kind, "payload": dumps(theme)}


def _assignment_row(item: Assignment) -> dict[str, Any]:
    return {
        "ticket_id": item.ticket_id,
        "theme_id": item.theme_id,
        "confidence": item.confidence,
        "nearest_theme_id": item.nearest_theme_id,
    }


def _replace_space(connection: Connection, state: EncoderState) -> None:
    """Keep ``state`` and drop other spaces with their vectors: nothing can be compared with those any more."""
    connection.execute(delete(spaces))
    connection.execute(delete(space_arrays))
    connection.execute(delete(vectors).where(vectors.c.space != state.space))
    connection.execute(insert(spaces).values(space=state.space, meta=json.dumps(state.meta)))
    arrays = sorted(state.arrays.items())
    rows = [{"space": state.space, "name": name, "data": array_to_bytes(array)} for name, array in arrays]
    insert_rows(connection, space_arrays, rows)


def _add_vectors(connection: Connection, embedding: Embedding) -> None:
    ids, space = embedding.ticket_ids, embedding.space
    for chunk in chunks(ids):
        connection.execute(delete(vectors).where(vectors.c.space == space, vectors.c.ticket_id.in_(chunk)))
    each = zip(ids, embedding.fingerprints, rows_to_bytes(embedding.vectors), strict=True)
    rows = [{"space": space, "ticket_id": key, "fingerprint": text, "vector": blob} for key, text, blob in each]
    insert_rows(connection, vectors, rows)


def load_themes(connection: Connection) -> list[Theme]:
    """All themes in the order of their ids."""
    return [
        loads(Theme, payload)
        for payload in connection.execute(select(themes.c.payload).order_by(themes.c.id)).scalars()
    ]


def load_assignments(connection: Connection) -> list[Assignment]:
    """All assignments in the order of ticket ids."""
    c = assignments.c
    rows = connection.execute(select(c.ticket_id, c.theme_id, c.confidence, c.nearest_theme_id).order_by(c.ticket_id))
    return [Assignment(*row) for row in rows]


def load_state(connection: Connection) -> tuple[EncoderState, int] | None:
    """The fitted encoder, and the number of texts it was fitted on."""
    row = connection.execute(select(spaces.c.space, spaces.c.meta)).one_or_none()
    if row is None:
        return None
    query = select(space_arrays.c.name, space_arrays.c.data).where(space_arrays.c.space == row.space)
    arrays = {name: array_from_bytes(data) for name, data in connection.execute(query.order_by(space_arrays.c.name))}
    return EncoderState(row.space, arrays, json.loads(row.meta)), int(setting(connection, FITTED_ON) or 0)


def load_embedding(connection: Connection, space: str) -> Embedding:
    """All vectors of ``space`` in the order of ticket ids."""
    c = vectors.c
    query = select(c.ticket_id, c.fingerprint, c.vector).where(c.space == space).order_by(c.ticket_id)
    rows = connection.execute(query).all()
    return Embedding(
        tuple(row.ticket_id for row in rows),
        tuple(row.fingerprint for row in rows),
        rows_from_bytes([row.vector for row in rows]),
        space,
    )
