"""What lies before the council in the trial of the first quarter, and requests to be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from parindex.web.assessment.enums import (
    CaseKind,
    Choice,
    DeadlineKind,
    Exemption,
    Stage,
)
from parindex.web.assessment.models import Case, CouncilSession, Row, Sheet, Vote
from parindex.web.practice.generator import names, words
from parindex.web.practice.generator.appraising import Bench
from parindex.web.practice.generator.disputes import (
    Dispute,
    open_meeting,
    reply,
    rule,
    write_case,
)
from parindex.web.practice.generator.facts import Facts

SEED, HALF_YEAR_SEED = "quarter", "half-year"
DISPUTED, FULL, APPRAISED = "initiatives", Decimal(3), Decimal("1.5")
FIXED: Mapping[str, Facts] = {SEED: {"initiatives_recognised": "2"}}
"""All central agencies claim two initiatives; the appraisal counts one."""
RULED = {"thue": True, "bao-hiem": False}
"""The same question, ruled unequally: one agency was upheld, the other was not."""
OPEN = ("kho-bac", "hai-quan")
ASKED = {
    (SEED, "cong-an"): "data_services",
    (SEED, "gon-nhe"): "surplus_premises",
    (HALF_YEAR_SEED, "khu-cong-nghiep"): "rotation_done",
}
COMMUNE = "lang-nghe"


def slug(sheet: Sheet) -> str:
    """Return the slug of a sheet's unit."""
    return sheet.unit.code.removeprefix(f"{names.PROVINCE_CODE}.")


def ask(seed: str, sheet: Sheet, rows: Sequence[Row]) -> None:
    """Let some units ask to be left out of a component."""
    wanted = ASKED.get((seed, slug(sheet)))
    for row in rows:
        if row.component == wanted:
            row.exemption, row.exemption_reason = Exemption.ASKED, words.EXEMPTION


def forced(seed: str, sheet: Sheet) -> dict[str, Decimal]:
    """Return final points that the hearing's story needs."""
    is_central = sheet.round_block.key == "central_agency"
    return {DISPUTED: APPRAISED} if seed == SEED and is_central else {}


def _row(bench: Bench, unit: str, component: str) -> Row:
    return next(
        row for row in bench.written.rows if row.component == component and slug(row.sheet) == unit
    )


def _past(bench: Bench) -> Bench:
    """Return the bench with the council's day two days ago, when it ruled the first cases."""
    at = {**bench.at, DeadlineKind.COUNCIL: timezone.now() - timedelta(days=2)}
    return Bench(bench.written, bench.people, at, bench.through)


def rule_some(bench: Bench) -> list[Dispute]:
    """Note the council's rulings of the first session; the cases follow when rows are saved.

    The appraisal gave all agencies the same reason, so that the unequal rulings show.
    """
    for ruling in bench.written.rulings:
        if ruling.row.component == DISPUTED and ruling.points == APPRAISED:
            ruling.reason_code, ruling.reason = words.LOWERED[0]
    ruled = [
        Dispute(_row(bench, unit, DISPUTED), APPRAISED, FULL, is_upheld=is_upheld)
        for unit, is_upheld in RULED.items()
    ]
    for dispute in ruled:
        rule(_past(bench), dispute)
    return ruled


def write_cases(bench: Bench, ruled: Sequence[Dispute]) -> None:
    """Write the closed session with its cases, and the open one with what waits."""
    past, council = _past(bench), bench.people.council
    first = open_meeting(past, number=1, is_closed=True, present=council[:7])
    for dispute in ruled:
        write_case(past, first, dispute)
    at = {**bench.at, DeadlineKind.COUNCIL: timezone.now() + timedelta(hours=5)}
    today = Bench(bench.written, bench.people, at, bench.through)
    second = open_meeting(today, number=2, is_closed=False, present=council[:6])
    _voted_case(bench, second)
    _open_case(bench, _row(bench, OPEN[1], DISPUTED), FULL)
    lowered = _lowered_row(bench)
    _open_case(bench, lowered, lowered.self_points, session=second)
    asked = [row for row in bench.written.rows if row.exemption == Exemption.ASKED]
    for place, row in enumerate(asked):
        _open_case(bench, row, None, session=second if place == 0 else None)


def _lowered_row(bench: Bench) -> Row:
    """Return a row of the commune that the second appraisal left lower than the unit claims."""
    return next(
        ruling.row
        for ruling in bench.written.rulings
        if ruling.stage == Stage.APPRAISAL_2
        and slug(ruling.row.sheet) == COMMUNE
        and ruling.points != ruling.row.self_points
    )


def _open_case(
    bench: Bench, row: Row, claimed: Decimal | None, *, session: CouncilSession | None = None
) -> Case:
    """Write a case that waits for the council; without points it asks to be left out."""
    is_request, now = claimed is None, timezone.now()
    return Case.objects.create(
        row=row,
        kind=CaseKind.EXEMPTION if is_request else CaseKind.DISPUTE,
        claim=row.exemption_reason if is_request else words.CLAIM,
        claimed_points=claimed,
        raised_by=bench.people.head_of(row.sheet.unit),
        raised_at=now - timedelta(days=1),
        answer_by=now + timedelta(days=2),
        session=session,
        version=1 if session is None else 2,
    )


def _voted_case(bench: Bench, session: CouncilSession) -> None:
    """Write a case with the appraiser's reply, on which some members have voted."""
    case = _open_case(bench, _row(bench, OPEN[0], DISPUTED), FULL, session=session)
    reply(case, bench.people, timezone.now() - timedelta(hours=6))
    choices = (Choice.FOR, Choice.FOR, Choice.AGAINST)
    Vote.objects.bulk_create(
        Vote(case=case, member=member, choice=choice, at=timezone.now() - timedelta(hours=1))
        for member, choice in zip(bench.people.council[1:], choices, strict=False)
    )
