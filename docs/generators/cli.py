"""The page of the command line, read off the Typer application."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from typer import Typer
from typer.models import ArgumentInfo, CommandInfo, OptionInfo

from docs.generators.markdown import NOTICE, document, table
from parindex.cli.app import app

NAMES = {Path: "path", str: "text", bool: "flag", int: "number", datetime: "day"}


def _plain_type(hint: Any) -> tuple[Any, bool]:
    """Return the type without `None` and list, and whether the option can be repeated."""
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    if typing.get_origin(hint) is list:
        return typing.get_args(hint)[0], True
    return hint, False


def _shown_type(hint: Any) -> str:
    """Return a type as a reader of the command line knows it."""
    kind, repeated = _plain_type(hint)
    if isinstance(kind, type) and issubclass(kind, Enum):
        shown = ", ".join(f"`{member.value}`" for member in kind)
    else:
        shown = NAMES[kind]
    return f"{shown}; can be repeated" if repeated else shown


def _shown_default(parameter: inspect.Parameter, info: ArgumentInfo | OptionInfo) -> str:
    """Return the default, "required", or nothing where leaving it out says enough."""
    default = parameter.default
    if info.default_factory is not None or default in {None, False}:
        return ""
    if default is inspect.Parameter.empty:
        return "required"
    return f"`{default.value if isinstance(default, Enum) else default}`"


def _label(name: str, info: ArgumentInfo | OptionInfo) -> str:
    """Return how a parameter is written: its place, or its names."""
    if isinstance(info, ArgumentInfo):
        return f"`{name.upper()}`"
    # inside Annotated, Typer takes the first name for a default
    written = (info.default, *(info.param_decls or ()))
    names = [each for each in written if isinstance(each, str) and each.startswith("-")]
    return ", ".join(f"`{each}`" for each in names or [f"--{name.replace('_', '-')}"])


def _parameters(callback: Callable[..., Any]) -> Iterator[tuple[str, str, str, str]]:
    hints = typing.get_type_hints(callback, include_extras=True)
    for name, parameter in inspect.signature(callback).parameters.items():
        hint, info = typing.get_args(hints[name])[:2]
        shown = _shown_type(hint), _shown_default(parameter, info)
        yield _label(name, info), *shown, (info.help or "").rstrip(".")


def _section(command: CommandInfo, group: str = "") -> list[str]:
    callback = typing.cast("Callable[..., Any]", command.callback)
    name = command.name or callback.__name__.replace("_", "-")
    head = ("Parameter", "Value", "Default", "Meaning")
    about = inspect.getdoc(callback) or ""
    return [f"## `parindex {group}{name}`", "", about, "", *table(head, _parameters(callback))]


def _sections() -> Iterator[str]:
    """Yield the commands, then those of each group; other parts may have added both."""
    for command in app.registered_commands:
        yield from _section(command)
    for group in app.registered_groups:
        for command in typing.cast("Typer", group.typer_instance).registered_commands:
            yield from _section(command, f"{group.name} ")


def page() -> str:
    """Return the page of all commands."""
    return document(
        "# Command line",
        "",
        NOTICE,
        "",
        str(app.info.help),
        "",
        "Refusals are written to standard error in full: place, what is wrong, what to do.",
        "`parindex COMMAND --help` prints what stands here.",
        "",
        *_sections(),
        "## `parindex-web`",
        "",
        "Django's management commands with the settings of the site. Those that matter:",
        "`migrate`, `load_editions` (recompute and publish the shipped editions; running it",
        "again changes nothing) and `collectstatic`. See",
        "[how to run it in production](../how-to/run-in-production.md).",
    )
