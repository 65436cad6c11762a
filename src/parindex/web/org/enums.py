"""What units, events between them and roles can be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitKind(models.TextChoices):
    """What an agency is in law."""

    PROVINCE = "province", _("Tỉnh, thành phố")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    DISTRICT = "district", _("Huyện, quận, thị xã, thành phố thuộc tỉnh")
    COMMUNE = "commune", _("Xã, phường, đặc khu")
    CENTRAL_AGENCY = "central_agency", _("Cơ quan trung ương trên địa bàn")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("Đơn vị sự nghiệp công lập")


class EventKind(models.TextChoices):
    """What happened to units on a day, by a document."""

    CREATE = "create", _("Thành lập")
    RENAME = "rename", _("Đổi tên")
    MERGE = "merge", _("Hợp nhất, sáp nhập")
    SPLIT = "split", _("Chia, tách")
    REARRANGE = "rearrange", _("Sắp xếp lại")
    ABOLISH = "abolish", _("Giải thể, kết thúc hoạt động")


class Comparability(models.TextChoices):
    """Whether figures on the two sides of an event may stand in one series."""

    COMPARABLE = "comparable", _("so sánh được")
    PARTLY = "partly", _("so sánh được một phần")
    NOT_COMPARABLE = "not_comparable", _("không so sánh được")


class Role(models.TextChoices):
    """What a person does in a unit for a period."""

    UNIT_OFFICER = "unit_officer", _("Cán bộ đầu mối của đơn vị")
    SECTION_CONTRIBUTOR = "section_contributor", _("Người phụ trách phần việc")
    UNIT_HEAD = "unit_head", _("Thủ trưởng đơn vị")
    APPRAISER = "appraiser", _("Người thẩm định")
    COUNCIL_SECRETARY = "council_secretary", _("Thư ký Hội đồng")
    COUNCIL_MEMBER = "council_member", _("Thành viên Hội đồng")
    COUNCIL_CHAIR = "council_chair", _("Chủ tịch Hội đồng")
    SURVEY_OPERATOR = "survey_operator", _("Người phụ trách khảo sát")
    LEADER = "leader", _("Lãnh đạo tỉnh")
    VIEWER = "viewer", _("Người xem")
    ADMINISTRATOR = "administrator", pgettext_lazy("vai trò", "Quản trị")
    AUDITOR = "auditor", _("Kiểm soát nhật ký")
    ONE_STOP_MANAGER = "one_stop_manager", _("Phụ trách Bộ phận Một cửa")
