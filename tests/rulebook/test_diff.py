"""What changed between two sets, by stable keys, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from parindex.rulebook.diff import WORDS, Change, diff
from parindex.rulebook.model import NodeRounding, RoundingStep, Rulebook, Text
from parindex.scoring import load
from parindex.scoring.compare import replace
from tests.small import CHOICE, Data, book, fields, leaf, node, text

Edit = Callable[[list[Data]], object]


def rename(all_: list[Data]) -> None:
    all_[0]["children"][0]["name"] = text("Đúng hạn", "On time")


def recode(all_: list[Data]) -> None:
    all_[0]["children"][0]["code"] = "1.3"


def add(all_: list[Data]) -> None:
    all_[1]["children"].append(leaf("2.2", "0.5", "fixed", {}))
    all_[1]["children"][0]["max_points"] = "3.5"


def remove(all_: list[Data]) -> None:
    del all_[0]["children"][1]
    all_[0]["max_points"] = "4"


def move(all_: list[Data]) -> None:
    all_[1]["children"].append(all_[0]["children"].pop(1))
    all_[0]["max_points"], all_[1]["max_points"] = "4", "6"


def threshold(all_: list[Data]) -> None:
    all_[0]["children"][1]["values"][0]["options"]["late"] = "1.5"


def policy(all_: list[Data]) -> None:
    all_[0]["children"][0]["none_arisen"] = "full"


def rule(all_: list[Data]) -> None:
    all_[0]["children"][0]["rule"] = "ratio_floor"
    all_[0]["children"][0]["values"] = [{"from": "2026-01-01", "floor": "0.5"}]


def giver(all_: list[Data]) -> None:
    all_[0]["children"][0]["given_by"] = "external"


CHANGES = [
    (rename, "Đổi tên 1.1: «Mục 1.1» thành «Đúng hạn».", "Renamed 1.1: «Item 1.1» to «On time»."),
    (recode, "Đổi mã «Mục 1.1» từ 1.1 thành 1.3.", "Recoded «Item 1.1» from 1.1 to 1.3."),
    (add, "Thêm 2.2 «Mục 2.2» (0.5 điểm).", "Added 2.2 «Item 2.2» (0.5 points)."),
    (
        add,
        "Đổi điểm tối đa 2.1 «Mục 2.1»: 4 thành 3.5.",
        "Maximum of 2.1 «Item 2.1» changed: 4 to 3.5.",
    ),
    (remove, "Bỏ 1.2 «Mục 1.2» (2 điểm).", "Removed 1.2 «Item 1.2» (2 points)."),
    (move, "Chuyển «Mục 1.2» từ Mục 1 sang Mục 2.", "Moved «Item 1.2» from Item 1 to Item 2."),
    (
        policy,
        "Đổi cách xử lý khi không phát sinh 1.1 «Mục 1.1»: not_applicable thành full.",
        "Policy of 1.1 «Item 1.1» when nothing arises: not_applicable to full.",
    ),
    (
        rule,
        "Đổi cách chấm 1.1 «Mục 1.1»: ratio thành ratio_floor.",
        "Rule of 1.1 «Item 1.1» changed: ratio to ratio_floor.",
    ),
    (
        giver,
        "Đổi bên cho điểm 1.1 «Mục 1.1»: automatic thành external.",
        "Who gives the points of 1.1 «Item 1.1»: automatic to external.",
    ),
]


@pytest.fixture
def before(tmp_path: Path) -> Rulebook:
    return book(tmp_path / "before")


def edited(folder: Path, edit: Edit, scale: str = "10") -> Rulebook:
    all_ = fields()
    edit(all_)
    return book(folder, all_, scale=scale)


def sentences(changes: tuple[Change, ...], language: str = "vi") -> list[str]:
    return [change.sentence(language) for change in changes]


@pytest.mark.parametrize(("edit", "vi", "en"), CHANGES)
def test_a_change_is_told_in_both_languages(
    tmp_path: Path, before: Rulebook, edit: Edit, vi: str, en: str
) -> None:
    after = edited(tmp_path / "after", edit, scale="8" if edit is remove else "10")
    found = diff(before, after)
    assert vi in sentences(found)
    assert en in sentences(found, "en")


def test_a_changed_threshold_is_told_with_old_and_new_values(
    tmp_path: Path, before: Rulebook
) -> None:
    (change,) = diff(before, edited(tmp_path / "after", threshold))
    assert change.what == "values"
    assert "late 1, " in change.old
    assert "late 1.5, " in change.new
    assert change.sentence().startswith("Đổi ngưỡng 1.2 «Mục 1.2»: ")


def test_one_change_alone_is_told(tmp_path: Path, before: Rulebook) -> None:
    assert len(diff(before, edited(tmp_path / "after", rename))) == 1


def test_nothing_changed_is_an_empty_list(before: Rulebook) -> None:
    assert diff(before, before) == ()


def test_what_is_added_one_way_is_removed_the_other_way(tmp_path: Path, before: Rulebook) -> None:
    after = edited(tmp_path / "after", remove, scale="8")
    assert [each.what for each in diff(before, after)].count("removed") == 1
    assert [each.what for each in diff(after, before)].count("added") == 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ranking", {"ties": "competition"}, "tie rule of the set changed: dense to competition."),
        (
            "averages",
            "mean_of_block_means",
            "averages of the set changed: mean_of_units to mean_of_block_means.",
        ),
        ("bonus_cap", "3", "bonus cap of the set changed: None to 3."),
        ("penalty_cap", "2", "penalty cap of the set changed: None to 2."),
        (
            "not_applicable",
            {"convention": "R3", "missing": "holds_total", "pending": "holds_total"},
            "not-applicable convention of the set changed: R1 to R3.",
        ),
        (
            "not_applicable",
            {"convention": "R1", "missing": "left_out", "pending": "holds_total"},
            "total while something is missing of the set changed: holds_total to left_out.",
        ),
        (
            "ranking",
            {"ties": "dense", "tie_breakers": ["1"]},
            "tie-breakers of the set changed:  to 1.",
        ),
    ],
)
def test_a_change_of_the_whole_set_is_told(
    tmp_path: Path, before: Rulebook, name: str, value: object, sentence: str
) -> None:
    found = diff(before, book(tmp_path / "after", **{name: value}))
    assert sentences(found, "en") == [sentence]


def test_changes_of_the_set_come_first_and_removed_nodes_last(
    tmp_path: Path, before: Rulebook
) -> None:
    after = edited(tmp_path / "after", remove, scale="8")
    kinds = [change.what for change in diff(before, after)]
    assert (kinds[0], kinds[-1]) == ("set", "removed")


def test_both_languages_know_the_same_changes() -> None:
    assert set(WORDS["vi"]) == set(WORDS["en"])


def test_a_component_that_became_a_group_has_no_rule_to_compare(
    tmp_path: Path, before: Rulebook
) -> None:
    grown = fields()
    part = CHOICE | {"code": "1.2.1", "key": "part"}
    grown[0]["children"][1] = node("1.2", "2", children=[part])
    assert {change.what for change in diff(before, book(tmp_path / "a", grown))} == {"added"}


def test_a_renamed_node_is_told_in_the_language_of_the_reader() -> None:
    before = load("766/2026/province")
    node = before.node("2.1")
    after = replace(before, "2.1", name=Text(vi="Tên mới", en="New name"))
    (change,) = diff(before, after)
    assert change.sentence("vi") == f"Đổi tên 2.1: «{node.name.vi}» thành «Tên mới»."
    assert change.sentence("en") == f"Renamed 2.1: «{node.name.en}» to «New name»."


def test_a_change_of_source_step_and_facts_is_told() -> None:
    before = load("766/2026/province")
    leaf = before.node("2.1").leaf
    assert leaf is not None
    after = replace(before, "2.1", step=Decimal("0.05"), arises_with="petitions")
    whats = {change.what for change in diff(before, after)}
    assert whats == {"facts", "step"}


def test_bands_are_told_in_words(tmp_path: Path) -> None:
    rows = [
        {"label": text("Tốt", "Good"), "lower": "80", "inclusive": False},
        {"label": text("Khá", "Fair"), "lower": "0"},
    ]
    lists = [
        {"on": "index", "of": {"department": [rows[0] | {"lower": lower}, rows[1]]}}
        for lower in ("80", "85")
    ]
    old, new = (book(tmp_path / str(index), bands=each) for index, each in enumerate(lists))
    (change,) = diff(old, new)
    assert "Sở, ban, ngành: Tốt trên 80, Khá từ 0" in change.sentence()
    assert "Departments: Good above 85, Fair from 0" in change.sentence("en")


def test_what_a_node_does_to_the_sum_and_whom_it_is_for_is_told(before: Rulebook) -> None:
    rounding = NodeRounding(points=RoundingStep(step=Decimal("0.1")))
    changes = {"applies_to": ("commune",), "subtracts": True, "rounding": rounding}
    after = replace(before, "1.2", **changes)
    assert {change.what for change in diff(before, after)} == {"place", "applies_to", "rounding"}
    assert "How 1.2 «Item 1.2» enters the item above: base to base, subtracts." in sentences(
        diff(before, after), "en"
    )
