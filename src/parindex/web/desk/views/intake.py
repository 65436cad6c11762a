"""Quản trị: the keys of one-stop systems, what they sent last, what waits, what was refused."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from parindex.errors import NotEntitledError
from parindex.web.caseflow.domain.keys import make_key, revoke_key
from parindex.web.caseflow.enums import RecordSource
from parindex.web.caseflow.queries.intake import (
    keys_of,
    newest_waiting,
    provinces_to_manage,
    refused_lines,
)
from parindex.web.desk.fields import number_of, text_of
from parindex.web.desk.pages import act, page
from parindex.web.org.models import Unit, User

SECTION = {"section": "accounts", "is_province_administrator": True}


def _provinces(user: User) -> list[Unit]:
    """Return the provinces of the person; to others the page does not exist."""
    found = provinces_to_manage(user)
    if not found:
        raise NotEntitledError(f"{user.pk} manages no keys")
    return found


@page
def intake(request: HttpRequest) -> HttpResponse:
    """Show the keys and what came by them."""
    provinces = _provinces(request.user)
    keys = list(keys_of(provinces))
    context = {
        **SECTION,
        "keys": keys,
        "provinces": provinces,
        "sources": RecordSource.choices,
        "waiting": newest_waiting(provinces),
        "waiting_count": sum(key.waiting for key in keys),
        "refused": refused_lines(keys),
        "address": request.build_absolute_uri(reverse("receive_dossiers")),
    }
    return render(request, "desk/intake/keys.html", context)


@act
def new_intake_key(request: HttpRequest) -> HttpResponse:
    """Make a key and show it once."""
    wanted = number_of(request.POST, "province")
    province = next((each for each in _provinces(request.user) if each.pk == wanted), None)
    if province is None:
        raise NotEntitledError(f"no province {wanted}")
    name, source = text_of(request.POST, "name"), text_of(request.POST, "source")
    key, text = make_key(province=province, name=name, source=source, user=request.user)
    address = request.build_absolute_uri(reverse("receive_dossiers"))
    context = {**SECTION, "key": key, "text": text, "address": address}
    return render(request, "desk/intake/new.html", context)


@act
def revoke_intake_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Close a key."""
    key = revoke_key(key_id=key_id, user=request.user)
    messages.success(
        request, _("Đã thu hồi khóa «%s»; hệ thống này không gửi được nữa.") % key.name
    )
    return redirect("intake")


PAGES = [
    path("quan-tri/tiep-nhan-ho-so/", intake, name="intake"),
    path("quan-tri/tiep-nhan-ho-so/khoa-moi/", new_intake_key, name="new_intake_key"),
    path(
        "quan-tri/tiep-nhan-ho-so/khoa/<int:key_id>/thu-hoi/",
        revoke_intake_key,
        name="revoke_intake_key",
    ),
]
