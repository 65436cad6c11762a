"""What others say of a row: appraisal, explanation, ruling, and where its points stand."""

from __future__ import annotations

from django.db import models

from parindex.web.assessment.enums import PointCause, PointState, ReasonCode, RowStatus, Stage
from parindex.web.assessment.models.sheet import Row, Sheet
from parindex.web.common.fields import ExactDecimalField
from parindex.web.org.models import User


class Ruling(models.Model):
    """A score that somebody other than the unit decided, one for each row and stage.

    `former_points` are those of an earlier set whose maximum has fallen below them: the score is
    missing until it is decided again.
    """

    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="rulings")
    stage = models.CharField(max_length=20, choices=Stage)
    status = models.CharField(max_length=20, choices=RowStatus)
    points = ExactDecimalField(null=True)
    former_points = ExactDecimalField(null=True)
    facts = models.JSONField(default=dict)
    reason_code = models.CharField(max_length=20, choices=ReasonCode, blank=True)
    reason = models.TextField(blank=True)
    is_adopted = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """In the order in which they were made."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["row", "stage"], name="ruling_once")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.stage} {self.points}"


class RowOpening(models.Model):
    """That an appraiser opened a row, when first and when last; no score without it."""

    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="openings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        """Once for each person."""

        constraints = [models.UniqueConstraint(fields=["row", "user"], name="opening_once")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.user_id}"


class Explanation(models.Model):
    """What a unit answers to an appraised score."""

    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="explanations")
    agrees = models.BooleanField(default=False)
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first; the last one counts, those before stay readable."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.row_id} {self.at}"


class LedgerEntry(models.Model):
    """Points of a row in one state for one cause; the entries of a row add up to its maximum."""

    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="ledger")
    state = models.CharField(max_length=20, choices=PointState)
    cause = models.CharField(max_length=20, choices=PointCause, blank=True, default="")
    points = ExactDecimalField()

    class Meta:
        """One entry for each state and cause."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["row", "state", "cause"], name="ledger_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.state} {self.points}"


class RoundResult(models.Model):
    """The result of a unit when its round was closed; null is not known, never 0."""

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="result")
    status = models.CharField(max_length=20, choices=RowStatus)
    points = ExactDecimalField(null=True)
    max_applicable = ExactDecimalField()
    index = ExactDecimalField(null=True)
    rank = models.PositiveIntegerField(null=True)
    tied = models.BooleanField()
    band = models.JSONField(null=True)
    to_next_rank = ExactDecimalField(null=True)
    to_next_band = ExactDecimalField(null=True)
    rulebook_hash = models.CharField(max_length=64)
    code_version = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.index}"
