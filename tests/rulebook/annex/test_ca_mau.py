"""Decision 1880/QĐ-UBND of Cà Mau (2013) as a sheet: header over two rows, levels in rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from parindex.errors import Problem
from parindex.rulebook.annex import AnnexImport, Topic
from parindex.rulebook.model import GivenBy, Rulebook

Load = Callable[[], tuple[Rulebook | None, tuple[Problem, ...]]]

ROWS = (
    ("CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CỦA SỞ, BAN, NGÀNH",),
    ("(Kèm theo Quyết định số 1880/QĐ-UBND ngày 01 tháng 02 năm 2013 của UBND tỉnh Cà Mau)",),
    (),
    (
        "STT",
        "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
        "Điểm tối đa",
        *("Điểm đánh giá", None, None),
        *("Điểm đạt được", "Chỉ số", "Ghi chú"),
    ),
    (None, None, None, "Điều tra XHH", "Tự đánh giá", "SNV đánh giá"),
    (1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CCHC", 9),
    (1.1, "Kế hoạch CCHC năm", 5),
    ("1.1.1", "Ban hành kế hoạch CCHC năm", 1),
    (None, "Ban hành kịp thời: 1"),
    (None, "Ban hành không kịp thời: 0,5"),
    (None, "Không ban hành: 0"),
    ("1.1.2", "Xác định đầy đủ các nhiệm vụ CCHC", "1 điểm"),
    (None, "Đầy đủ nhiệm vụ và có bố trí kinh phí", 1),
    (None, "Không đầy đủ", 0),
    ("1.1.3", "Các kết quả phải đạt được xác định rõ ràng", 1),
    ("1.1.4", "Mức độ thực hiện kế hoạch CCHC", "2,0"),
    ("-", "> 90%: 2"),
    ("-", "Từ 70% - 90%: 1"),
    ("-", "Dưới 70%: 0"),
    ("1.2", "Báo cáo CCHC", 4),
    ("1.2.1", "Báo cáo được gửi đúng thời gian quy định", "0.5"),
    (None, "Đúng hạn | Chậm một kỳ | Chậm hơn", "0,5 | 0.25 | 0"),
    ("1.2.2", "Mức độ hài lòng của người dân", 1.5, "x"),
    ("1.2.3", "Chất lượng báo cáo\nTốt\nKhá\nKém", "2\n1\n0"),
    (None, "Tổng cộng", 9),
)
MERGED = ("A1:I1", "A2:I2", "A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:G5", "H4:H5", "I4:I5")


@pytest.fixture
def made(sheet: Callable[..., Path], read: Callable[..., AnnexImport]) -> AnnexImport:
    """The sheet, read."""
    return read(sheet(ROWS, merged=MERGED))


def test_codes_names_and_maxima_are_as_printed(made: AnnexImport) -> None:
    assert [(node.code, str(node.max_points)) for node in made.tree.walk()] == [
        ("1", "9"),
        ("1.1", "5"),
        ("1.1.1", "1"),
        ("1.1.2", "1"),
        ("1.1.3", "1"),
        ("1.1.4", "2.0"),
        ("1.2", "4"),
        ("1.2.1", "0.5"),
        ("1.2.2", "1.5"),
        ("1.2.3", "2"),
    ]
    assert made.tree.node("1.2.3").name == "Chất lượng báo cáo"


def test_levels_in_rows_give_rules(made: AnnexImport) -> None:
    kinds = {node.code: node.proposal.kind for node in made.tree.walk() if node.proposal}
    assert kinds == {
        "1.1.1": "choice",
        "1.1.2": "yes_no",
        "1.1.3": "external",
        "1.1.4": "steps_ratio",
        "1.2.1": "choice",
        "1.2.2": "external",
        "1.2.3": "choice",
    }


def test_the_act_is_found_and_what_is_set_is_listed(made: AnnexImport, load: Load) -> None:
    rulebook, problems = load()
    assert problems == ()
    assert rulebook is not None
    assert rulebook.acts[0].number == "1880/QĐ-UBND"
    assert rulebook.acts[0].issued == date(2013, 2, 1)
    assert rulebook.valid_from == date(2013, 2, 1)
    assert {one.topic for one in made.decisions} == set(Topic) - {Topic.TREE}
    where = {one.where for one in made.decisions}
    assert {"acts", "valid_from", "bands", "evidence", "appraised_by", "en", "scale"} <= where
    assert {"1.1.3", "1.1.4", "1.2.2"} <= where


def test_the_draft_keeps_rules_facts_and_survey(made: AnnexImport, load: Load) -> None:
    rulebook, _ = load()
    assert rulebook is not None
    leaf = rulebook.node("1.1.4").leaf
    assert leaf is not None
    assert leaf.rule is not None
    assert leaf.none_arisen == "ask"
    assert leaf.rule.fact_names() == (
        "muc_do_thuc_hien_ke_hoach_cchc_numerator",
        "muc_do_thuc_hien_ke_hoach_cchc_denominator",
    )
    survey = rulebook.node("1.2.2").leaf
    assert survey is not None
    assert survey.given_by is GivenBy.SURVEY
    options = rulebook.facts["ban_hanh_ke_hoach_cchc_nam"].options
    assert [text.vi for text in options.values()] == [
        "Ban hành kịp thời",
        "Ban hành không kịp thời",
        "Không ban hành",
    ]


def test_decisions_are_a_page_to_tick(made: AnnexImport) -> None:
    page = made.files[-1]
    assert page.name == "DECISIONS.md"
    text = page.read_text(encoding="utf-8")
    assert text.count("- [ ] ") == len(made.decisions)
    assert text.startswith("# Những điểm cần người có thẩm quyền quyết định: CHỈ SỐ CẢI CÁCH")
    assert "chưa nhận ra cách tính của 1.1.3" in text
