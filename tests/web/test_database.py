"""The suite runs on the database that it was told to run on, set up as in production."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.db import connection

from tests.postgres import OLDEST, programs, running_postgresql

WANTED = os.environ.get("PARINDEX_TEST_DATABASE", "sqlite")
on_postgresql = pytest.mark.skipif(WANTED != "postgresql", reason="asks PostgreSQL itself")
on_sqlite = pytest.mark.skipif(WANTED != "sqlite", reason="asks SQLite itself")


def setting(name: str) -> str:
    """Return what the connected PostgreSQL says of one of its settings."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_that_was_asked_for() -> None:
    assert connection.vendor == WANTED


@on_postgresql
@pytest.mark.django_db
def test_postgresql_is_new_enough() -> None:
    assert int(setting("server_version_num")) >= OLDEST * 10_000


@on_postgresql
@pytest.mark.django_db
def test_postgresql_reads_what_is_committed_and_waits_for_no_lock_for_ever() -> None:
    assert setting("transaction_isolation") == "read committed"
    assert setting("lock_timeout") == "10s"
    assert setting("application_name") == "parindex"


@on_sqlite
@pytest.mark.django_db
def test_sqlite_has_its_own_options_and_no_connection_that_stays_open() -> None:
    options = connection.settings_dict["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 10)
    assert connection.settings_dict["CONN_MAX_AGE"] == 0


def run_program(name: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs on the server of this run."""
    known = connection.settings_dict
    address = {"PGHOST": known["HOST"], "PGUSER": known["USER"], "PGPASSWORD": known["PASSWORD"]}
    subprocess.run([programs() / name, *arguments], env=os.environ | address, check=True)  # noqa: S603  our own command


def rows_of_editions(database: str) -> list[tuple[object, ...]]:
    """Return every score of every edition that a database of this server holds."""
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"], user=known["USER"], password=known["PASSWORD"], dbname=database
    ) as asked:
        found = asked.execute("SELECT id, index, explanation FROM results_unitresult ORDER BY id")
        rows = found.fetchall()
    asked.close()
    return rows


@on_postgresql
@pytest.mark.django_db
def test_a_dump_restored_as_the_guide_says_gives_back_every_figure(tmp_path: Path) -> None:
    kept, dump = str(connection.settings_dict["NAME"]), tmp_path / "parindex.dump"
    run_program("pg_dump", "--format=custom", f"--file={dump}", kept)
    layout = ("--template=template0", "--encoding=UTF8", "--locale=C.UTF-8")
    run_program("createdb", *layout, "restored")
    run_program("pg_restore", "--exit-on-error", "--no-owner", "--dbname=restored", dump)
    rows = rows_of_editions("restored")
    run_program("dropdb", "restored")
    assert len(rows) > 100
    assert rows == rows_of_editions(kept)


def folder_of(address: str) -> Path:
    """Return the folder in which a server of the tests lives."""
    return Path(parse_qs(urlsplit(address).query)["host"][0])


def test_a_server_of_the_tests_leaves_nothing_behind() -> None:
    with running_postgresql() as address, psycopg.connect(address) as asked:
        assert folder_of(address).is_dir()
        assert asked.execute("SHOW listen_addresses").fetchone() == ("",)
        assert asked.execute("SHOW fsync").fetchone() == ("off",)
        asked.close()
    assert not folder_of(address).exists()


def test_a_server_that_is_measured_writes_to_disk() -> None:
    with running_postgresql(durable=True) as address, psycopg.connect(address) as asked:
        assert asked.execute("SHOW fsync").fetchone() == ("on",)
        assert asked.execute("SHOW synchronous_commit").fetchone() == ("on",)
        asked.close()


def test_a_server_that_cannot_start_shows_its_log() -> None:
    refused = pytest.raises(RuntimeError, match='unrecognized configuration parameter "colour"')
    with refused, running_postgresql(colour="red"):
        pytest.fail("the server started")


def test_a_server_that_dies_during_the_tests_shows_its_log() -> None:
    stopped = pytest.raises(RuntimeError, match=r"(?s)stopped by itself:.*shutting down")
    with stopped, running_postgresql() as address:
        pid = int((folder_of(address) / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGINT)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert not folder_of(address).exists()


def test_a_server_goes_when_its_tests_are_killed() -> None:
    starts = "from tests.postgres import running_postgresql as run\n"
    waits = "with run() as address:\n    print(address, flush=True)\n    input()"
    with subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-c", starts + waits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as tests:
        folder = folder_of(tests.stdout.readline())
        assert (folder / "data" / "postmaster.pid").exists()
        tests.kill()
    end = time.monotonic() + 20
    while (folder / "data" / "postmaster.pid").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not (folder / "data" / "postmaster.pid").exists()
    shutil.rmtree(folder)


def test_an_unknown_test_database_stops_the_run() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import tests.settings"],
        env={**os.environ, "PARINDEX_TEST_DATABASE": "oracle"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode != 0
    assert "PARINDEX_TEST_DATABASE is 'oracle'; write sqlite or postgresql" in said.stderr
