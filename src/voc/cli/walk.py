"""The walk through what needs a person: shows one matter after the other, and lets one key answer each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voc.cli import keyboard, question
from voc.errors import VocError
from voc.model.decision import Ruling
from voc.model.review import Concern

if TYPE_CHECKING:
    from datetime import tzinfo

    from voc.console import Terminal
    from voc.model.review import Dossier, Matter
    from voc.workflows.curation.desk import Decided, Desk
    from voc.workflows.curation.review import Review


@dataclass(frozen=True, slots=True)
class Answered:
    """The decision that a matter was answered with, None where it was skipped, and what waited ``before``."""

    decision: str | None
    before: list[Matter]


@dataclass
class Walk:
    """One walk.

    Attributes:
        terminal: where it is shown.
        review: knows what is still open, and what is to be shown.
        desk: where answers are decided.
        waiting: what is still to be asked, in order.
        zone: where days are told.
        answered: what was answered in this walk, the last one last.
    """

    terminal: Terminal
    review: Review
    desk: Desk
    waiting: list[Matter]
    zone: tzinfo
    answered: list[Answered] = field(default_factory=list)

    def go(self) -> None:
        """Ask until nothing is left, or the person leaves.

        Raises:
            KeyboardInterrupt: Ctrl-C; all answers before it are kept.
        """
        while self.waiting:
            dossier = next(self.review.dossiers(self.waiting[:1]), None)
            if dossier is None:  # a run in another window has settled it
                self.waiting = self.waiting[1:]
                continue
            number = len(self.answered) + 1
            question.show(self.terminal, dossier, number, number + len(self.waiting) - 1, self.zone)
            if not self._answer(dossier):
                break
        self._bye()

    def _answer(self, dossier: Dossier) -> bool:
        """Ask until a key means something; False where the person leaves."""
        keys = {**question.ANSWERS[dossier.matter.concern], **question.ALWAYS}
        while True:
            self.terminal.ask("> ")
            pressed = keyboard.key()
            self.terminal.line(f"{pressed} {keys[pressed]}" if pressed in keys else "")
            if pressed == keyboard.QUIT:
                return False
            if pressed == "?":
                for line in question.HELP:
                    self.terminal.paragraph(line, style="dim")
            elif pressed in keys:
                if self._tried(pressed, dossier):
                    return True
            else:
                question.show_keys(self.terminal, dossier.matter.concern)

    def _tried(self, pressed: str, dossier: Dossier) -> bool:
        """Do what a key means; False where that cannot be done, and something else is to be answered."""
        try:
            if pressed == "s":
                self._done(None, self.waiting[1:])
            elif pressed == "u":
                return self._undo()
            else:
                return self._rule(pressed, dossier)
        except VocError as error:
            self.terminal.fail(str(error))
            return False
        return True

    def _rule(self, pressed: str, dossier: Dossier) -> bool:
        decided = _RULINGS[pressed](self, dossier)
        if decided is None:
            return False
        self.terminal.paragraph(question.told(decided), style="green")
        asked_again = dossier.matter.concern is Concern.TITLES and pressed == "r"
        self._done(decided.decision.id, self._still(self.waiting if asked_again else self.waiting[1:]))
        return True

    def _done(self, decision: str | None, waiting: list[Matter]) -> None:
        """Remember an answer, and what waits after it."""
        self.answered.append(Answered(decision, self.waiting))
        self.waiting = waiting

    def _still(self, matters: Sequence[Matter]) -> list[Matter]:
        """Those of ``matters`` that a decision has not settled too, as they are after it."""
        now = {each.id: each for each in self.review.matters()}
        return [now[each.id] for each in matters if each.id in now]

    def _undo(self) -> bool:
        """Go back to the matter before, and take back what was decided on it."""
        from voc.workflows.curation.rulings import undo

        if not self.answered:
            self.terminal.paragraph("Nothing was answered in this walk yet.", style="dim")
            return False
        last = self.answered[-1]
        if last.decision is not None:
            undo(self.desk, last.decision)
            self.terminal.paragraph(f"{last.decision} is taken back.", style="green")
        self.answered.pop()
        self.waiting = self._still(last.before)
        return True

    def _typed(self, what: str) -> str:
        self.terminal.ask(f"{what} (nothing: go back): ")
        return keyboard.line()

    def _accept(self, dossier: Dossier) -> Decided | None:
        from voc.workflows.curation.answers import accept

        return accept(self.desk, dossier)

    def _keep(self, dossier: Dossier) -> Decided | None:
        from voc.workflows.curation.answers import keep

        return keep(self.desk, dossier.matter)

    def _name(self, dossier: Dossier) -> Decided | None:
        """Give the new theme of a split, or the theme it is about, a name."""
        from voc.workflows.curation.answers import accept
        from voc.workflows.curation.rulings import say

        title = self._typed("its name")
        if not title:
            return None
        if dossier.matter.concern is Concern.SPLIT:
            return accept(self.desk, dossier, title)
        return say(self.desk, Ruling.RENAME, dossier.matter.theme_id, title)

    def _mute(self, dossier: Dossier) -> Decided | None:
        from voc.workflows.curation.rulings import mute

        return mute(self.desk, dossier.matter.theme_id)

    def _out(self, dossier: Dossier) -> Decided | None:
        from voc.workflows.curation.rulings import move

        return move(self.desk, dossier.matter.ticket_ids, None)

    def _bye(self) -> None:
        ruled = sum(each.decision is not None for each in self.answered)
        skipped = len(self.answered) - ruled
        left = f", {len(self.waiting)} left" if self.waiting else ""
        self.terminal.line(f"{ruled} answered, {skipped} skipped{left}")


_RULINGS: Mapping[str, Callable[[Walk, Dossier], Decided | None]] = {
    "y": Walk._accept, "n": Walk._keep, "r": Walk._name, "m": Walk._accept, "x": Walk._mute, "o": Walk._out,
}  # fmt: skip
