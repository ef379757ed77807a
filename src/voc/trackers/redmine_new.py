"""What a new Redmine issue is sent with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voc.analysis.filing.draft import kinds_of
from voc.config.schema import RedmineSettings
from voc.errors import ConfigError
from voc.model.filing import IssueDraft

_IDENTIFIER = re.compile(r"(?=.*[a-z_-])[a-z0-9_-]{1,100}")


class NewIssues:
    """The fields of new issues in one project.

    Args:
        settings: types by kind, the field for labels, and other fields that are set.
        priorities: asks Redmine for the numbers of its priorities, by name; only where one is set.

    Raises:
        ConfigError: a field is not named by its number.
    """

    def __init__(self, settings: RedmineSettings, priorities: Callable[[], Mapping[str, int]]) -> None:
        self._settings, self._priorities = settings, priorities
        try:
            self._set = {int(number): value for number, value in settings.fields.items()}
        except ValueError:
            raise ConfigError("tracker.redmine.fields names fields by number", "see their pages' addresses") from None

    def fields(self, project: Mapping[str, Any], draft: IssueDraft | None = None) -> Mapping[str, Any]:
        """Project, type, category, priority and custom fields of a new issue; without ``draft`` those of any.

        Raises:
            ConfigError: Redmine has no type, category or priority of the name that is set.
            TrackerError: Redmine cannot be asked for its priorities.
        """
        labels = draft.labels if draft else ()
        values = dict(self._set)
        if self._settings.label_field and labels:
            values[self._settings.label_field] = " ".join(labels)
        fields = [{"id": number, "value": value} for number, value in values.items()]
        return {
            "project_id": project["id"],
            "custom_fields": fields,
            **self._type(project, labels),
            **self._category(project, draft),
            **self._priority(draft),
        }

    def sets(self, draft: IssueDraft) -> Mapping[str, str]:
        """The fields that are set beside subject, description and labels, as a person reads them."""
        told = {
            "type": self._type_of(draft.labels) or "",
            "category": self._settings.category or "",
            "priority": self._priority_of(draft) or "",
            **{f"field {number}": value for number, value in self._set.items()},
        }
        return {name: value for name, value in told.items() if value}

    def _category(self, project: Mapping[str, Any], draft: IssueDraft | None) -> Mapping[str, int]:
        """The number of the category that is set; the doctor, who has no draft, tells of one that is not there."""
        name = self._settings.category
        there = {each["name"]: each["id"] for each in project.get("issue_categories", ())}
        if draft is None and name not in there:
            return {}
        return {"category_id": _one_of(there, name, "category", "category")} if name else {}

    def _priority(self, draft: IssueDraft | None) -> Mapping[str, int]:
        name = self._priority_of(draft) if draft else None
        return {"priority_id": _one_of(self._priorities(), name, "priority", "priorities")} if name else {}

    def _priority_of(self, draft: IssueDraft) -> str | None:
        return self._settings.priorities.get(str(draft.told.severity))

    def _type_of(self, labels: Sequence[str]) -> str | None:
        """What Redmine calls a tracker, by the kind that labels tell."""
        types = self._settings.types
        return next((types[kind.value] for kind in kinds_of(labels) if kind.value in types), None)

    def _type(self, project: Mapping[str, Any], labels: Sequence[str]) -> Mapping[str, int]:
        """The number of the type of this kind; one that is not there would be passed over."""
        name, there = self._type_of(labels), {each["name"]: each["id"] for each in project["trackers"]}
        return {"tracker_id": _one_of(there, name, "tracker", "types")} if name else {}


def _one_of(there: Mapping[str, int], name: str, what: str, setting: str) -> int:
    """The number of what is called ``name``.

    Raises:
        ConfigError: nothing is.
    """
    if name not in there:
        raise ConfigError(f"Redmine has no {what} {name!r}", f"mend tracker.redmine.{setting}")
    return there[name]


def identifier(project: str) -> str:
    """``project``, if it can be a project's identifier.

    Raises:
        ConfigError: it cannot.
    """
    if not _IDENTIFIER.fullmatch(project):
        raise ConfigError("tracker.project is no identifier", "it ends the project's address: /projects/app is app")
    return project
