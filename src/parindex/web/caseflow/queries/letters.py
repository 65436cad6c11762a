"""Letters of apology: which stand, which late files have none, and what the form needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parindex.caseload.quality import Looking
from parindex.caseload.quality.looking import ENDS
from parindex.caseload.settings import DutySettings
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import ApologyLetter
from parindex.web.caseflow.moments import wall, wall_now
from parindex.web.caseflow.queries.whose import of_codes, units_by_code
from parindex.web.caseflow.scopes import View
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit

PAGE = 50


class LetterState(StrEnum):
    """How a late file stands with the duty to write."""

    NONE = "none"  # no letter, though one is due
    LATE = "late"  # written after the last day for it
    UNDATED = "undated"  # promises no date after the old one
    BROKEN = "broken"  # the new date has passed as well
    GOOD = "good"
    NEAR = "near"  # not late yet; the letter is due now if it will be


@dataclass(frozen=True, slots=True)
class LateFile:
    """A late file, or one about to be, with the letter that stands for it."""

    row: dict[str, Any]
    unit: Unit
    state: LetterState
    days_late: int
    write_by: date
    letter: ApologyLetter | None

    @property
    def code(self) -> str:
        """Its code."""
        return str(self.row["dossier_code"])

    @property
    def lacks(self) -> bool:
        """Whether a letter is still to be written."""
        return self.letter is None


@dataclass(frozen=True, slots=True)
class LateFiles:
    """One page of the late files of a unit, how many there are of each state."""

    files: tuple[LateFile, ...]
    counts: dict[str, int]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))

    @property
    def previous(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The page after."""
        return self.page + 1


def letters_of(unit: Unit) -> QuerySet[ApologyLetter]:
    """Return the letters of a unit, or of all units of a province, newest first."""
    found = ApologyLetter.objects.select_related("unit", "written_by", "withdrawn_by")
    return found.filter(unit__agency_code__in=list(units_by_code(unit)))


def last_day(due: date, duty: DutySettings) -> date:
    """Return the last day on which the letter for a due date is in time."""
    return due - timedelta(days=duty.apology_days_before)


def days_too_late(letter: ApologyLetter, duty: DutySettings) -> int | None:
    """Return by how many days a letter missed its day; None when no due date was recorded."""
    if letter.due_at is None:
        return None
    missed = wall(letter.written_at).date() - last_day(wall(letter.due_at).date(), duty)
    return max(0, missed.days)


LETTERS = pl.Schema(
    {
        "dossier_code": pl.String(),
        "letter": pl.Int64(),
        "written_at": pl.Datetime("us"),
        "new_due_at": pl.Datetime("us"),
    }
)


def _standing(codes: list[str]) -> pl.DataFrame:
    """Return the last letter that stands for each dossier of some units, in one query."""
    letters = ApologyLetter.objects.filter(withdrawn_at=None, unit__agency_code__in=codes)
    found = {
        code: (code, key, wall(written), wall(new))
        for code, key, written, new in letters.order_by("ordinal").values_list(
            "dossier_code", "pk", "written_at", "new_due_at"
        )
    }
    return pl.DataFrame(list(found.values()), schema=LETTERS, orient="row")


def _state(now: datetime, duty: DutySettings) -> pl.Expr:
    """Return the `LetterState` of files joined with their letters."""
    due, new = pl.col("promised_at").dt.date(), pl.col("new_due_at").dt.date()
    ended = pl.coalesce("ended_at", pl.lit(now)).dt.date()
    by = due.dt.offset_by(f"-{duty.apology_days_before}d")
    has_none = pl.col("letter").is_null()
    return (
        pl.when(has_none & pl.col("is_late"))
        .then(pl.lit(LetterState.NONE.value))
        .when(has_none)
        .then(pl.lit(LetterState.NEAR.value))
        .when(new <= due)
        .then(pl.lit(LetterState.UNDATED.value))
        .when(new < ended)
        .then(pl.lit(LetterState.BROKEN.value))
        .when(pl.col("written_at").dt.date() > by)
        .then(pl.lit(LetterState.LATE.value))
        .otherwise(pl.lit(LetterState.GOOD.value))
        .alias("state")
    )


def late_frame(view: View, unit: Unit) -> pl.DataFrame:
    """Return the late files of a unit, and open ones whose letter is due now, with their letters.

    Late is what missed the date promised to the citizen, which a supplement moves and a letter
    does not; a file that is overdue only because it was supplemented twice needs no letter.
    """
    codes, settings = list(units_by_code(unit)), view.scope.settings
    looking = Looking(view.period, view.now, settings.duties, settings.judgement)
    soon = looking.at + timedelta(days=settings.duties.apology_days_before)
    is_near = looking.is_open & ~looking.is_late & (looking.promised.dt.date() <= soon.date())
    # Late is judged as the period was counted; whether it ended since then is told as it is.
    known = (pl.when(pl.col(name) < view.now).then(pl.col(name)) for name in ENDS)
    ended_at = pl.coalesce(known)
    ended = pl.coalesce(ended_at, pl.lit(view.now))
    return (
        lake()
        .scan_in_hand("dossiers", view.period.start, view.period.end, view.refresh.dossiers_version)
        .filter(of_codes(codes), looking.in_hand, looking.is_late | is_near)
        .select(
            *("dossier_code", "unit_code", "procedure_code", "received_at"),
            looking.promised.alias("promised_at"),
            ended_at.alias("ended_at"),
            looking.is_late.alias("is_late"),
            (ended.dt.date() - looking.promised.dt.date()).dt.total_days().alias("days_late"),
        )
        .join(_standing(codes).lazy(), on="dossier_code", how="left")
        .with_columns(_state(view.now, settings.duties))
        .sort("is_late", "promised_at", "dossier_code", descending=[True, False, False])
        .collect()
    )


def late_files(view: View, unit: Unit, show: str = "", page: int = 1) -> LateFiles:
    """Return a page of late files with their letters; `show` is a `LetterState`, all without."""
    every = late_frame(view, unit)
    counted = dict(every["state"].value_counts().iter_rows())
    wanted = every.filter(pl.col("state") == show) if show else every
    at = min(max(1, page), max(1, -(-wanted.height // PAGE)))
    part = wanted.slice((at - 1) * PAGE, PAGE)
    letters = ApologyLetter.objects.in_bulk(part["letter"].drop_nulls().to_list())
    units, duty = units_by_code(unit), view.scope.settings.duties
    files = tuple(
        LateFile(
            row,
            units[row["unit_code"]],
            LetterState(row["state"]),
            max(0, row["days_late"]),
            last_day(row["promised_at"].date(), duty),
            letters.get(row["letter"]),
        )
        for row in part.iter_rows(named=True)
    )
    return LateFiles(files, counted, wanted.height, at)


def state_words() -> dict[str, str]:
    """Return what the states are called."""
    return {
        LetterState.NONE: _("Chưa có văn bản"),
        LetterState.LATE: _("Văn bản lập muộn"),
        LetterState.UNDATED: _("Không có ngày hẹn mới"),
        LetterState.BROKEN: _("Đã quá cả ngày hẹn mới"),
        LetterState.GOOD: _("Đã lập đúng thời hạn"),
        LetterState.NEAR: _("Sắp quá hạn, lập ngay nếu không kịp"),
    }


@dataclass(frozen=True, slots=True)
class LetterForm:
    """What the form beside a dossier shows."""

    code: str
    letters: tuple[ApologyLetter, ...]
    may_write: bool
    is_open: bool
    due_at: datetime | None
    write_by: date | None
    is_past: bool
    least_new_due: date
    ordinal: int
    most: int


def letter_form_of(
    row: dict[str, Any], letters: Sequence[ApologyLetter], *, may_write: bool
) -> LetterForm:
    """Return the form of a dossier whose letters are known; the verb decides what is allowed."""
    duty, today = DutySettings(), wall_now().date()
    standing = tuple(each for each in letters if each.withdrawn_at is None)
    due = row["local_due_at"] or row["due_at"] or row["statutory_due_at"]
    ended = row["finished_at"] or row["returned_at"] or row["withdrawn_at"] or row["stopped_at"]
    is_late = due is not None and (ended.date() if ended else today) > due.date()
    is_near = due is not None and ended is None and due.date() <= today + timedelta(days=7)
    first = row["due_at"] or row["statutory_due_at"]
    after = first.date() + timedelta(days=1) if first else today
    return LetterForm(
        code=row["dossier_code"],
        letters=tuple(letters),
        may_write=may_write and len(standing) < duty.most_extensions and (is_late or is_near),
        is_open=is_late or is_near,
        due_at=due,
        write_by=None if due is None else last_day(due.date(), duty),
        is_past=due is not None and last_day(due.date(), duty) < today,
        least_new_due=max(after, today),
        ordinal=len(standing) + 1,
        most=duty.most_extensions,
    )


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """What stands on the paper besides the letter's own words, as Decree 30/2020 lays it out.

    `superior` and `head` may have two lines; `issuer` is the agency in a sentence.
    """

    superior: str
    head: str
    issuer: str
    place: str
    signer: tuple[str, ...]
    reason: str


def paper_of(letter: ApologyLetter) -> LetterPaper:
    """Return the head and the foot of a letter.

    A department stands under the province's People's Committee, a commune's People's Committee
    under nobody on its papers; the place is the agency's own.
    """
    unit, province = letter.unit, letter.unit.parent
    reason = letter.reason if letter.reason.endswith((".", "!", "?")) else f"{letter.reason}."
    if unit.kind in {UnitKind.COMMUNE, UnitKind.DISTRICT}:
        return LetterPaper(
            superior="",
            head=_committee(unit, "\n"),
            issuer=_committee(unit, " "),
            place=_place(unit.name),
            signer=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
            reason=reason,
        )
    return LetterPaper(
        superior="" if province is None else _committee(province, "\n"),
        head=unit.name,
        issuer=unit.name,
        place="" if province is None else _place(province.name),
        signer=("GIÁM ĐỐC" if unit.name.startswith("Sở ") else "THỦ TRƯỞNG ĐƠN VỊ",),
        reason=reason,
    )


BODY = "Ủy ban nhân dân"
KINDS = ("Tỉnh ", "Thành phố ", "Xã ", "Phường ", "Đặc khu ", "Thị trấn ", "Huyện ", "Quận ")


def _committee(unit: Unit, between: str) -> str:
    """Return the committee of a province or commune; its kind is part of its name."""
    if unit.name.startswith((BODY, "UBND")):
        return str(unit.name)
    return f"{BODY}{between}{unit.name[:1].lower()}{unit.name[1:]}"


def _place(name: str) -> str:
    """Return a place as papers name it: «Phú Thọ» of «Tỉnh Phú Thọ».

    A number or a person's name does not stand alone: «Phường 1», «Thành phố Hồ Chí Minh».
    """
    name = name.removeprefix(BODY).strip()
    kind = next((each for each in KINDS if name.lower().startswith(each.lower())), "")
    bare = name[len(kind) :]
    alone = bool(bare) and not bare[0].isdigit() and bare != "Hồ Chí Minh"
    return bare if alone else name
