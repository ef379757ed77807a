"""Why a ticket is in a theme: the tickets it lies among, and the words it shares with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.analysis.text.participation import NO_WORDS, has_words, is_feedback
from voc.analysis.themes.decisions.log import sort_out
from voc.analysis.themes.description.words import Tokenizer
from voc.analysis.themes.review.space import Space, likest, middles
from voc.model.decision import Decision, Ruling
from voc.model.registry import Standing, ThemeChange
from voc.model.review import Explanation, Neighbour
from voc.model.theme import Assignment, Theme
from voc.model.ticket import Feedback

NEAREST = 5
"""Members that are named."""

NOT_READ = "it came after the last run; voc discover looks at it"
ALONE = "too few tickets like it lie close together"
MOVED_OUT = "a person took it out of every theme"


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Where tickets are, and how they got there.

    Attributes:
        standing: themes and assignments as everyone sees them.
        found: the assignments before any person's decision, by ticket id.
        decisions: the whole log.
        space: the vectors of the tickets.
    """

    standing: Standing
    found: Mapping[str, Assignment]
    decisions: Sequence[Decision]
    space: Space


def explain(ticket_id: str, said: Feedback | None, asked: Theme, scene: Scene, tokenizer: Tokenizer) -> Explanation:
    """Why a ticket is in a theme, or why it is not.

    Args:
        ticket_id: of the ticket.
        said: what it says; None where it was not read yet.
        asked: the theme.
        scene: where everything is.
        tokenizer: cuts texts into words.
    """
    row = next((each for each in scene.standing.assignments if each.ticket_id == ticket_id), None)
    theme_id = row.theme_id if row else None
    vector = scene.space.vector(ticket_id)
    near = middles(scene.space, {theme.id: theme.ticket_ids for theme in scene.standing.themes})
    likenesses = likest(vector, near) if vector is not None else []
    other = next((pair for pair in likenesses if pair[0] != asked.id), (None, None))
    members = [each for each in asked.ticket_ids if each != ticket_id]
    nearest = scene.space.nearest(vector, members)[:NEAREST] if vector is not None else []
    decision = deciding(ticket_id, row, scene)
    return Explanation(
        ticket_id=ticket_id,
        asked=asked.id,
        theme_id=theme_id,
        confidence=row.confidence if row and theme_id else 0.0,
        likeness=dict(likenesses).get(asked.id),
        nearest=tuple(Neighbour(*pair) for pair in nearest),
        phrases=shared_phrases(said, asked, tokenizer),
        words=shared_words(said, asked, tokenizer),
        other=other[0],
        other_likeness=other[1],
        decision_id=decision,
        outside="" if theme_id else _outside(said, row, decision),
    )


def shared_phrases(said: Feedback | None, theme: Theme, tokenizer: Tokenizer) -> tuple[str, ...]:
    """The keyphrases of a theme all of whose words a ticket has."""
    has = _keys(said, theme, tokenizer)
    keys = {phrase: tokenizer.keys(phrase, theme.language) for phrase in theme.keyphrases}
    return tuple(phrase for phrase in theme.keyphrases if keys[phrase] and keys[phrase] <= has)


def shared_words(said: Feedback | None, theme: Theme, tokenizer: Tokenizer) -> tuple[str, ...]:
    """The words of a theme's title and keyphrases that a ticket has in any form, as the theme writes them."""
    has = _keys(said, theme, tokenizer)
    tokens = tokenizer.tokens(". ".join((theme.title, *theme.keyphrases)), theme.language)
    found: dict[str, str] = {}
    for token in tokens:
        if token.content and token.key in has:
            found.setdefault(token.key, token.surface)
    return tuple(found.values())


def deciding(ticket_id: str, row: Assignment | None, scene: Scene) -> str:
    """The id of the last decision that put a ticket where it is; empty where voc put it there."""
    before = scene.found.get(ticket_id)
    home, here = (before.theme_id if before else None), (row.theme_id if row else None)
    for each in reversed(sort_out(scene.decisions).live):
        if _puts(each, ticket_id, home, here, scene.standing.redirects):
            return each.id
    return ""


def _puts(decision: Decision, ticket_id: str, home: str | None, here: str | None, redirects: Mapping[str, str]) -> bool:
    """Whether a decision put a ticket of the theme ``home`` into the theme ``here``."""
    ruling, into = decision.ruling, redirects.get(decision.into, decision.into) or None
    if ruling is Ruling.MOVE:
        return ticket_id in decision.ticket_ids and into == here
    if ruling is Ruling.KEEP and decision.change is ThemeChange.ABSORB:
        return ticket_id in decision.ticket_ids
    if home == here:
        return False
    if ruling is Ruling.MERGE:
        return into == here
    return (ruling is Ruling.SPLIT and into == here) or (ruling is Ruling.UNMERGE and decision.theme_id == here)


def _keys(said: Feedback | None, theme: Theme, tokenizer: Tokenizer) -> frozenset[str]:
    """The words of a ticket, in its own language and as the theme's would read them."""
    if said is None:
        return frozenset()
    return tokenizer.keys(said.text, said.language) | tokenizer.keys(said.text, theme.language)


def _outside(said: Feedback | None, row: Assignment | None, decision: str) -> str:
    if decision:
        return MOVED_OUT
    if row is not None:
        return ALONE
    if said is None:
        return NOT_READ
    if not is_feedback(said, ignore_kinds=False):
        because = f", by {said.kind_reason}" if said.kind_reason else ""
        return f"it took no part: it is {said.kind.value.replace('_', ' ')}{because}"
    return NOT_READ if has_words(said) else f"it took no part: {NO_WORDS}"
