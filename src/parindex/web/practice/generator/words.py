"""What appraisers, units and the council of the practice province write. All of it is made up."""

from __future__ import annotations

from random import Random

from parindex.web.assessment.enums import ReasonCode

MARK = "DỮ LIỆU MÔ PHỎNG"
SURVEY_SOURCE = "Báo cáo điều tra xã hội học năm {year} (dữ liệu mô phỏng)"
SYSTEM_SOURCE = "Hệ thống thông tin giải quyết TTHC (dữ liệu mô phỏng)"
DOCUMENT_SOURCE = "Hệ thống quản lý văn bản và điều hành (dữ liệu mô phỏng)"
LOWERED = (
    (ReasonCode.NO_EVIDENCE, "Chưa có tài liệu kiểm chứng cho phần đã tự chấm."),
    (ReasonCode.NO_EVIDENCE, "Tài liệu gửi kèm không chứng minh được số liệu kê khai."),
    (ReasonCode.WEAK_EVIDENCE, "Văn bản gửi kèm chưa ký số nên chưa được tính."),
    (ReasonCode.WEAK_EVIDENCE, "Văn bản có hiệu lực ngoài năm đánh giá."),
    (ReasonCode.WRONG_FACTS, "Số liệu kê khai cao hơn báo cáo tổng hợp của cơ quan chủ trì."),
    (ReasonCode.SYSTEM_DATA, "Số liệu trên hệ thống thấp hơn số đơn vị kê khai."),
    (ReasonCode.RULE_MISREAD, "Đơn vị tính cả nhiệm vụ ngoài phạm vi của tiêu chí."),
    (ReasonCode.LATE, "Sản phẩm hoàn thành sau thời hạn quy định."),
)
ACCEPTED = (
    (ReasonCode.NEW_EVIDENCE, "Đã bổ sung văn bản hợp lệ trong thời hạn giải trình."),
    (ReasonCode.EXPLAINED, "Giải trình có căn cứ, chấp nhận một phần."),
)
KEPT = (ReasonCode.OTHER, "Giải trình chưa có căn cứ mới, giữ nguyên điểm lần 1.")
ANSWERS = (
    "Đơn vị gửi bổ sung văn bản đã ký số và bảng kê chi tiết, đề nghị xem xét lại.",
    "Nhiệm vụ hoàn thành trước thời hạn, chậm ở khâu cập nhật lên hệ thống; kèm bản sao.",
    "Số liệu kê khai lấy theo báo cáo quyết toán, đề nghị đối chiếu với cơ quan chủ trì.",
)
AGREES = "Đơn vị thống nhất với điểm thẩm định."
CLAIM = "Đơn vị đã nộp đủ tài liệu kiểm chứng trong thời hạn giải trình, đề nghị Hội đồng xem xét."
UPHELD = "Tài liệu bổ sung hợp lệ và nộp trong thời hạn; Hội đồng chấp nhận đề nghị."
REFUSED = "Tài liệu bổ sung có hiệu lực ngoài năm đánh giá; Hội đồng giữ nguyên điểm thẩm định."
EXEMPTION = "Trong năm đơn vị không được giao nhiệm vụ này theo quyết định phân công."
EXEMPTION_GRANTED = "Đơn vị không được giao nhiệm vụ trong năm; Hội đồng đồng ý không đánh giá."
DIFFICULTIES = (
    "Phần mềm một cửa và hệ thống báo cáo chưa đồng bộ nên một số số liệu phải đối chiếu thủ công."
)
PROPOSALS = "Đề nghị hướng dẫn thống nhất cách tính hồ sơ tiếp nhận qua bưu chính công ích."


def lowered(rng: Random) -> tuple[ReasonCode, str]:
    """Return why a score is lower than the unit's own."""
    return rng.choice(LOWERED)
