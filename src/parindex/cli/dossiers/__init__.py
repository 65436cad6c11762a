"""The commands `parindex dossiers …`: take in, count, judge. Each stands in a module of its own."""

from __future__ import annotations

import typer

from parindex.cli.dossiers.checks import checks, reconcile
from parindex.cli.dossiers.intake import import_, mapping_, procedures, refused
from parindex.cli.dossiers.lake import forget, maintain, versions
from parindex.cli.dossiers.simulate import simulate
from parindex.cli.dossiers.statistics import statistics
from parindex.cli.dossiers.status import status

app = typer.Typer(
    no_args_is_help=True,
    help="Hồ sơ thủ tục hành chính: take dossiers in, count them, judge a single one.",
)

app.command("statistics")(statistics)
app.command("status")(status)
app.command("simulate")(simulate)
app.command("import")(import_)
app.command("mapping")(mapping_)
app.command("procedures")(procedures)
app.command("refused")(refused)
app.command("checks")(checks)
app.command("reconcile")(reconcile)
app.command("maintain")(maintain)
app.command("versions")(versions)
app.command("forget")(forget)
