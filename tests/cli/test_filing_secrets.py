"""Neither the tracker's token nor what customers entrusted to us shows up anywhere, whatever goes wrong."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests import faults
from tests.fault_proxy import Fault, FaultProxy, Said, fault_proxy
from tests.redmine_double import redmine_double_project
from tests.redmine_world import Project
from typer.testing import CliRunner

from voc.cli.app import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "zendesk_export.json"
PERSONAL = {
    "e-mail": "canary.person@customer-canary.example",
    "phone": "+358 40 765 4321",
    "card": "4111 1111 1111 1111",
    "national id": "131052-308T",
}
Voc = Callable[..., tuple[int, str]]


@pytest.fixture
def project() -> Iterator[Project]:
    with redmine_double_project() as project:
        yield project


@pytest.fixture
def proxy(project: Project) -> Iterator[FaultProxy]:
    with fault_proxy(project.redmine.url) as running:
        yield running


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the example, whose customers all wrote personal data."""
    folder = tmp_path_factory.mktemp("store")
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    words = " Write to " + " or ".join(PERSONAL.values())
    for ticket in document["tickets"]:
        ticket["description"] += words
        for comment in ticket["comments"]:
            comment["body"] += words
    (folder / "export.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "voc.yaml").write_text("as_of: 2026-11-09\n", encoding="utf-8")
    for command in (["ingest", str(folder / "export.json")], ["discover"]):
        assert CliRunner().invoke(app, [*command, "-c", str(folder / "voc.yaml")]).exit_code == 0
    return folder


@pytest.fixture
def voc(tmp_path: Path, store: Path, project: Project, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch) -> Voc:
    """A command on that store; its exit code and all that it said."""
    monkeypatch.setenv("REDMINE_TOKEN", project.redmine.key)
    for name in ("voc.db", "voc.key"):
        shutil.copy(store / name, tmp_path / name)
    config = tmp_path / "voc.yaml"
    config.write_text(
        f"as_of: 2026-11-09\nreport: [report.md, report.csv, report.json]\n"
        f"tracker: {{name: redmine, url: {proxy.url}, project: {project.name}, token: 'env:REDMINE_TOKEN',"
        f" timeout: 5, redmine: {{label_field: {project.redmine.field}}}}}\n"
    )

    def call(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*arguments, "-c", str(config)])
        trace = repr(done.exception) if done.exception and not isinstance(done.exception, SystemExit) else ""
        return done.exit_code, done.output + trace

    return call


def telltale(status: int, key: str) -> Fault:
    """A server that repeats the key in its answer."""

    def repeat(seen: object, said: Said) -> Said:
        body = {"errors": [f"X-Redmine-API-Key: {key}"], "key": key}
        return Said(status, json.dumps(body).encode(), {"Content-Type": "application/json"})

    return Fault("telltale", forward=False, answer=repeat)


def no_canary(text: str, key: str) -> None:
    """None of what must not be seen is in ``text``."""
    for what, canary in {**PERSONAL, "token": key}.items():
        assert canary not in text, what


def test_nothing_of_it_is_shown_where_all_is_well(
    voc: Voc, project: Project, proxy: FaultProxy, tmp_path: Path
) -> None:
    """Output, plan, reports and what reaches the tracker: the issues are filed, and no canary is in them."""
    said = [voc("doctor"), voc("report"), voc("plan", "-o", str(tmp_path / "plan.json"))]
    said.append(voc("apply", str(tmp_path / "plan.json"), "--confirm-project", project.name, "-v"))
    assert [code for code, _ in said] == [0, 0, 0, 0]
    assert len(proxy.writes()) >= 3
    files = [*tmp_path.glob("report.*"), tmp_path / "plan.json"]
    assert len(files) == 4
    no_canary("".join(text for _, text in said), project.redmine.key)
    no_canary("".join(path.read_text(encoding="utf-8") for path in files), project.redmine.key)
    no_canary("".join(seen.path + seen.body.decode() for seen in proxy.seen), project.redmine.key)
    assert project.redmine.key.encode() not in (tmp_path / "voc.db").read_bytes()


@pytest.mark.parametrize("refusal", ["GET 401", "GET 422", "POST 400", "POST 403", "POST 422"])
def test_nothing_of_it_is_shown_where_the_server_repeats_it(
    voc: Voc, project: Project, proxy: FaultProxy, refusal: str, tmp_path: Path
) -> None:
    """An error that quotes the key is told without it, with a traceback asked for too."""
    method, _, status = refusal.partition(" ")
    proxy.rule(telltale(int(status), project.redmine.key), method=method, times=math.inf)
    said = [voc("doctor"), voc("apply", "--auto", "--max-new", "2", "--confirm-project", project.name, "-v")]
    assert said[1][0] in (3, 4)
    no_canary("".join(text for _, text in said), project.redmine.key)
    plan = tmp_path / "plan.json"
    no_canary(voc("plan", "-o", str(plan))[1], project.redmine.key)
    no_canary(plan.read_text(encoding="utf-8") if plan.exists() else "", project.redmine.key)


def test_a_report_needs_no_token_where_nothing_was_filed(
    voc: Voc, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tracker is not even asked."""
    monkeypatch.delenv("REDMINE_TOKEN")
    assert voc("report", "-o", str(tmp_path / "mine.md"))[0] == 0
    assert proxy.seen == []
    code, said = voc("plan")
    assert (code, "REDMINE_TOKEN" in said) == (2, True)


def test_answers_that_are_none(voc: Voc, project: Project, proxy: FaultProxy) -> None:
    """A login page instead of answers: one line, no page, no canary."""
    proxy.rule(faults.html200(), times=math.inf)
    code, said = voc("apply", "--auto", "--max-new", "2", "--confirm-project", project.name)
    assert (code, "<html" in said, "login page" in said) == (3, False, True)
    no_canary(said, project.redmine.key)
