"""Finds rounds, sheets, rows and cases for a person; what he or she may not see does not exist."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from parindex.errors import StaleError
from parindex.web.assessment.models import Case, Deadline, Reopening, Round, Row, Sheet
from parindex.web.common.statements import Kept, Slot, know
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may


def _one_row() -> QuerySet[Row]:
    found = Row.objects.select_related("sheet__unit", "sheet__round", "sheet__round_block")
    return found.filter(pk=Slot("row"), is_active=True).order_by()


ROW: Kept[Row] = Kept(_one_row)
HELD_ROW: Kept[Row] = Kept(lambda: _one_row().select_for_update(of=("self", "sheet")))
CLOCK: Kept[tuple[str, int | None, str, datetime]] = Kept(
    lambda: (
        Round.objects.filter(pk=Slot("round"))
        .values_list("phase", "deadlines__pk", "deadlines__kind", "deadlines__at")
        .order_by("deadlines__at")
    )
)
"""A round's phase beside each of its deadlines, or beside nothing when it has none."""
REOPENINGS: Kept[Reopening] = Kept(lambda: Reopening.objects.filter(sheet=Slot("sheet")))


def _locked(found: QuerySet[Any], *, lock: bool) -> QuerySet[Any]:
    return found.select_for_update(of=("self",)) if lock else found


def access_round(round_id: int, *, user: User, to: Action) -> Round:
    """Return a round for somebody who has a right in its province."""
    found = Round.objects.select_related("province").prefetch_related("deadlines", "blocks")
    round_ = found.filter(pk=round_id).first()
    if round_ is None or not may(user, to, unit=round_.province):
        raise Http404(round_id)
    return round_


def sheets() -> QuerySet[Sheet]:
    """Return sheets with what every right and deadline looks at."""
    return Sheet.objects.select_related("unit", "round__province", "round_block").prefetch_related(
        "round__deadlines", "reopenings"
    )


def access_sheet(
    sheet_id: int, *, user: User, to: Action = Action.VIEW_SHEET, lock: int | None = None
) -> Sheet:
    """Return a sheet; with `lock` its row is held until the transaction ends.

    Raises
    ------
    StaleError
        When `lock` is not the version that is stored: somebody else was faster.
    """
    sheet = _locked(sheets(), lock=lock is not None).filter(pk=sheet_id).first()
    if sheet is None or not may(user, to, unit=sheet.unit, block=sheet.round_block.key):
        raise Http404(sheet_id)
    if lock is not None and sheet.version != lock:
        raise stale(sheet.version, mine=lock, theirs=sheet.version)
    return sheet


def stale(version: int, *, mine: object, theirs: object) -> StaleError:
    """Return the error that tells the second of two people what the first has written."""
    return StaleError(
        _("Người khác vừa lưu trước."),
        mine=mine,
        theirs=theirs,
        version=version,
        fix=_("Xem cả hai giá trị rồi chọn một; chưa có gì bị mất."),
    )


def access_row(row_id: int, *, user: User, to: Action, lock: bool = False) -> Row:
    """Return an active row; the caller compares versions, to show both values of a stale one.

    With `lock` the row and its sheet are held until the transaction ends: a score may hang on
    facts of several rows. The round's phase is read after the lock, so that nobody writes on
    into a phase that ended while he waited.
    """
    row = (HELD_ROW if lock else ROW).first(row=row_id)
    if row is None or not may(
        user,
        to,
        unit=row.sheet.unit,
        keys=row.keys,
        block=row.sheet.round_block.key,
    ):
        raise Http404(row_id)
    _read_clock(row.sheet)
    return row


def _read_clock(sheet: Sheet) -> None:
    """Read what opens and shuts a sheet: the round's phase, its deadlines, leave to work late."""
    round_, found = sheet.round, CLOCK.all(round=sheet.round_id)
    round_.phase = found[0][0]
    deadlines = [Deadline(key, round_.pk, kind, at) for _, key, kind, at in found if key]
    know(round_, "deadlines", deadlines)
    know(sheet, "reopenings", REOPENINGS.all(sheet=sheet.pk))


def access_case(case_id: int, *, user: User, to: Action, lock: bool = False) -> Case:
    """Return a case for a party to it or the council."""
    found = Case.objects.select_related(
        "row__sheet__unit", "row__sheet__round__province", "row__sheet__round_block"
    ).prefetch_related("row__sheet__round__deadlines")
    case = _locked(found, lock=lock).filter(pk=case_id).first()
    if case is None:
        raise Http404(case_id)
    sheet = case.row.sheet
    if not may(user, to, unit=sheet.unit, keys=case.row.keys, block=sheet.round_block.key):
        raise Http404(case_id)
    return case
