"""At the end of a round: what the council did not touch stands as it was appraised or given."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from parindex.web.assessment.domain.sheets import audit_sheet
from parindex.web.assessment.enums import Stage
from parindex.web.assessment.models import Round, Row, Ruling
from parindex.web.org.models import User

ADOPTED_FROM = (Stage.APPRAISAL_2, Stage.APPRAISAL_1, Stage.GIVEN)


@transaction.atomic
def adopt_appraisals(round_: Round, user: User) -> list[Row]:
    """Let the council adopt the last appraisal of every row that it did not rule on.

    Survey and outside points are adopted the same way. Returned are the rows that nobody
    decided: they stay missing. No points move, so the ledger stays as it is.
    """
    rows = (
        Row.objects.filter(sheet__round=round_, is_active=True)
        .select_related("sheet")
        .prefetch_related(Prefetch("rulings", Ruling.objects.order_by("id")))
        .order_by("sheet_id", "position")
    )
    made, undecided, now = [], [], timezone.now()
    for row in rows:
        stages = {each.stage: each for each in row.rulings.all()}
        if Stage.COUNCIL in stages:
            continue
        last = next((stages[stage] for stage in ADOPTED_FROM if stage in stages), None)
        if last is None:
            undecided.append(row)
            continue
        made.append(
            Ruling(
                row=row,
                stage=Stage.COUNCIL,
                status=last.status,
                points=last.points,
                reason_code=last.reason_code,
                is_adopted=True,
                by=user,
                at=now,
            )
        )
    Ruling.objects.bulk_create(made, batch_size=500)
    _tell(made, user)
    return undecided


def _tell(made: list[Ruling], user: User) -> None:
    """Write one audit row for each sheet with the number of rows adopted."""
    sheets = {each.row.sheet_id: each.row.sheet for each in made}
    for sheet_id, count in Counter(each.row.sheet_id for each in made).items():
        audit_sheet("sheet.appraisals_adopted", sheets[sheet_id], user=user, new={"rows": count})
