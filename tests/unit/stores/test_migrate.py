"""Stores that an earlier voc made."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from voc.model.naming import Verdict
from voc.model.theme import TitleBy
from voc.stores.engine import connect, write_transaction
from voc.stores.migrate import SCRIPTS
from voc.stores.sql import open_store
from voc.stores.urls import parse_url

OLD_THEME = (
    '{"id":"th-1","title":"Vienti kaatuu","kind":"bug","keyphrases":[],"exemplars":[],"ticket_ids":[],'
    '"first_seen":null,"last_seen":null,'
    '"language":"fi","status":"active","merged_from":[]}'
)


def test_a_store_from_before_verdicts_and_origins_of_titles(tmp_path: Path) -> None:
    """It is brought up to date when it is opened; its themes have their customers' titles."""
    url = str(tmp_path / "voc.db")
    engine = connect(parse_url(url), create=True)
    with write_transaction(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        row = {"payload": OLD_THEME}
        connection.execute(text("INSERT INTO themes VALUES ('th-1', 'Vienti kaatuu', 'bug', :payload)"), row)
    engine.dispose()
    store = open_store(url)
    (theme,) = store.themes()
    assert (theme.title, theme.title_by) == ("Vienti kaatuu", TitleBy.CUSTOMERS)
    store.save_verdict("d", Verdict("Vienti ei toimi"))
    assert store.verdicts(["d"]) == {"d": Verdict("Vienti ei toimi")}
    store.close()
