"""Which tracker a configuration means, and how it gets its token."""

from __future__ import annotations

from pathlib import Path

import pytest

from voc.config.load import load_config
from voc.config.schema import Config
from voc.errors import ConfigError, UsageError
from voc.wiring.clock import SystemClock
from voc.wiring.tracking import tracker_of

REMOTE = "tracker: {name: redmine, url: https://redmine.example.com/, project: app"


def configured(folder: Path, text: str) -> Config:
    path = folder / "voc.yaml"
    path.write_text(text)
    return load_config(path)


def test_the_default_is_a_folder() -> None:
    """Without any configuration issues are files."""
    assert tracker_of(Config(), SystemClock()).url == "local:issues"


def test_a_remote_tracker_and_its_token(tmp_path: Path) -> None:
    """The token comes from a file beside voc.yaml; nothing is asked before it is needed."""
    (tmp_path / "token").write_text("canary-token\n")
    tracker = tracker_of(configured(tmp_path, f"{REMOTE}, token: 'file:token'}}"), SystemClock())
    assert (tracker.name, tracker.url, tracker.project) == ("redmine", "https://redmine.example.com", "app")
    assert not tracker.capabilities.conditional_write
    assert tracker.capabilities.confirm_project


@pytest.mark.parametrize(
    ("token", "what"),
    [
        ("", "tracker.token is not set"),
        (", token: canary-token", "must be env:NAME or file:PATH"),
        (", token: 'env:NO_SUCH_NAME'", "NO_SUCH_NAME is not set"),
        (", token: 'file:nowhere'", "cannot be read"),
    ],
)
def test_a_token_that_cannot_be_had(tmp_path: Path, token: str, what: str) -> None:
    """It is told in one line without the token itself, which has no place in the file."""
    with pytest.raises(ConfigError, match=what) as raised:
        tracker_of(configured(tmp_path, f"{REMOTE}{token}}}"), SystemClock())
    assert "canary" not in str(raised.value)


def test_a_tracker_that_there_is_not(tmp_path: Path) -> None:
    """The nearest name is told."""
    with pytest.raises(UsageError, match="did you mean 'redmine'"):
        tracker_of(configured(tmp_path, "tracker: {name: redmin}"), SystemClock())
