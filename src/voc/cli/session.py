"""What every command shares: the global options, one place that prints failures, one place that picks exit codes."""

from __future__ import annotations

import functools
import inspect
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.errors import StoreError, UsageError, VocError

if TYPE_CHECKING:
    from voc.console import Terminal
    from voc.wiring.workplace import Workplace

_PANEL = "Global options"
INTERRUPTED = 130


class OutputFormat(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    MARKDOWN = "markdown"
    MD = "md"


class LogFormat(StrEnum):
    """How messages are printed."""

    TEXT = "text"
    JSON = "json"


def _option(*names: str, text: str, **more: Any) -> Any:
    return typer.Option(*names, help=text, rich_help_panel=_PANEL, **more)


@dataclass(frozen=True, slots=True)
class Globals:
    """The options that stand before or behind any command; behind wins."""

    config: Annotated[
        Path | None, _option("-c", "--config", metavar="FILE", text="Configuration file (default: ./voc.yaml).")
    ] = None
    format: Annotated[
        OutputFormat | None,
        _option("--format", text="How the result is printed (default: table on a terminal, else json)."),
    ] = None
    quiet: Annotated[bool, _option("-q", "--quiet", text="No messages, no progress bars.")] = False
    verbose: Annotated[bool, _option("-v", "--verbose", text="Show the traceback of a failure.")] = False
    log_format: Annotated[LogFormat, _option("--log-format", text="How messages are printed.")] = LogFormat.TEXT
    no_input: Annotated[bool, _option("--no-input", text="Never ask; fail instead.")] = False
    no_color: Annotated[bool, _option("--no-color", text="No colours (NO_COLOR does the same).")] = False

    def over(self, outer: Globals) -> Globals:
        """These options, with ``outer``'s where these stand at their default."""
        changed = {
            each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name) != each.default
        }
        return replace(outer, **changed)


@dataclass
class Session:
    """One call of voc: its options, its terminal, and the back ends, opened when first needed."""

    options: Globals = field(default_factory=Globals)
    _workplace: Workplace | None = None

    @cached_property
    def terminal(self) -> Terminal:
        """Where results and messages go."""
        from voc.console import Terminal

        options = self.options
        color = False if options.no_color else None
        return Terminal(quiet=options.quiet, json_log=options.log_format is LogFormat.JSON, color=color)

    def open(
        self,
        *,
        mapping: list[str] | None = None,
        day_first: bool | None = None,
        ignore_kinds: bool = False,
        encoder: str | None = None,
        create: bool = False,
        **changes: Any,
    ) -> Workplace:
        """The back ends of the configuration, with what this command's options change in it (None changes nothing);
        a missing store is made only where ``create`` says so.
        """
        from voc.wiring.workplace import open_workplace

        workplace = open_workplace(
            self.options.config,
            mapping=mapping or (),
            day_first=day_first,
            ignore_kinds=ignore_kinds,
            encoder=encoder,
            create=create,
            changes={name: value for name, value in changes.items() if value is not None},
        )
        self._workplace = workplace
        return workplace

    def reading(self, reader: str | None) -> tuple[Session, str | None]:
        """The session and the reader's name, where ``--format`` may mean either: a name that no reader has but an
        output format has is meant for the output.
        """
        if reader in (OutputFormat.TABLE, OutputFormat.JSON, OutputFormat.MARKDOWN, OutputFormat.MD):
            return Session(replace(self.options, format=OutputFormat(reader))), None
        return self, reader

    @property
    def output(self) -> OutputFormat:
        """How the result is printed: as asked (md is markdown), else a table on a terminal and JSON elsewhere."""
        if self.options.format is OutputFormat.MD:
            return OutputFormat.MARKDOWN
        return self.options.format or (OutputFormat.TABLE if self.terminal.interactive else OutputFormat.JSON)

    def close(self) -> None:
        """Let go of the store."""
        if self._workplace is not None:
            self._workplace.close()


def command(
    app: typer.Typer, name: str, *, without: tuple[str, ...] = ()
) -> Callable[[Callable[..., int | None]], None]:
    """Register ``run(session, …) -> exit code`` as a command that also takes the global options.

    A parameter that is a dataclass stands for the options that its fields are.

    Args:
        app: where the command is added; where it is a group, an empty ``name`` makes it what the group does by itself.
        name: what it is called.
        without: global options that the command has a use of its own for.
    """

    def register(run: Callable[..., int | None]) -> None:
        shared = [each for each in fields(Globals) if each.name not in without]

        @functools.wraps(run)
        def wrapper(ctx: typer.Context, **values: Any) -> None:
            given = Globals(**{each.name: values.pop(each.name) for each in shared})
            options = given.over(ctx.obj if isinstance(ctx.obj, Globals) else Globals())
            if ctx.invoked_subcommand is not None:  # the group only hands its options on
                ctx.obj = options
                return
            raise typer.Exit(_guarded(Session(options), run, _gathered(run, values)))

        show_globals(wrapper, run, without)
        (app.command(name) if name else app.callback(invoke_without_command=True))(wrapper)

    return register


def show_globals(wrapper: Callable[..., None], run: Callable[..., Any], without: tuple[str, ...] = ()) -> None:
    """Let ``wrapper``, which takes ``ctx`` and keyword arguments, show typer the parameters of ``run`` (but its
    ``session``, ``ctx`` and ``**values``) and the global options.
    """
    given = [flat for each in _own(run) for flat in (_fields(each) or [each])]
    given += [each for each in _options(Globals) if each.name not in without]
    parameters = [inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    parameters += [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in given]
    wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {each.name: each.annotation for each in parameters}


def _own(run: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters of ``run`` that a user gives."""
    parameters = inspect.signature(run, eval_str=True).parameters.values()
    ours = ("session", "ctx")
    return [each for each in parameters if each.name not in ours and each.kind is not inspect.Parameter.VAR_KEYWORD]


def _fields(parameter: inspect.Parameter) -> list[inspect.Parameter]:
    """The options that ``parameter`` stands for; none where it is one itself."""
    return _options(parameter.annotation) if is_dataclass(parameter.annotation) else []


def _options(group: Any) -> list[inspect.Parameter]:
    """The fields of a dataclass, with their defaults."""
    return list(inspect.signature(group, eval_str=True).parameters.values())


def _gathered(run: Callable[..., Any], values: dict[str, Any]) -> dict[str, Any]:
    """``values``, one an option, as the arguments of ``run``."""
    for each in _own(run):
        if options := _fields(each):
            values[each.name] = each.annotation(**{option.name: values.pop(option.name) for option in options})
    return values


def _guarded(session: Session, run: Callable[..., int | None], values: dict[str, Any]) -> int:
    try:
        code = run(session, **values) or 0
        session.terminal.finish()
        return code
    except VocError as error:
        return _failed(session, error)
    except (OSError, EOFError) as error:
        return _failed(session, _unforeseen(error))
    except KeyboardInterrupt:
        session.terminal.fail("interrupted; the store is whole, run the same command again to go on")
        return INTERRUPTED
    finally:
        session.close()


def _unforeseen(error: OSError | EOFError) -> VocError:
    """A failure of a file that nobody closer to it foresaw; one without a name is standard output, on a full disk."""
    from voc.console import discard_output

    if isinstance(error, EOFError):
        return StoreError("the input ended before it was complete", "export it again, or run the same command again")
    if error.filename is not None:
        return StoreError(f"{error.filename}: {error.strerror or error}", "see whether it can be read and written")
    discard_output()
    return StoreError(f"cannot write the result: {error.strerror or error}", "make room, or send it elsewhere")


def _failed(session: Session, error: VocError) -> int:
    session.terminal.fail(str(error))
    if session.options.verbose:
        traceback.print_exception(error)
    return error.exit_code


def one_of(name: str, value: str, valid: list[str]) -> str:
    """``value`` when it is one of ``valid``.

    Raises:
        UsageError: it is not; the line lists what is.
    """
    if value not in valid:
        raise UsageError(f"{name}: unknown value {value!r}", f"use one of: {', '.join(valid)}")
    return value
