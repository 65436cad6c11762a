"""The monthly annex of Khánh Hòa (Quy định 11-QĐ/TU, 2026) as a document, in decomposed letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from parindex.errors import Problem
from parindex.rulebook.annex import AnnexImport, Topic
from parindex.rulebook.model import Part, Rulebook

Load = Callable[[], tuple[Rulebook | None, tuple[Problem, ...]]]

HEADER = (
    "STT",
    "NỘI  DUNG VÀ TIÊU CHÍ",
    "Điểm\nchuẩn",
    "Điểm\ntự\nchấm",
    "Hướng dẫn chấm điểm",
    "Nguồn tài liệu chứng minh\nhoặc giải trình",
    "Ghi\nchú",
)
STEPS = (
    "\n- Hoàn thành đúng tiến độ 100% nhiệm vụ, chỉ tiêu được\ngiao: 10 điểm"
    "\n- Đạt từ 90% đến dưới 100%: 8 điểm\n- Đạt từ 80% đến dưới 90%: 6 điểm"
    "\n- Đạt từ 70% đến dưới 80%: 4 điểm\n- Dưới 70%: 0 điểm"
)
REPORTS = (
    "- Đáp ứng đầy đủ về số lượng, nội dung và đúng thời gian theo quy định: 10 điểm\n"
    "- Thực hiện không đầy đủ một trong các yêu cầu về số lượng, nội dung, thời hạn: 0 điểm"
)
PHASES = (
    "\n1. Giai đoạn xây dựng:\n- Hoàn thành 100% theo lộ trình: 18 điểm\n- Dưới 50%: 0 điểm"
    "\n2. Giai đoạn vận hành:\n- Hệ thống vận hành ổn định: 18 điểm\n- Không vận hành: 0 điểm"
)
PLATFORM = (
    "\n- Triển khai sử dụng hiệu quả và cập nhật thường xuyên: 18 điểm"
    "\n- Có triển khai sử dụng nhưng cập nhật không đều”: 9 điểm\n- Không thực hiện: 0 điểm"
)
CLASSES = (
    "Tổ chức các lớp đào tạo, bồi dưỡng, tập huấn\na) Nhóm đơn vị không xây dựng Kế hoạch"
    "\n- Có tổ chức:  8 điểm\n- Không Tổ chức: 0 điểm\nb) Nhóm đơn vị có xây dựng Kế hoạch"
    "\n- Đạt từ 100% kế hoạch: 12 điểm\n- Đạt từ 85- dưới 100%: 8 điểm\n- Không tổ chức: 0 điểm"
)
COUNTS = (
    "\n- Đạt từ 100 lượt người tham gia trở lên: 6 điểm\n- Đạt từ 50 đến dưới 100 lượt: 3 điểm"
    "\n- Dưới 50 lượt: 1 điểm\n- Không tổ chức: 0 điểm"
)
SPENDING = (
    "Thực hiện giải ngân kế hoạch đầu tư vốn ngân sách\n- Đạt từ 85% trở lên: 10 điểm"
    "\n- Từ 60% đến dưới 85%: Điểm = (Tỷ lệ giải ngân/85%) x 10, tối đa 10 điểm"
    "\n- Dưới 60%: 0 điểm"
)
IDEAS = (
    "- Có từ 2 sáng kiến hoặc giải pháp mới trở lên: 10 điểm"
    "\n- Có 1 sáng kiến hoặc giải pháp mới: 5 điểm\n- Không có sáng kiến: 0 điểm"
)
PAGE_1 = (
    HEADER,
    ("I", "VỀ CHỈ ĐẠO, ĐIỀU HÀNH", "20"),
    ("1", f"Thực hiện chế độ báo cáo định kỳ\n{REPORTS}", "10", "", REPORTS, "Báo cáo định kỳ"),
    (
        "2",
        f"Đổi mới, sáng tạo trong triển khai nhiệm vụ\n{IDEAS}",
        "10",
        "",
        "Sáng kiến cấp cơ sở được công nhận",
        "- Quyết định công nhận\n- Văn bản nghiệm thu",
    ),
    ("II", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ", "80"),
    ("1", "Tổ chức thực hiện", " 38"),
    ("1.1", f"Nhiệm vụ được Ban Chỉ đạo tỉnh giao{STEPS}", "10", "", "", "Báo cáo"),
    (
        "1.2",
        f"Nhiệm vụ được UBND tỉnh giao{STEPS}",
        "10",
        "",
        "",
        "Báo cáo",
        "Không được giao nhiệm vụ thì\ngiảm trừ điểm tối đa",
    ),
)
PAGE_2 = (
    HEADER,
    ("1.3", "Xây dựng và hoàn thiện cơ sở dữ liệu", "18"),
    ("1.3.1", f"Xây dựng cơ sở dữ liệu chuyên ngành đối với cấp tỉnh{PHASES}", "18"),
    ("1.3.2", f"Triển khai sử dụng Nền tảng số dùng chung cấp xã{PLATFORM}", "18"),
    ("2", "Công tác đào tạo, bồi dưỡng", "12"),
    ("", CLASSES, "12"),
    ("3", "Công tác truyền thông", "12"),
    ("3.1", f"Tổ chức tuyên truyền trực tiếp{COUNTS}", "6"),
    ("3.2", f"Tổ chức qua trang thông tin điện tử{COUNTS}", "6"),
    ("4", "Quản lý tài chính", "10"),
    ("", SPENDING, "10"),
    (
        "5",
        "Chế độ báo cáo\n- Nộp báo cáo trước ngày 22 hằng tháng: 8 điểm\n- Không nộp: 0 điểm",
        "8",
    ),
    ("", "Điểm tổng cộng (sau giảm trừ tiêu chí không áp dụng, tối đa\n100 điểm)", "100"),
    ("III", "ĐIỂM TRỪ", ""),
    ("1", "Nộp trễ hạn hồ sơ: trừ 02 điểm; quá 01 ngày thì không tiếp nhận đánh giá", "2"),
    ("2", "Không thực hiện chế độ báo cáo đột xuất theo yêu cầu", "0,5"),
    ("3", "Điểm trừ khác do Ban Chỉ đạo quyết định", "1"),
)
TITLE = (
    "NỘI DUNG, TIÊU CHÍ, THANG ĐIỂM THEO DÕI, ĐÁNH GIÁ HẰNG THÁNG NĂM 2026\n"
    "(Kèm theo Quy định Đánh giá kết quả thực hiện Nghị quyết số 57-NQ/TW)"
)


@pytest.fixture
def made(document: Callable[..., Path], read: Callable[..., AnnexImport]) -> AnnexImport:
    """The annex over two pages, read."""

    def decomposed(table: tuple[tuple[str, ...], ...]) -> list[list[str]]:
        return [[unicodedata.normalize("NFD", text) for text in row] for row in table]

    signature = [["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    return read(document(signature, TITLE, decomposed(PAGE_1), decomposed(PAGE_2)))


def test_the_tree_has_the_parts_of_the_annex(made: AnnexImport) -> None:
    found = [(node.code, str(node.max_points)) for node in made.tree.walk()]
    assert found == [
        ("I", "20"),
        ("I.1", "10"),
        ("I.2", "10"),
        ("II", "80"),
        ("II.1", "38"),
        ("II.1.1", "10"),
        ("II.1.2", "10"),
        ("II.1.3", "18"),
        ("II.1.3.1", "18"),
        ("II.1.3.2", "18"),
        ("II.2", "12"),
        ("II.2.1", "12"),
        ("II.3", "12"),
        ("II.3.1", "6"),
        ("II.3.2", "6"),
        ("II.4", "10"),
        ("II.4.1", "10"),
        ("II.5", "8"),
        ("III", "3.5"),
        ("III.1", "2"),
        ("III.2", "0.5"),
        ("III.3", "1"),
    ]
    assert made.tree.scale == 100
    assert [field.part for field in made.tree.fields] == [Part.BASE, Part.BASE, Part.PENALTY]


def test_rules_are_proposed_only_where_the_text_gives_them(made: AnnexImport) -> None:
    kinds = {node.code: node.proposal.kind for node in made.tree.walk() if node.proposal}
    assert kinds == {
        "I.1": "yes_no",
        "I.2": "choice",
        "II.1.1": "steps_ratio",
        "II.1.2": "steps_ratio",
        "II.1.3.1": "external",
        "II.1.3.2": "choice",
        "II.2.1": "external",
        "II.3.1": "choice",
        "II.3.2": "choice",
        "II.4.1": "external",
        "II.5": "yes_no",
        "III.1": "external",
        "III.2": "external",
        "III.3": "external",
    }


def test_edges_are_open_or_closed_as_worded(made: AnnexImport) -> None:
    proposal = made.tree.node("II.1.1").proposal
    assert proposal is not None
    assert proposal.steps is not None
    assert [str(row) for row in proposal.steps.root] == [
        "≥ 1",
        "≥ 0.9 and < 1",
        "≥ 0.8 and < 0.9",
        "≥ 0.7 and < 0.8",
        "< 0.7",
    ]
    assert proposal.steps.points_for(Decimal("0.9")) == 8


def test_name_levels_guide_and_evidence_part(made: AnnexImport) -> None:
    node = made.tree.node("I.2")
    assert node.name == "Đổi mới, sáng tạo trong triển khai nhiệm vụ"
    assert node.guide.splitlines()[-1] == "Sáng kiến cấp cơ sở được công nhận"
    assert node.evidence == ("Quyết định công nhận", "Văn bản nghiệm thu")
    assert node.printed == "2"


def test_decisions_name_what_is_open(made: AnnexImport) -> None:
    rules = {decision.where for decision in made.decisions if decision.topic is Topic.RULE}
    assert {"II.1.3.1", "II.2.1", "II.4.1", "III.1"} <= rules
    points = [str(one) for one in made.decisions if one.topic is Topic.POINTS]
    assert any(one.startswith("II.1.3:") and "exclusive" in one for one in points)
    assert any(one.startswith("III:") and "3,5" in one for one in points)
    none_arisen = [str(one) for one in made.decisions if one.topic is Topic.NONE_ARISEN]
    assert any(one.startswith("II.1.2:") and "giảm trừ điểm tối đa" in one for one in none_arisen)
    law = [str(one) for one in made.decisions if one.topic is Topic.LAW]
    assert any("chưa rõ số" in one for one in law)
    assert any("57-NQ/TW" in one for one in law)
    trees = [str(one) for one in made.decisions if one.topic is Topic.TREE]
    assert any(one.startswith("mã/code: mã 1, 2") for one in trees)


def test_the_draft_loads_but_for_what_does_not_add_up(made: AnnexImport, load: Load) -> None:
    rulebook, problems = load()
    assert rulebook is not None
    assert len(problems) == 1
    assert "II.1.3" in problems[0].what
    assert rulebook.node("II.5").name.vi == "Chế độ báo cáo"
    leaf = rulebook.node("II.3.1").leaf
    assert leaf is not None
    assert leaf.note is not None
    assert leaf.note.vi == "Mã in trong phụ lục: 3.1."
    assert str(rulebook.valid_from) == "2026-01-01"
