"""Disputes as cases, the council's sessions and votes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parindex.web.assessment.enums import CaseKind, CaseState, Choice, RowStatus
from parindex.web.assessment.models.round import Round
from parindex.web.assessment.models.sheet import Row
from parindex.web.common.fields import ExactDecimalField
from parindex.web.org.models import User


class CouncilSession(models.Model):
    """A meeting of the council, or a round of written consent."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField()
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    in_writing = models.BooleanField(_("Lấy ý kiến bằng văn bản"), default=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    members = models.JSONField(default=list)
    present = models.JSONField(default=list)
    remarks = models.TextField(blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="session_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.number}"


class Case(models.Model):
    """A question to the council about one row: claim, clock, replies, ruling, reason.

    `tally` keeps votes and quorum as they were when the case was ruled on.
    """

    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=20, choices=CaseKind)
    claim = models.TextField()
    claimed_points = ExactDecimalField(null=True)
    proposed_points = ExactDecimalField(null=True)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.OPEN)
    session = models.ForeignKey(
        CouncilSession, on_delete=models.PROTECT, null=True, related_name="cases"
    )
    is_upheld = models.BooleanField(null=True)
    ruled_status = models.CharField(max_length=20, choices=RowStatus, blank=True)
    ruled_points = ExactDecimalField(null=True)
    ruled_reason = models.TextField(blank=True)
    tally = models.JSONField(null=True)
    ruled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Oldest first; one open case for each row."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["row"], condition=models.Q(state="open"), name="case_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.kind} {self.state}"


class CaseReply(models.Model):
    """What a party adds to a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at}"


class Vote(models.Model):
    """The vote of one member in one case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="votes")
    member = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)
    in_writing = models.BooleanField(default=False)
    remark = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        """One vote for each member."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.member_id} {self.choice}"
