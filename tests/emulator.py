"""The emulators of npm's ``emulate``, each a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

VARIABLE = "VOC_EMULATE"
"""Names the folder where npm put ``emulate@0.12.2`` and ``node@22``."""
TOKEN = "test_token_admin"
START_SECONDS = 60


def why_not() -> str:
    """Why none can be started here; empty when they can."""
    node, script = _node(), _script()
    if not script.exists():
        return f"emulate is not installed (npm install emulate@0.12.2 node@22, its folder in {VARIABLE})"
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout if node else ""
    version = tuple(int(part) for part in told.strip().removeprefix("v").split(".")) if told.startswith("v") else ()
    return "" if version >= (22, 15) else f"emulate needs node 22.15 or newer, not {told.strip() or 'none'}"


def _folder() -> Path:
    return Path(os.environ.get(VARIABLE, Path(__file__).parents[1])) / "node_modules"


def _script() -> Path:
    return _folder() / "emulate" / "dist" / "index.js"


def _node() -> str | None:
    own = _folder() / "node" / "bin" / "node"
    return str(own) if own.exists() else shutil.which("node")


@contextmanager
def emulating(service: str, folder: Path, *options: str) -> Iterator[str]:
    """The address of a running emulator; what it says goes into ``folder``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [_node() or "node", _script(), "start", "--service", service, "--port", port, *options]
    with (folder / "out").open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder)
    try:
        _wait(f"http://localhost:{port}", server, folder)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(url: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(START_SECONDS * 5):
        assert server.poll() is None, (folder / "out").read_text()[-2000:]
        try:
            requests.get(url, timeout=60)
        except requests.ConnectionError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"emulate did not start within {START_SECONDS} s")
