"""`parindex dossiers statistics`, as a person calls it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner, Result

from parindex.caseload.counting.statistic import discover
from parindex.caseload.lake import Lake
from parindex.cli.app import app
from tests.caseload.counting.making import dossier
from tests.caseload.counting.test_facts import bring
from tests.caseload.rows_of_dossiers import moment, row

HEAD = ["statistic", "numerator", "denominator"]


def run(lake: Path, *options: str) -> Result:
    """Call the command on a lake, at a moment after the period."""
    given = ["dossiers", "statistics", "--lake", str(lake), "--at", "2026-09-10", *options]
    return CliRunner().invoke(app, given)


def rows_of_csv(text: str) -> list[dict[str, str]]:
    """Return what a table of figures says."""
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a lake with two versions of a caseload."""
    found = tmp_path_factory.mktemp("lake")
    dice = Random(3)  # noqa: S311 - a seeded caseload, no secret
    for day in ("2026-09-01", "2026-09-02"):
        rows = [dossier(dice, number) | {"arrived_at": moment(day)} for number in range(1, 60)]
        bring(Lake(found), rows)
    return found


@pytest.mark.parametrize("by", ["unit", "procedure", "field", "channel", "province"])
def test_csv_has_the_four_columns_and_sorted_rows(lake: Path, by: str) -> None:
    done = run(lake, "--period", "2026-08", "--by", by, "--format", "csv")
    assert done.exit_code == 0, done.output
    rows = rows_of_csv(done.stdout)
    assert list(rows[0]) == [by, *HEAD]
    keys = [(each[by], each["statistic"]) for each in rows]
    assert keys == sorted(keys)
    assert all(each["numerator"].lstrip("-").isdigit() for each in rows)


def test_units_add_up_to_their_province(lake: Path) -> None:
    figures = {}
    for by in ("unit", "province"):
        done = run(
            lake,
            *("--period", "2026", "--by", by, "--format", "csv"),
            *("--statistic", "dossiers_on_time"),
        )
        figures[by] = rows_of_csv(done.stdout)
    for province in figures["province"]:
        units = [each for each in figures["unit"] if each["unit"].startswith(province["province"])]
        for name in ("numerator", "denominator"):
            assert sum(int(each[name]) for each in units) == int(province[name])
    assert len(figures["unit"]) == 3


def test_a_missing_statistic_has_no_row_and_is_named(lake: Path) -> None:
    done = run(lake, "--period", "2026-08", "--format", "csv")
    assert "online_services" not in done.stdout
    assert "Không có số liệu (không phải bằng 0)" in done.stderr
    assert "online_services_with_dossiers" in done.stderr


def test_a_table_bears_titles_in_the_language_asked_for(lake: Path) -> None:
    asked = ("--period", "2026-08", "--statistic", "dossiers_on_time")
    title = discover()["dossiers_on_time"].words
    assert title["vi"] in run(lake, *asked).stdout
    assert title["en"] in run(lake, *asked, "--language", "en").stdout


def test_an_older_version_is_counted_as_it_was(lake: Path) -> None:
    asked = ("--period", "2026-08", "--format", "csv")
    first = min(each.number for each in Lake(lake).versions("dossiers") if each.batch)
    then, now = run(lake, *asked, "--version", str(first)), run(lake, *asked)
    assert f"bảng dossiers phiên bản {first}" in then.stderr
    assert then.stdout != now.stdout


def test_figures_are_written_to_a_file(lake: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    asked = ("--period", "2026-08-20", "--format", "csv")
    assert run(lake, *asked, "--output", str(file)).stdout == ""
    assert file.read_text(encoding="utf-8") == run(lake, *asked).stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--period", "2026-13"), "is no period"),
        (("--period", "2026-10"), "has not begun"),
        (("--period", "2026-08", "--statistic", "dossiers_in_time"), "docs/reference/statistics"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_what_to_do(
    lake: Path, options: tuple[str, ...], says: str
) -> None:
    done = run(lake, *options)
    assert done.exit_code != 0
    assert says in f"{done.output} {done.exception}"


def test_an_empty_lake_says_how_to_fill_it(tmp_path: Path) -> None:
    done = run(tmp_path, "--period", "2026-08")
    assert done.exit_code != 0
    assert "parindex dossiers import" in f"{done.output} {done.exception}"


def test_dossiers_without_a_field_stand_under_a_mark_of_their_own(tmp_path: Path) -> None:
    bring(Lake(tmp_path), [row(received_at="2026-08-03", field_code=None)])
    asked = ("--period", "2026-08", "--by", "field", "--format", "csv")
    rows = rows_of_csv(run(tmp_path, *asked, "--statistic", "dossiers_online").stdout)
    assert rows == [
        {"field": "?", "statistic": "dossiers_online", "numerator": "1", "denominator": "1"}
    ]
