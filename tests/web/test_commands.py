"""Commands that need the database: load a province, verify and export the audit log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from django.db import transaction
from typer.testing import CliRunner

from parindex.cli.app import app
from parindex.errors import NotFoundError, RegisterError
from parindex.web.common.audit import record
from parindex.web.common.models import AuditRow
from parindex.web.org.models import Unit
from tests.register.folder import replaced, small

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(small(tmp_path / "register"))


def test_a_province_is_loaded_with_a_report(folder: str) -> None:
    done = run("load-units", folder, "--province", "91")
    assert done.exit_code == 0
    assert done.stdout == (
        "Tỉnh Mẫu (tinh-91): loaded\n"
        "  14 units (11 commune, 2 district, 1 province)\n"
        "  6 events (1 abolish, 1 merge, 1 rearrange, 2 rename, 1 split)\n"
        "  8 pairs of a unit before and a unit after\n"
    )
    assert done.stderr.startswith("note: commune_map_old_to_new.csv, line 9: district 902 had no")


def test_a_province_that_is_loaded_is_reported_as_unchanged(folder: str, tmp_path: Path) -> None:
    codes = tmp_path / "codes.csv"
    codes.write_text("ma_dinh_danh,tinh\nH91,Mẫu\n", encoding="utf-8")
    run("load-units", folder, "--province", "91")
    filled = run("load-units", folder, "--province", "91", "--agency-codes", str(codes))
    assert filled.stdout.splitlines()[-1] == "  agency code H91"
    again = run("load-units", folder, "--province", "91", "--agency-codes", str(codes))
    assert again.stdout == "Tỉnh Mẫu (tinh-91): unchanged, all of it is there already\n"


def test_a_document_for_all_other_events_can_be_given(folder: str) -> None:
    run("load-units", folder, "--province", "91", "--document", "203/2025/QH15")
    (line,) = Unit.objects.get(code="huyen-901").became.all()
    assert line.event.document == "203/2025/QH15"


def test_a_refused_register_and_an_unknown_province_load_nothing(folder: str) -> None:
    assert isinstance(run("load-units", folder, "--province", "92").exception, NotFoundError)
    replaced(Path(folder), "communes_pre_20250701.csv", "90001,", "1,")
    assert isinstance(run("load-units", folder, "--province", "91").exception, RegisterError)
    assert run("load-units", folder).exit_code == 2
    assert not Unit.objects.exists()


def write_log() -> Unit:
    """Write two rows in one chain and one in another."""
    unit = Unit.objects.create(code="so-x", kind="department", name="Sở X")
    with transaction.atomic():
        record("unit.created", unit, user=None, new={"name": "Sở X"}, unit_id=unit.pk)
        record("unit.renamed", unit, user=None, old="Sở X", new="Sở Y", unit_id=unit.pk)
        record("units.loaded", unit, user=None)
    return unit


def test_a_whole_log_is_told_with_its_length() -> None:
    write_log()
    done = run("audit", "verify")
    assert (done.exit_code, done.stdout) == (0, "3 rows in 2 chains, all whole\n")


def test_an_altered_log_ends_with_1_and_each_place() -> None:
    unit = write_log()
    AuditRow.objects.filter(verb="unit.renamed").update(new="Sở Z")
    done = run("audit", "verify")
    assert done.exit_code == 1
    assert done.stdout.startswith(f"audit unit:{unit.pk}/2: its content was altered")
    assert done.stderr == "1 problem(s): the log is not what was written\n"


def test_the_log_is_exported_line_by_line_with_its_hashes(tmp_path: Path) -> None:
    write_log()
    file = tmp_path / "log.jsonl"
    done = run("audit", "export", "--output", str(file))
    assert done.stderr == f"{file}: 3 rows\n"
    printed = run("audit", "export").stdout
    assert file.read_text(encoding="utf-8") == printed
    rows = [json.loads(line) for line in printed.splitlines()]
    assert [row["verb"] for row in rows] == ["unit.created", "unit.renamed", "units.loaded"]
    assert rows[1]["previous_hash"] == rows[0]["hash"]
    assert rows[1]["new"] == "Sở Y"
    assert rows[0]["at"].endswith("+00:00")


def test_without_django_the_extra_is_named() -> None:
    code = "import sys; sys.modules['django'] = None; from parindex.cli import main; main()"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, "audit", "verify"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "This command needs django. Install it with the extra: parindex[web].\n"


def test_a_database_without_tables_is_told_what_to_do(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PARINDEX_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "parindex.web.settings",
        "PARINDEX_DATABASE": "",
    }
    done = subprocess.run(  # noqa: S603 - our own command
        [str(Path(sys.executable).with_name("parindex")), "audit", "verify"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "The database has no tables yet. Run `parindex-web migrate` first.\n"
