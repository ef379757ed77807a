"""What a new Jira issue is sent with, and what Jira wants to have of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from voc.analysis.filing.draft import kinds_of
from voc.config.schema import JiraSettings
from voc.errors import ConfigError
from voc.model.filing import IssueDraft
from voc.trackers.jira_issue import Place

_KEY = re.compile(r"[A-Z][A-Z0-9_]{1,254}")
_TEXT_AREA = "com.atlassian.jira.plugin.system.customfieldtypes:textarea"
_BY_VALUE = frozenset({"option"})
_BY_NAME = frozenset({"priority", "version", "component", "resolution", "group", "issuetype", "securitylevel"})

Asked = Callable[[str], Mapping[str, Mapping[str, Any]]]
"""The fields of a new issue of a type, by id, as Jira describes them."""


class NewIssues:
    """The fields of new issues in one project.

    Args:
        settings: types by kind, components, priorities and other fields that are set.
        fields_of: asks Jira what the fields of a type are; only where one is set.
    """

    def __init__(self, settings: JiraSettings, fields_of: Asked) -> None:
        self._settings, self._fields_of = settings, fields_of

    def fields(self, place: Place, draft: IssueDraft) -> Mapping[str, Any]:
        """Everything but the description.

        Raises:
            ConfigError: a field that is set is not on the screen of the type.
            TrackerError: Jira cannot be asked for its fields.
        """
        settings, kind = self._settings, self.type_of(draft)
        fields: dict[str, Any] = {
            "project": {"id": place.project_id},
            "issuetype": {"name": kind},
            "summary": draft.title,
        }
        if settings.labels:
            fields["labels"] = list(draft.labels)
        if settings.components:
            fields["components"] = [{"name": name} for name in settings.components]
        priority = settings.priorities.get(str(draft.told.severity))
        if priority:
            fields["priority"] = {"name": priority}
        return {**fields, **self._set(place, kind)}

    def sets(self, draft: IssueDraft) -> Mapping[str, str]:
        """The fields that are set beside summary, description and labels, as a person reads them."""
        settings = self._settings
        told = {
            "type": self.type_of(draft),
            "components": ", ".join(settings.components),
            "priority": settings.priorities.get(str(draft.told.severity), ""),
            **settings.fields,
        }
        return {name: value for name, value in told.items() if value}

    def type_of(self, draft: IssueDraft) -> str:
        """The type of an issue, by the kind that its labels tell."""
        types = self._settings.types
        return next((types[kind] for kind in kinds_of(draft.labels) if kind in types), self._settings.type)

    def _set(self, place: Place, kind: str) -> Mapping[str, Any]:
        if not self._settings.fields:
            return {}
        there = self._fields_of(kind)
        lacking = [name for name in self._settings.fields if name not in there]
        if lacking:
            raise ConfigError(f"Jira shows no field {lacking[0]!r} for a new {kind}", "mend tracker.jira.fields")
        return {
            name: shaped(value, there[name].get("schema", {}), place) for name, value in self._settings.fields.items()
        }


def shaped(value: str, schema: Mapping[str, Any], place: Place) -> Any:
    """A value as Jira wants it in a field of this schema.

    Raises:
        ConfigError: it is no number where one is wanted.
    """
    kind = schema.get("type")
    if kind == "array":
        return [shaped(each.strip(), {"type": schema.get("items")}, place) for each in value.split(",")]
    if kind in _BY_VALUE:
        return {"value": value}
    if kind in _BY_NAME:
        return {"name": value}
    if kind == "user":
        return place.user(value)
    if kind == "number":
        return _number(value)
    return place.markup.said(value) if schema.get("custom") == _TEXT_AREA else value


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise ConfigError(f"{value!r} is no number", "mend tracker.jira.fields") from None


def project_key(project: str) -> str:
    """``project``, if it can be a project's key.

    Raises:
        ConfigError: it cannot.
    """
    if not _KEY.fullmatch(project):
        raise ConfigError("tracker.project is no key", "issues of APP are called APP-1, APP-2, …")
    return project
