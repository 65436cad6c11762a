"""The shipped rulebooks: each loads, each worked case passes, and a wrong sum is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parindex.errors import RulebookError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import load_rulebook, shipped_rulebooks
from parindex.scoring.cases import check_rulebook
from parindex.scoring.kinds import discover

SHIPPED = shipped_rulebooks()
FROM_THE_HANDBOOK = (
    "766/2026/commune",
    "766/2026/department",
    "766/2026/province",
    "cchc-national/2017/province",
    "khanh-hoa-nq57/2026/monthly",
    "tt01-vpcp/2018/nine_indicators",
)

HEAD = """
identity: wrong-sum/2026/page
title: {vi: Trang cộng sai, en: A page that adds up wrongly}
blocks:
  department: {vi: Sở, en: Departments}
valid_from: 2026-01-01
acts:
  - number: 1/QĐ-UBND
    title: {vi: Quyết định, en: Decision}
source: {act: 1/QĐ-UBND}
scale: "100"
not_applicable: {convention: absolute, missing: holds_total, pending: holds_total}
rounding: {rank_on: rounded, display: {step: "0.01"}}
ranking: {ties: dense}
averages: mean_of_units
bands: {on: index, of: {}}
"""

FIELD = """
code: "{code}"
key: field_{code}
name: {{vi: Lĩnh vực {code}, en: Field {code}}}
max_points: "{points}"
step: "0.05"
rule: external
inputs: {{value: points_{code}}}
values:
  - {{from: 2026-01-01, source_max: "{points}"}}
none_arisen: ask
given_by: external
appraised_by: {{vi: Hội đồng, en: Council}}
"""

LIVE_PAGE = ("20.5", "10", "10", "6", "10.05", "6", "14", "9", "14")
"""Maxima of a set that was live with 10.05 typed for 10.5."""


def written_page(folder: Path, maxima: tuple[str, ...]) -> Path:
    """Write a rulebook of one component a field and return its folder."""
    (folder / "criteria").mkdir()
    (folder / "rulebook.yaml").write_text(HEAD, encoding="utf-8")
    facts = []
    for code, points in enumerate(maxima, start=1):
        text = FIELD.format(code=code, points=points)
        (folder / "criteria" / f"{code}.yaml").write_text(text, encoding="utf-8")
        facts.append(f"points_{code}: {{type: points, label: {{vi: Điểm, en: Points}}}}")
    (folder / "facts.yaml").write_text("\n".join(facts), encoding="utf-8")
    return folder


def test_the_sets_of_the_handbook_are_shipped() -> None:
    assert set(FROM_THE_HANDBOOK) <= set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rulebook_has_no_problem_and_its_cases_pass(name: str) -> None:
    rulebook, problems, cases = check_rulebook(name)
    assert [str(problem) for problem in problems] == []
    assert rulebook is not None
    assert rulebook.identity == name
    assert cases >= 2 * len(rulebook.leaves())


def test_fingerprints_are_64_hexadecimal_digits_and_differ() -> None:
    prints = [fingerprint(load_rulebook(name, discover())) for name in SHIPPED]
    assert [each for each in prints if not re.fullmatch("[0-9a-f]{64}", each)] == []
    assert len(set(prints)) == len(SHIPPED)


def test_fingerprint_is_the_same_for_a_second_reading() -> None:
    first, second = (load_rulebook("766/2026/commune", discover()) for _ in range(2))
    assert fingerprint(first) == fingerprint(second)


def test_maxima_that_add_up_to_99_55_are_refused(tmp_path: Path) -> None:
    folder = written_page(tmp_path, LIVE_PAGE)
    with pytest.raises(RulebookError) as refused:
        load_rulebook(folder, discover())
    (problem,) = refused.value.problems
    assert problem.where == "rulebook.yaml, line 11"
    assert problem.what == (
        "the fields add up to 99.55, the scale is 100 "
        "(1: 20.5 + 2: 10 + 3: 10 + 4: 6 + 5: 10.05 + 6: 6 + 7: 14 + 8: 9 + 9: 14)"
    )


def test_the_same_page_with_10_5_is_accepted(tmp_path: Path) -> None:
    corrected = tuple("10.5" if points == "10.05" else points for points in LIVE_PAGE)
    rulebook = load_rulebook(written_page(tmp_path, corrected), discover())
    assert sum(field.max_points for field in rulebook.fields) == rulebook.scale
