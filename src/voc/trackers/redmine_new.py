"""What a new Redmine issue is sent with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from voc.analysis.filing.draft import kinds_of
from voc.config.schema import RedmineSettings
from voc.errors import ConfigError

_IDENTIFIER = re.compile(r"(?=.*[a-z_-])[a-z0-9_-]{1,100}")


class NewIssues:
    """The fields of new issues in one project.

    Args:
        settings: types by kind, the field for labels, and other fields that are set.

    Raises:
        ConfigError: a field is not named by its number.
    """

    def __init__(self, settings: RedmineSettings) -> None:
        self._settings = settings
        try:
            self._set = {int(number): value for number, value in settings.fields.items()}
        except ValueError:
            raise ConfigError("tracker.redmine.fields names fields by number", "see their pages' addresses") from None

    def fields(self, project: Mapping[str, Any], labels: Sequence[str] = ()) -> Mapping[str, Any]:
        """Project, type and custom fields of an issue with these labels.

        Raises:
            ConfigError: the project has no type of the name that is set.
        """
        values = dict(self._set)
        if self._settings.label_field and labels:
            values[self._settings.label_field] = " ".join(labels)
        fields = [{"id": number, "value": value} for number, value in values.items()]
        return {"project_id": project["id"], "custom_fields": fields, **self._type(project, labels)}

    def _type(self, project: Mapping[str, Any], labels: Sequence[str]) -> Mapping[str, int]:
        """What Redmine calls a tracker, for an issue of this kind; a number that is not there would be passed over."""
        there, types = {each["name"]: each["id"] for each in project["trackers"]}, self._settings.types
        named = [types[kind.value] for kind in kinds_of(labels) if kind.value in types]
        if named and named[0] not in there:
            raise ConfigError(f"Redmine has no tracker {named[0]!r}", "mend tracker.redmine.types")
        return {"tracker_id": there[named[0]]} if named else {}


def identifier(project: str) -> str:
    """``project``, if it can be a project's identifier.

    Raises:
        ConfigError: it cannot.
    """
    if not _IDENTIFIER.fullmatch(project):
        raise ConfigError("tracker.project is no identifier", "it ends the project's address: /projects/app is app")
    return project
