"""What a virus scan and a signature can say."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    """What is known of viruses in some bytes."""

    NOT_SCANNED = "not_scanned", _("chưa quét vi-rút")
    CLEAN = "clean", _("đã quét, không có vi-rút")
    INFECTED = "infected", _("có vi-rút, không mở được")
    FAILED = "failed", _("chưa quét được, sẽ quét lại")


class SignatureState(models.TextChoices):
    """What is known of one digital signature in a PDF."""

    VALID = "valid", _("hợp lệ")
    ALTERED = "altered", _("văn bản đã bị sửa sau khi ký")
    UNKNOWN_SIGNER = "unknown_signer", _("nguyên vẹn, chưa xác minh được người ký")
    INVALID = "invalid", _("không hợp lệ")
    UNREADABLE = "unreadable", _("không đọc được")
