"""Databases and trackers that the contract suites run on: real servers where the machine has them, and our own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.emulator import why_not as why_no_emulator
from tests.github_world import Github
from tests.github_world import running as running_github
from tests.github_world import running_emulator as running_github_emulator
from tests.jira_server.state import CLOUD, DATA_CENTER
from tests.jira_world import Jira
from tests.jira_world import running as running_jira
from tests.linear_emulator import running as running_linear_emulator
from tests.linear_world import Linear
from tests.linear_world import running as running_linear
from tests.redmine_double import redmine_double_project
from tests.redmine_world import Project, Redmine
from tests.roundup_world import Roundup
from tests.roundup_world import install as install_plugin
from tests.roundup_world import running as running_roundup
from tests.roundup_world import why_not as why_no_roundup
from tests.started_once import started_once
from tests.tracker_worlds import Folder, Memory, World


def _binaries() -> Path | None:
    """Debian's newest PostgreSQL, else what lies on the path."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = installed[-1] if installed else shutil.which("initdb")
    return Path(found).parent if found else None


def _as_ordinary_user() -> list[str]:
    """Initdb refuses root; a user of the system stands in."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _start(binaries: Path, folder: Path) -> subprocess.Popen[bytes]:
    """A cluster in ``folder`` that listens on a Unix socket there and nowhere else."""
    data, user = folder / "data", _as_ordinary_user()
    initdb = [
        *user,
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "voc",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    ]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder)
    options = ["-c", f"unix_socket_directories={folder}", "-c", "listen_addresses=", "-c", "fsync=off"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [*user, binaries / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd=folder
        )


def _wait(binaries: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        ready = [binaries / "pg_isready", "-q", "-h", folder, "-U", "voc", "-d", "postgres"]
        if subprocess.run(ready, check=False).returncode == 0:
            return
        assert server.poll() is None, (folder / "log").read_text()
        time.sleep(0.1)
    pytest.fail("PostgreSQL did not start within 20 s")


@contextmanager
def _folder() -> Iterator[Path]:
    """A short path (a socket's name has 107 bytes at most) that the server's user owns."""
    with tempfile.TemporaryDirectory(prefix="voc-pg-") as name:
        if os.geteuid() == 0:
            shutil.chown(name, "nobody", "nogroup")
        yield Path(name)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """Folder with the socket of a running server; skipped with a reason where there is none to run."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's server is not installed (Debian: apt install postgresql)")
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("PostgreSQL refuses to run as root, and setpriv is not installed")
    pytest.importorskip("psycopg", reason="the extra voc-bridge[postgresql] is not installed")
    with _folder() as folder:
        server = _start(binaries, folder)
        try:
            _wait(binaries, folder, server)
            yield folder
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def plugin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the plugin is installed."""
    folder = tmp_path_factory.mktemp("plugin")
    install_plugin(folder)
    return folder


@pytest.fixture
def plugin(plugin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin is installed beside voc, for as long as a test takes."""
    monkeypatch.syspath_prepend(plugin_folder)


@pytest.fixture
def roundup(roundup_server: Roundup, plugin: None) -> Roundup:
    """A Roundup without an issue, and the plugin that speaks to it."""
    return roundup_server.emptied()


@pytest.fixture
def postgresql_url(postgresql_server: Path) -> Iterator[str]:
    """URL of an empty database, gone afterwards."""
    import psycopg

    name = f"voc_{uuid4().hex}"
    with psycopg.connect(host=str(postgresql_server), user="voc", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"postgresql://voc@/{name}?host={postgresql_server}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'voc.db'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


# -- trackers -------------------------------------------------------------------------------------------------------
roundup_server = started_once("roundup_server", why_no_roundup, running_roundup)
github_emulator = started_once("github_emulator", why_no_emulator, running_github_emulator)
linear_emulator = started_once("linear_emulator", why_no_emulator, running_linear_emulator)

WORLDS: dict[str, Callable[[Callable[[str], Any]], AbstractContextManager[World]]] = {
    "memory": lambda fixture: nullcontext(Memory()),
    "local": lambda fixture: nullcontext(Folder(fixture("tmp_path") / "issues")),
    "redmine": lambda fixture: nullcontext(fixture("redmine_server").project()),
    "redmine without a field": lambda fixture: nullcontext(fixture("redmine_server").project(label_field=None)),
    "redmine double": lambda fixture: redmine_double_project(),
    "jira cloud": lambda fixture: running_jira(CLOUD),
    "jira data center": lambda fixture: running_jira(DATA_CENTER),
    "github double": lambda fixture: running_github(),
    "github double without labels": lambda fixture: running_github(labels=False),
    "github emulator": lambda fixture: nullcontext(fixture("github_emulator").repository()),
    "linear double": lambda fixture: running_linear(),
    "linear double without labels": lambda fixture: running_linear(labels=False),
    "linear emulator": lambda fixture: nullcontext(fixture("linear_emulator").team()),
    "roundup plugin": lambda fixture: nullcontext(fixture("roundup")),
}


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Each tracker, empty; a test that wants some of them names them."""
    with WORLDS[request.param](request.getfixturevalue) as world:
        yield world


@pytest.fixture
def redmine(redmine_server: Redmine) -> Project:
    """An empty project in a real Redmine."""
    return redmine_server.project()


@pytest.fixture(params=[CLOUD, DATA_CENTER])
def jira(request: pytest.FixtureRequest) -> Iterator[Jira]:
    """An empty Jira of each kind."""
    with running_jira(request.param) as jira:
        yield jira


@pytest.fixture
def github() -> Iterator[Github]:
    """An empty repository in a GitHub of our own."""
    with running_github() as github:
        yield github


@pytest.fixture
def linear() -> Iterator[Linear]:
    """An empty team in a Linear of our own."""
    with running_linear() as linear:
        yield linear
