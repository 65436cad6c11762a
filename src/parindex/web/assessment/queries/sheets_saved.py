"""What a page must show after a save, from the rows that the save has read already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from parindex.web.assessment.domain.sheets import Saved
from parindex.web.assessment.domain.words import NodeWords, words_of
from parindex.web.assessment.models import Attachment, AutomaticValue, Row
from parindex.web.assessment.queries.sheets import Material, Progress, RowLine, row_line
from parindex.web.assessment.queries.sheets_states import SETTLED, state_of
from parindex.web.common.statements import Kept, Slot
from parindex.web.org.models import User

ATTACHED: Kept[tuple[int]] = Kept(
    lambda: (
        Attachment.objects.filter(row__sheet=Slot("sheet"), taken_off_at__isnull=True)
        .values_list("row_id")
        .order_by()
    )
)
AUTOMATIC: Kept[AutomaticValue] = Kept(lambda: AutomaticValue.objects.filter(sheet=Slot("sheet")))


@dataclass(frozen=True, slots=True)
class AfterSave:
    """The changed rows, the progress of each field and criterion, and that of the sheet."""

    lines: tuple[RowLine, ...]
    shares: tuple[tuple[str, Progress], ...]
    progress: Progress


def after_save(saved: Saved, user: User) -> AfterSave:
    """Return what changed on the page, in two queries; who may save sees all rows."""
    read = _read(saved, user)
    ids = [saved.row.pk, *(row.pk for row in saved.changed if row.pk != saved.row.pk)]
    lines = (row_line(read, key) for key in ids)
    settled = _settled(read)
    rows = read.row_of
    whole = _share(settled, settled, rows, saved.known)
    return AfterSave(
        lines=tuple(line for line in lines if line is not None),
        shares=tuple(_shares(read.words.fields, settled, rows, read)),
        progress=whole,
    )


def _read(saved: Saved, user: User) -> Material:
    sheet = saved.row.sheet
    documents = dict.fromkeys((row.pk for row in saved.rows), 0)
    for (row_id,) in ATTACHED.all(sheet=sheet.pk):
        documents[row_id] += 1
    return Material(
        sheet=sheet,
        user=user,
        words=words_of(sheet.round_block),
        rows=tuple(row for row in saved.rows if row.is_active),
        automatic={each.fact: each for each in AUTOMATIC.all(sheet=sheet.pk)},
        documents=documents,
        before={},
        scored=saved.scored,
    )


def _settled(read: Material) -> dict[str, bool]:
    """Return for each declared component whether nothing more is to be entered."""
    facts = read.facts
    found: dict[str, bool] = {}
    for row in read.rows:
        words = read.words.components[row.component]
        if not words.is_declared:
            continue
        differs = any(_differs(read, row, name) for name in words.declares)
        found[row.component] = state_of(row, words, facts, differs=differs) in SETTLED
    return found


def _differs(read: Material, row: Row, name: str) -> bool:
    known, stored = read.automatic.get(name), row.facts.get(name)
    return known is not None and stored is not None and str(stored) != known.value


def _shares(
    nodes: tuple[NodeWords, ...],
    settled: Mapping[str, bool],
    rows: Mapping[str, Row],
    read: Material,
) -> Iterator[tuple[str, Progress]]:
    for node in nodes:
        yield node.key, _share(node.components, settled, rows, read.known(node.code))
        yield from _shares(node.children, settled, rows, read)


def _share(
    components: Iterable[str], settled: Mapping[str, bool], rows: Mapping[str, Row], points: Decimal
) -> Progress:
    """Return the progress of some components; points are unknown while none is scored."""
    declared = [key for key in components if key in settled]
    has_points = any(rows[key].self_points is not None for key in declared)
    done = sum(settled[key] for key in declared)
    return Progress(done, len(declared), points if has_points else None)
