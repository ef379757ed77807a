"""Discover runs with the words that come with voc, at a fixed time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from voc.config.lexicon import load_lexicon
from voc.config.stopwords import load_stopwords
from voc.model.settings import ClusterSettings
from voc.ports.encoder import Encoder
from voc.ports.store import Store
from voc.workflows.discover import Discovered, Means, discover
from voc.workflows.discovery.history import Occasion

NOW = datetime(2100, 1, 1, tzinfo=UTC)
"""Later than any made-up ticket."""


def means(encoder: Encoder, *, ignore_kinds: bool = False, **others: Any) -> Means:
    """What runs are made with."""
    return Means(encoder, load_lexicon(), load_stopwords(), ClusterSettings(ignore_kinds=ignore_kinds), **others)


def run(store: Store, encoder: Encoder, occasion: Occasion | None = None, **others: Any) -> Discovered:
    """One run; ``others`` as of ``means``."""
    return discover(store, means(encoder, **others), occasion or Occasion(NOW))
