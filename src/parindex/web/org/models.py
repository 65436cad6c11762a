"""Units with their lineage, people, and the roles that people hold in units for a period."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from parindex.web.org.enums import EventKind, Role, UnitKind


class UserManager(BaseUserManager["User"]):
    """Makes accounts; what they may do comes from roles alone."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Create a person's account; without a password it signs in through a provider only."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by its name, capital letters or not."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """The account of one person, never of a unit."""

    username = models.CharField(_("Tên đăng nhập"), max_length=60, unique=True)
    name = models.CharField(_("Họ và tên"), max_length=120)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    is_active = models.BooleanField(_("Đang hoạt động"), default=True)
    is_practice = models.BooleanField(default=False)
    has_temporary_password = models.BooleanField(_("Mật khẩu tạm"), default=False)
    version = models.PositiveIntegerField(default=1)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An agency from one day to another; both are history once past, and stay."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=UnitKind)
    name = models.CharField(_("Tên"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    plain_name = models.CharField(max_length=200, db_index=True)
    agency_code = models.CharField(_("Mã định danh"), max_length=35, blank=True)
    statistics_code = models.CharField(_("Mã thống kê"), max_length=10, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(_("Từ ngày"), null=True)
    valid_to = models.DateField(_("Đến hết ngày"), null=True)
    is_practice = models.BooleanField(default=False)

    class Meta:
        """By code; pages sort by the Vietnamese alphabet."""

        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name


class LineageEvent(models.Model):
    """A day on which units became other units, and the document that says so."""

    kind = models.CharField(max_length=20, choices=EventKind)
    on = models.DateField(_("Ngày hiệu lực"))
    document = models.CharField(_("Văn bản"), max_length=200)
    document_date = models.DateField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        """Oldest first."""

        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class Lineage(models.Model):
    """One unit before an event and one after; none before is a creation, none after an end.

    `is_whole` says whether the whole predecessor went into this successor.
    """

    event = models.ForeignKey(LineageEvent, on_delete=models.PROTECT, related_name="lines")
    predecessor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="became"
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="came_from"
    )
    is_whole = models.BooleanField(default=True)

    class Meta:
        """Each pair once; at least one side is a unit."""

        constraints = [
            models.UniqueConstraint(
                fields=["event", "predecessor", "successor"], name="lineage_pair_once"
            ),
            models.CheckConstraint(
                condition=models.Q(predecessor__isnull=False) | models.Q(successor__isnull=False),
                name="lineage_has_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"


class RoleAssignment(models.Model):
    """A role of a person in a unit for a period.

    `components` are stable keys of fields, criteria or components for which an appraiser or a
    section contributor is assigned; ["*"] means all, and other roles do not use it. `block` says
    for which block of units an appraiser is assigned, "" for all.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=30, choices=Role)
    block = models.CharField(max_length=60, blank=True)
    components = models.JSONField(default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    given_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="roles_given"
    )

    class Meta:
        """Found by person and by unit."""

        ordering = ["unit_id", "role", "id"]
        indexes = [models.Index(fields=["unit", "role"], name="role_in_unit")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"
