"""Finds the commands that other parts add to `parindex`, by entry points.

The command line is pure: it imports neither Django nor the site. A part that has commands names
them in `pyproject.toml` under `[project.entry-points."parindex.commands"]`, each a function or,
for a command with subcommands, a Typer application.
"""

from __future__ import annotations

from importlib.metadata import entry_points

import typer

GROUP = "parindex.commands"


def add_commands(app: typer.Typer, group: str = GROUP) -> None:
    """Add the commands of all installed parts, in the order of their names."""
    for point in sorted(entry_points(group=group), key=lambda each: each.name):
        found = point.load()
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=point.name)
        else:
            app.command(point.name)(found)
