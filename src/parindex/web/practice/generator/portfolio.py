"""Which papers of the open round go into which bank, and what they prove."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from parindex.web.practice.generator.papers import Paper, pdf_of

PLAN = Paper(
    "Kế hoạch cải cách hành chính năm 2026",
    "12",
    "KH-SNV",
    date(2026, 1, 9),
    date(2026, 1, 9),
    "Kế hoạch đề ra 40 nhiệm vụ, mỗi nhiệm vụ có sản phẩm, thời hạn và đơn vị chủ trì.",
)
REPORTS = Paper(
    "Báo cáo cải cách hành chính quý III năm 2026",
    "318",
    "BC-SNV",
    date(2026, 9, 14),
    date(2026, 9, 14),
)
INSPECTION = Paper(
    "Kết luận tự kiểm tra cải cách hành chính năm 2026",
    "77",
    "KL-SNV",
    date(2026, 8, 21),
    date(2026, 8, 21),
)
TOO_LATE = Paper(
    "Quy chế làm việc sửa đổi (có hiệu lực từ năm 2027)",
    "401",
    "QĐ-SNV",
    date(2026, 11, 2),
    date(2027, 1, 15),
)
SHARED = Paper(
    "Quyết định công nhận sáng kiến cải cách hành chính năm 2026",
    "905",
    "QĐ-UBND",
    date(2026, 6, 30),
    date(2026, 6, 30),
    "Công nhận sáng kiến dùng chung mẫu phiếu hẹn điện tử của nhiều đơn vị.",
)
COMMUNE_PLAN = Paper(
    "Kế hoạch cải cách hành chính của Ủy ban nhân dân phường năm 2026",
    "05",
    "KH-UBND",
    date(2026, 1, 12),
    date(2026, 1, 12),
)
JUSTICE_PLAN = Paper(
    "Kế hoạch cải cách hành chính năm 2026", "08", "KH-STP", date(2026, 1, 8), date(2026, 1, 8)
)
Entry = tuple[str, Paper, tuple[str, ...], bytes]


def of_year() -> Iterator[Entry]:
    """Return unit, paper, components and, where two units have the same file, its content."""
    same = pdf_of(SHARED, "Ủy ban nhân dân tỉnh Mẫu")
    yield "noi-vu", PLAN, ("plan_issued", "plan_content", "plan_done"), b""
    yield "noi-vu", REPORTS, ("reports_in_time",), b""
    yield "noi-vu", INSPECTION, ("offices_inspected", "inspection_findings_settled"), b""
    yield "noi-vu", TOO_LATE, ("functions_regulated",), b""
    yield "tu-phap", JUSTICE_PLAN, ("plan_issued", "plan_content"), b""
    yield "tu-phap", SHARED, ("initiatives",), same
    yield "tai-chinh", SHARED, ("initiatives",), same
    yield "Minh Bạch", COMMUNE_PLAN, ("plan_issued", "plan_funded"), b""
