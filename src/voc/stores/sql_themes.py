"""What discover runs found, in SQL."""

from __future__ import annotations

import json

from sqlalchemy import Connection, delete, insert, select

from voc.model.theme import Embedding, EncoderState
from voc.ports.store import Discovery
from voc.stores.arrays import array_from_bytes, array_to_bytes, rows_from_bytes, rows_to_bytes
from voc.stores.bulk import chunks, insert_rows, read_columns
from voc.stores.schema import found_assignments, settings, space_arrays, spaces, vectors
from voc.stores.sql_history import save_run
from voc.stores.sql_layers import save_found, save_standing

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
    """Replace what was found and stands, take over a new fitted encoder, add vectors and drop those of no use."""
    save_found(connection, found.found)
    save_standing(connection, found.standing)
    if found.state is not None:
        _replace_space(connection, found.state)
    _add_vectors(connection, found.embedding)
    looked_at = select(found_assignments.c.ticket_id)
    connection.execute(delete(vectors).where(vectors.c.ticket_id.not_in(looked_at)))
    keep(connection, DISCOVERY_DIGEST, found.digest)
    keep(connection, FITTED_ON, str(found.fitted_on))
    if found.run is not None:
        save_run(connection, found.run, found.events, found.counts)


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
    ids, texts, rows = read_columns(connection, query)
    return Embedding(tuple(ids), tuple(texts), rows_from_bytes(rows), space)
