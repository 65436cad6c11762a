"""Fixtures F1 to F12 of the handbook (F7 is tested with the shipped rulebooks)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parindex.edition import recompute
from parindex.rulebook.model import Averages, Rulebook
from parindex.scoring import Result, UnitFacts, load, score
from parindex.scoring.averages import overall
from parindex.scoring.rounding import round_to
from parindex.scoring.rules.checklist import checklist

D = Decimal

# A synthetic set: whatever stands in braces is filled in by a test.
RULEBOOK = """
identity: synthetic/2026/fixtures
title: {{vi: Bộ mẫu để kiểm thử, en: Synthetic set for tests}}
model: true
blocks:
  department: {{vi: "Sở, ban, ngành", en: Departments}}
  district: {{vi: "Huyện, thành phố", en: Districts}}
valid_from: 2026-01-01
acts:
  - {{number: Mẫu, title: {{vi: Không phải văn bản thật, en: Not a real act}}}}
source: {{act: Mẫu}}
scale: "100"
not_applicable: {{convention: {convention}, missing: holds_total, pending: left_out}}
rounding:
  total: {total}
  rank_on: exact
  display: {{step: "0.01"}}
ranking: {{ties: dense}}
averages: mean_of_units
bands:
  on: index
  of:
    department: {departments}
    district: {districts}
"""
PART = """
code: {code}
key: {key}
name: {{vi: Phần {code}, en: Part {code}}}
max_points: "{top}"
step: "0.001"
appraised_by: {{vi: Hội đồng, en: Council}}
given_by: {given_by}
rule: external
inputs: {{value: {key}}}
none_arisen: ask
values: [{{from: 2026-01-01, source_max: "{top}"}}]
"""
CLASSES = """
      - {{label: {{vi: Nhóm I, en: Group I}}, lower: "{}"}}
      - {{label: {{vi: Nhóm II, en: Group II}}, lower: "0"}}"""


def small_set(
    folder: Path, *, convention: str = "absolute", total: str = '{step: "0.01"}', survey: int = 30
) -> Rulebook:
    """Return a set with an appraised part A and a survey part S; bounds differ by block."""
    head = RULEBOOK.format(
        convention=convention,
        total=total,
        departments=CLASSES.format(90),
        districts=CLASSES.format(80),
    )
    parts = (("A", 100 - survey, "external"), ("S", survey, "survey"))
    (folder / "criteria").mkdir()
    (folder / "rulebook.yaml").write_text(head, encoding="utf-8")
    for code, top, given_by in parts:
        text = PART.format(code=code, key=code.lower(), top=top, given_by=given_by)
        (folder / "criteria" / f"{code}.yaml").write_text(text, encoding="utf-8")
    facts = "".join(
        f"{code.lower()}: {{type: points, label: {{vi: Phần {code}, en: Part {code}}}}}\n"
        for code, _, _ in parts
    )
    (folder / "facts.yaml").write_text(facts, encoding="utf-8")
    return load(folder)


def unit(code: str, appraised: str, survey: str = "0", block: str = "department") -> UnitFacts:
    return UnitFacts(code, code, block, {"a": D(appraised), "s": D(survey)})


def index_with(score_: str, top: str) -> Decimal:
    facts = UnitFacts("x", "x", "department", {}, {"T": D(score_)}, {"T": D(top)})
    index = score(load("published/tay-ninh/2023/department"), [facts]).units[0].index
    assert index is not None
    return round(index, 2)


def test_f1_mean_of_block_means_is_not_the_mean_of_units() -> None:
    blocks = {
        "central": (D("87.46"), 5),
        "department": (D("73.93"), 21),
        "district": (D("64.51"), 11),
    }

    assert overall(blocks, Averages.MEAN_OF_BLOCK_MEANS) == D("75.30")
    assert round(overall(blocks, Averages.MEAN_OF_UNITS), 2) == D("72.96")


@pytest.mark.parametrize(
    ("appraised", "survey", "total"),
    [
        (D("62.88") + D("24.42"), "8.135", "95.44"),
        (D("62.88") + D("24.42"), "8.145", "95.45"),
    ],
    ids=["95.435", "95.445"],
)
def test_f2_totals_are_rounded_half_up(
    tmp_path: Path, appraised: Decimal, survey: str, total: str
) -> None:
    rulebook = small_set(tmp_path, survey=10)
    result = score(rulebook, [unit("x", str(appraised), survey)])

    assert result.units[0].points == D(total)


@pytest.mark.parametrize(
    ("points", "top", "index"),
    [("68.32", "84", "81.33"), ("61.00", "71.5", "85.31"), ("90.32", "96.5", "93.60")],
)
def test_f3_index_is_points_over_the_applicable_maximum(points: str, top: str, index: str) -> None:
    assert index_with(points, top) == D(index)


def test_f4_a_rounded_mean_does_not_give_the_published_percentage(tmp_path: Path) -> None:
    rulebook = small_set(tmp_path, convention="R4")
    (rounded,) = score(rulebook, [unit("mean", "62.62")]).units
    (exact,) = score(rulebook, [unit("mean", "62.6184")]).units

    assert rounded.index is not None
    assert exact.index is not None
    assert round(rounded.index, 2) == D("89.46")
    assert round(exact.index, 2) == D("89.45")
    assert round(D("62.6184"), 2) == D("62.62")


def test_f5_index_without_survey_is_a_share_of_the_appraised_part(tmp_path: Path) -> None:
    (district,) = score(
        small_set(tmp_path, convention="R4"), [unit("mean", "61.46", block="district")]
    ).units

    assert district.index is not None
    assert round(district.index, 2) == D("87.80")


def test_f6_ties_are_ranked_densely(tmp_path: Path) -> None:
    marks = ("60", "55", "55", "50", "45", "40", "35")
    result = score(small_set(tmp_path), [unit(f"u{i}", mark) for i, mark in enumerate(marks)])

    assert [each.rank for each in result.units] == [1, 2, 2, 3, 4, 5, 6]
    assert [each.tied for each in result.units] == [False, True, True, False, False, False, False]


def test_f8_received_dossiers_are_on_time_late_or_pending() -> None:
    on_time, late, pending = 111_340, 15, 2_550

    assert on_time + late + pending == 113_905


def printed_sums(slug: str, part: int) -> list[str]:
    scored = recompute(slug)[part]
    units: Result = scored.result
    return [
        f"{each.nodes['A'].points}+{each.nodes['S'].points}={each.points}"
        for each in units.block(scored.part.block)
    ]


def test_f9_binh_duong_2017_adds_up() -> None:
    assert printed_sums("binh-duong-2017", 0) == [
        "51.75+32.83=84.58",
        "48.75+33.25=82.00",
        "47.45+32.82=80.27",
        "46.80+32.24=79.04",
        "46.50+31.56=78.06",
        "45.75+32.08=77.83",
        "44.00+32.22=76.22",
        "46.00+30.03=76.03",
        "40.45+31.01=71.46",
    ]


def test_f10_central_agencies_of_vinh_phuc_2019_add_up() -> None:
    assert printed_sums("vinh-phuc-2019", 0) == [
        "58.50+31.55=90.05",
        "57.75+32.13=89.88",
        "58.00+31.10=89.10",
        "55.00+32.34=87.34",
        "47.00+31.44=78.44",
    ]


def test_f10_departments_of_vinh_phuc_2019_add_up() -> None:
    assert printed_sums("vinh-phuc-2019", 1) == [
        "59.25+33.68=92.93",
        "59.00+32.33=91.33",
        "57.50+32.54=90.04",
        "56.00+32.87=88.87",
        "55.75+33.01=88.76",
        "54.75+33.97=88.72",
        "55.50+32.99=88.49",
        "55.25+33.18=88.43",
        "56.50+31.04=87.54",
        "54.25+31.38=85.63",
        "53.75+31.86=85.61",
        "52.75+32.72=85.47",
        "52.75+32.43=85.18",
        "52.00+33.03=85.03",
        "53.50+31.40=84.90",
        "52.25+32.41=84.66",
        "52.25+32.28=84.53",
    ]


def test_f11_the_same_index_has_another_class_in_another_block(tmp_path: Path) -> None:
    units = [unit("a", "60", "25"), unit("b", "60", "25", block="district")]
    department, district = score(small_set(tmp_path), units).units

    assert department.index == district.index == 85
    assert department.band is not None
    assert district.band is not None
    assert (department.band.label.vi, district.band.label.vi) == ("Nhóm II", "Nhóm I")


def test_f12_a_checklist_grants_only_what_is_proved() -> None:
    parts = dict.fromkeys(("plan", "report", "survey"), D("0.25"))

    assert checklist(dict.fromkeys(parts, True), parts=parts) == D("0.75")
    assert checklist({"plan": True, "report": False, "survey": False}, parts=parts) == D("0.25")


def test_half_up_is_a_setting_and_not_a_habit_of_the_language(tmp_path: Path) -> None:
    step = small_set(tmp_path).rounding.total

    assert step is not None
    assert round_to(D("95.445"), step) == D("95.45")
    assert round(D("95.445"), 2) == D("95.44")
