"""Weeks of tickets about topics, without clustering."""

from __future__ import annotations

import pytest
from tests.made_up_topics import Eyes
from tests.weeks_of_topics import FineEars, Story

from voc.analysis.themes.identity import emerging, look


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Story:
    """Nothing has been looked at yet."""
    eyes = FineEars()
    monkeypatch.setattr(look, "survey", eyes.survey)
    monkeypatch.setattr(emerging, "cluster", Eyes().cluster)
    return Story(eyes)
