"""Every shipped edition, recomputed: what differs from print is known, and nothing else."""

from __future__ import annotations

import shutil
import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from parindex.edition import differences, load_edition, recompute, shipped_editions
from parindex.edition.load import edition_folder, printed_cells
from parindex.edition.verify import ScoredPart, mean_of, unexplained
from parindex.errors import EditionError
from parindex.scoring import Status

EDITIONS = shipped_editions()

REAL = (
    "766-provinces-2026-10-10",
    "766-gia-lai-2026-10-10",
    "766-provinces-2026-09-17",
    "tay-ninh-2023",
    "thua-thien-hue-2021",
    "binh-duong-2017",
    "vinh-phuc-2019",
    "lai-chau-2021",
    "hoa-binh-2024",
    "binh-dinh-2017",
    "nam-dinh-2020",
)

UNITS = {
    "766-provinces-2026-10-10": (17,),
    "766-gia-lai-2026-10-10": (14, 135),
    "766-provinces-2026-09-17": (34,),
    "tay-ninh-2023": (19,),
    "thua-thien-hue-2021": (21,),
    "binh-duong-2017": (9,),
    "vinh-phuc-2019": (5, 17),
    "lai-chau-2021": (15, 2),
    "hoa-binh-2024": (19,),
}

# Unit, cell, as printed, as computed. Everything else agrees to the printed digit.
DEVIATIONS = {
    "766-provinces-2026-10-10": {("H53", "1.1", "0.12", "0.13")},
    "766-gia-lai-2026-10-10": {
        ("H21.116", "IV", "6.82", "6.83"),
        ("H21.116", "points", "71.52", "71.53"),
        ("H21.119", "IV", "6.87", "6.89"),
        ("H21.119", "points", "70.88", "70.9"),
    },
    "lai-chau-2021": {
        ("lai-chau-so-ke-hoach-va-dau-tu", "points", "13.859", "12.859"),
        ("lai-chau-so-ke-hoach-va-dau-tu", "rank", "10", "13"),
        ("lai-chau-so-khoa-hoc-va-cong-nghe", "rank", "11", "10"),
        ("lai-chau-so-noi-vu", "rank", "12", "11"),
        ("lai-chau-so-giao-thong-van-tai", "rank", "13", "12"),
        ("lai-chau-cong-ty-dien-luc", "rank", "2", "1"),
    },
    "nam-dinh-2020": {
        ("Sở, ban, ngành", "mean", "89.45", "89.45714285714285714285714286"),
    },
}

# Ranks that the portal gave among all 34 provinces on 10 October 2026.
RANKS_OF_34 = {
    "H01": 31, "H12": 17, "H14": 18, "H17": 25, "H19": 2, "H21": 4, "H26": 34, "H29": 13,
    "H32": 24, "H36": 16, "H38": 23, "H42": 12, "H48": 33, "H50": 14, "H53": 5, "H56": 26,
    "H60": 9,
}  # fmt: skip

recomputed = cache(recompute)


def best_first(part: ScoredPart) -> list[str]:
    return [unit.unit for unit in part.result.block(part.part.block)]


def test_real_editions_are_shown_in_their_order() -> None:
    assert tuple(slug for slug in EDITIONS if slug in REAL) == REAL


@pytest.mark.parametrize("slug", EDITIONS)
def test_every_printed_cell_is_recomputed_or_explained(slug: str) -> None:
    assert unexplained(slug) == ()


@pytest.mark.parametrize("slug", REAL)
def test_explained_deviations_are_exactly_those_known(slug: str) -> None:
    found = {(each.unit, each.code, each.printed, each.computed) for each in differences(slug)}

    assert found == DEVIATIONS.get(slug, set())


@pytest.mark.parametrize("slug", EDITIONS)
def test_slug_is_the_name_of_the_folder(slug: str) -> None:
    assert edition_folder(slug).name == slug == load_edition(slug).slug


@pytest.mark.parametrize("slug", REAL)
def test_every_unit_of_a_published_block_is_scored_and_ranked(slug: str) -> None:
    parts = recomputed(slug)
    units = [unit for part in parts for unit in part.result.units]

    assert tuple(len(part.result.units) for part in parts) == UNITS.get(slug, ())
    assert {unit.status for unit in units} <= {Status.SCORED}
    assert all(unit.rank is not None for unit in units)


@pytest.mark.parametrize("slug", sorted(UNITS))
def test_every_unit_has_a_printed_cell(slug: str) -> None:
    units = {unit.unit for part in recomputed(slug) for unit in part.result.units}

    assert {cell.unit for cell in printed_cells(slug)} == units


@pytest.mark.parametrize("slug", EDITIONS)
def test_no_cell_is_printed_twice(slug: str) -> None:
    cells = [(cell.unit, cell.code) for cell in printed_cells(slug)]

    assert len(cells) == len(set(cells))


@pytest.mark.parametrize("slug", REAL)
def test_names_of_units_are_composed_and_carry_no_office(slug: str) -> None:
    names = [unit.name for part in recomputed(slug) for unit in part.result.units]

    assert [name for name in names if unicodedata.normalize("NFC", name) != name] == []
    assert [name for name in names if name.startswith("UBND") or " - tỉnh" in name] == []


def test_a_unit_code_means_one_unit_in_all_editions() -> None:
    names: dict[str, set[str]] = {}
    for slug in REAL:
        for part in recomputed(slug):
            for unit in part.result.units:
                names.setdefault(unit.unit, set()).add(unit.name)

    assert {code: known for code, known in names.items() if len(known) > 1} == {}


def test_provinces_stand_in_the_order_of_the_portal() -> None:
    (part,) = recomputed("766-provinces-2026-10-10")

    assert best_first(part) == sorted(RANKS_OF_34, key=RANKS_OF_34.__getitem__)


def test_september_ranks_all_provinces_from_dong_thap_to_khanh_hoa() -> None:
    (part,) = recomputed("766-provinces-2026-09-17")
    order = best_first(part)

    assert (order[0], order[-1]) == ("H20", "H32")
    assert part.result.unit("H20").points == Decimal("68.32")
    assert part.result.unit("H32").points == Decimal("52.48")


def test_the_printed_total_of_lai_chau_that_contradicts_its_indicators_is_found() -> None:
    (wrong,) = [each for each in differences("lai-chau-2021") if each.code == "points"]
    unit = recomputed("lai-chau-2021")[0].result.unit(wrong.unit)

    assert unit.name == "Sở Kế hoạch và Đầu tư"
    assert unit.points == Decimal("12.859")
    assert Decimal(wrong.printed) - Decimal(wrong.computed) == 1
    assert unit.band is not None
    assert unit.band.label.vi == "Tốt"


def test_one_lost_digit_would_explain_the_total_of_lai_chau() -> None:
    unit = recomputed("lai-chau-2021")[0].result.unit("lai-chau-so-ke-hoach-va-dau-tu")
    points = {code: node.points or Decimal(0) for code, node in unit.nodes.items()}

    assert points["9"] == Decimal("0.34")
    assert sum(points[str(number)] for number in range(1, 9)) + Decimal("1.34") == Decimal("13.859")


def test_mean_of_binh_duong_is_that_of_its_nine_districts() -> None:
    edition = load_edition("binh-duong-2017")
    mean = mean_of(edition, recomputed("binh-duong-2017"))

    assert mean is not None
    assert round(mean, 2) == edition.published_mean == Decimal("78.39")


def test_mean_of_binh_dinh_is_that_of_its_blocks() -> None:
    edition = load_edition("binh-dinh-2017")

    assert mean_of(edition, ()) == edition.published_mean == Decimal("75.3")


def test_classes_of_blocks_without_units_add_up_to_their_units() -> None:
    blocks = [b for slug in REAL for b in load_edition(slug).block_means]

    assert len(blocks) == 5
    assert all(sum(block.classes.values()) == block.units for block in blocks)


@pytest.fixture
def copy_of_binh_duong(tmp_path: Path) -> Path:
    return shutil.copytree(edition_folder("binh-duong-2017"), tmp_path / "edition")


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_wrong_printed_cell_is_found(copy_of_binh_duong: Path) -> None:
    rewrite(copy_of_binh_duong / "published.csv", "points,84.58", "points,84.59")

    (found,) = unexplained(copy_of_binh_duong)

    assert (found.code, found.printed, found.computed) == ("points", "84.59", "84.58")


def test_a_wrong_printed_mean_is_found(copy_of_binh_duong: Path) -> None:
    rewrite(copy_of_binh_duong / "edition.yaml", '"78.39"', '"78.40"')

    (found,) = unexplained(copy_of_binh_duong)

    assert (found.unit, found.code, found.printed) == ("*", "mean", "78.40")


def test_a_deviation_that_does_not_exist_is_refused(copy_of_binh_duong: Path) -> None:
    why = "{unit: binh-duong-huyen-phu-giao, code: points, why: {vi: Sai, en: Wrong}}"
    rewrite(copy_of_binh_duong / "edition.yaml", "order: 60", f"deviations: [{why}]\norder: 60")

    with pytest.raises(EditionError, match="agrees, yet a deviation is noted"):
        differences(copy_of_binh_duong)


def test_a_printed_unit_that_nobody_scored_is_refused(copy_of_binh_duong: Path) -> None:
    rewrite(copy_of_binh_duong / "published.csv", "huyen-phu-giao,points", "huyen-khac,points")

    with pytest.raises(EditionError, match="no unit 'binh-duong-huyen-khac'"):
        differences(copy_of_binh_duong)
