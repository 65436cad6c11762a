"""Open data: files that a spreadsheet and a program read without guessing."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest

from parindex.web.results.models import Block, NodeResult, UnitResult

pytestmark = pytest.mark.django_db

BOM = "\ufeff"
RANKING = "/tai-ve/tay-ninh-2023/department.csv"
HEADER = ["unit", "name", "score", "max_applicable", "index", "rank", "band", "status"]


def rows(client: Any, address: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    text = client.get(address).content.decode("utf-8")
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_a_ranking_is_a_csv_that_a_spreadsheet_opens(client: Any) -> None:
    response = client.get(RANKING)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    disposition = 'attachment; filename="tay-ninh-2023-department.csv"'
    assert response["Content-Disposition"] == disposition
    assert response.content.startswith(b"\xef\xbb\xbf" + ",".join(HEADER).encode() + b"\r\n")
    assert rows(client, RANKING)[0] == {
        "unit": "tay-ninh-van-phong-ubnd-tinh",
        "name": "Văn phòng UBND tỉnh",
        "score": "69.25",
        "max_applicable": "71.5",
        "index": "96.85314685314685314685314685314685314685",
        "rank": "1",
        "band": "Tốt",
        "status": "scored",
    }


def test_numbers_have_a_point_and_no_separators_in_both_languages(client: Any) -> None:
    for address in (RANKING, f"/en{RANKING}"):
        for row in rows(client, address):
            for name in ("score", "max_applicable", "index"):
                assert re.fullmatch(r"\d+(\.\d+)?", row[name])


def test_what_is_unknown_is_blank_and_never_0(client: Any) -> None:
    block = Block.objects.get(edition__slug="tay-ninh-2023")
    unit = block.units.all()[0]
    UnitResult.objects.filter(pk=unit.pk).update(
        points=None, index=None, rank=None, band=None, status="missing"
    )
    NodeResult.objects.filter(unit_result=unit).update(points=None, status="missing")
    row = next(each for each in rows(client, RANKING) if each["unit"] == unit.unit)
    assert (row["score"], row["index"], row["rank"], row["band"]) == ("", "", "", "")
    assert row["status"] == "missing"
    scores = rows(client, "/tai-ve/tay-ninh-2023/department/thanh-phan.csv")
    assert {each["points"] for each in scores if each["unit"] == unit.unit} == {""}
    found = client.get("/tai-ve/tay-ninh-2023/department.json").json()["units"]
    assert [each["score"] for each in found if each["unit"] == unit.unit] == [None]


def test_a_block_without_units_is_a_file_without_rows(client: Any) -> None:
    block = Block.objects.get(edition__slug="tay-ninh-2023")
    NodeResult.objects.filter(node__block=block).delete()
    block.units.all().delete()
    assert rows(client, RANKING) == []
    assert client.get("/tai-ve/tay-ninh-2023/department.json").json()["units"] == []


def test_components_are_complete(client: Any) -> None:
    found = rows(client, "/tai-ve/lai-chau-2021/department/thanh-phan.csv")
    assert list(found[0]) == [
        "unit", "code", "name", "points", "max_points", "max_applicable", "status", "imported",
    ]  # fmt: skip
    assert len(found) == 15 * 10
    ninth = [
        row
        for row in found
        if (row["unit"], row["code"]) == ("lai-chau-so-ke-hoach-va-dau-tu", "9")
    ]
    assert [(row["points"], row["max_points"], row["imported"]) for row in ninth] == [
        ("0.34", "2", "1")
    ]


@pytest.mark.parametrize("block", ["department", "other"])
def test_json_names_its_sources_and_hashes(client: Any, block: str) -> None:
    data = client.get(f"/tai-ve/lai-chau-2021/{block}.json").json()
    stored = Block.objects.get(edition__slug="lai-chau-2021", key=block)
    assert data["rulebook"] == "tt01-vpcp/2018/nine_indicators"
    assert data["rulebook_sha256"] == stored.rulebook_hash
    assert re.fullmatch(r"[0-9a-f]{64}", data["rulebook_sha256"])
    assert (data["edition"], data["version"], data["simulated"]) == ("lai-chau-2021", 1, False)
    assert data["cut_off"] == stored.edition.cut_off.isoformat()
    assert data["origins"]
    assert all(set(each["text"]) == {"vi", "en"} for each in data["origins"])
    assert data["code_version"] == stored.edition.code_version


def test_json_gives_every_digit_as_text(client: Any) -> None:
    units = client.get("/tai-ve/766-provinces-2026-10-10/province.json").json()["units"]
    assert len(units) == 17
    gia_lai = next(unit for unit in units if unit["unit"] == "H21")
    assert (gia_lai["index"], gia_lai["rank"]) == ("66.23", 2)
    assert sum(Decimal(unit["index"]) for unit in units) == Decimal("1060.27")


def test_trailing_zeros_are_dropped_but_whole_tens_stay(client: Any) -> None:
    units = client.get("/tai-ve/tay-ninh-2023/department.json").json()["units"]
    assert {unit["max_applicable"] for unit in units} == {"71.5", "96.5", "100"}
    assert "69" in {unit["score"] for unit in units}
