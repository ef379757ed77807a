"""Plans as files and tables, and what came of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from voc import __version__
from voc.cli.results import document
from voc.cli.session import OutputFormat, Session
from voc.console import Column
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.model.plan import Applied, Change, Done, Plan

NOTHING = "nothing to file"
_REASONS = 5
"""So many reasons are shown; voc plan has them all."""
_COLUMNS = (Column("Action"), Column("Issue"), Column("Title", wrap=True), Column("Why", wrap=True))


def check(path: Path | None) -> None:
    """Refuse a place where no plan can be written, before any work is done.

    Raises:
        UsageError: no file can be written there.
    """
    from voc.workflows.files import check_place

    if path is not None:
        check_place(path, "name another file for the plan")


def save(made: Plan, path: Path) -> None:
    """Write a plan to a file: Markdown where its name ends so, else what voc apply takes."""
    from voc.workflows.files import write_whole

    write_whole(path, text(made, "markdown" if path.suffix.lower() == ".md" else "json").encode())


def text(made: Plan, form: str) -> str:
    """A plan as Markdown to be read, or as the JSON that voc apply takes."""
    if form == "markdown":
        from voc.renderers.plan import plan_markdown

        return plan_markdown(made)
    from voc.analysis.filing.plan_json import plan_to_json

    return plan_to_json(made, f"voc {__version__}")


def load(path: Path) -> Plan:
    """Read a plan from a file.

    Raises:
        UsageError: it cannot be read or is no plan.
    """
    from voc.analysis.filing.plan_json import plan_from_json

    try:
        document = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{path}: cannot be read: {reason}", "voc plan -o plan.json writes one") from None
    if path.suffix.lower() == ".md":
        raise UsageError(f"{path} is a plan to be read", "voc plan -o plan.json writes one that can be applied")
    return plan_from_json(document, str(path))


def show(session: Session, made: Plan, *, diff: bool = False) -> None:
    """A plan as a table: what would be written first, then how many themes are left alone and why; with ``diff`` each
    text, too.
    """
    from voc.renderers.phrases import plural

    if not made.pending:
        session.terminal.line(NOTHING)
    rows = [
        [change.action.value, change.issue.key if change.issue else change.theme_id[:9], _title(change), change.reason]
        for change in made.pending
    ]
    if rows:
        session.terminal.table(_COLUMNS, rows)
    if diff:
        _diffs(session, made)
    _candidates(session, made)
    given = Counter(f"{name} {value}" for change in made.pending for name, value in change.fields.items())
    if given:
        session.terminal.paragraph(f"new issues get: {', '.join(f'{each} ({given[each]})' for each in sorted(given))}")
    rewritten = sum(change.new_template for change in made.pending)
    if rewritten:
        session.terminal.paragraph(f"the template of issues changed: {plural(rewritten, 'text')} rewritten")
    for reason, count, names in made.left_alone:
        session.terminal.paragraph(f"left alone: {count} × {reason}{f' ({names})' if names else ''}")


def _diffs(session: Session, made: Plan) -> None:
    """Each change with the fields that it sets, and its text against what the issue says now."""
    from voc.analysis.filing.inert import unbroken
    from voc.analysis.filing.plan_diff import diff_of

    for change in made.pending:
        session.terminal.line("")
        at = f" {change.issue.key}" if change.issue else ""
        session.terminal.line(f"{change.action.value}{at}: {_title(change) or change.theme_id}", "bold")
        for name, value in change.fields.items():
            session.terminal.line(f"{name}: {value}")
        for line in diff_of(change):
            session.terminal.line(unbroken(line), {"+": "green", "-": "red"}.get(line[:1], ""))
    session.terminal.line("")


def _candidates(session: Session, made: Plan) -> None:
    """What a person may have filed already, beside each create and each link that voc guesses."""
    tell = session.terminal.paragraph
    for change in made.pending:
        if change.candidates:
            tell(f"perhaps filed already: {change.theme_id} “{_title(change)}”")
        for each in change.candidates:
            tell(f"as {each.issue.key} “{each.title}”{each.closed} ({each.score:.2f}: {each.reason})", indent=2)
    if any(change.candidates for change in made.pending):
        tell("voc theme link ID KEY says that it is; voc theme unlink ID that it is none of them")
    if made.compared:
        tell(f"compared with {made.compared:,} issues of the project; {made.requests:,} requests to the tracker")


def tell(session: Session, done: Applied) -> None:
    """What an apply did: every theme that was written or is left over, on standard error; all of it as data."""
    if session.output is OutputFormat.TABLE:
        _results(session, done)
    else:
        session.terminal.data(document(**results(done)))
        if not _written(done):
            session.terminal.say(NOTHING)
    _tell_stop(session, done)


def summarize(session: Session, made: Plan, done: Applied | None) -> None:
    """One line or two on the filing: what was written, or what would be."""
    from voc.model.plan import FAILURES, PARTIAL, Result

    waiting = PARTIAL | FAILURES | {Result.PROPOSED}
    if is_idle(made, done):
        session.terminal.line(NOTHING)
    elif done is None:
        _to_do(session, made)
    else:
        for result in dict.fromkeys(each.result for each in _written(done)):
            keys = [_key(each) for each in _written(done) if each.result is result]
            session.terminal.line(f"{result.value}: {len(keys)} ({_few(keys)})")
        _reasons(session, [each for each in done.done if each.result in waiting])
    if done is not None:
        _tell_stop(session, done)


def _to_do(session: Session, made: Plan) -> None:
    """What a run would write by itself, and the links that only a person makes."""
    wanted, proposed = _wanted(made), sum(change.proposed for change in made.pending)
    anew = sum(change.new_template for change in made.pending)
    if wanted:
        wanted += f" ({anew} since the template of issues changed)" if anew else ""
        session.terminal.line(f"To file: {wanted}; voc run --apply does it, voc plan shows each with its reason")
    if proposed:
        session.terminal.line(f"Perhaps filed already: {proposed}; no run links them by itself, voc plan proposes each")


def _tell_stop(session: Session, done: Applied) -> None:
    if done.stopped:
        session.terminal.warn(f"stopped early: {done.stopped}; run it again to go on")


def _reasons(session: Session, unfinished: list[Done]) -> None:
    """Why each of the first changes that left something to do did so, and how many more there are."""
    for each in unfinished[:_REASONS]:
        session.terminal.line(f"  {_key(each)}: {each.result.value}: {each.reason}")
    if len(unfinished) > _REASONS:
        session.terminal.line(f"  … and {len(unfinished) - _REASONS} more: voc plan")


def _wanted(made: Plan) -> str:
    """How many of each action a plan holds that needs no person, and how many themes wait for a later run."""
    from voc.model.plan import WAITS

    counted = Counter(change.action.value for change in made.pending if not change.proposed)
    parts = [f"{count} {action}" for action, count in sorted(counted.items())]
    waiting = sum(change.reason.startswith(WAITS) for change in made.changes)
    return ", ".join([*parts, *([f"{waiting} more wait for their turn"] if waiting else [])])


def is_idle(made: Plan, done: Applied | None) -> bool:
    """Whether nothing was written, or nothing would be."""
    return not (_written(done) if done is not None else made.pending)


def counts(made: Plan) -> dict[str, int]:
    """How many changes of each action a plan holds."""
    return dict(Counter(change.action.value for change in made.changes))


def results(done: Applied) -> dict[str, object]:
    """What an apply did, as plain values."""
    return {"results": [asdict(each) for each in done.done], "stopped": done.stopped}


def _results(session: Session, done: Applied) -> None:
    written = _written(done)
    if not written:
        session.terminal.line(NOTHING)
    for each in written:
        session.terminal.line(f"{each.result.value}: {_key(each)}: {each.reason}")


def _written(done: Applied) -> list[Done]:
    return [each for each in done.done if each.result.value != "skipped"]


def _key(each: Done) -> str:
    return each.issue.key if each.issue else each.theme_id


def _few(keys: list[str]) -> str:
    """The first and the last, where there are many."""
    return ", ".join(keys) if len(keys) <= 5 else f"{keys[0]} … {keys[-1]}"


def _title(change: Change) -> str:
    from voc.analysis.filing.inert import unbroken

    return unbroken(change.draft.title) if change.draft else ""
