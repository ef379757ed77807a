"""A language model that proposes titles."""

from __future__ import annotations

from typing import Protocol

from voc.errors import VocError
from voc.model.naming import NamingAnswer, NamingQuestion


class NamerError(VocError):
    """No answer came (exit 3, where anybody lets it get so far).

    Attributes:
        final: whether asking again in this run is of no use.
    """

    exit_code = 3

    def __init__(self, what: str, hint: str = "", *, final: bool = False) -> None:
        super().__init__(what, hint)
        self.final = final


class Namer(Protocol):
    """Proposes a title for one theme at a time. It is told redacted text only, and nothing it says is believed."""

    @property
    def identity(self) -> str:
        """Names all that shapes an answer beside the question: address, model and version of the prompt."""

    @property
    def where(self) -> str:
        """Who answers, for messages, such as ``llama3 at localhost``; holds no secret."""

    def cost(self, question: NamingQuestion) -> int:
        """About how many tokens asking takes, answer included."""

    def propose(self, question: NamingQuestion) -> NamingAnswer:
        """A title for the theme.

        Raises:
            NamerError: no answer came.
        """
