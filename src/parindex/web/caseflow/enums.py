"""What a source of dossiers, and an answer to a signal, can be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordSource(models.TextChoices):
    """Whose records a message brings."""

    LOCAL = "local", _("Hệ thống thông tin giải quyết TTHC của tỉnh")
    PORTAL = "portal", _("Cổng Dịch vụ công quốc gia")


class Outcome(models.TextChoices):
    """What a person found behind a signal; a signal itself is no verdict."""

    EXPLAINED = "explained", _("Có lý do chính đáng")
    CORRECTED = "corrected", _("Đã sửa dữ liệu")
    TO_CHECK = "to_check", _("Cần kiểm tra thêm")
