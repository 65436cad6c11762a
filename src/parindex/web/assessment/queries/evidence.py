"""Where a document of the bank is used, and through which row a person may see it."""

from __future__ import annotations

from dataclasses import dataclass

from parindex.web.assessment.models import Attachment
from parindex.web.evidence.access import EVERY_COMPONENT
from parindex.web.evidence.models import Document
from parindex.web.evidence.queries import DateWarning, date_warnings
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may


@dataclass(frozen=True, slots=True)
class Use:
    """One row to which a document is attached, and what its dates say for that year."""

    row_id: int
    sheet_id: int
    code: str
    name: str
    name_en: str
    round_title: str
    year: int
    warnings: tuple[DateWarning, ...]


def uses_of(document: Document) -> tuple[Use, ...]:
    """Return the rows to which a document is attached now, newest round first."""
    attached = (
        Attachment.objects.filter(document=document, taken_off_at__isnull=True)
        .select_related("row__sheet__round")
        .order_by("-row__sheet__round__year", "-row__sheet__round_id", "row__position")
    )
    return tuple(
        Use(
            row_id=each.row_id,
            sheet_id=each.row.sheet_id,
            code=each.row.code,
            name=each.row.name,
            name_en=each.row.name_en,
            round_title=each.row.sheet.round.title,
            year=each.row.sheet.round.year,
            warnings=date_warnings(document, each.row.sheet.round.year),
        )
        for each in attached
    )


def way_to(document_id: int, user: User) -> tuple[tuple[str, ...], str]:
    """Return the keys and the block through which a person may see a document.

    An appraiser of some components sees what is attached to them; without such a row the
    question is about the whole bank.
    """
    attached = Attachment.objects.filter(
        document_id=document_id, taken_off_at__isnull=True
    ).select_related("row__sheet__unit", "row__sheet__round_block")
    for each in attached:
        sheet, keys = each.row.sheet, tuple(each.row.keys)
        block = sheet.round_block.key
        if may(user, Action.VIEW_EVIDENCE, unit=sheet.unit, keys=keys, block=block):
            return keys, block
    return EVERY_COMPONENT, ""
