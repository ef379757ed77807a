"""``--name-with``: a language model proposes titles, and a theme whose proposal is refused keeps its own.

No lock is held while the model is asked, and every verdict is kept as it comes: a run that was cut off asks on where
it was.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from voc.analysis.themes.description.words import Tokenizer
from voc.analysis.themes.proposals import VERSION, judge, question
from voc.model.lexicon import IdentifierData, Lexicon
from voc.model.naming import NamingQuestion, Refusal, Verdict
from voc.model.settings import NamingBudget
from voc.model.stopwords import Stopwords
from voc.model.theme import Theme, TitleBy
from voc.ports.namer import Namer, NamerError
from voc.ports.store import Store
from voc.workflows.standing import stand

FAILURES = 3
"""So many questions in a row without an answer, and no more are asked in this run."""

_PATIENCE = 30.0
"""Seconds to wait for another writer: what was asked and paid for is not to be lost."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme that a model may name, what it would be told, and the digest of that and of who is asked."""

    theme_id: str
    question: NamingQuestion
    digest: str


@dataclass(frozen=True, slots=True)
class Named:
    """What came of asking.

    Attributes:
        where: who was asked.
        themes: how many had no title of a model before; ``named`` of them have one now.
        asked: how many the model was asked about in this run, for about ``tokens``; the others' answers were known
            from before.
        refused: proposals that were not taken, by reason.
        unasked: themes that no question was asked about, for want of budget or because asking was stopped.
        unanswered: questions without an answer.
        stopped: why asking was stopped; None where it was not.
    """

    where: str
    themes: int
    named: int
    asked: int
    unanswered: int
    unasked: int
    tokens: int
    refused: Mapping[str, int] = field(default_factory=dict)
    stopped: str | None = None


def candidates(store: Store, namer: Namer, identifiers: IdentifierData) -> list[Candidate]:
    """The themes that voc found that have quotes and their customers' title still, the largest first; those too that a
    person named, since what voc finds by itself never depends on that.
    """
    waiting = (theme for theme in store.found().themes if theme.title_by is TitleBy.CUSTOMERS and theme.exemplars)
    largest = sorted(waiting, key=lambda theme: (-len(theme.ticket_ids), theme.id))
    asked = ((theme.id, question(theme, identifiers)) for theme in largest)
    return [Candidate(theme_id, each, _digest(namer, each)) for theme_id, each in asked]


def unknown(store: Store, namer: Namer, budget: NamingBudget, identifiers: IdentifierData) -> list[Candidate]:
    """What a run would ask, as far as can be told before: nothing is sent, and nothing written."""
    found = candidates(store, namer, identifiers)
    known = store.verdicts([each.digest for each in found])
    spending, would = _Spending(budget), []
    for each in found:
        if each.digest in known:
            continue
        cost = namer.cost(each.question)
        if not spending.allows(cost):
            break
        spending.add(cost)
        would.append(each)
    return would


def name_themes(
    store: Store,
    namer: Namer,
    *,
    stopwords: Stopwords,
    lexicon: Lexicon,
    budget: NamingBudget,
    progress: Progress = lambda done, total: None,
) -> Named:
    """Let ``namer`` propose a title for every theme that has none of a model yet, and keep those that can be shown.

    Raises:
        StoreError: another process writes to the store for long, or it failed.
    """
    found = candidates(store, namer, lexicon.identifiers)
    known = dict(store.verdicts([each.digest for each in found]))
    tokenizer, spending = Tokenizer(stopwords), _Spending(budget)
    waiting = [each for each in found if each.digest not in known]
    for place, each in enumerate(waiting):
        progress(place, len(waiting))
        if not spending.allows(namer.cost(each.question)):
            break
        verdict = _ask(namer, each.question, spending, tokenizer, lexicon)
        if verdict is not None:
            known[each.digest] = verdict
            with store.writing(_PATIENCE):
                store.save_verdict(each.digest, verdict)
    named, refused = _retitle(store, found, known, stopwords)
    return Named(
        where=namer.where,
        themes=len(found),
        named=named,
        asked=spending.themes,
        unanswered=spending.unanswered,
        unasked=len(waiting) - spending.themes,
        tokens=spending.tokens,
        refused=refused,
        stopped=spending.stopped,
    )


class _Spending:
    """What was asked in this run, and whether there may be more."""

    def __init__(self, budget: NamingBudget) -> None:
        self._budget = budget
        self.themes = self.tokens = self.unanswered = self._in_a_row = 0
        self.stopped: str | None = None

    def allows(self, tokens: int) -> bool:
        """Whether a question of about ``tokens`` may be asked."""
        affordable = self.themes < self._budget.themes and self.tokens + tokens <= self._budget.tokens
        return affordable and self.stopped is None

    def add(self, tokens: int) -> None:
        """Count a question that was answered."""
        self.themes += 1
        self.tokens += tokens
        self._in_a_row = 0

    def fail(self, tokens: int, error: NamerError) -> None:
        """Count a question without an answer, which may have cost as much."""
        self.themes += 1
        self.tokens += tokens
        self.unanswered += 1
        self._in_a_row += 1
        if error.final or self._in_a_row == FAILURES:
            self.stopped = str(error)


def _ask(
    namer: Namer, asked: NamingQuestion, spending: _Spending, tokenizer: Tokenizer, lexicon: Lexicon
) -> Verdict | None:
    """What became of the answer; None where none came."""
    try:
        answer = namer.propose(asked)
    except NamerError as error:
        spending.fail(namer.cost(asked), error)
        return None
    spending.add(answer.tokens)
    return judge(answer, asked, tokenizer, lexicon)


def _retitle(
    store: Store, found: Sequence[Candidate], known: Mapping[str, Verdict], stopwords: Stopwords
) -> tuple[int, Mapping[str, int]]:
    """Give the themes the titles that were found for them, each title once; how many, and how many were refused."""
    verdicts = {each.theme_id: known[each.digest] for each in found if each.digest in known}
    titles = {theme_id: verdict.title for theme_id, verdict in verdicts.items() if verdict.title is not None}
    changed: list[Theme] = []
    if titles:
        with store.writing(_PATIENCE):
            kept = store.found()
            changed += _changed(kept.themes, titles)
            named = {theme.id: theme for theme in changed}
            renewed = replace(kept, themes=tuple(named.get(theme.id, theme) for theme in kept.themes))
            store.replace_themes(changed, stand(store, renewed, stopwords).standing)
    refused = Counter(verdict.refusal for verdict in verdicts.values() if verdict.refusal)
    refused[Refusal.TAKEN] = len(titles) - len(changed)
    return len(changed), {reason.value: refused[reason] for reason in Refusal if refused[reason]}


def _changed(themes: Sequence[Theme], titles: Mapping[str, str]) -> Iterator[Theme]:
    """The themes of ``titles`` that get theirs, in its order: those that are there and not renamed meanwhile, where no
    other theme has that title.
    """
    by_id = {theme.id: theme for theme in themes if theme.title_by is TitleBy.CUSTOMERS}
    taken = Counter(theme.title.casefold() for theme in themes)
    for theme_id, title in titles.items():
        theme = by_id.get(theme_id)
        if theme is not None and taken[title.casefold()] == (theme.title.casefold() == title.casefold()):
            taken.subtract([theme.title.casefold()])
            taken.update([title.casefold()])
            yield replace(theme, title=title, title_by=TitleBy.MODEL)


def _digest(namer: Namer, asked: NamingQuestion) -> str:
    """Names who is asked what, and how answers are judged."""
    made_of = [VERSION, namer.identity, asdict(asked)]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
