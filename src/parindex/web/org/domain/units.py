"""What an administrator does to units: each change is an event, and nothing is rewritten.

A changed unit ends the day before and another begins; sheets, evidence and scores stay with the
one for which they were made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.register.names import tidy
from parindex.web.common.audit import record
from parindex.web.common.formats import plain_name, show_date
from parindex.web.org.domain.load import Loaded, load_units
from parindex.web.org.enums import EventKind, UnitKind
from parindex.web.org.models import Lineage, LineageEvent, RoleAssignment, Unit, User
from parindex.web.org.permissions import Action, require

__all__ = [
    "By",
    "Loaded",
    "NewUnit",
    "abolish_unit",
    "create_unit",
    "load_units",
    "merge_units",
    "rename_unit",
    "split_unit",
]

CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
LONGEST = 200
YEAR = re.compile(r"-\d{4}(\d{4})?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit that is to begin; a merged one without a code gets that of the first and the year."""

    name: str
    code: str = ""
    name_en: str = ""
    agency_code: str = ""
    statistics_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """The document that orders an event, and the first day on which it holds."""

    on: date
    document: str
    document_date: date | None = None
    note: str = ""


@transaction.atomic
def create_unit(*, new: NewUnit, kind: UnitKind, parent: Unit, by: By, user: User) -> Unit:
    """Create a unit under another, with nothing before it."""
    (parent,) = _locked([parent], by, user, is_changed=False)
    unit = _begin(new, by, kind=kind, parent=parent, code=new.code)
    event = _event(EventKind.CREATE, by, [(None, unit)])
    _record("unit.created", event, ended=(), begun=(unit,), user=user)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, by: By, user: User, name_en: str = "") -> Unit:
    """Give a unit another name: a new unit begins, with the same codes, roles and children.

    Whoever has a role in the unit has it in its successor from that day on.
    """
    (unit,) = _locked([unit], by, user)
    if tidy(name) == unit.name:
        raise RefusedError(
            _("Tên mới trùng với tên hiện nay: %(name)s.") % {"name": unit.name},
            fix=_("Hãy nhập tên khác."),
        )
    new = NewUnit(
        name=name,
        name_en=name_en,
        agency_code=unit.agency_code,
        statistics_code=unit.statistics_code,
    )
    successor = _begin(
        new, by, kind=unit.kind, parent=unit.parent, code=_next_code(unit, by.on), like=unit
    )
    _end([unit], by)
    _hand_over_children([unit], successor, by)
    continued = _continue_roles(unit, successor, by)
    event = _event(EventKind.RENAME, by, [(unit, successor)])
    _record("unit.renamed", event, ended=(unit,), begun=(successor,), user=user, roles=continued)
    return successor


@transaction.atomic
def merge_units(*, units: Sequence[Unit], into: NewUnit, by: By, user: User) -> Unit:
    """Merge whole units of one kind into a new one; it takes over their children.

    Roles in the merged units end the day before; who works in the new one is for the
    administrator to say.
    """
    units = _locked(units, by, user)
    if len(units) < 2 or len({(unit.kind, unit.is_practice) for unit in units}) > 1:
        raise RefusedError(
            _("Chỉ hợp nhất được từ hai đơn vị cùng loại trở lên."),
            fix=_("Hãy chọn lại các đơn vị cần hợp nhất."),
        )
    first = units[0]
    code = into.code or _next_code(first, by.on)
    successor = _begin(into, by, kind=first.kind, parent=first.parent, code=code, like=first)
    _end(units, by)
    _hand_over_children(units, successor, by)
    closed = _close_roles(units, by)
    event = _event(EventKind.MERGE, by, [(unit, successor) for unit in units])
    _record("unit.merged", event, ended=units, begun=(successor,), user=user, roles=closed)
    return successor


@transaction.atomic
def split_unit(*, unit: Unit, into: Sequence[NewUnit], by: By, user: User) -> tuple[Unit, ...]:
    """Divide a unit into two or more new ones; roles in it end the day before."""
    (unit,) = _locked([unit], by, user)
    if len(into) < 2:
        raise RefusedError(
            _("Chia, tách phải thành từ hai đơn vị trở lên."),
            fix=_("Hãy khai thêm đơn vị mới, hoặc chọn đổi tên."),
        )
    _refuse_children(unit, by)
    successors = tuple(
        _begin(new, by, kind=unit.kind, parent=unit.parent, code=new.code, like=unit)
        for new in into
    )
    _end([unit], by)
    closed = _close_roles([unit], by)
    event = _event(EventKind.SPLIT, by, [(unit, each) for each in successors], is_whole=False)
    _record("unit.split", event, ended=(unit,), begun=successors, user=user, roles=closed)
    return successors


@transaction.atomic
def abolish_unit(*, unit: Unit, by: By, user: User) -> Unit:
    """End a unit that nothing takes over; roles in it end the day before."""
    (unit,) = _locked([unit], by, user)
    _refuse_children(unit, by)
    _end([unit], by)
    closed = _close_roles([unit], by)
    event = _event(EventKind.ABOLISH, by, [(unit, None)])
    _record("unit.abolished", event, ended=(unit,), begun=(), user=user, roles=closed)
    return unit


def _locked(units: Sequence[Unit], by: By, user: User, *, is_changed: bool = True) -> list[Unit]:
    """Lock units that are there, once the person may manage their province.

    A unit that is changed must have been there the day before, a parent only on the day.
    """
    for unit in units:
        require(user, Action.MANAGE_UNITS, unit=_root(unit))
    if not 0 < len(tidy(by.document)) <= LONGEST:
        raise RefusedError(
            _("Chưa ghi văn bản quyết định việc thay đổi, hoặc ghi dài quá 200 ký tự."),
            fix=_("Hãy nhập số, ký hiệu của văn bản."),
        )
    ids = [unit.pk for unit in units]
    rows = Unit.objects.select_for_update().in_bulk(ids)
    found = [rows[key] for key in dict.fromkeys(ids)]
    for unit in found:
        _refuse_unless_there(unit, by.on - timedelta(days=int(is_changed)))
    return found


def _refuse_unless_there(unit: Unit, day: date) -> None:
    if unit.valid_to is not None:
        raise RefusedError(
            _("%(name)s đã kết thúc hoạt động từ sau ngày %(day)s.")
            % {"name": unit.name, "day": show_date(unit.valid_to)},
            fix=_("Hãy tải lại trang và chọn đơn vị kế tục."),
        )
    if unit.valid_from is not None and day < unit.valid_from:
        raise RefusedError(
            _("%(name)s chỉ có từ ngày %(day)s, ngày hiệu lực đã chọn quá sớm.")
            % {"name": unit.name, "day": show_date(unit.valid_from)},
            fix=_("Hãy kiểm tra lại ngày hiệu lực."),
        )


def _root(unit: Unit) -> Unit:
    """Return the province to which a unit belongs."""
    while unit.parent is not None:
        unit = unit.parent
    return unit


def _begin(
    new: NewUnit, by: By, *, kind: str, parent: Unit | None, code: str, like: Unit | None = None
) -> Unit:
    """Write a new unit; `like` is a predecessor, a practice unit bears practice units."""
    name = tidy(new.name)
    _refuse_unless_sound(name, code)
    origin = like or parent
    return Unit.objects.create(
        code=code,
        kind=kind,
        name=name,
        name_en=tidy(new.name_en),
        plain_name=plain_name(name),
        agency_code=new.agency_code.strip(),
        statistics_code=new.statistics_code.strip(),
        parent=parent,
        valid_from=by.on,
        is_practice=origin is not None and origin.is_practice,
    )


def _refuse_unless_sound(name: str, code: str) -> None:
    if not 0 < len(name) <= LONGEST:
        raise RefusedError(
            _("Đơn vị mới chưa có tên, hoặc tên dài quá 200 ký tự."),
            fix=_("Hãy nhập tên đơn vị."),
        )
    if not CODE.fullmatch(code):
        raise RefusedError(
            _("Mã «%(code)s» không dùng được.") % {"code": code},
            fix=_("Hãy nhập mã gồm chữ thường không dấu, chữ số, dấu chấm và gạch nối."),
        )
    if Unit.objects.filter(code=code).exists():
        raise RefusedError(
            _("Mã «%(code)s» đã được dùng cho đơn vị khác.") % {"code": code},
            fix=_("Hãy chọn mã khác."),
        )


def _next_code(unit: Unit, on: date) -> str:
    """Return the code of a successor: that of the unit with the year, or the day if it is taken."""
    base = YEAR.sub("", unit.code)
    code = f"{base}-{on:%Y}"
    return f"{base}-{on:%Y%m%d}" if Unit.objects.filter(code=code).exists() else code


def _end(units: Sequence[Unit], by: By) -> None:
    for unit in units:
        unit.valid_to = by.on - timedelta(days=1)
        unit.save(update_fields=["valid_to"])


def _open_children(units: Sequence[Unit], by: By) -> QuerySet[Unit]:
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=by.on)
    return Unit.objects.filter(lasting, parent__in=[unit.pk for unit in units])


def _hand_over_children(units: Sequence[Unit], successor: Unit, by: By) -> None:
    """Let children belong to the successor: the parent of a unit is the one it has now."""
    _open_children(units, by).update(parent=successor)


def _refuse_children(unit: Unit, by: By) -> None:
    """Refuse to end a unit while others belong to it and nobody says to whom they go."""
    if count := _open_children([unit], by).count():
        raise RefusedError(
            _("%(name)s còn %(count)s đơn vị trực thuộc.") % {"name": unit.name, "count": count},
            fix=_("Hãy sắp xếp các đơn vị trực thuộc trước."),
        )


def _open_roles(units: Sequence[Unit], by: By) -> QuerySet[RoleAssignment]:
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=by.on)
    return RoleAssignment.objects.filter(lasting, unit__in=[unit.pk for unit in units])


def _close_roles(units: Sequence[Unit], by: By) -> list[int]:
    """End the roles in units the day before; return their ids."""
    roles = _open_roles(units, by)
    ids = sorted(roles.values_list("pk", flat=True))
    roles.update(valid_to=by.on - timedelta(days=1))
    return ids


def _continue_roles(unit: Unit, successor: Unit, by: By) -> list[int]:
    """End the roles in a unit and give the same ones in its successor; return the old ids."""
    roles = list(_open_roles([unit], by).order_by("pk"))
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            user_id=role.user_id,
            unit=successor,
            role=role.role,
            block=role.block,
            components=role.components,
            valid_from=max(by.on, role.valid_from),
            valid_to=role.valid_to,
            given_by_id=role.given_by_id,
        )
        for role in roles
    )
    return _close_roles([unit], by)


def _event(
    kind: EventKind,
    by: By,
    pairs: Sequence[tuple[Unit | None, Unit | None]],
    *,
    is_whole: bool = True,
) -> LineageEvent:
    event = LineageEvent.objects.create(
        kind=kind,
        on=by.on,
        document=tidy(by.document),
        document_date=by.document_date,
        note=by.note.strip(),
    )
    Lineage.objects.bulk_create(
        Lineage(event=event, predecessor=before, successor=after, is_whole=is_whole)
        for before, after in pairs
    )
    return event


def _record(
    verb: str,
    event: LineageEvent,
    *,
    ended: Sequence[Unit],
    begun: Sequence[Unit],
    user: User,
    roles: Sequence[int] = (),
) -> None:
    """Write one row beside each unit that ended or began."""
    old = [_said(unit) for unit in ended] or None
    new = {"units": [_said(unit) for unit in begun], "on": event.on, "roles": roles}
    for unit in (*ended, *begun):
        record(verb, event, user=user, old=old, new=new, reason=event.document, unit_id=unit.pk)


def _said(unit: Unit) -> dict[str, object]:
    return {"code": unit.code, "name": unit.name, "kind": unit.kind, "valid_to": unit.valid_to}
