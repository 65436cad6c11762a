"""Codes, levels and bounds as decisions word them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parindex.rulebook.annex.act import acts_in
from parindex.rulebook.annex.codes import parse_code, split_code
from parindex.rulebook.annex.options import parse_option
from parindex.rulebook.annex.percents import percent_step
from parindex.rulebook.annex.words import points_in


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("> 90%", "> 0.9"),
        ("≥ 80% - < 90%", "≥ 0.8 and < 0.9"),
        ("80% ≤ x < 90%", "≥ 0.8 and < 0.9"),
        ("≥70% và <90%", "≥ 0.7 and < 0.9"),
        ("Từ trên 80% đến 90%", "> 0.8 and ≤ 0.9"),
        ("Trên 80% đến dưới 90%", "> 0.8 and < 0.9"),
        ("Đạt từ 85- dưới 100%", "≥ 0.85 and < 1"),
        ("70 % – 90 %", "≥ 0.7 and ≤ 0.9"),
        ("70% trở lên", "≥ 0.7"),
        ("từ 50% trở xuống", "≤ 0.5"),
        ("Không quá 5%", "≤ 0.05"),
        ("Không dưới 90%", "≥ 0.9"),
        ("lớn hơn hoặc bằng 90%", "≥ 0.9"),
        ("Đạt dưới 80 phần trăm", "< 0.8"),
        ("Hoàn thành 100% nhiệm vụ", "≥ 1"),
        ("Từ 97,5% trở lên", "≥ 0.975"),
        ("Đạt 80%", None),
        ("Đạt bằng 90%", None),
        ("Dưới 50% hoặc không triển khai", None),
        ("(Tỷ lệ/85%) x 10", None),
        ("Ban hành kịp thời", None),
    ],
)
def test_bounds_are_read_as_worded(text: str, row: str | None) -> None:
    found = percent_step(text, Decimal(1))
    assert (found and str(found)) == row


@pytest.mark.parametrize(
    ("line", "points"),
    [
        ("Ban hành kịp thời: 1", "1"),
        ("- Chậm: 0,5 điểm;", "0.5"),
        ("Đầy đủ (1 điểm)", "1"),
        ("Trên 80% được 1 điểm", "1"),
        ("Ban hành trước 31/12: 1", "1"),
        ("Không ban hành: không có điểm", "0"),
        ("Có giải trình, trừ trường hợp bất khả kháng: 1", "1"),
        ("Mỗi văn bản trừ 0,5 điểm", None),
        ("Tối đa 2 điểm", None),
        ("Từ 0,5 đến 1 điểm", None),
        ("Chậm: 0,5 - 1 điểm", None),
        ("Cứ 1 sáng kiến cộng thêm 1 điểm", None),
    ],
)
def test_points_are_read_only_where_they_are_plain(line: str, points: str | None) -> None:
    found = parse_option(line).points
    assert found == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I", "I"),
        ("IV.", "IV"),
        ("A", "A"),
        ("1)", "1"),
        ("1.1.1", "1.1.1"),
        ("1,10", "1.10"),
        ("I.1", "I.1"),
        ("a)", "a"),
        ("đ)", "đ"),
        ("2. b)", "2.b"),
        ("Lĩnh vực 1", "1"),
        ("TT", None),
        ("-", None),
    ],
)
def test_codes_are_read_by_their_shape(text: str, code: str | None) -> None:
    found = parse_code(text)
    assert (found and found.text) == code


@pytest.mark.parametrize("name", ["1.5 điểm nếu chậm", "70% - 90%", "1 sáng kiến", "Mục tiêu"])
def test_numbers_at_the_head_of_a_name_are_no_codes(name: str) -> None:
    assert split_code(name) == (None, "", name)


def test_points_cells() -> None:
    assert points_in("0,5 điểm") == (Decimal("0.5"),)
    assert points_in("10 | 5 | 0") == (10, 5, 0)
    assert points_in("−2") == (-2,)
    assert points_in("xem ghi chú") is None


def test_the_own_act_comes_first_and_impossible_days_are_left_out() -> None:
    text = "Căn cứ Nghị quyết số 57-NQ/TW\nKèm theo Quyết định số 12/2025/QĐ-UBND ngày 31/02/2025"
    first, second = acts_in(text)
    assert (first.number, first.issued) == ("12/2025/QĐ-UBND", None)
    assert second.number == "57-NQ/TW"
