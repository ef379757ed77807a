"""The schema's versions. Alembic is loaded only when there is something to migrate: opening must be fast."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, column, inspect, select, table

from voc.errors import StoreError
from voc.stores.engine import reading, write_transaction
from voc.stores.schema import VERSION_TABLE
from voc.stores.urls import location

SCRIPTS = Path(__file__).with_name("migrations")
_ADVISORY_KEY = 0x766F6300  # "voc" and a zero: not the writers' lock


def newest() -> str:
    """The version this program knows: migrations are named ``0001_subject.py`` and numbered without gaps."""
    return max(path.name[:4] for path in (SCRIPTS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest version, in one transaction.

    Raises:
        StoreError: the store was made by a newer voc, or the database belongs to another program.
    """
    with reading(engine) as connection:
        found = _version(connection)
    if found == newest():
        return
    if found is not None and found > newest():
        where = location(engine.url)
        raise StoreError(
            f"store {where} was made by a newer voc (schema {found}, this one knows {newest()})", "upgrade voc"
        )
    with write_transaction(engine) as connection:
        _upgrade(connection)


def _version(connection: Connection) -> str | None:
    """The schema's version, None for an empty database."""
    existing = inspect(connection).get_table_names()
    if VERSION_TABLE in existing:
        return connection.execute(select(table(VERSION_TABLE, column("version_num")))).scalar()
    if existing:
        where = location(connection.engine.url)
        raise StoreError(f"store {where} holds another program's tables", "give voc a database of its own")
    return None


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - slow to load and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    if connection.dialect.name == "postgresql":  # two new processes: the second waits, then finds nothing to do
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_KEY})")
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
