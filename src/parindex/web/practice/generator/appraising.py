"""Makes the rulings of a sheet: survey, two appraisals, explanations, and the adopted score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from parindex.web.assessment.domain.books import Book
from parindex.web.assessment.enums import DeadlineKind, ReasonCode, RowStatus, SheetState, Stage
from parindex.web.assessment.models import Explanation, Row, RowOpening, Ruling, Sheet
from parindex.web.org.models import User
from parindex.web.practice.generator import words
from parindex.web.practice.generator.people import APPRAISER_OF, People
from parindex.web.practice.generator.writing import Written

Moments = Mapping[DeadlineKind, datetime]
DISPUTED_SHARE, AGREED_SHARE = 0.45, 0.2


@dataclass(frozen=True, slots=True)
class Bench:
    """Who decides on the rows of a round, and when."""

    written: Written
    people: People
    at: Moments
    through: Stage
    """The last stage that has been reached."""

    def reaches(self, stage: Stage) -> bool:
        """Say whether a stage has been reached."""
        order = list(Stage)
        return order.index(stage) <= order.index(self.through)


def appraiser_of(row: Row, people: People) -> User:
    """Return who appraises a row: by its field, the last of its keys."""
    return people[APPRAISER_OF[row.keys[-1]]]


def _ruling(
    row: Row,
    stage: Stage,
    points: Decimal | None,
    why: tuple[ReasonCode | str, str],
    by: User,
    at: datetime,
    *,
    is_adopted: bool = False,
) -> Ruling:
    is_out = row.self_status == RowStatus.NOT_APPLICABLE and points is None
    return Ruling(
        row=row,
        stage=stage,
        status=RowStatus.NOT_APPLICABLE if is_out else RowStatus.SCORED,
        points=points,
        reason_code=why[0],
        reason=why[1],
        is_adopted=is_adopted,
        by=by,
        at=at,
    )


def give_points(bench: Bench, row: Row, points: Decimal) -> Ruling:
    """Note what the survey or another body gave."""
    source = words.SURVEY_SOURCE.format(year=bench.written.round.year)
    at = bench.at[DeadlineKind.SIGN_OFF]
    ruling = _ruling(row, Stage.GIVEN, points, ("", source), bench.people["khaosat"], at)
    bench.written.rulings.append(ruling)
    return ruling


def appraise_row(bench: Bench, book: Book, row: Row, final: Decimal | None, rng: Random) -> Ruling:
    """Appraise a row down to its final points; some lowered rows take the way of explanation."""
    is_lowered = final is not None and row.self_points is not None and final < row.self_points
    if is_lowered and rng.random() < DISPUTED_SHARE:
        return _with_explanation(bench, book, row, final, rng)
    why = words.lowered(rng) if is_lowered else (ReasonCode.AGREED, "")
    ruling = _first(bench, row, final, why, rng)
    if is_lowered and rng.random() < AGREED_SHARE and bench.reaches(Stage.APPRAISAL_2):
        explain(bench, row, words.AGREES, agrees=True)
    return ruling


def _first(
    bench: Bench,
    row: Row,
    points: Decimal | None,
    why: tuple[ReasonCode | str, str],
    rng: Random,
) -> Ruling:
    """Open the row, as the server wants it, and give the first score."""
    who = appraiser_of(row, bench.people)
    at = bench.at[DeadlineKind.APPRAISAL_1] - timedelta(minutes=rng.randint(600, 14000))
    bench.written.openings.append(
        RowOpening(row=row, user=who, first_at=at - timedelta(minutes=4), last_at=at)
    )
    ruling = _ruling(row, Stage.APPRAISAL_1, points, why, who, at)
    bench.written.rulings.append(ruling)
    return ruling


def explain(bench: Bench, row: Row, text: str, *, agrees: bool) -> None:
    """Note what the unit answers to an appraised score."""
    at = bench.at[DeadlineKind.EXPLANATION] - timedelta(hours=7)
    officer = bench.people.officer_of(row.sheet.unit)
    bench.written.explanations.append(
        Explanation(row=row, agrees=agrees, text=text, by=officer, at=at)
    )


def _with_explanation(bench: Bench, book: Book, row: Row, final: Decimal, rng: Random) -> Ruling:
    """Score a row too low at first; the unit answers, the second appraisal decides."""
    step = max(book.components[row.component].leaf.step, row.max_points / 10)
    step -= step % (book.components[row.component].leaf.step or step)
    low = final - step if final - step >= 0 else final
    first = _first(bench, row, low, words.lowered(rng), rng)
    if not bench.reaches(Stage.APPRAISAL_2):
        return first
    explain(bench, row, rng.choice(words.ANSWERS), agrees=False)
    why = rng.choice(words.ACCEPTED) if low < final else words.KEPT
    who, at = appraiser_of(row, bench.people), bench.at[DeadlineKind.APPRAISAL_2]
    second = _ruling(row, Stage.APPRAISAL_2, final, why, who, at - timedelta(hours=5))
    bench.written.rulings.append(second)
    return second


def adopt(bench: Bench, row: Row, last: Ruling) -> None:
    """Let the council adopt what was decided last."""
    at = bench.at[DeadlineKind.COUNCIL]
    why = (last.reason_code, "")
    adopted = _ruling(
        row, Stage.COUNCIL, last.points, why, bench.people["thuky"], at, is_adopted=True
    )
    adopted.status = last.status
    bench.written.rulings.append(adopted)


def send(bench: Bench, sheet: Sheet, rows: Sequence[Row]) -> None:
    """Note that officer and head did their part in time."""
    signed = bench.at[DeadlineKind.SIGN_OFF] - timedelta(hours=9)
    sheet.state, sheet.version = SheetState.SENT, 3
    sheet.submitted_at = bench.at[DeadlineKind.SELF_SCORE] - timedelta(hours=6)
    sheet.sent_at = sheet.head_looked_at = signed
    sheet.sent_by = bench.people.head_of(sheet.unit)
    sheet.difficulties, sheet.proposals = words.DIFFICULTIES, words.PROPOSALS
    if bench.reaches(Stage.APPRAISAL_2):
        sheet.explained_at = bench.at[DeadlineKind.EXPLANATION] - timedelta(hours=6)
    officer = bench.people.officer_of(sheet.unit)
    for number, row in enumerate(rows):
        if row.is_declared:
            row.version, row.edited_by = 2, officer
            row.edited_at = sheet.submitted_at - timedelta(hours=2 * number)
