"""Who fills which part of a unit's sheet: the head or the officer gives and ends assignments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import NotEntitledError, RefusedError
from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.books import Book, book_of
from parindex.web.assessment.models import Sheet
from parindex.web.common.audit import record
from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, Unit, User
from parindex.web.org.permissions import SELF_SCORING, Action


def _in_force(unit: Unit) -> QuerySet[RoleAssignment]:
    today = timezone.localdate()
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return RoleAssignment.objects.filter(
        lasting, unit=unit, valid_from__lte=today, user__is_active=True
    )


def people_of_unit(unit: Unit) -> QuerySet[User]:
    """Return people with an account in use who hold or held a role of the unit itself."""
    held = RoleAssignment.objects.filter(unit=unit, role__in=SELF_SCORING)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))


def _known_parts(book: Book) -> set[str]:
    return {key for component in book.components.values() for key in component.keys}


@transaction.atomic
def assign_section(
    *, sheet_id: int, person_id: int, components: Sequence[str], seen: int | None, user: User
) -> RoleAssignment | None:
    """Let a person of the unit fill some parts of its sheet, from today on; none ends it.

    `seen` is the assignment that the page showed for the person, None for none: another one in
    force means that somebody was faster. What was assigned before ends and stays on record.
    """
    sheet = access_sheet(sheet_id, user=user, to=Action.ASSIGN_SECTIONS)
    Sheet.objects.select_for_update().get(pk=sheet.pk)
    if not people_of_unit(sheet.unit).filter(pk=person_id).exists():
        raise NotEntitledError(f"person {person_id} has no role in unit {sheet.unit_id}")
    wanted = list(dict.fromkeys(components))
    if set(wanted) - _known_parts(book_of(sheet.round_block)):
        raise RefusedError(_("Phiếu không có phần việc này."), fix=_("Tải lại trang rồi chọn lại."))
    held = _in_force(sheet.unit).filter(user_id=person_id, role=Role.SECTION_CONTRIBUTOR).first()
    if (held.pk if held else None) != seen:
        what = _("Phân công của người này vừa được thay đổi.")
        raise RefusedError(what, fix=_("Tải lại trang để xem phân công hiện tại."))
    if held is not None and list(held.components) == wanted:
        return held
    if held is not None:
        _end(held, sheet, user)
    return _give(sheet, person_id, wanted, user) if wanted else None


def _end(held: RoleAssignment, sheet: Sheet, user: User) -> None:
    held.valid_to = timezone.localdate() - timedelta(days=1)
    held.save(update_fields=["valid_to"])
    record(
        "section.ended",
        held,
        user=user,
        old={"person": held.user.username, "components": list(held.components)},
        new={"valid_to": held.valid_to},
        round_id=sheet.round_id,
        unit_id=sheet.unit_id,
    )


def _give(sheet: Sheet, person_id: int, components: list[str], user: User) -> RoleAssignment:
    given = RoleAssignment.objects.create(
        user_id=person_id,
        unit=sheet.unit,
        role=Role.SECTION_CONTRIBUTOR,
        components=components,
        valid_from=timezone.localdate(),
        given_by=user,
    )
    record(
        "section.given",
        given,
        user=user,
        new={"person": given.user.username, "components": components},
        round_id=sheet.round_id,
        unit_id=sheet.unit_id,
    )
    return given
