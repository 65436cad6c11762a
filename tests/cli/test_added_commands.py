"""Commands of other parts are found by entry points, without importing them here."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, entry_points

import pytest
import typer
from typer.testing import CliRunner

from parindex.cli import commands
from parindex.cli.app import app


def test_commands_of_the_site_stand_beside_the_others() -> None:
    printed = CliRunner().invoke(app, ["--help"]).stdout
    assert all(name in printed for name in ("score", "load-units", "audit"))


def test_functions_become_commands_and_applications_groups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = [
        EntryPoint("zulu", "parindex.web.commands:start_site", commands.GROUP),
        EntryPoint("alpha", "parindex.web.commands:audit", commands.GROUP),
    ]

    def installed(*, group: str) -> list[EntryPoint]:
        return [each for each in points if each.group == group]

    monkeypatch.setattr(commands, "entry_points", installed)
    found = typer.Typer()
    commands.add_commands(found)
    assert [each.name for each in found.registered_commands] == ["zulu"]
    assert [each.name for each in found.registered_groups] == ["alpha"]


def test_every_added_command_can_be_imported() -> None:
    found = {point.name: point.load() for point in entry_points(group=commands.GROUP)}
    assert {"audit", "load-units"} <= set(found)


def test_the_command_line_starts_without_django() -> None:
    code = "import sys, parindex.cli.app; print('django' in sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
