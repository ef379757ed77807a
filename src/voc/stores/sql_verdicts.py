"""What became of proposed titles, in SQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from voc.model.naming import Refusal, Verdict
from voc.stores.bulk import chunks
from voc.stores.failures import damaged
from voc.stores.schema import verdicts


def load(connection: Connection, digests: Sequence[str]) -> dict[str, Verdict]:
    """The verdicts that are known, by digest."""
    c, found = verdicts.c, {}
    for chunk in chunks(digests):
        for row in connection.execute(select(c.digest, c.title, c.refusal).where(c.digest.in_(chunk))):
            found[row.digest] = Verdict(row.title, _refusal(row.refusal))
    return found


def save(connection: Connection, digest: str, verdict: Verdict) -> None:
    """Keep ``verdict``, whatever was kept before."""
    connection.execute(delete(verdicts).where(verdicts.c.digest == digest))
    refusal = verdict.refusal.name if verdict.refusal else None
    connection.execute(insert(verdicts).values(digest=digest, title=verdict.title, refusal=refusal))


def _refusal(name: str | None) -> Refusal | None:
    if name is not None and name not in Refusal.__members__:
        raise damaged("verdict")
    return Refusal[name] if name is not None else None
