"""What a store in a real database promises beyond the contract: schema, one writer, crashes."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect

from voc.errors import StoreError
from voc.model.ticket import Ticket
from voc.stores import migrate
from voc.stores.engine import connect, reading
from voc.stores.schema import VERSION_TABLE, metadata
from voc.stores.sql import SqlStore, open_store
from voc.stores.urls import parse_url


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """An open store."""
    opened = open_store(database_url)
    yield opened
    opened.close()


@contextmanager
def process(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A Python process running ``script``, gone at the end."""
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


# -- schema -----------------------------------------------------------------------------------------------------


def test_newest_is_alembics_head() -> None:
    """The fast look at file names and Alembic agree, and there is one line of migrations."""
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.newest()]


def test_migrations_make_the_declared_tables(store: SqlStore) -> None:
    """Tables, columns, types, keys: no difference."""

    def ours(name: str | None, kind: str, _: object) -> bool:
        return kind != "table" or name in metadata.tables

    with reading(store.engine) as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True, "include_name": ours}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert metadata.tables.keys() <= set(inspect(connection).get_table_names())


def test_opening_again_changes_nothing(store: SqlStore, database_url: str) -> None:
    """The id and the tickets stay."""
    store.save_tickets([(Ticket("csv:1"), "d", 0)])
    again = open_store(database_url)
    assert again.ledger_id == store.ledger_id
    assert again.counts() == store.counts()
    again.close()


def test_migration_is_whole_or_not_at_all(database_url: str) -> None:
    """What fails half-way leaves an empty database, and the next run makes a whole store."""
    engine = connect(parse_url(database_url), create=True)

    def fail_late(_: object, __: object, statement: str, *___: object) -> None:
        if "CREATE TABLE assignments" in statement:
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", fail_late)
    with pytest.raises(KeyboardInterrupt):
        migrate.migrate(engine)
    event.remove(engine, "before_cursor_execute", fail_late)
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
    open_store(database_url).close()


def test_all_who_come_first_at_once(database_url: str) -> None:
    """Several processes that find no store make one together."""

    def ledger_id(_: int) -> str:
        store = open_store(database_url)
        store.close()
        return store.ledger_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ledger_id, range(4)))) == 1


def test_current_store_opens_without_alembic(store: SqlStore, database_url: str) -> None:
    """It is slow to load; only a migration needs it."""
    script = "import sys; from voc.stores.sql import open_store as o; o(sys.argv[1]); print('alembic' in sys.modules)"
    with process(script, database_url) as child:
        assert child.communicate()[0] == "False\n"


# -- one writer -------------------------------------------------------------------------------------------------

HOLD = """
import sys
from voc.stores.sql import open_store
store = open_store(sys.argv[1])
with store.writing():
    print("held", flush=True)
    sys.stdin.read()
store.close()
print("released", flush=True)
"""


def test_second_writer_is_told_who_the_first_is(store: SqlStore, database_url: str) -> None:
    """Process, host and time; readers are not held up; the end of the first frees the store."""
    with process(HOLD, database_url) as child:
        assert child.stdout.readline() == "held\n"
        with pytest.raises(StoreError) as raised, store.writing():
            pytest.fail("two writers at once")
        message = str(raised.value)
        assert f"process {child.pid} on {socket.gethostname()[:20]}" in message
        assert " since 20" in message
        assert "wait until that voc has ended" in message
        with pytest.raises(StoreError, match=f"process {child.pid}"):
            store.save_tickets([(Ticket("csv:1"), "d", 0)])
        assert store.counts().tickets == 0
        child.communicate("")
    with store.writing():
        store.save_tickets([(Ticket("csv:1"), "d", 0)])


def test_waiting_for_the_first_writer(store: SqlStore, database_url: str) -> None:
    """With patience the second writer comes after the first."""
    with process(HOLD, database_url) as child:
        assert child.stdout.readline() == "held\n"
        child.stdin.close()
        with store.writing(wait=20.0):
            assert child.stdout.readline() == "released\n"


def test_lock_of_a_killed_writer_is_free(store: SqlStore, database_url: str) -> None:
    """No file has to be removed by hand."""
    with process(HOLD, database_url) as child:
        assert child.stdout.readline() == "held\n"
        child.kill()
        child.wait()
        with store.writing(wait=5.0):  # PostgreSQL's server needs a moment to see the connection end
            store.save_tickets([(Ticket("csv:1"), "d", 0)])
    assert store.counts().tickets == 1


def test_two_stores_in_one_process(store: SqlStore, database_url: str) -> None:
    """The lock is the store object's, not the process's."""
    other = open_store(database_url)
    with store.writing(), pytest.raises(StoreError, match=f"process {os.getpid()} on"), other.writing():
        pytest.fail("two writers at once")
    with other.writing():
        pass
    other.close()


def test_lock_is_free_after_a_failure(store: SqlStore, database_url: str) -> None:
    """Whatever ends the block."""
    other = open_store(database_url)
    with pytest.raises(KeyboardInterrupt), store.writing(), store.writing():
        raise KeyboardInterrupt
    with other.writing():
        pass
    other.close()


# -- crashes ----------------------------------------------------------------------------------------------------

WRITE = """
import sys
import numpy as np
from itertools import count
from voc.model.theme import Assignment, Embedding, EncoderState, Theme
from voc.model.ticket import Feedback, Kind, Message, Ticket
from voc.ports.store import Discovery, IngestRecord
from voc.stores.sql import open_store
store = open_store(sys.argv[1])
start = store.counts().documents
with store.writing():
    for batch in count(start):
        ids = [f"csv:{batch}-{number}" for number in range(40)]
        store.save_tickets([(Ticket(key, (Message("x" * 500),)), "d", 0) for key in ids])
        if batch == start:
            print("begun", flush=True)
        said = [Feedback(key, "x", (), Kind.BUG, 1, "", "en", None, "", None, "", "f") for key in ids]
        store.save_feedback(said, "1")
        name = str(batch)
        theme = Theme(name, name, Kind.BUG, (), (), tuple(ids), None, None)
        found = tuple(Assignment(key, name, 1.0, name) for key in ids)
        vectors = np.full((40, 16), batch, dtype=np.float16)
        state = EncoderState(name, {"batch": np.asarray([batch])}, {"batch": batch})
        embedding = Embedding(tuple(ids), tuple(ids), vectors, name)
        layers = Found((theme,), found), Standing((theme,), found)
        store.save_discovery(Discovery(*layers, embedding, state, name, batch))
        store.record_ingest(IngestRecord(name, name, 40, 0))
"""


def check_whole(store: SqlStore) -> None:
    """Every transaction of ``WRITE`` is there whole or not at all, and they follow one another."""
    counts = store.counts()
    done, rest = divmod(counts.tickets, 40)
    assert rest == 0
    assert counts.feedback % 40 == 0
    assert 0 <= done - counts.documents <= 1
    assert 0 <= done - counts.feedback // 40 <= 1
    digest = store.discovery_digest()
    if digest is None:
        return
    assert int(digest) in (done - 1, done - 2)
    assert [theme.title for theme in store.themes()] == [digest]
    assert {item.theme_id for item in store.assignments()} == {digest}
    assert len(store.assignments()) == 40
    vectors = store.embedding(digest).vectors
    assert vectors.shape in ((40, 16), (0, 0))  # none when the next process had begun with the same tickets again
    assert np.all(vectors == float(digest))
    state, fitted_on = store.encoder_state()
    assert (state.space, state.meta, fitted_on) == (digest, {"batch": int(digest)}, int(digest))


def test_kill_at_any_moment_leaves_whole_transactions(database_url: str) -> None:
    """Killed while writing, again and again, the store opens at once and goes on where it was."""
    moments = random.Random(0)
    before = 0
    for _ in range(6):
        with process(WRITE, database_url) as child:
            assert child.stdout.readline() == "begun\n"
            time.sleep(moments.uniform(0.0, 0.15))
            child.send_signal(signal.SIGKILL)
            child.wait()
        store = open_store(database_url)
        with store.writing(wait=5.0):
            check_whole(store)
        assert store.counts().tickets >= before
        before = store.counts().tickets
        store.close()
    assert before > 0


# -- PostgreSQL's own failures ----------------------------------------------------------------------------------


def failure(action: Callable[[], object]) -> str:
    """The one line of the StoreError that ``action`` ends in."""
    with pytest.raises(StoreError) as raised:
        action()
    assert "\n" not in str(raised.value)
    assert raised.value.hint
    return str(raised.value)


def test_database_that_does_not_exist(postgresql_url: str) -> None:
    """The name is shown."""
    message = failure(lambda: open_store(postgresql_url.replace("/voc_", "/nowhere_")))
    assert re.search('database "nowhere_[0-9a-f]+" does not exist', message)


def test_server_that_does_not_run() -> None:
    """The password is not shown."""
    pytest.importorskip("psycopg")
    message = failure(lambda: open_store("postgresql://maija:secret@127.0.0.1:1/voc"))
    assert "cannot be reached: " in message and "port 1 failed" in message
    assert message.startswith("store postgresql://maija:***@127.0.0.1:1/voc ")
    assert "secret" not in message


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("sslmode=whatever", 'invalid sslmode value: "whatever"'),
        ("nosuch=1", 'invalid connection option "nosuch"'),
        ("password=hidden", "port 1 failed"),
        ("sslmode=hidden&password=hidden", 'invalid sslmode value: "***"'),
    ],
)
def test_a_url_that_the_driver_refuses(query: str, said: str) -> None:
    """Its own words tell what is wrong with the URL, one line, without a password wherever that stands."""
    pytest.importorskip("psycopg")
    message = failure(lambda: open_store(f"postgresql://maija:secret@127.0.0.1:1/voc?{query}"))
    assert said in message
    assert "secret" not in message
    assert "psycopg" not in message
    assert "password=hidden" not in message


def test_read_only_server(postgresql_url: str) -> None:
    """As on a standby: reading works, a write says why it does not."""
    open_store(postgresql_url).close()
    store = open_store(f"{postgresql_url}&options=-cdefault_transaction_read_only%3Don")
    assert store.counts().tickets == 0
    assert "is read-only" in failure(lambda: store.save_tickets([(Ticket("csv:1"), "d", 0)]))
    store.close()


@pytest.mark.filterwarnings("ignore:.*ResourceWarning")  # a connection that the server ended is not ours to close
def test_server_that_ends_in_the_middle(postgresql_url: str) -> None:
    """A broken connection is told in one line, and a new one is made afterwards."""
    store, other = open_store(postgresql_url), open_store(postgresql_url)
    others = "pid <> pg_backend_pid() AND datname = current_database()"

    def broken() -> None:
        with reading(store.engine) as connection:
            connection.exec_driver_sql("SELECT 1")
            with reading(other.engine) as killer:
                killer.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
            connection.exec_driver_sql("SELECT 1")

    assert "store postgresql" in failure(broken)
    assert store.counts().tickets == 0
    store.close()
    other.close()
