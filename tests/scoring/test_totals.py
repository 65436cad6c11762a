"""How totals and indices are told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parindex.rulebook.model import Convention
from parindex.scoring import Status, UnitFacts, load, score
from parindex.scoring.totals import explain_total

VINH_PHUC = "published/vinh-phuc/2019/department"


def told(convention: Convention, points: dict[str, Any], language: str = "vi") -> tuple[str, ...]:
    rulebook = load(VINH_PHUC).model_copy(update={"not_applicable": convention})
    unit = UnitFacts("d", "D", "department", {}, points)
    return explain_total(rulebook, score(rulebook, [unit]).units[0], language)


POINTS = {"A": Decimal("59.25"), "S": Decimal("33.68")}


def test_the_fields_are_added_before_the_index_is_made() -> None:
    rulebook = load(VINH_PHUC)
    assert told(Convention.ABSOLUTE, POINTS) == (
        "Cộng các lĩnh vực: A 59,25 + S 33,68 = 92,93 điểm.",
        "Chỉ số: 92,93 trên thang 100 điểm.",
        "Kết quả: 92,93%.",
        f"Căn cứ: {rulebook.acts[0].number}; {rulebook.title.vi}.",
    )


@pytest.mark.parametrize(
    ("convention", "sentence"),
    [
        (Convention.RESCALE_ALL, "Index: 92.93 / 100 (points over the applicable maximum)."),
        (Convention.APPRAISED_ONLY, "Index: 59.25 / 65 (the appraised part alone)."),
    ],
)
def test_each_convention_is_told_with_its_figures(convention: Convention, sentence: str) -> None:
    assert told(convention, POINTS, "en")[1] == sentence


def test_a_rescaled_appraised_part_is_told_with_its_rounded_rate() -> None:
    told_ = told(Convention.RESCALE_APPRAISED, POINTS, "en")
    assert told_[1] == (
        "Index: the appraised part 59.25 / 65, rounded to 91.15%, of 65 points; "
        "33.68 survey points are added."
    )
    assert told_[2] == "Result: 92.93%."


def test_without_a_survey_the_appraised_part_stands_alone() -> None:
    points = {**POINTS, "S": Status.NOT_APPLICABLE}
    assert told(Convention.RESCALE_WITHOUT_SURVEY, points, "en")[1] == (
        "Index: 59.25 / 65 (the appraised part alone)."
    )
    assert told(Convention.RESCALE_WITHOUT_SURVEY, POINTS, "en")[1] == (
        "Index: 92.93 on a scale of 100 points."
    )


def test_a_unit_without_an_index_has_nothing_to_tell() -> None:
    assert told(Convention.ABSOLUTE, {"A": Decimal(50)}) == ()


def test_bonus_and_penalty_are_told_after_the_sum(tmp_path: Path) -> None:
    rulebook = load("model/2026/department")
    fields = {field.code: field.max_points for field in rulebook.fields}
    points = {code: top if code not in {"IX", "X"} else Decimal(1) for code, top in fields.items()}
    lower = {**points, "I": fields["I"] - 5}
    result = score(rulebook, [UnitFacts("d", "D", "department", {}, lower)])
    lines = explain_total(rulebook, result.units[0], "vi")
    assert "Điểm thưởng: cộng 1 điểm." in lines
    assert "Điểm phạt: trừ 1 điểm." in lines
