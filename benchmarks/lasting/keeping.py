"""A store that is run week by week, as a team would, and where its tickets are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np
from sklearn.metrics import adjusted_rand_score

from voc.analysis.themes.description.saying import is_said
from voc.analysis.themes.description.words import Tokenizer
from voc.config.lexicon import load_lexicon
from voc.config.schema import Config
from voc.config.stopwords import load_stopwords
from voc.model.registry import Event, Found, Standing, ThemeChange
from voc.model.settings import ClusterSettings
from voc.model.theme import Embedding
from voc.model.ticket import Ticket
from voc.ports.encoder import Encoder
from voc.ports.store import Discovery
from voc.stores.memory import MemoryStore
from voc.wiring.models import encoder_of
from voc.workflows.discover import Means, discover
from voc.workflows.discovery.history import Occasion

NOW = datetime(2100, 1, 1, tzinfo=UTC)

UNSAID = "titles none of its tickets says"
"""The column of ``Keeping.unsaid``; of ten weeks, the most after any of them."""

Places = dict[str, str | None]
"""The theme of each ticket, None for none."""


class Keeping:
    """A store of the default encoder; every ticket takes part, whatever its kind."""

    def __init__(self, *, apply_agreed: bool = True) -> None:
        self.store, self._lexicon = MemoryStore(), load_lexicon()
        self._settings = ClusterSettings(ignore_kinds=True, apply_agreed=apply_agreed)

    def run(self, tickets: Iterable[Ticket], *, rebuilt: bool = False) -> Places:
        """Bring these tickets in, discover, and say where every ticket is."""
        self.store.save_tickets([(ticket, "digest", 0) for ticket in tickets])
        encoder: Encoder = encoder_of(Config())
        means = Means(encoder, self._lexicon, load_stopwords(), self._settings)
        discover(self.store, means, Occasion(NOW, rebuilt=rebuilt))
        return self.places

    def take_over(self, found: Found) -> None:
        """Go on from what another store found."""
        nothing, standing = (
            Embedding((), (), np.zeros((0, 0), np.float16), ""),
            Standing(found.themes, found.assignments),
        )
        self.store.save_discovery(Discovery(found, standing, nothing, None, "", 0))

    @property
    def places(self) -> Places:
        """Where every ticket is."""
        return {each.ticket_id: each.theme_id for each in self.store.assignments()}

    @property
    def events(self) -> list[Event]:
        """What happened in the last run."""
        last = max(run.number for run in self.store.runs())
        return self.store.events(last)

    @property
    def renamed(self) -> float:
        """Share of the themes that the last run renamed."""
        renamed = sum(event.shift.change is ThemeChange.RENAMED for event in self.events)
        return renamed / max(len(self.store.themes()), 1)

    @property
    def unsaid(self) -> int:
        """How many themes have a title that none of their tickets says."""
        feedback = {each.ticket_id: each for each in self.store.feedback()}
        tokenizer = Tokenizer(load_stopwords())
        themes = (theme for theme in self.store.themes() if theme.ticket_ids)
        members = ((each, [feedback[one] for one in each.ticket_ids]) for each in themes)
        return sum(not is_said(each.title, each.language, said, tokenizer, 1.0) for each, said in members)


def agreement(places: Places, labels: dict[str, str]) -> float:
    """Adjusted Rand index against ``labels``; every unclustered ticket is a theme of its own."""
    told = [places[ticket] or ticket for ticket in labels]
    return float(adjusted_rand_score(list(labels.values()), told))


def cover(places: Places) -> float:
    """Share of the tickets in a theme."""
    return float(np.mean([theme is not None for theme in places.values()]))
