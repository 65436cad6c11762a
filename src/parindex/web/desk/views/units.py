"""Quản trị, đơn vị: the register with its events, and the verbs that change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import RefusedError
from parindex.web.common.formats import plain_name
from parindex.web.desk.fields import day_of, needed_day, number_of, numbers_of, text_of
from parindex.web.desk.pages import act, page
from parindex.web.org.domain import people
from parindex.web.org.domain import units as verbs
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit
from parindex.web.org.permissions import Action, may, require
from parindex.web.org.queries.lineage import series_of
from parindex.web.org.queries.registry import is_there, register, units_to_manage


@page
def unit_list(request: HttpRequest) -> HttpResponse:
    """Show the register: units of today, and those that ended with what they became."""
    require(request.user, Action.MANAGE_UNITS)
    query, kind = text_of(request.GET, "tim"), request.GET.get("loai", "")
    day = day_of(request.GET, "ngay") or timezone.localdate()
    with_ended = request.GET.get("het") == "1"
    words = plain_name(query).split()
    found = [
        unit
        for unit in units_to_manage(request.user)
        if kind in {"", unit.kind}
        and all(word in f"{unit.plain_name} {unit.code}" for word in words)
        and (with_ended or is_there(unit, day))
    ]
    context = {
        "section": "accounts",
        "lines": register(found, day),
        "query": query,
        "kind": kind,
        "kinds": UnitKind.choices,
        "day": day,
        "with_ended": with_ended,
        **_rights(request),
    }
    return render(request, "desk/people/units.html", context)


def _rights(request: HttpRequest) -> dict[str, Any]:
    is_province = people.is_province_administrator(request.user)
    return {"is_province_administrator": is_province, "may_change": is_province}


def _unit(request: HttpRequest, unit_id: int) -> Unit:
    unit = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if unit is None or not may(request.user, Action.MANAGE_UNITS, unit=unit):
        raise Http404(unit_id)
    return unit


@page
def unit_page(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a unit with its history, and what can be done with it."""
    unit = _unit(request, unit_id)
    line = register([unit], timezone.localdate())[0]
    others = [
        each
        for each in units_to_manage(request.user)
        if each.kind == unit.kind and each.valid_to is None and each.pk != unit.pk
    ]
    context = {
        "section": "accounts",
        "unit": unit,
        "line": line,
        "series": series_of(unit),
        "others": others,
        "people": unit.roles.select_related("user").filter(valid_to__isnull=True),
        "today": timezone.localdate().isoformat(),
        **_rights(request),
    }
    return render(request, "desk/people/unit.html", context)


@page
def new_unit(request: HttpRequest) -> HttpResponse:
    """Ask for a unit that is created with nothing before it."""
    require(request.user, Action.MANAGE_UNITS)
    parents = [
        unit
        for unit in units_to_manage(request.user)
        if unit.valid_to is None and unit.kind != UnitKind.COMMUNE
    ]
    context = {
        "section": "accounts",
        "parents": parents,
        "kinds": [each for each in UnitKind.choices if each[0] != UnitKind.PROVINCE],
        "today": timezone.localdate().isoformat(),
        **_rights(request),
    }
    return render(request, "desk/people/new_unit.html", context)


def _by(request: HttpRequest) -> verbs.By:
    return verbs.By(
        on=needed_day(request.POST, "on"),
        document=text_of(request.POST, "document"),
        document_date=day_of(request.POST, "document_date"),
        note=text_of(request.POST, "note"),
    )


def _new(request: HttpRequest, name: str = "name") -> verbs.NewUnit:
    return verbs.NewUnit(
        name=text_of(request.POST, name),
        code=text_of(request.POST, "code"),
        agency_code=text_of(request.POST, "agency_code"),
        statistics_code=text_of(request.POST, "statistics_code"),
    )


def _done(request: HttpRequest, unit: Unit) -> HttpResponse:
    messages.success(request, _("Đã ghi sự kiện; dữ liệu cũ ở nguyên đơn vị cũ."))
    return redirect("unit_admin", unit.pk)


@act
def create_unit(request: HttpRequest) -> HttpResponse:
    """Create a unit."""
    kind = text_of(request.POST, "kind")
    if kind not in UnitKind.values:
        raise RefusedError(_("Chưa chọn loại đơn vị."), fix=_("Chọn loại rồi gửi lại."))
    parent = _unit(request, number_of(request.POST, "parent"))
    made = verbs.create_unit(
        new=_new(request), kind=UnitKind(kind), parent=parent, by=_by(request), user=request.user
    )
    return _done(request, made)


@act
def rename_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Give a unit another name."""
    made = verbs.rename_unit(
        unit=_unit(request, unit_id),
        name=text_of(request.POST, "name"),
        by=_by(request),
        user=request.user,
    )
    return _done(request, made)


@act
def merge_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Merge a unit with others into a new one."""
    chosen = [_unit(request, key) for key in numbers_of(request.POST, "others")]
    made = verbs.merge_units(
        units=[_unit(request, unit_id), *chosen],
        into=_new(request),
        by=_by(request),
        user=request.user,
    )
    return _done(request, made)


@act
def split_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Divide a unit into new ones: a line for each, code and name."""
    lines = [line.strip() for line in request.POST.get("into", "").splitlines() if line.strip()]
    into = [
        verbs.NewUnit(code=code.strip(), name=name.strip())
        for code, _sep, name in (line.partition(" ") for line in lines)
    ]
    made = verbs.split_unit(
        unit=_unit(request, unit_id), into=into, by=_by(request), user=request.user
    )
    return _done(request, made[0])


@act
def abolish_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """End a unit that nothing takes over."""
    made = verbs.abolish_unit(unit=_unit(request, unit_id), by=_by(request), user=request.user)
    return _done(request, made)


UNIT = "quan-tri/don-vi/<int:unit_id>/"
PAGES = [
    path("quan-tri/don-vi/", unit_list, name="unit_list"),
    path("quan-tri/don-vi/moi/", new_unit, name="new_unit"),
    path("quan-tri/don-vi/lap/", create_unit, name="create_unit"),
    path(UNIT, unit_page, name="unit_admin"),
    path(f"{UNIT}doi-ten/", rename_unit, name="rename_unit"),
    path(f"{UNIT}hop-nhat/", merge_unit, name="merge_unit"),
    path(f"{UNIT}chia-tach/", split_unit, name="split_unit"),
    path(f"{UNIT}giai-the/", abolish_unit, name="abolish_unit"),
]
