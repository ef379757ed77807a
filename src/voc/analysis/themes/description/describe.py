"""Clusters of tickets to what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.analysis.themes.description.evidence import evidence
from voc.analysis.themes.description.keyphrases import keyphrases
from voc.analysis.themes.description.naming import Titles
from voc.analysis.themes.description.saying import is_said
from voc.analysis.themes.description.terms import UNKNOWN, group, profiles
from voc.analysis.themes.description.titles import candidates
from voc.analysis.themes.description.words import Tokenizer
from voc.model.stopwords import Stopwords
from voc.model.theme import Evidence
from voc.model.ticket import Feedback


@dataclass(frozen=True, slots=True)
class Subject:
    """A theme to be described: its tickets' feedback, and its title if it has one, which it keeps.

    ``wanted`` is false for a theme that is only there to be told apart from. One without members is there for its
    title, which is of ``language``. A wanted one gives its title up when it is ``left`` by the last ticket that says
    it, which has at least ``share`` of the title's words. Tickets that are ``gone`` from the store are taken to have
    said it: what was deleted is not to live on as a title.
    """

    members: Sequence[Feedback]
    title: str | None = None
    wanted: bool = True
    language: str = UNKNOWN
    left: Sequence[Feedback] = ()
    gone: bool = False
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Description:
    """What a theme is called, searched by and proved with, and its main language."""

    title: str
    keyphrases: tuple[str, ...]
    exemplars: tuple[Evidence, ...]
    language: str


def describe(
    subjects: Mapping[str, Subject], customers: Mapping[str, str], stopwords: Stopwords
) -> dict[str, Description]:
    """Describe the wanted themes.

    Args:
        subjects: every theme by its id; the others' words are what sets a theme's own apart.
        customers: ticket id to the customer it is counted for; a ticket that is missing counts for itself.
        stopwords: for naming only.

    Returns:
        Theme id to description. No two titles are equal, kept ones included, unless two kept ones are; one that is
        given up here goes to no other theme at once. The same themes give the same descriptions in whatever order they
        and their tickets come.
    """
    order = sorted((theme for theme in subjects if subjects[theme].members), key=lambda theme: _rank(theme, subjects))
    tokenizer = Tokenizer(stopwords)
    groups = [group(subjects[theme].members, tokenizer) for theme in order]
    weighed = list(zip(order, groups, profiles(groups), strict=True))
    titles = Titles()
    languages = {theme: members.language for theme, members, _ in weighed}
    for theme, subject in subjects.items():
        if subject.title is not None:
            titles.take(subject.title, tokenizer.keys(subject.title, languages.get(theme, subject.language)))
    described = {}
    for theme, members, profile in weighed:
        if not subjects[theme].wanted:
            continue
        phrases = keyphrases(members, profile)
        title = _kept(subjects[theme], members.language, tokenizer) or titles.choose(
            candidates(members, profile, tokenizer), phrases, members, tokenizer.words(members.language)
        )
        quotes = evidence(members, profile, customers, tokenizer, title)
        described[theme] = Description(title, phrases, quotes, members.language)
    return described


def _kept(subject: Subject, language: str, tokenizer: Tokenizer) -> str | None:
    """The title that a theme has, if it is to keep it: it went with its tickets where those that left say it, or cannot
    be asked, and none of those that stayed.
    """
    if subject.title is None:
        return None
    went = subject.gone or is_said(subject.title, language, subject.left, tokenizer, subject.share)
    kept = not went or is_said(subject.title, language, subject.members, tokenizer, subject.share)
    return subject.title if kept else None


def _rank(theme: str, subjects: Mapping[str, Subject]) -> tuple[int, str]:
    """Largest first: the larger theme has the first choice of a title."""
    return -len(subjects[theme].members), theme
