"""Which tickets take part in finding themes, and which kinds may share one."""

from __future__ import annotations

from voc.model.ticket import NO_FEEDBACK_KINDS, AnyFeedback, Feedback, Kind

SURE = 0.5
"""Confidence from which a ticket is believed to be no product feedback."""

NO_FEEDBACK = "no product feedback"
NO_WORDS = "no words"

_PROBLEMS = frozenset({Kind.BUG, Kind.HARD_TO_USE})
_WISHES = frozenset({Kind.FEATURE_REQUEST})


def is_feedback(ticket: AnyFeedback, *, ignore_kinds: bool) -> bool:
    """Whether the ticket's kind lets it take part: all but what is surely no feedback; every kind with
    ``ignore_kinds``.
    """
    return ignore_kinds or ticket.kind not in NO_FEEDBACK_KINDS or ticket.kind_confidence < SURE


def has_words(feedback: Feedback) -> bool:
    """Whether there is a letter in the text."""
    return any(character.isalpha() for character in feedback.text)


def fits(ticket: Kind, theme: Kind) -> bool:
    """Whether a ticket may join a theme: a problem never joins a wish nor a wish a problem; all else goes."""
    return not ((ticket in _PROBLEMS and theme in _WISHES) or (ticket in _WISHES and theme in _PROBLEMS))
