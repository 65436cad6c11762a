"""The self-score sheet as its page shows it: a fixed number of queries for any number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parindex.web.assessment.domain.deadlines import Window, window
from parindex.web.assessment.domain.words import (
    BookWords,
    ComponentWords,
    FactWords,
    NodeWords,
    UnitScore,
    in_words,
    scored,
    to_declare,
    typed,
    words_of,
)
from parindex.web.assessment.enums import DeadlineKind, Exemption, RowStatus
from parindex.web.assessment.models import AutomaticValue, Row, Sheet
from parindex.web.assessment.queries.sheets_last_year import LastYear, last_year
from parindex.web.assessment.queries.sheets_states import SETTLED, RowState, state_of
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact to enter: as typed, last year's, and what a system knows."""

    words: FactWords
    value: str
    before: str
    automatic: str
    source: str
    as_of: datetime | None
    differs: bool

    @property
    def has_options(self) -> bool:
        """Whether the answer is one of a list."""
        return bool(self.words.options)


@dataclass(frozen=True, slots=True)
class ElsewhereFact:
    """A fact that another row declares; here it is only read."""

    name: str
    label: str
    value: str
    code: str
    row_id: int


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of the sheet for one person."""

    row: Row
    words: ComponentWords
    state: RowState
    facts: tuple[FactLine, ...]
    elsewhere: tuple[ElsewhereFact, ...]
    documents: int
    before: LastYear | None
    may_edit: bool
    window: Window

    @property
    def is_editable(self) -> bool:
        """Whether this person may write here now."""
        return self.may_edit and self.window.is_open and bool(self.facts)

    @property
    def differs(self) -> bool:
        """Whether a declared fact is not what a system knows."""
        return any(fact.differs for fact in self.facts)

    @property
    def lacks_evidence(self) -> bool:
        """Whether points are claimed that evidence is wanted for, and none is attached."""
        is_given = self.state in {RowState.DONE, RowState.DIFFERS}
        is_claim = is_given and not self.row.takes and bool(self.row.self_points)
        return is_claim and bool(self.words.evidence) and not self.documents

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be declared; a difference is explained, not declared."""
        is_scored = self.row.self_status != RowStatus.MISSING
        return self.state in SETTLED or (self.state is RowState.DIFFERS and is_scored)

    @property
    def is_exempt_asked(self) -> bool:
        """Whether the unit has asked to be left out."""
        return self.row.exemption == Exemption.ASKED


@dataclass(frozen=True, slots=True)
class Progress:
    """How many declared rows are settled, and points known so far: None while none has any."""

    done: int
    total: int
    points: Decimal | None

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class Group:
    """A criterion with its rows; a field's own components stand in a group without a name."""

    words: NodeWords | None
    rows: tuple[RowLine, ...]
    progress: Progress


@dataclass(frozen=True, slots=True)
class FieldLines:
    """A field with its criteria."""

    words: NodeWords
    groups: tuple[Group, ...]
    progress: Progress


@dataclass(frozen=True, slots=True)
class SheetPage:
    """All that the page of a sheet shows."""

    sheet: Sheet
    words: BookWords
    window: Window
    deadline: str
    fields: tuple[FieldLines, ...]
    progress: Progress
    known: Decimal
    most: Decimal
    waiting: Decimal
    lacking_evidence: int
    differing: int
    may_edit_all: bool
    may_sign: bool
    may_assign: bool

    @property
    def rows(self) -> tuple[RowLine, ...]:
        """All rows in order."""
        return tuple(row for field in self.fields for group in field.groups for row in group.rows)

    @property
    def has_before(self) -> bool:
        """Whether there is anything of the year before beside the facts."""
        return any(fact.before for row in self.rows for fact in row.facts)

    @property
    def has_system(self) -> bool:
        """Whether a system knows any of the facts."""
        return any(fact.automatic for row in self.rows for fact in row.facts)

    @property
    def is_editable(self) -> bool:
        """Whether this person may write anywhere now."""
        return any(row.is_editable for row in self.rows)


def time_left(until: datetime | None) -> str:
    """Return how long there is until a minute, in words; "" when it has passed."""
    if until is None or (left := until - timezone.now()).total_seconds() <= 0:
        return ""
    hours = int(left.total_seconds() // 3600)
    if hours >= 48:
        days = (timezone.localdate(until) - timezone.localdate()).days
        return ngettext("còn %(n)s ngày", "còn %(n)s ngày", days) % {"n": days}
    if hours >= 1:
        return ngettext("còn %(n)s giờ", "còn %(n)s giờ", hours) % {"n": hours}
    minutes = int(left.total_seconds() // 60)
    return ngettext("còn %(n)s phút", "còn %(n)s phút", minutes) % {"n": minutes}


@dataclass(frozen=True, slots=True)
class Material:
    """What was read of a sheet, once for all rows."""

    sheet: Sheet
    user: User
    words: BookWords
    rows: tuple[Row, ...]
    automatic: Mapping[str, AutomaticValue]
    documents: Mapping[int, int]
    before: Mapping[str, LastYear]
    scored: UnitScore

    def known(self, code: str) -> Decimal:
        """Return the points known so far below a field or criterion."""
        return self.scored.nodes[code].known

    def shows(self, row: Row) -> bool:
        """Say whether the person may see a row: an appraiser sees what was assigned."""
        unit, block = self.sheet.unit, self.sheet.round_block.key
        return may(self.user, Action.VIEW_SHEET, unit=unit, keys=row.keys, block=block)

    @property
    def facts(self) -> dict[str, object]:
        """All facts of the sheet."""
        return {name: value for row in self.rows for name, value in row.facts.items()}

    @property
    def row_of(self) -> dict[str, Row]:
        """Rows by component."""
        return {row.component: row for row in self.rows}


def read_sheet(sheet: Sheet, user: User, *, with_before: bool = True) -> Material:
    """Read everything of a sheet: rows, evidence counts, automatic values, the year before."""
    attached = Count("attachments", filter=Q(attachments__taken_off_at__isnull=True))
    found = sheet.rows.filter(is_active=True).order_by("position")
    rows = tuple(found.select_related("edited_by").annotate(document_count=attached))
    for row in rows:
        row.sheet = sheet
    return Material(
        sheet=sheet,
        user=user,
        words=words_of(sheet.round_block),
        rows=rows,
        automatic={each.fact: each for each in sheet.automatic_values.all()},
        documents={row.pk: row.document_count for row in rows},
        before=last_year(sheet) if with_before else {},
        scored=scored(sheet.round_block, list(rows)),
    )


def sheet_page(sheet: Sheet, user: User, *, with_before: bool = True) -> SheetPage:
    """Return the page of a sheet that the person may see."""
    read = read_sheet(sheet, user, with_before=with_before)
    lines = row_lines(read)
    own = window(sheet, DeadlineKind.SELF_SCORE)
    by_key = {line.row.component: line for line in lines}
    fields = tuple(
        field for each in read.words.fields if (field := _field(read, each, by_key)).groups
    )
    rows = list(read.rows)
    declared = to_declare(sheet.round_block, rows)
    unit = sheet.unit
    return SheetPage(
        sheet=sheet,
        words=read.words,
        window=own,
        deadline=time_left(own.until),
        fields=fields,
        progress=progress_of(lines, read.scored.known),
        known=read.scored.known,
        most=declared,
        waiting=sum((line.row.max_points for line in lines if not line.words.is_declared), ZERO),
        lacking_evidence=sum(line.lacks_evidence for line in lines),
        differing=sum(line.state is RowState.DIFFERS for line in lines),
        may_edit_all=may(user, Action.ASK_NOT_APPLICABLE, unit=unit),
        may_sign=may(user, Action.SIGN_SHEET, unit=unit),
        may_assign=may(user, Action.ASSIGN_SECTIONS, unit=unit),
    )


def row_lines(read: Material) -> list[RowLine]:
    """Return the lines of all rows that the person may see."""
    facts, rows = read.facts, read.row_of
    return [_line(read, row, facts, rows) for row in read.rows if read.shows(row)]


def row_line(read: Material, row_id: int) -> RowLine | None:
    """Return the line of one row, None when the sheet has none."""
    facts, rows = read.facts, read.row_of
    found = next((row for row in read.rows if row.pk == row_id and read.shows(row)), None)
    return None if found is None else _line(read, found, facts, rows)


def _line(
    read: Material, row: Row, facts: Mapping[str, object], rows: Mapping[str, Row]
) -> RowLine:
    words = read.words.components[row.component]
    before = read.before.get(row.component)
    lines = tuple(_fact(read, row, words.facts[name], before) for name in words.declares)
    differs = any(line.differs for line in lines)
    block, unit = read.sheet.round_block.key, read.sheet.unit
    return RowLine(
        row=row,
        words=words,
        state=state_of(row, words, facts, differs=differs),
        facts=lines,
        elsewhere=tuple(_elsewhere(read, words, name, rows) for name in words.elsewhere),
        documents=read.documents[row.pk],
        before=before,
        may_edit=may(read.user, Action.EDIT_ROW, unit=unit, keys=row.keys, block=block),
        window=window(read.sheet, DeadlineKind.SELF_SCORE, row.component),
    )


def _fact(read: Material, row: Row, words: FactWords, before: LastYear | None) -> FactLine:
    stored, known = row.facts.get(words.name), read.automatic.get(words.name)
    shown = in_words(read.sheet.round_block, words.name, known.value) if known else ""
    return FactLine(
        words=words,
        value=typed(stored),
        before=before.values.get(words.name, "") if before else "",
        automatic=shown,
        source=known.source if known else "",
        as_of=known.as_of if known else None,
        differs=known is not None and stored is not None and str(stored) != known.value,
    )


def _elsewhere(
    read: Material, words: ComponentWords, name: str, rows: Mapping[str, Row]
) -> ElsewhereFact:
    home = rows[read.words.home_of[name]]
    stored = home.facts.get(name)
    shown = in_words(read.sheet.round_block, name, stored) or _("chưa có")
    return ElsewhereFact(name, words.facts[name].label, shown, home.code, home.pk)


def progress_of(lines: Iterable[RowLine], points: Decimal) -> Progress:
    """Return how far declared rows are settled, beside the points that the engine knows."""
    declared = [line for line in lines if line.words.is_declared]
    return Progress(
        done=sum(line.is_settled for line in declared),
        total=len(declared),
        points=points if any(line.row.self_points is not None for line in declared) else None,
    )


def _field(read: Material, words: NodeWords, lines: Mapping[str, RowLine]) -> FieldLines:
    groups = tuple(_groups(read, words, lines))
    inside = [line for group in groups for line in group.rows]
    return FieldLines(words, groups, progress_of(inside, read.known(words.code)))


def _groups(read: Material, words: NodeWords, lines: Mapping[str, RowLine]) -> Iterable[Group]:
    below = {key for child in words.children for key in child.components}
    own = tuple(lines[key] for key in words.components if key not in below and key in lines)
    if own:
        yield Group(None, own, progress_of(own, read.known(words.code)))
    for child in words.children:
        rows = tuple(lines[key] for key in child.components if key in lines)
        if rows:
            yield Group(child, rows, progress_of(rows, read.known(child.code)))
