"""`parindex dossiers import`, `refused`, `mapping`, `procedures`, as an operator calls them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from parindex.caseload.lake import Lake
from parindex.cli.dossiers import app
from parindex.errors import NotFoundError
from tests.caseload.readers.samples import dossier, message, step
from tests.caseload.readers.test_workbook import HEADERS, ROW, book

EXPORT = (
    "Số hồ sơ;Mã TTHC;Người nộp;Trạng thái;Ngày tiếp nhận\n"
    "H44.45-260803-0012;2.000815;Nguyễn Văn A;Đang xử lý;03/08/2026 08:05\n"
    "H44.45-260803-0013;2.000815;Nguyễn Văn B;Đang suy nghĩ;03/08/2026 08:05\n"
    ";2.000815;Nguyễn Văn C;Đang xử lý;31/02/2026\n"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARINDEX_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PARINDEX_LAKE", raising=False)
    monkeypatch.delenv("PARINDEX_CASELOAD_KEY", raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    return tmp_path / "home"


def run(*words: object) -> Result:
    found = CliRunner().invoke(app, [str(word) for word in words])
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def test_an_import_keeps_good_rows_and_tells_of_the_others(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "thang-8.csv"
    file.write_text(EXPORT, encoding="utf-8-sig")
    done = run("import", file)
    assert done.exit_code == 1
    assert "1 file(s), 3 records = 1 kept + 2 refused" in done.stdout
    assert "1 new, 0 changed, 0 unchanged" in done.stdout
    assert "thang-8.csv, row 3, Trạng thái: 'Đang suy nghĩ': không đọc được" in done.stderr
    assert "parindex dossiers refused --batch 'thang-8.csv#" in done.stderr
    assert stat.S_IMODE((home / "caseload.key").stat().st_mode) == 0o600
    rows = Lake(home / "lake").scan("dossiers").collect()
    assert rows["dossier_code"].to_list() == ["H44.45-260803-0012"]


def test_the_same_file_again_changes_nothing(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(EXPORT, encoding="utf-8")
    run("import", file)
    tables = ("dossiers", "events", "quarantine")
    before = {name: Lake(home / "lake").scan(name).collect() for name in tables}
    done = run("import", file)
    assert "0 new, 0 changed, 1 unchanged" in done.stdout
    for name in tables:
        now = Lake(home / "lake").scan(name).collect()
        assert now.drop("arrived_at").equals(before[name].drop("arrived_at")), name


def test_kinds_are_seen_and_tell_of_the_same_dossier(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    sent = message(dossier(TrangThaiHoSo="4"))
    (folder / "1.json").write_text(json.dumps(sent), encoding="utf-8")
    late = message(step(TrangThai="9"), service="CapNhatTienDoHoSoMC")
    (folder / "2.jsonl").write_text(json.dumps(late), encoding="utf-8")
    sheet = tmp_path / "export.bin"
    sheet.write_bytes(book([HEADERS, ROW]))
    done = run("import", folder, sheet)
    assert done.exit_code == 0
    assert "3 file(s), 3 records = 3 kept + 0 refused" in done.stdout
    (row,) = Lake(home / "lake").scan("dossiers").collect().to_dicts()
    assert row["status"] == 9
    assert row["statutory_due_at"] is None
    assert row["local_due_at"] == row["due_at"]


def test_the_portal_s_copy_and_simulated_records_are_marked(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "portal.json"
    file.write_text(json.dumps(message(dossier())), encoding="utf-8")
    run("import", file, "--source", "portal", "--simulated", "--as-of", "2026-08-31")
    lake = Lake(home / "lake")
    (row,) = lake.scan("portal").collect().to_dicts()
    assert row["is_simulated"] is True
    assert row["as_of"].strftime("%Y-%m-%d") == "2026-08-31"
    assert not lake.exists("dossiers") or lake.scan("dossiers").collect().is_empty()


def test_what_was_refused_is_listed_with_its_record(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(EXPORT, encoding="utf-8")
    run("import", file)
    rows = pl.read_csv(run("refused", "--format", "csv").stdout.encode())
    assert rows["row"].to_list() == [3, 4, 4]
    assert rows["field"].to_list() == ["Trạng thái", "Ngày tiếp nhận", "Số hồ sơ"]
    assert "Nguyễn" not in str(rows.to_dicts())
    assert json.loads(rows["record"][0])["Mã TTHC"] == "2.000815"
    assert "a.csv" in run("refused", "--batch", rows["batch"][0]).stdout
    target = tmp_path / "refused.csv"
    run("refused", "--format", "csv", "--output", target)
    assert pl.read_csv(target).height == 3
    with pytest.raises(NotFoundError, match="leave out --batch"):
        run("refused", "--batch", "nobody")


def test_before_any_import_nothing_was_refused(home: Path) -> None:
    assert run("refused").exit_code == 0


def test_a_proposed_mapping_leads_to_an_import(home: Path, tmp_path: Path) -> None:
    file, mapping = tmp_path / "a.csv", tmp_path / "a.yaml"
    file.write_text(EXPORT.replace("Trạng thái", "Bước đang ở"), encoding="utf-8")
    assert "# not recognised" in run("mapping", file).stdout
    run("mapping", file, "--output", mapping)
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace("headers:", "headers:\n  Bước đang ở: status"), "utf-8")
    assert run("import", file, "--mapping", mapping).exit_code == 1
    assert Lake(home / "lake").scan("dossiers").collect().height == 1
    with pytest.raises(NotFoundError, match="there already"):
        run("mapping", file, "--output", mapping)


def test_a_catalogue_replaces_the_one_before(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "danh-muc.csv"
    file.write_text(
        "Mã TTHC;Tên TTHC;Mức độ;Có phí;Mã đơn vị\n1.001193;Khai sinh;4;không;H44.100,H44.101\n",
        encoding="utf-8",
    )
    done = run("procedures", file)
    assert done.exit_code == 0
    assert "procedures: 1 rows" in done.stdout
    assert "offered: 2 rows" in done.stdout
    file.write_text("Mã TTHC;Tên TTHC;Mức độ\n2.000815;Chứng thực;3\nx;y;9\n", encoding="utf-8")
    done = run("procedures", file)
    assert done.exit_code == 1
    assert "danh-muc.csv, row 3, level: '9' is not known here" in done.stderr
    lake = Lake(home / "lake")
    assert lake.scan("procedures").collect()["procedure_code"].to_list() == ["2.000815"]
    assert lake.scan("offered").collect().height == 2


def test_a_file_that_is_not_there_is_told_of(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such file"):
        run("import", tmp_path / "none.csv")
    with pytest.raises(NotFoundError, match="lies in the folder"):
        run("import", tmp_path)
