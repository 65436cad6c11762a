"""What the page of keys shows: keys, messages that wait, rows that were refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db.models import Count, F, Min, QuerySet

from parindex.web.caseflow.domain.inbox import origin_of
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import InboxMessage, IntakeKey
from parindex.web.caseflow.moments import aware
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, may

NEWEST = 20
REASONS = 100
"""Lines of the quarantine that a page shows; the command shows all."""


def provinces_to_manage(user: User) -> list[Unit]:
    """Return the provinces whose keys a person manages."""
    found = Unit.objects.filter(kind=UnitKind.PROVINCE, valid_to__isnull=True)
    return [unit for unit in found if may(user, Action.MANAGE_INTAKE, unit=unit)]


def keys_of(provinces: Sequence[Unit]) -> QuerySet[IntakeKey]:
    """Return the keys of some provinces, those in use first, with what waits of each."""
    return (
        IntakeKey.objects.filter(province__in=provinces)
        .select_related("province", "made_by", "revoked_by")
        .annotate(waiting=Count("messages"), oldest=Min("messages__arrived_at"))
        .order_by(F("revoked_at").asc(nulls_first=True), "name", "pk")
    )


def newest_waiting(provinces: Sequence[Unit]) -> QuerySet[InboxMessage]:
    """Return the messages that came last and wait for the lake."""
    found = InboxMessage.objects.filter(key__province__in=provinces)
    return found.select_related("key").defer("body").order_by("-pk")[:NEWEST]


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One reason for which a row was refused."""

    key: str
    at: datetime | None
    row: int
    code: str
    field: str
    value: str
    reason: str


def refused_lines(keys: Sequence[IntakeKey]) -> list[RefusedLine]:
    """Return the newest reasons for refusal among what some keys have sent."""
    if not keys or not lake().exists("quarantine"):
        return []
    names = {origin_of(key.pk): key.name for key in keys}
    found = (
        lake()
        .scan("quarantine")
        .filter(pl.col("origin").is_in(list(names)))
        .sort("arrived_at", "batch", "row", "field", descending=[True, False, False, False])
        .head(REASONS)
        .collect()
    )
    return [
        RefusedLine(
            key=names[line["origin"]],
            at=aware(line["arrived_at"]),
            row=line["row"],
            code=line["dossier_code"] or "",
            field=line["field"],
            value=line["value"],
            reason=line["reason"],
        )
        for line in found.iter_rows(named=True)
    ]
