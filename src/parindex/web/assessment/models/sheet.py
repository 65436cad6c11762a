"""What a unit declares: its sheet, the rows, their evidence, and values that systems know."""

from __future__ import annotations

from django.db import models

from parindex.web.assessment.enums import Exemption, RowStatus, SheetState
from parindex.web.assessment.models.round import Round, RoundBlock
from parindex.web.common.fields import ExactDecimalField
from parindex.web.evidence.models import Document, DocumentVersion
from parindex.web.org.models import Unit, User


class Sheet(models.Model):
    """The sheet of one unit in one round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    round_block = models.ForeignKey(RoundBlock, on_delete=models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(max_length=20, choices=SheetState, default=SheetState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    head_looked_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)
    difficulties = models.TextField(blank=True)
    proposals = models.TextField(blank=True)

    class Meta:
        """One for each unit and round."""

        ordering = ["round_block__position", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="sheet_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit_id}"


class Row(models.Model):
    """One component of a sheet: the facts that a unit declares and the score that follows.

    A fact that several components read is declared in the first of them. `facts` keeps what
    was declared, as texts: numbers stay digit by digit. `keys` are the stable keys of the
    component, its criterion and its field: rights are asked for them. `is_declared` says that
    the unit itself gives the facts, `takes` and `adds` that the points are a penalty or a bonus.
    `set_aside` keeps what was declared by an earlier set and the one in force does not take: it
    may come back.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="rows")
    component = models.CharField(max_length=60)
    keys = models.JSONField()
    code = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500)
    max_points = ExactDecimalField()
    is_declared = models.BooleanField()
    takes = models.BooleanField()
    adds = models.BooleanField()
    is_active = models.BooleanField(default=True)
    facts = models.JSONField(default=dict)
    set_aside = models.JSONField(default=list)
    note = models.TextField(blank=True)
    difference_note = models.TextField(blank=True)
    self_status = models.CharField(max_length=20, choices=RowStatus, default=RowStatus.MISSING)
    self_points = ExactDecimalField(null=True)
    exemption = models.CharField(max_length=10, choices=Exemption, blank=True, default="")
    exemption_reason = models.TextField(blank=True)
    needs_explanation = models.BooleanField(default=False)
    changed_after_lock = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)
    last_request = models.CharField(max_length=64, blank=True)

    class Meta:
        """In the order of the set."""

        ordering = ["sheet_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "component"], name="row_once_per_sheet")
        ]
        indexes = [models.Index(fields=["component"], name="row_of_component")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.code}"


class Attachment(models.Model):
    """A document that proves a row; taken off it stays on record.

    `sent_version` is the version that the head sent. A newer version of the document, or its
    withdrawal, changes nothing of what appraisers read.
    """

    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    with_explanation = models.BooleanField(default=False)
    sent_version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_off_at = models.DateTimeField(null=True)
    taken_off_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Once at a time."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "document"],
                condition=models.Q(taken_off_at__isnull=True),
                name="attached_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.document_id}"

    @property
    def shown(self) -> DocumentVersion:
        """The version to read: the one that was sent, before that the newest."""
        return self.sent_version or self.document.current


class AutomaticValue(models.Model):
    """A fact as a system knows it, beside what the unit declares."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="automatic_values")
    fact = models.CharField(max_length=80)
    value = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    as_of = models.DateField()

    class Meta:
        """One for each fact."""

        constraints = [models.UniqueConstraint(fields=["sheet", "fact"], name="automatic_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.fact}"
