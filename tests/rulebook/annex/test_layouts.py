"""Layouts that offices use: merged cells, restarted codes, levels in the guide, several sheets."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from parindex.errors import AnnexError, Problem
from parindex.rulebook.annex import AnnexImport, Topic
from parindex.rulebook.model import Part, Rulebook

Read = Callable[..., AnnexImport]
Sheet = Callable[..., Path]
Load = Callable[[], tuple[Rulebook | None, tuple[Problem, ...]]]
HEADER = ("STT", "Nội dung và tiêu chí", "Thang điểm", "Cách tính", "Tài liệu kiểm chứng")


def codes(made: AnnexImport) -> list[tuple[str, str]]:
    return [(node.code, str(node.max_points)) for node in made.tree.walk()]


def kinds(made: AnnexImport) -> dict[str, str]:
    return {node.code: node.proposal.kind for node in made.tree.walk() if node.proposal}


def open_points(made: AnnexImport, topic: Topic) -> list[str]:
    return [str(one) for one in made.decisions if one.topic is topic]


def test_levels_beside_a_merged_component(sheet: Sheet, read: Read, load: Load) -> None:
    rows = (
        HEADER,
        ("I", "Chỉ đạo", 2),
        ("1", "Ban hành kế hoạch", 1, "Kịp thời", "Kế hoạch"),
        (None, None, 0.5, "Không kịp thời"),
        (None, None, 0, "Không ban hành"),
        ("2", "Báo cáo", 1, "Đủ, đúng hạn: 1 điểm; không đủ: 0 điểm", "- Báo cáo\n- Giải trình"),
        ("II", "Thủ tục hành chính", 98),
        ("1", "Tỷ lệ đúng hạn", 90),
        ("1.1", "Hồ sơ đúng hạn", "90", "≥ 95%: 90\n80% đến dưới 95%: 45\nDưới 80%: 0"),
        ("2", "Công khai", 8),
        ("2. b)", "Trên trang điện tử", 3),
        ("2.c", "Tại nơi tiếp nhận", 5),
        ("Tổng cộng", None, 100),
    )
    made = read(sheet(rows, merged=("A3:A5", "B3:B5", "A13:B13")))
    assert codes(made) == [
        ("I", "2"),
        ("I.1", "1"),
        ("I.2", "1"),
        ("II", "98"),
        ("II.1", "90"),
        ("II.1.1", "90"),
        ("II.2", "8"),
        ("II.2.b", "3"),
        ("II.2.c", "5"),
    ]
    assert kinds(made) == {
        "I.1": "choice",
        "I.2": "yes_no",
        "II.1.1": "steps_ratio",
        "II.2.b": "external",
        "II.2.c": "external",
    }
    rulebook, problems = load()
    assert problems == ()
    assert rulebook is not None
    note = rulebook.node("II.2.b").leaf
    assert note is not None
    assert note.note is not None
    assert "2. b)" in note.note.vi


def test_codes_in_names_with_groups_that_skip(sheet: Sheet, read: Read) -> None:
    rows = (
        ("Lĩnh vực, tiêu chí", "Điểm tối đa"),
        ("I. Chỉ đạo", "60"),
        ("1. Kế hoạch", "60"),
        ("a) Kịp thời: 60 điểm", None),
        ("b) Không kịp thời: 30 điểm", None),
        ("c) Không ban hành: 0 điểm", None),
        ("II. Thể chế", "40"),
        ("1. Văn bản", "40"),
        ("1.1. Soạn thảo đúng hạn", 40),
        ("IV. Điểm thưởng", 5),
        ("1. Sáng kiến", 5),
        ("V. Điểm trừ", 2),
        ("1. Chậm báo cáo", -2),
    )
    made = read(sheet(rows))
    assert [field.code for field in made.tree.fields] == ["I", "II", "IV", "V"]
    assert kinds(made)["I.1"] == "choice"
    assert made.tree.node("IV").part is Part.BONUS
    assert made.tree.node("V.1").part is Part.PENALTY
    assert made.tree.node("V.1").max_points == 2
    assert made.tree.scale == 100


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_found_in_any_form_and_case(form: Any, sheet: Sheet, read: Read) -> None:
    rows = (("tt", "TIÊU CHÍ", "ĐIỂM TỐI ĐA"), ("1", "Điều hành: ", "100 ĐIỂM"))
    given = [[unicodedata.normalize(form, text) for text in row] for row in rows]
    made = read(sheet(given))
    assert [(node.name, node.key) for node in made.tree.walk()] == [("Điều hành", "dieu_hanh")]


def test_a_misprinted_maximum_is_named_with_both_sums(sheet: Sheet, read: Read, load: Load) -> None:
    maxima = ("20,5", "10", "10", "6", "10,05", "6", "14", "9", "14")
    rows = [(number, f"Lĩnh vực {number}", points) for number, points in enumerate(maxima, start=1)]
    made = read(sheet([HEADER, *rows, (None, "Tổng điểm", 100)]))
    (found,) = open_points(made, Topic.POINTS)
    assert "in 100" in found
    assert "99,55" in found
    assert "5: 10,05" in found
    _, problems = load()
    assert [problem.what.partition(" (")[0] for problem in problems] == [
        "the fields add up to 99.55, the scale is 100"
    ]


def test_a_node_whose_parts_do_not_add_up_is_named(sheet: Sheet, read: Read) -> None:
    rows = (HEADER, (1, "Chỉ đạo", 100), ("1.1", "Kế hoạch", 60), ("1.2", "Báo cáo", 30))
    (found,) = open_points(read(sheet(rows)), Topic.POINTS)
    assert found.startswith("1: «Chỉ đạo» in 100 điểm, các mục con cộng lại 90 (60 + 30)")


def test_repeated_codes_and_missing_parents_are_told(sheet: Sheet, read: Read, load: Load) -> None:
    rows = (
        HEADER,
        (1, "Chỉ đạo", 50),
        ("1.1", "Kế hoạch", 25),
        ("1.1", "Kế hoạch", 25),
        (2, "Thể chế", 50),
        ("3.1", "Văn bản", 50),
    )
    made = read(sheet(rows))
    assert [code for code, _ in codes(made)] == ["1", "1.1", "1.1-2", "2", "3.1"]
    told = " ".join(open_points(made, Topic.TREE))
    assert "mã 1.1 in hai lần" in told
    assert "3.1 đứng mà không có mục 3" in told
    assert load()[0] is not None


def test_rows_without_code_that_add_up_are_parts(sheet: Sheet, read: Read) -> None:
    rows = (HEADER, (1, "Chỉ đạo", 100), (None, "Kế hoạch", 60), (None, "Báo cáo", 40))
    made = read(sheet(rows))
    assert codes(made) == [("1", "100"), ("1.1", "60"), ("1.2", "40")]
    assert any("không có mã" in one for one in open_points(made, Topic.TREE))


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        (("Trên 90%: 2", "Dưới 90%: 0"), "belongs to none"),
        (("Trên 90%: 2", "Từ 70% đến 80%: 1", "Dưới 70%: 0"), "gap"),
        (("Kịp thời: 1", "Không: 0"), "mức cao nhất 1 khác điểm tối đa 2"),
        (("Trang điện tử: 0,5", "Hội nghị: 1,5"), "checklist"),
        (("Đầy đủ: 2", "Mỗi văn bản chậm trừ 0,5 điểm"), "chưa đọc được"),
        (("Đầy đủ: 2",), "chỉ có một mức"),
        (("Tốt: 2", "Tốt: 0"), "cùng lời văn"),
    ],
)
def test_levels_that_make_no_rule_say_why(
    levels: tuple[str, ...], reason: str, sheet: Sheet, read: Read, load: Load
) -> None:
    rows = [HEADER, (1, "Chỉ đạo", 2), *((None, level) for level in levels)]
    made = read(sheet(rows))
    assert kinds(made) == {"1": "external"}
    assert any(reason in one for one in open_points(made, Topic.RULE))
    rulebook, _ = load()
    assert rulebook is not None
    assert rulebook.facts["chi_dao"].type == "points"


def test_percent_with_a_condition_is_no_ratio(sheet: Sheet, read: Read) -> None:
    rows = (
        HEADER,
        (1, "Hồ sơ", 2),
        (None, "Từ 95% trở lên và không có hồ sơ quá hạn: 2"),
        (None, "Từ 95% trở lên: 1"),
        (None, "Dưới 95%: 0"),
    )
    made = read(sheet(rows))
    assert kinds(made) == {"1": "choice"}
    assert any("kèm điều kiện khác" in one for one in open_points(made, Topic.RULE))


def test_a_set_of_several_sheets_goes_on(sheet: Sheet, read: Read) -> None:
    first = (HEADER, ("I", "Chỉ đạo", 40), ("1", "Kế hoạch", 40))
    second = (HEADER, ("II", "Thể chế", 60), ("1", "Văn bản", 60))
    made = read(sheet(first, more={"Tiếp": second, "Ghi chú": [("Không có bảng",)]}))
    assert codes(made) == [("I", "40"), ("I.1", "40"), ("II", "60"), ("II.1", "60")]


def test_two_sets_in_one_file_are_never_mixed(sheet: Sheet, read: Read) -> None:
    first = (HEADER, (1, "Chỉ đạo", 100))
    file = sheet(first, more={"Xã": (HEADER, (1, "Điều hành", 50))})
    with pytest.raises(AnnexError) as caught:
        read(file)
    (problem,) = caught.value.problems
    assert problem.where == "sheet «Sở», sheet «Xã»"
    assert "2 sets" in problem.what
    assert read(file, table="Xã").tree.node("1").name == "Điều hành"


def test_a_word_table_with_merged_cells(tmp_path: Path, read: Read) -> None:
    made = docx.Document()
    made.add_paragraph("BỘ TIÊU CHÍ NĂM 2025")
    table = made.add_table(rows=5, cols=4)
    texts = (
        ("STT", "Tiêu chí", "Điểm", ""),
        ("", "", "Tối đa", "Tự chấm"),
        ("1", "Chỉ đạo", "100", ""),
        ("1.1", "Kế hoạch\n- Có: 100\n- Không: 0", "100", ""),
        ("Tổng cộng", "", "100", ""),
    )
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    for first, last in (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((4, 0), (4, 1))):
        table.cell(*first).merge(table.cell(*last))
    made.save(str(tmp_path / "a.docx"))
    result = read(tmp_path / "a.docx")
    assert codes(result) == [("1", "100"), ("1.1", "100")]
    assert kinds(result) == {"1.1": "yes_no"}
    assert open_points(result, Topic.POINTS) == []


def test_a_table_without_header_goes_on(document: Callable[..., Path], read: Read) -> None:
    first = [["STT", "Tiêu chí", "Điểm tối đa"], ["1", "Chỉ đạo", "60"]]
    second = [["2", "Thể chế", "40"]]
    signature = [["Nơi nhận", "", "KT. CHỦ TỊCH"]]
    made = read(document("BỘ TIÊU CHÍ", first, second, signature))
    assert codes(made) == [("1", "60"), ("2", "40")]
    assert any("table 2: không có hàng tiêu đề" in one for one in open_points(made, Topic.TREE))


def test_points_of_levels_in_a_column_of_their_own(sheet: Sheet, read: Read) -> None:
    rows = (
        ("STT", "Tiêu chí", "Điểm tối đa", "Cách tính", "Thang điểm"),
        (1, "Kế hoạch", 100, "Kịp thời", 100),
        (None, None, None, "Chậm", "50"),
        (None, None, None, "Không", "0"),
    )
    made = read(sheet(rows))
    assert kinds(made) == {"1": "choice"}
    assert [str(option) for option in made.tree.node("1").options] == [
        "Kịp thời: 100",
        "Chậm: 50",
        "Không: 0",
    ]


def test_what_cannot_be_placed_or_read_is_told(sheet: Sheet, read: Read, load: Load) -> None:
    rows = (
        HEADER,
        (None, "Áp dụng cho các sở", None),
        (1, "Chỉ đạo", "theo quy định"),
        ("1.1", "Kế hoạch", 60),
        (None, "Ghi chú chung"),
        ("?", "Báo cáo", 40),
        (2, "Điểm thưởng, điểm trừ", -2),
        (3, None, 5),
        (None, "Tổng cộng", 100),
        (None, "Người lập biểu"),
    )
    made = read(sheet(rows))
    told = " ".join(open_points(made, Topic.TREE))
    for words in (
        "«Áp dụng cho các sở» không thuộc mục nào",
        "«Ghi chú chung» không có mã và không có điểm",
        "không đọc được mã «?»",
        "vừa thưởng vừa trừ",
        "mục không có tên",
        "«Người lập biểu» không thuộc mục nào",
    ):
        assert words in told
    points = " ".join(open_points(made, Topic.POINTS))
    assert "không đọc được điểm «theo quy định»" in points
    assert "điểm in là số âm (-2)" in points
    assert made.tree.node("2").subtracts
    assert load()[0] is not None


def test_levels_that_contradict_one_another_make_no_rule(sheet: Sheet, read: Read) -> None:
    rows = (
        HEADER,
        (1, "Kế hoạch\n- Kịp thời: 50\n- Không: 0", 50, "Kịp thời: 40; không: 0"),
        (2, "Báo cáo", 50, "Kịp thời: 50; không: 0"),
        ("2.1", "Báo cáo quý", 50, "- Đủ: 50\n- Thiếu một kỳ:\n25 điểm\n- Không: 0"),
        (None, "Kịp thời: 50", 40),
    )
    made = read(sheet(rows))
    assert kinds(made) == {"1": "external", "2.1": "external"}
    told = " ".join(open_points(made, Topic.RULE))
    assert "cột tên và cột hướng dẫn khác nhau" in told
    assert "«Kịp thời: 50 [40]»" in told


def test_letters_that_group_levels_make_no_rule(sheet: Sheet, read: Read) -> None:
    rows = (
        HEADER,
        (1, "Đào tạo", 100),
        ("a)", "Nhóm không có kế hoạch"),
        (None, "Có tổ chức: 80"),
        ("b)", "Nhóm có kế hoạch"),
        (None, "Đạt 100%: 100"),
    )
    made = read(sheet(rows))
    assert kinds(made) == {"1": "external"}
    assert "a) Nhóm không có kế hoạch" in made.tree.node("1").guide
