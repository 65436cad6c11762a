"""The round itself: its year, blocks with frozen rulebooks, deadlines and reopenings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parindex.web.assessment.enums import DeadlineKind, Phase
from parindex.web.org.models import Unit, User


class RulebookVersion(models.Model):
    """A rulebook as it was when a round took it, under the hash of its content."""

    content_hash = models.CharField(max_length=64, primary_key=True)
    identity = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    frozen_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.identity} {self.content_hash[:12]}"


class RulebookDocument(models.Model):
    """The whole text of a frozen rulebook; apart, since it is long and read once a process.

    `text` is JSON kept as text: a column of JSON loses the order of answers and steps on
    PostgreSQL.
    """

    version = models.OneToOneField(
        RulebookVersion, on_delete=models.PROTECT, primary_key=True, related_name="kept"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return str(self.version_id)


class Round(models.Model):
    """One yearly assessment of a province's units."""

    province = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("Năm đánh giá"))
    title = models.CharField(_("Tên kỳ đánh giá"), max_length=200)
    is_practice = models.BooleanField(_("Kỳ thực hành"), default=False)
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.PREPARING)
    remind_days = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "year"],
                condition=models.Q(is_practice=False),
                name="round_once_a_year",
            )
        ]

    def __str__(self) -> str:
        return self.title


class RoundBlock(models.Model):
    """Units that are ranked together in a round, and their rulebook.

    `rulebook_block` is the block of the rulebook: wards and communes may be ranked apart by one
    set of criteria.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="blocks")
    key = models.CharField(max_length=60)
    rulebook_block = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    rulebook = models.ForeignKey(RulebookVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order of the round."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="block_once_per_round")
        ]

    def __str__(self) -> str:
        return self.name


class Deadline(models.Model):
    """The minute at which a part of the round locks."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=20, choices=DeadlineKind)
    at = models.DateTimeField()

    class Meta:
        """In order of time."""

        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="deadline_once_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Reopening(models.Model):
    """Leave for one unit, or one component of it, to work after a deadline."""

    sheet = models.ForeignKey(
        "assessment.Sheet", on_delete=models.PROTECT, related_name="reopenings"
    )
    component = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=DeadlineKind)
    until = models.DateTimeField()
    reason = models.TextField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.component or '*'} {self.kind}"


class Reminder(models.Model):
    """A letter that was sent to a person about a deadline, once for each day it is due."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=DeadlineKind)
    days_left = models.IntegerField(null=True)
    sent_at = models.DateTimeField()

    class Meta:
        """Newest first; by the calendar once per day left, by hand as often as wanted."""

        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "user", "kind", "days_left"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
