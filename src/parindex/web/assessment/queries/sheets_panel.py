"""The panel beside a row: rule, score in sentences, evidence, the year before, what may be done."""

from __future__ import annotations

from dataclasses import dataclass

from parindex.web.assessment.domain.deadlines import Window, window
from parindex.web.assessment.domain.words import explained, traced
from parindex.web.assessment.enums import DeadlineKind, Exemption, Phase
from parindex.web.assessment.models import Attachment, Sheet
from parindex.web.assessment.queries.sheets import Material, RowLine, read_sheet, row_line
from parindex.web.evidence.models import Document
from parindex.web.evidence.queries import DateWarning, date_warnings, documents_of
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

OFFERED = 200
"""Documents of the bank that a list offers; older ones are attached from the bank."""


@dataclass(frozen=True, slots=True)
class AttachedLine:
    """A document attached to a row, and what its dates say of the year scored."""

    attachment: Attachment
    document: Document
    warnings: tuple[DateWarning, ...]


@dataclass(frozen=True, slots=True)
class RowPanel:
    """All that the panel of a row shows."""

    sheet: Sheet
    line: RowLine
    explanation: tuple[str, ...]
    attached: tuple[AttachedLine, ...]
    offered: tuple[Document, ...]
    may_attach: bool
    evidence_window: Window
    may_ask: bool
    may_see_documents: bool
    earlier: int | None
    later: int | None


def row_panel(sheet: Sheet, row_id: int, user: User) -> RowPanel | None:
    """Return the panel of a row, None when the sheet has no such row."""
    read = read_sheet(sheet, user)
    line = row_line(read, row_id)
    if line is None:
        return None
    row, unit, key = line.row, sheet.unit, sheet.round_block.key
    asks = may(user, Action.ASK_NOT_APPLICABLE, unit=unit, keys=row.keys, block=key)
    sees = may(user, Action.VIEW_EVIDENCE, unit=unit, keys=row.keys, block=key)
    opening = _evidence_window(sheet, row.component)
    attaches = may(user, Action.ADD_EVIDENCE, unit=unit, keys=row.keys, block=key)
    attached = _attached(row_id, sheet.round.year) if sees else ()
    earlier, later = _neighbours(read, row_id)
    return RowPanel(
        sheet=sheet,
        line=line,
        explanation=explained(
            sheet.round_block, row.code, traced(sheet.round_block, list(read.rows))
        ),
        attached=attached,
        offered=_offered(sheet, attached) if attaches and opening.is_open else (),
        may_attach=attaches and opening.is_open,
        evidence_window=opening,
        may_ask=asks and line.window.is_open and _may_still_ask(row.exemption),
        may_see_documents=sees,
        earlier=earlier,
        later=later,
    )


def _may_still_ask(exemption: str) -> bool:
    return exemption not in {Exemption.GRANTED, Exemption.REFUSED}


def _evidence_window(sheet: Sheet, component: str) -> Window:
    explaining = sheet.round.phase == Phase.EXPLANATION
    kind = DeadlineKind.EXPLANATION if explaining else DeadlineKind.SELF_SCORE
    return window(sheet, kind, component)


def _attached(row_id: int, year: int) -> tuple[AttachedLine, ...]:
    found = Attachment.objects.filter(row_id=row_id, taken_off_at__isnull=True)
    return tuple(
        AttachedLine(each, each.document, date_warnings(each.document, year))
        for each in found.select_related("document__current__content", "added_by")
    )


def _offered(sheet: Sheet, attached: tuple[AttachedLine, ...]) -> tuple[Document, ...]:
    known = {each.document.pk for each in attached}
    return tuple(
        document for document in documents_of(sheet.unit)[:OFFERED] if document.pk not in known
    )


def _neighbours(read: Material, row_id: int) -> tuple[int | None, int | None]:
    """Return the rows before and after."""
    ids = [row.pk for row in read.rows if read.shows(row)]
    place = ids.index(row_id)
    earlier = ids[place - 1] if place else None
    return earlier, ids[place + 1] if place + 1 < len(ids) else None
