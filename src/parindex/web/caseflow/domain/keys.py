"""Keys with which one-stop systems sign in at the receiver: shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import NotEntitledError, RefusedError
from parindex.web.caseflow.enums import RecordSource
from parindex.web.caseflow.models import IntakeKey
from parindex.web.common.audit import record
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, require


def hash_of_key(key: str) -> str:
    """Return the SHA-256 of a key; keys are random and long, so that no salt is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_key(*, province: Unit, name: str, source: str, user: User) -> tuple[IntakeKey, str]:
    """Make a key for a system of a province; return it with the key itself, shown only now."""
    require(user, Action.MANAGE_INTAKE, unit=province)
    if province.kind != UnitKind.PROVINCE or source not in RecordSource.values:
        raise RefusedError(_("Chưa chọn đúng nguồn dữ liệu."), fix=_("Tải lại trang và chọn lại."))
    if not name.strip():
        raise RefusedError(_("Chưa ghi tên hệ thống gửi."), fix=_("Ghi tên hệ thống rồi gửi lại."))
    text = secrets.token_urlsafe(32)
    key = IntakeKey.objects.create(
        name=name.strip(),
        province=province,
        source=source,
        key_hash=hash_of_key(text),
        made_at=timezone.now(),
        made_by=user,
    )
    record(
        "intake.key_made",
        key,
        user=user,
        new={"name": key.name, "source": source},
        unit_id=province.pk,
    )
    return key, text


@transaction.atomic
def revoke_key(*, key_id: int, user: User) -> IntakeKey:
    """Close a key: from now on the receiver refuses it."""
    key = IntakeKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise NotEntitledError(f"no key {key_id}")
    require(user, Action.MANAGE_INTAKE, unit=key.province)
    if key.revoked_at is None:
        key.revoked_at, key.revoked_by = timezone.now(), user
        key.save(update_fields=["revoked_at", "revoked_by"])
        record(
            "intake.key_revoked", key, user=user, old={"name": key.name}, unit_id=key.province_id
        )
    return key
