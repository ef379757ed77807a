"""How ``voc doctor`` asks a remote tracker: one question rests on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from voc.errors import ConfigError, TrackerError
from voc.model.filing import Finding

Question = Callable[[], Iterable[Finding]]


def answers(name: str, host: str, questions: Iterable[Question], hint: str = "see tracker.url") -> Sequence[Finding]:
    """Every answer; one that could not be had is an answer too, and ends the asking.

    Args:
        name: the kind of tracker as people write it, such as ``GitHub``.
        host: where it is.
        questions: in the order of what rests on what.
        hint: what to do where something else answers there.
    """
    found: list[Finding] = []
    try:
        for ask in questions:
            found += ask()
    except (TrackerError, ConfigError) as error:
        found.append(Finding(False, f"{name.lower()}: {error.what}", error.hint))
    except (LookupError, TypeError, AttributeError):
        found.append(Finding(False, f"{name.lower()}: {host} does not answer as a {name}", hint))
    return found
