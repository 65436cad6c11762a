"""The audit log: rows that only grow, chained so that a change or a removal shows."""

from __future__ import annotations

from typing import Any

from django.db import models

from parindex.errors import FrozenRowError


class AuditChain(models.Model):
    """The head of one chain: how many rows it has and the hash of the last.

    There is one chain for each unit and one for everything else, so that 170 units can save at
    the same minute without waiting for one another.
    """

    key = models.CharField(max_length=60, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.length}"


class AuditRow(models.Model):
    """One change: who, for which unit, what, old and new value, when, from where, why."""

    chain = models.CharField(max_length=60)
    place = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=200)
    address = models.CharField(max_length=60, blank=True)
    round_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    component = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """In the order of the chain."""

        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["chain", "place"], name="audit_place_once")]
        indexes = [
            models.Index(fields=["unit_id", "round_id", "component"], name="audit_beside_row"),
            models.Index(fields=["subject", "subject_id"], name="audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.place} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; a written one is refused."""
        if self.pk is not None:
            raise FrozenRowError("audit row", self.pk)
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refuse: the log only grows."""
        raise FrozenRowError("audit row", self.pk)
