"""Counts of dossiers by unit, letters about late ones, answers to signals, the receiver's inbox.

The dossiers themselves stand in the lake; here is what pages read and what people write.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parindex.web.caseflow.enums import Outcome, RecordSource
from parindex.web.org.models import Unit, User


class Refresh(models.Model):
    """One counting of the lake: which versions were read, and at which moment open ones judged.

    With them every figure that was shown can be counted again. `number` is that of the run in the
    lake, `versions` names the tables that were counted from, `periods` the tables of facts.
    """

    at = models.DateTimeField()
    judged_at = models.DateTimeField()
    number = models.PositiveBigIntegerField()
    versions = models.JSONField()
    periods = models.JSONField()
    code_version = models.CharField(max_length=40)
    settings = models.JSONField()
    is_simulated = models.BooleanField()

    class Meta:
        """Newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.judged_at:%Y-%m-%d %H:%M}"

    @property
    def dossiers_version(self) -> int:
        """The version of the table of dossiers that was counted."""
        return int(self.versions["dossiers"])


class UnitPeriod(models.Model):
    """The statistics of one unit in one period, as they stand after a refresh.

    `facts` holds two integers a statistic, numerator and denominator, by its name; the denominator
    is null where it is missing, and a statistic that no source tells is not there at all.
    """

    refresh = models.ForeignKey(Refresh, on_delete=models.PROTECT, related_name="unit_periods")
    unit_code = models.CharField(max_length=35)
    period = models.CharField(max_length=10)
    facts = models.JSONField()

    class Meta:
        """One for each unit and period."""

        constraints = [
            models.UniqueConstraint(fields=["unit_code", "period"], name="unit_period_once")
        ]
        indexes = [models.Index(fields=["period"], name="unit_period_of_period")]

    def __str__(self) -> str:
        return f"{self.unit_code} {self.period}"


class ApologyLetter(models.Model):
    """The letter of apology and re-appointment for a late dossier (form 04 of TT 03/2025).

    The applicant's name is not kept here: it is filled in by hand or by the one-stop system.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="apology_letters")
    dossier_code = models.CharField(_("Mã hồ sơ"), max_length=60, db_index=True)
    procedure_code = models.CharField(_("Mã thủ tục"), max_length=40)
    received_at = models.DateTimeField(_("Ngày tiếp nhận"), null=True)
    due_at = models.DateTimeField(_("Ngày hẹn trả"), null=True)
    new_due_at = models.DateTimeField(_("Ngày hẹn trả mới"))
    reason = models.TextField(_("Lý do quá hạn"))
    number = models.CharField(_("Số văn bản"), max_length=60, blank=True)
    ordinal = models.PositiveSmallIntegerField(_("Lần hẹn lại"))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    is_practice = models.BooleanField(default=False)

    class Meta:
        """Newest first; each re-appointment once while it stands."""

        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier_code", "ordinal"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="apology_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_code} {self.ordinal}"


class SignalNote(models.Model):
    """What a person found behind a signal of a quality check; notes are added, never changed."""

    check_id = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="signal_notes")
    dossier_code = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    text = models.TextField(_("Ghi chú"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ["-id"]
        indexes = [models.Index(fields=["unit", "check_id"], name="signal_note_of_unit")]

    def __str__(self) -> str:
        return f"{self.check_id} {self.dossier_code}"


class IntakeKey(models.Model):
    """What a one-stop system signs in with at the receiver; only the hash of the key is kept."""

    name = models.CharField(_("Hệ thống gửi"), max_length=120)
    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="intake_keys")
    source = models.CharField(max_length=10, choices=RecordSource, default=RecordSource.LOCAL)
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    last_message_at = models.DateTimeField(null=True)
    message_count = models.PositiveBigIntegerField(default=0)

    class Meta:
        """By name."""

        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class InboxMessage(models.Model):
    """A message that was acknowledged and waits for the lake; personal data are gone already."""

    key = models.ForeignKey(IntakeKey, on_delete=models.PROTECT, related_name="messages")
    source = models.CharField(max_length=10, choices=RecordSource)
    body = models.TextField()
    arrived_at = models.DateTimeField()

    class Meta:
        """In the order of arrival."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"
