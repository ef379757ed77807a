"""Labels of a Linear team, which are set by id: those that are not there yet are made first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from voc.model.filing import Outcome, OutcomeKind
from voc.trackers.linear_queries import CREATE_LABEL, LABELS
from voc.trackers.linear_rest import LinearRest, not_linear

_UNSURE = frozenset({OutcomeKind.UNCERTAIN, OutcomeKind.NOT_SENT})


class Labels:
    """The ids of labels by name, whatever their case.

    Args:
        rest: the Linear.
        team_id: whose labels are meant, beside those of the whole workspace; new ones are the team's.
    """

    def __init__(self, rest: LinearRest, team_id: str) -> None:
        self._rest, self._team_id = rest, team_id
        self._known: dict[str, str] = {}

    def known(self, names: Iterable[str]) -> list[str]:
        """The ids of those that are there.

        Raises:
            TrackerError: they cannot be read.
        """
        wanted = list(dict.fromkeys(name.casefold() for name in names))
        missing = [name for name in wanted if name not in self._known]
        if missing:
            self._look(missing)
        return [self._known[name] for name in wanted if name in self._known]

    def made(self, names: Sequence[str]) -> list[str] | Outcome:
        """The ids of all of them, or how it ended that one could not be made; then nothing else was done.

        Raises:
            TrackerError: they cannot be read.
        """
        self.known(names)
        for name in names:
            if name.casefold() not in self._known:
                outcome = self._make(name)
                if name.casefold() not in self._known:
                    return outcome
        return self.known(names)

    def _look(self, names: Iterable[str]) -> None:
        """Learn those of our team's and of the workspace's labels; groups cannot be set."""
        wanted = {
            "and": [
                {"or": [{"name": {"eqIgnoreCase": name}} for name in names]},
                {"or": [{"team": {"null": True}}, {"team": {"id": {"eq": self._team_id}}}]},
            ]
        }
        try:
            for label in self._rest.listed("issueLabels", LABELS, wanted):
                team = label["team"]
                if not label["isGroup"] and (team is None or team["id"] == self._team_id):
                    self._known.setdefault(label["name"].casefold(), str(label["id"]))
        except (LookupError, TypeError, AttributeError):
            raise not_linear(self._rest) from None

    def _make(self, name: str) -> Outcome:
        """Make one; a refusal may mean that somebody else just did."""
        fields = {"name": name, "teamId": self._team_id}
        written = self._rest.change("issueLabelCreate", CREATE_LABEL, input=fields)
        made = (written.document or {}).get("issueLabel")
        if written.outcome.kind is OutcomeKind.DONE and isinstance(made, dict) and made.get("id"):
            self._known[name.casefold()] = str(made["id"])
        elif written.outcome.kind is OutcomeKind.REJECTED:
            self._look([name])
        outcome = written.outcome
        if outcome.kind in _UNSURE or outcome.kind is OutcomeKind.DONE:  # it is looked for when it is next wanted
            return Outcome(OutcomeKind.NOT_SENT, code=outcome.code, detail=f"label {name}: {outcome.detail}")
        return replace(outcome, detail=f"label {name}: {outcome.detail}")
