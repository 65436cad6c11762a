"""What every page of the desk shows: where the person may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from parindex.web.org.enums import Role, UnitKind
from parindex.web.org.permissions import Action, may, roles_of

PLACES = (
    ("today", lambda: _("Hôm nay"), None),
    ("my_sheets", lambda: _("Phiếu tự chấm"), Action.ASK_NOT_APPLICABLE),
    ("my_sheets", lambda: _("Phiếu tự chấm"), Action.EDIT_ROW),
    ("evidence_list", lambda: _("Minh chứng"), Action.ADD_EVIDENCE),
    ("appraisal", lambda: _("Thẩm định"), Action.APPRAISE),
    ("progress", lambda: _("Tiến độ"), Action.VIEW_PROGRESS),
    ("rounds", lambda: _("Kỳ đánh giá"), Action.MANAGE_ROUND),
    ("council", lambda: _("Hội đồng"), Action.VOTE),
    ("council", lambda: _("Hội đồng"), Action.CHAIR_SESSION),
    ("survey_points", lambda: _("Khảo sát"), Action.ENTER_SURVEY),
    ("dossiers", lambda: _("Hồ sơ TTHC"), Action.VIEW_DOSSIERS),
    ("results", lambda: _("Kết quả"), Action.VIEW_RESULTS),
    ("accounts", lambda: _("Quản trị"), Action.MANAGE_ACCOUNTS),
    ("audit", lambda: _("Nhật ký"), Action.VIEW_AUDIT),
)
"""Name of the page, its label, and the right that shows it."""


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the pages that a person may open, each once."""
    user = request.user
    if not user.is_authenticated:
        return []
    shown = {
        name: str(label())
        for name, label, action in PLACES
        if action is None or may(user, action) or (name == "my_sheets" and _looks_on(request))
    }
    return list(shown.items())


def _looks_on(request: HttpRequest) -> bool:
    """Say whether the person is a viewer of a unit, whose sheets he or she may read."""
    held = roles_of(request.user)
    return any(each.role == Role.VIEWER and each.unit.kind != UnitKind.PROVINCE for each in held)


def _roles(request: HttpRequest) -> list[str]:
    """Return the person's roles in words: role, unit."""
    held = roles_of(request.user)
    return [f"{Role(each.role).label}, {each.unit.name}" for each in held]


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return navigation and roles; they are looked up only where a page shows them."""
    places = SimpleLazyObject(lambda: _places(request))
    return {
        "desk_places": places,
        "has_own_sheets": SimpleLazyObject(lambda: "my_sheets" in dict(places)),
        "is_practice_site": settings.PRACTICE,
        "desk_roles": SimpleLazyObject(lambda: _roles(request)),
    }
