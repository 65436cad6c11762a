"""The phases of a round and what sheets, rows, cases and points can be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Where a round stands; the secretary moves it on, deadlines lock within it."""

    PREPARING = "preparing", _("Chuẩn bị")
    SELF_SCORE = "self_score", _("Tự chấm điểm")
    APPRAISAL_1 = "appraisal_1", _("Thẩm định lần 1")
    EXPLANATION = "explanation", _("Giải trình")
    APPRAISAL_2 = "appraisal_2", _("Thẩm định lần 2")
    COUNCIL = "council", _("Hội đồng")
    CLOSED = "closed", _("Đã khóa kết quả")


class DeadlineKind(models.TextChoices):
    """What must be done by a minute; after it the server refuses."""

    SELF_SCORE = "self_score", _("Tự chấm điểm")
    SIGN_OFF = "sign_off", _("Ký gửi")
    APPRAISAL_1 = "appraisal_1", _("Thẩm định lần 1")
    EXPLANATION = "explanation", _("Giải trình")
    APPRAISAL_2 = "appraisal_2", _("Thẩm định lần 2")
    COUNCIL = "council", _("Hội đồng")


class SheetState(models.TextChoices):
    """Where a unit's sheet stands on the unit's side."""

    DRAFT = "draft", _("Đang kê khai")
    SUBMITTED = "submitted", _("Đã trình thủ trưởng")
    SENT = "sent", _("Đã ký gửi")


class RowStatus(models.TextChoices):
    """What a score is; only a scored one is a number."""

    SCORED = "scored", _("đã chấm")
    MISSING = "missing", _("chưa có")
    PENDING = "pending", _("chờ khảo sát")
    NOT_APPLICABLE = "not_applicable", _("không đánh giá")


class Exemption(models.TextChoices):
    """Where a request for «not applicable» stands."""

    NONE = "", _("không đề nghị")
    ASKED = "asked", _("đề nghị không đánh giá")
    GRANTED = "granted", _("Hội đồng đồng ý không đánh giá")
    REFUSED = "refused", _("Hội đồng không đồng ý")


class Stage(models.TextChoices):
    """Who decided a score besides the unit itself."""

    GIVEN = "given", _("Khảo sát, nguồn ngoài")
    APPRAISAL_1 = "appraisal_1", _("Thẩm định lần 1")
    APPRAISAL_2 = "appraisal_2", _("Thẩm định lần 2")
    COUNCIL = "council", _("Hội đồng")


class ReasonCode(models.TextChoices):
    """Why an appraised score differs from the one before it."""

    AGREED = "agreed", _("Thống nhất")
    NO_EVIDENCE = "no_evidence", _("Thiếu tài liệu kiểm chứng")
    WEAK_EVIDENCE = "weak_evidence", _("Tài liệu kiểm chứng không hợp lệ")
    WRONG_FACTS = "wrong_facts", _("Số liệu kê khai chưa đúng")
    SYSTEM_DATA = "system_data", _("Khác số liệu của hệ thống")
    RULE_MISREAD = "rule_misread", _("Áp dụng chưa đúng quy định")
    LATE = "late", _("Thực hiện chậm thời hạn")
    NEW_EVIDENCE = "new_evidence", _("Đã bổ sung tài liệu kiểm chứng")
    EXPLAINED = "explained", _("Chấp nhận giải trình")
    OTHER = "other", _("Lý do khác")


class PointState(models.TextChoices):
    """What became of points: each point of each unit is one of these at any time."""

    WON = "won", _("đạt")
    LOST = "lost", _("mất")
    PENDING = "pending", _("chờ")
    NOT_APPLICABLE = "not_applicable", _("không đánh giá")


class PointCause(models.TextChoices):
    """What made points lost or what they wait for."""

    NONE = "", _("không có")
    RULE = "rule", _("quy định")
    FACTS = "facts", _("số liệu")
    EVIDENCE = "evidence", _("tài liệu kiểm chứng")
    RULING = "ruling", _("kết luận của Hội đồng")
    DECLARATION = "declaration", _("chờ kê khai")
    APPRAISAL = "appraisal", _("chờ thẩm định")
    SURVEY = "survey", _("chờ khảo sát")
    NO_BONUS = "no_bonus", _("không được điểm thưởng")
    NO_PENALTY = "no_penalty", _("không bị trừ điểm")


class CaseKind(models.TextChoices):
    """What the council is asked."""

    DISPUTE = "dispute", _("Ý kiến về điểm thẩm định")
    EXEMPTION = "exemption", _("Đề nghị không đánh giá")


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("Đang chờ")
    RULED = "ruled", _("Đã kết luận")
    WITHDRAWN = "withdrawn", _("Đơn vị rút")


class Choice(models.TextChoices):
    """A vote."""

    FOR = "for", _("Tán thành đề nghị")
    AGAINST = "against", _("Không tán thành")
    ABSTAIN = "abstain", _("Ý kiến khác")
