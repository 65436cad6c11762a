"""Every address of the desk and of sign-in, with ids that exist in a story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, reverse

from parindex.web.assessment.models import Attachment, Case, CouncilSession
from parindex.web.caseflow.models import ApologyLetter
from parindex.web.desk.urls import urlpatterns as desk_patterns
from parindex.web.evidence.models import Document
from parindex.web.org.models import RoleAssignment
from parindex.web.signin.urls import urlpatterns as sign_in_patterns
from tests.web.story import Story


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name, what it takes, and where it leads in a story."""

    name: str
    takes: tuple[str, ...]
    address: str


def _takes(pattern: URLPattern) -> tuple[str, ...]:
    """Return the names of what an address takes, of a path or of a regular expression."""
    converters = tuple(pattern.pattern.converters)
    regex = getattr(pattern.pattern, "_regex", None)
    return converters or (tuple(re.compile(regex).groupindex) if regex else ())


def ids_of(story: Story, unit: int = 0) -> dict[str, Any]:
    """Return a value for everything that an address takes; those of a unit belong to that one."""
    at = story.units[unit]
    document = Document.objects.filter(unit=at).first()
    attachment = Attachment.objects.filter(row__sheet__unit=at).first()
    case = Case.objects.filter(row__sheet__unit=at).first()
    meeting = CouncilSession.objects.filter(round=story.round).first()
    role = RoleAssignment.objects.filter(unit=at).first()
    letter = ApologyLetter.objects.filter(unit=at).first()
    return {
        "round_id": story.round.pk,
        "sheet_id": story.sheet(unit).pk,
        "sheet": story.sheet(unit).pk,
        "row_id": story.row("plan_issued", unit).pk,
        "unit_id": at.pk,
        "document_id": document.pk if document else 0,
        "version_id": document.current_id if document else 0,
        "attachment_id": attachment.pk if attachment else 0,
        "case_id": case.pk if case else 0,
        "session_id": meeting.pk if meeting else 0,
        "role_id": role.pk if role else 0,
        "person_id": role.user_id if role else 0,
        "report_id": 0,
        "key_id": 0,
        "letter_id": letter.pk if letter else 0,
        "chart": "thang",
        "code": "H44.07-260803-0012",
        "component": "plan_issued",
        "block": "department",
        "block_id": story.sheet(unit).round_block_id,
        "set_name": "model/2026/department",
        "pk": 1,
        "size": "wide",
        "theme": "light",
        "uidb36": "1",
        "key": "department",
        "provider_id": "sso",
    }


def _routes(patterns: list[Any], ids: Mapping[str, Any]) -> Iterator[Route]:
    for pattern in patterns:
        takes = _takes(pattern)
        unknown = [name for name in takes if name not in ids]
        assert not unknown, f"{pattern.name}: ids_of gives no {', '.join(unknown)}"
        address = reverse(pattern.name, kwargs={name: ids[name] for name in takes})
        yield Route(pattern.name, takes, address)


def desk_routes(ids: Mapping[str, Any]) -> list[Route]:
    """Return every address of the desk."""
    return list(_routes(desk_patterns, ids))


def sign_in_routes(ids: Mapping[str, Any]) -> list[Route]:
    """Return every address of sign-in and of the own account."""
    return list(_routes(sign_in_patterns, ids))
