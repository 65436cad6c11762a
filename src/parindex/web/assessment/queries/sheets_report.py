"""The self-assessment report: table, explanations, difficulties and proposals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from parindex.web.assessment.models import Attachment, Sheet
from parindex.web.assessment.queries.sheets import FieldLines, RowLine, SheetPage, sheet_page
from parindex.web.assessment.queries.sheets_states import RowState
from parindex.web.org.models import User

UNPROVEN = frozenset(
    {RowState.EMPTY, RowState.PARTLY, RowState.DIFFERS, RowState.UNDECIDED, RowState.ASKED}
)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A component in the table: its score and the documents that prove it."""

    line: RowLine
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """A criterion of the table."""

    code: str
    name: str
    max_points: Decimal
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True)
class ReportField:
    """A field of the table."""

    field: FieldLines
    groups: tuple[ReportGroup, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The report as a page to print."""

    page: SheetPage
    fields: tuple[ReportField, ...]
    explained: tuple[RowLine, ...]
    documents: int


def report_of(sheet: Sheet, user: User) -> Report:
    """Return the report of a sheet, in a fixed number of queries."""
    page = sheet_page(sheet, user)
    documents = _documents(sheet)
    return Report(
        page=page,
        fields=tuple(_field(field, documents) for field in page.fields),
        explained=tuple(
            line for line in page.rows if line.lacks_evidence or line.state in UNPROVEN
        ),
        documents=sum(len(titles) for titles in documents.values()),
    )


def _documents(sheet: Sheet) -> dict[int, tuple[str, ...]]:
    found = Attachment.objects.filter(row__sheet=sheet, taken_off_at__isnull=True)
    titles: dict[int, tuple[str, ...]] = {}
    for each in found.select_related("document"):
        titles[each.row_id] = (*titles.get(each.row_id, ()), str(each.document))
    return titles


def _field(field: FieldLines, documents: dict[int, tuple[str, ...]]) -> ReportField:
    return ReportField(
        field,
        tuple(
            ReportGroup(
                code=group.words.code if group.words else "",
                name=group.words.name if group.words else "",
                max_points=group.words.max_points if group.words else field.words.max_points,
                rows=tuple(ReportRow(line, documents.get(line.row.pk, ())) for line in group.rows),
            )
            for group in field.groups
        ),
    )
