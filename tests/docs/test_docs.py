"""What the documents say is what the code does."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import is_dataclass, replace
from enum import Enum
from pathlib import Path

import pytest
import yaml

import voc.model
import voc.plugins
from voc import __version__
from voc.cli.app import app
from voc.config.binding import settable
from voc.config.load import load_config
from voc.config.schema import Config, FileSettings, TrackerSettings
from voc.config.secrets import Secret
from voc.model.filing import Capabilities
from voc.trackers.github import GithubTracker
from voc.trackers.jira import JiraTracker
from voc.trackers.linear import LinearTracker
from voc.trackers.local import LocalTracker
from voc.trackers.redmine import RedmineTracker
from voc.wiring.clock import SystemClock
from voc.wiring.registry import BACK_ENDS

ROOT = Path(__file__).parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def nouns() -> dict[str, type]:
    found: dict[str, type] = {}
    for module in pkgutil.iter_modules(voc.model.__path__):
        loaded = importlib.import_module(f"voc.model.{module.name}")
        found |= {
            name: each
            for name, each in vars(loaded).items()
            if isinstance(each, type)
            and each.__module__ == loaded.__name__
            and (is_dataclass(each) or issubclass(each, Enum))
        }
    return found


def test_the_glossary_has_one_sentence_for_every_noun() -> None:
    """GLOSSARY.md and the records of model/ name the same things."""
    listed = re.findall(r"^\| `(\w+)` \| (.+) \|$", read("GLOSSARY.md"), flags=re.MULTILINE)
    assert {name for name, _ in listed} == set(nouns())
    assert len({name for name, _ in listed}) == len(listed)
    assert all(sentence.endswith(".") for _, sentence in listed)


def test_the_readme_lists_every_command() -> None:
    """The table of commands in README is the application's own list."""
    listed = set(re.findall(r"^\| `voc ([a-z]+)", read("README.md"), flags=re.MULTILINE))
    registered = {each.name for each in app.registered_commands} | {each.name for each in app.registered_groups}
    assert listed == registered


def test_the_readme_names_every_back_end() -> None:
    """Whatever voc backends lists stands in README."""
    text = read("README.md")
    assert [each.name for each in BACK_ENDS if f"`{each.name}`" not in text and f"`.{each.name}`" not in text] == []


def test_the_readme_tells_what_each_tracker_can() -> None:
    """The table of trackers is what their capabilities say."""
    section = read("README.md").split("## Trackers")[1]
    rows = re.findall(r"^\| (.+?) \| (\S+) \| (\S+) \| (\S+) \| (\S+) \| (\S+) \|$", section, flags=re.MULTILINE)
    remote, clock = TrackerSettings(url="https://tracker.example.com", project="app"), SystemClock()
    local = LocalTracker(Path("issues"), "VOC").capabilities
    redmine = RedmineTracker(remote, Secret("x"), clock).capabilities
    jira = JiraTracker(replace(remote, project="APP"), Secret("x"), clock).capabilities
    github = GithubTracker(replace(remote, project="acme/app"), Secret("x"), clock).capabilities
    linear = LinearTracker(replace(remote, project="ENG"), Secret("x"), clock).capabilities
    said = [[row[column] for row in rows if "`" not in row[1] and "-" not in row[1]] for column in range(1, 6)]
    assert said == [_said(local), _said(redmine), _said(jira), _said(github), _said(linear)]


def _said(can: Capabilities) -> list[str]:
    yes = [can.conditional_write, can.comment_edit, can.labels, can.immediate_lookup]
    words = ["yes" if each else "no" for each in yes]
    quiet = f"{can.quiet_time.total_seconds() / 60:.0f}"
    return [*words, quiet, "yes" if can.confirm_project else "no", str(can.body_limit)]


def test_the_readme_gives_a_reason_for_every_dependency() -> None:
    """What voc stands on: each package of pyproject.toml has its row, and no row is left over."""
    declared = re.findall(
        r'^  "([A-Za-z0-9_-]+)[^"]*",$',
        read("pyproject.toml").partition("dependencies = [")[2].partition("]")[0],
        re.MULTILINE,
    )
    section = read("README.md").partition("## What voc stands on")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| ([a-z][a-z0-9_-]*) \|", section.partition("| --- |")[2], flags=re.MULTILINE)
    assert sorted(listed) == sorted(name.lower() for name in declared)


def test_the_sample_configuration_shows_every_setting() -> None:
    """Each settable field stands in config/voc.yaml, commented, at its default."""
    text = read("config/voc.yaml")
    uncommented = "\n".join(
        line.removeprefix("# ") for line in text.splitlines() if re.match(r"# +[\w-]|#   ", line) and ":" in line
    )
    names = set(re.findall(r"^[ -]*(\w+):", uncommented, flags=re.MULTILINE))
    sections = [Config, FileSettings, *(type(getattr(Config(), name)) for name in settable(Config))]
    wanted = {name for section in sections if is_dataclass(section) for name in settable(section)}
    assert wanted - names == set()


@pytest.mark.parametrize("section", ["encoder", "ranking", "filing", "clustering", "naming", "tracker"])
def test_the_sample_configuration_shows_the_true_defaults(section: str, tmp_path: Path) -> None:
    """Uncommenting a section of config/voc.yaml changes nothing."""
    lines = read("config/voc.yaml").splitlines()
    start = lines.index(f"# {section}:")
    end = next((n for n in range(start + 1, len(lines)) if not lines[n].startswith("#   ")), len(lines))
    sample = tmp_path / "voc.yaml"
    sample.write_text("\n".join(line[2:] for line in lines[start:end]), encoding="utf-8")
    assert yaml.safe_load(sample.read_text(encoding="utf-8"))
    assert getattr(load_config(sample), section) == getattr(Config(), section)


def test_the_changelog_begins_with_this_version() -> None:
    """A release cannot forget its changes."""
    assert re.search(r"^## (\S+)", read("CHANGELOG.md"), flags=re.MULTILINE)[1] == __version__  # type: ignore[index]


def test_every_room_of_the_package_stands_in_the_architecture() -> None:
    """ARCHITECTURE.md names each folder and file directly under src/voc."""
    text = read("ARCHITECTURE.md")
    rooms = [path for path in (ROOT / "src" / "voc").iterdir() if not path.name.startswith("_")]
    names = [f"{path.name}/" if path.is_dir() else path.name for path in rooms if path.suffix in ("", ".py")]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_what_plugins_may_use_stands_in_their_page() -> None:
    """docs/plugins.md names all of voc.plugins, and nothing that is not in it, as what may be used."""
    table = read("docs/plugins.md").partition("## What you may use")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?) \|", table, flags=re.MULTILINE)
    assert sorted(name for row in rows for name in re.findall(r"`(\w+)`", row)) == sorted(voc.plugins.__all__)
    assert all(hasattr(voc.plugins, name) for name in voc.plugins.__all__)


def test_links_between_documents_lead_somewhere() -> None:
    """No relative link in a Markdown document is broken."""
    broken = []
    folders = ("docs", "benchmarks", "examples")
    pages = [*ROOT.glob("*.md"), *(page for folder in folders for page in (ROOT / folder).rglob("*.md"))]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []
