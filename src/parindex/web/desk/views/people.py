"""Quản trị: accounts, roles, and the table of rights in words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import ProblemsError, RefusedError
from parindex.web.assessment.domain.choices import block_choices, part_choices
from parindex.web.common.formats import plain_name
from parindex.web.desk.fields import day_of, needed_day, number_of, text_of
from parindex.web.desk.pages import act, form, page
from parindex.web.desk.words import ACTIONS, SCOPES
from parindex.web.org.domain import people
from parindex.web.org.enums import Role
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import PERMISSIONS, Action, require
from parindex.web.org.queries.registry import units_to_staff


@page
def accounts(request: HttpRequest) -> HttpResponse:
    """List the people whom the administrator manages."""
    query, show = text_of(request.GET, "tim"), request.GET.get("loc", "")
    every = people.people_of(request.user)
    context = {
        "section": "accounts",
        "people": [each for each in every if _is_wanted(each, query, show)],
        "query": query,
        "show": show,
        "filters": [
            ("", _("Tất cả")),
            ("no_role", _("Chưa có vai trò")),
            ("no_email", _("Chưa có thư điện tử")),
            ("closed", _("Đã khóa")),
        ],
        "total": len(every),
        **_tabs(request.user),
    }
    return render(request, "desk/people/accounts.html", context)


def _is_wanted(person: User, query: str, show: str) -> bool:
    tests = {
        "no_role": not person.open_roles and person.is_active,
        "no_email": not person.email and person.is_active,
        "closed": not person.is_active,
    }
    places = " ".join(role.unit.name for role in person.open_roles)
    words = plain_name(f"{person.name} {person.username} {person.email} {places}")
    return tests.get(show, True) and all(word in words for word in plain_name(query).split())


def _tabs(user: User) -> dict[str, Any]:
    return {"is_province_administrator": people.is_province_administrator(user)}


@form
def new_person(request: HttpRequest) -> HttpResponse:
    """Ask for a new account and show its temporary password once."""
    require(request.user, Action.MANAGE_ACCOUNTS)
    error: ProblemsError | RefusedError | None = None
    if request.method == "POST":
        try:
            return _created(request)
        except (ProblemsError, RefusedError) as found:
            error = found
    given = request.POST
    context = {
        "section": "accounts",
        "given": {name: given.get(name, "") for name in ("username", "name", "email")},
        "problems": getattr(error, "problems", ()),
        "what": getattr(error, "what", ""),
        "fix": getattr(error, "fix", ""),
        "needs_role": not people.is_province_administrator(request.user),
        **_tabs(request.user),
        **_role_form(request),
    }
    return render(request, "desk/people/new.html", context, status=422 if error else 200)


def _created(request: HttpRequest) -> HttpResponse:
    made = people.create_person(
        username=text_of(request.POST, "username"),
        name=text_of(request.POST, "name"),
        email=text_of(request.POST, "email"),
        user=request.user,
        grant=_grant(request) if text_of(request.POST, "role") else None,
    )
    for warning in made.warnings:
        messages.warning(request, warning)
    return _password_page(request, made.person, made.password)


def _password_page(request: HttpRequest, person: User, password: str) -> HttpResponse:
    context = {
        "section": "accounts",
        "person": person,
        "password": password,
        **_tabs(request.user),
    }
    return render(request, "desk/people/password.html", context)


def _role_form(request: HttpRequest, unit: int = 0) -> dict[str, Any]:
    """Return what a form for a role chooses from; only what the administrator may give."""
    units = units_to_staff(request.user)
    given = request.POST
    roles = {role for each in units for role in people.roles_to_give(request.user, each)}
    return {
        "units": units,
        "roles": [role for role in Role if role in roles],
        "parts": part_choices(),
        "block_choices": block_choices(),
        "today": timezone.localdate().isoformat(),
        "chosen_unit": number_of(given, "unit") or unit,
        "chosen_role": given.get("role", ""),
        "chosen_parts": given.getlist("components"),
    }


def _grant(request: HttpRequest) -> people.Grant:
    data = request.POST
    role, unit = data.get("role", ""), Unit.objects.filter(pk=number_of(data, "unit")).first()
    if role not in Role.values or unit is None:
        raise RefusedError(_("Chưa chọn vai trò và đơn vị."), fix=_("Chọn cả hai rồi gửi lại."))
    return people.Grant(
        role=Role(role),
        unit=unit,
        valid_from=needed_day(data, "valid_from"),
        valid_to=day_of(data, "valid_to"),
        components=tuple(data.getlist("components")),
        block=text_of(data, "appraised_block"),
    )


@page
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a person: account, roles now and before, and what can be changed."""
    found = people.access_person(person_id, user=request.user)
    today = timezone.localdate()
    roles = found.roles.select_related("unit", "given_by").order_by("-valid_from", "-id")
    context = {
        "section": "accounts",
        "person": found,
        "held": [
            (role, Role(role.role).label, role.valid_to is None or role.valid_to >= today)
            for role in roles
        ],
        "is_self": found.pk == request.user.pk,
        **_tabs(request.user),
        **_role_form(request),
    }
    return render(request, "desk/people/person.html", context)


@act
def edit_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Correct name and address."""
    people.edit_person(
        person_id=person_id,
        version=number_of(request.POST, "version"),
        name=text_of(request.POST, "name"),
        email=text_of(request.POST, "email"),
        user=request.user,
    )
    messages.success(request, _("Đã lưu."))
    return redirect("person", person_id)


@act
def deactivate_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close an account."""
    reason = text_of(request.POST, "reason")
    people.deactivate_person(person_id=person_id, reason=reason, user=request.user)
    messages.success(request, _("Đã khóa tài khoản; người này không đăng nhập được nữa."))
    return redirect("person", person_id)


@act
def reactivate_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open a closed account again."""
    people.reactivate_person(person_id=person_id, user=request.user)
    messages.success(request, _("Đã mở lại tài khoản."))
    return redirect("person", person_id)


@act
def reset_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Set a temporary password and show it once."""
    password = people.set_password(person_id=person_id, user=request.user)
    found = people.access_person(person_id, user=request.user)
    return _password_page(request, found, password)


@act
def give_role(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a role."""
    people.access_person(person_id, user=request.user)
    given = people.give_role(person_id=person_id, grant=_grant(request), user=request.user)
    messages.success(request, _("Đã giao vai trò."))
    for warning in given.warnings:
        messages.warning(request, warning)
    return redirect("person", person_id)


@act
def end_role(request: HttpRequest, role_id: int) -> HttpResponse:
    """End a role after a day."""
    role = people.end_role(
        role_id=role_id,
        last_day=needed_day(request.POST, "last_day"),
        reason=text_of(request.POST, "reason"),
        user=request.user,
    )
    messages.success(request, _("Đã ghi ngày kết thúc vai trò."))
    return redirect("person", role.user_id)


@page
def rights(request: HttpRequest) -> HttpResponse:
    """Show the one table of rights, in words."""
    require(request.user, Action.MANAGE_ACCOUNTS)
    lines = [
        (
            ACTIONS[action],
            [
                SCOPES[PERMISSIONS[action][role]] if role in PERMISSIONS[action] else ""
                for role in Role
            ],
        )
        for action in Action
    ]
    context = {
        "section": "accounts",
        "roles": [role.label for role in Role],
        "lines": lines,
        **_tabs(request.user),
    }
    return render(request, "desk/people/rights.html", context)


PERSON = "quan-tri/nguoi/<int:person_id>/"
PAGES = [
    path("quan-tri/", accounts, name="accounts"),
    path("quan-tri/nguoi-moi/", new_person, name="new_person"),
    path(PERSON, person, name="person"),
    path(f"{PERSON}sua/", edit_person, name="edit_person"),
    path(f"{PERSON}khoa/", deactivate_person, name="deactivate_person"),
    path(f"{PERSON}mo-lai/", reactivate_person, name="reactivate_person"),
    path(f"{PERSON}mat-khau/", reset_password, name="reset_password"),
    path(f"{PERSON}giao-vai-tro/", give_role, name="give_role"),
    path("quan-tri/vai-tro/<int:role_id>/ket-thuc/", end_role, name="end_role"),
    path("quan-tri/quyen/", rights, name="rights"),
]
