"""The only ways to a unit's dossiers, to one of them, and to a letter: with the right asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from parindex.errors import NotEntitledError
from parindex.web.caseflow.files import dossier_row
from parindex.web.caseflow.models import ApologyLetter
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, require


def access_unit(unit_id: int, *, user: User, to: Action = Action.VIEW_DOSSIERS) -> Unit:
    """Return a unit for a person who may do something with its dossiers."""
    unit = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise NotEntitledError(f"no unit {unit_id}")
    require(user, to, unit=unit)
    return unit


def unit_of_code(code: str, on: date) -> Unit | None:
    """Return the unit that bore an agency code on a day: codes live on in successors."""
    there = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    there &= Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = Unit.objects.filter(agency_code=code).select_related("parent")
    return found.filter(there).first() or found.order_by("-valid_from").first()


def access_dossier(
    code: str, *, user: User, to: Action = Action.VIEW_DOSSIERS
) -> tuple[Unit, dict[str, Any]]:
    """Return a dossier's unit and its row in the lake; to strangers it does not exist."""
    row = dossier_row(code)
    if row is None:
        raise NotEntitledError(f"no dossier {code}")
    moment = row["received_at"] or row["filed_at"] or row["as_of"]
    unit = unit_of_code(row["unit_code"], moment.date())
    if unit is None:
        raise NotEntitledError(f"no unit {row['unit_code']}")
    require(user, to, unit=unit)
    return unit, row


def access_letter(
    letter_id: int, *, user: User, to: Action = Action.VIEW_DOSSIERS, lock: bool = False
) -> ApologyLetter:
    """Return a letter; with `lock` its row is held until the transaction ends."""
    letters = ApologyLetter.objects.select_related("unit__parent", "written_by")
    if lock:
        letters = letters.select_for_update(of=("self",))
    letter = letters.filter(pk=letter_id).first()
    if letter is None:
        raise NotEntitledError(f"no letter {letter_id}")
    require(user, to, unit=letter.unit)
    return letter
