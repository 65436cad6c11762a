"""Points that come from elsewhere: survey, outside bodies, leaders' ratings."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import Problem
from parindex.scoring import Status
from parindex.scoring.cells import CellError, points_of
from parindex.web.assessment.access import access_row
from parindex.web.assessment.domain.scores import DeclarationError
from parindex.web.assessment.domain.sheets import audit_row, post_row
from parindex.web.assessment.enums import Phase, RowStatus, Stage
from parindex.web.assessment.models import Row, Ruling
from parindex.web.common.formats import show_number
from parindex.web.org.models import User
from parindex.web.org.permissions import Action


def _points(row: Row, text: str) -> Decimal | None:
    """Return typed points; None where the survey left the unit out."""
    try:
        points = points_of(text)
    except CellError as error:
        raise _no_points(row, text) from error
    if points is Status.NOT_APPLICABLE:
        return None
    if isinstance(points, Status) or points > row.max_points:
        raise _no_points(row, text)
    return points


def _no_points(row: Row, text: str) -> DeclarationError:
    where = f"{row.sheet.unit.name}, {row.code}"
    words = _("«%(points)s» không phải điểm từ 0 đến %(top)s")
    what = words % {"points": text, "top": show_number(row.max_points)}
    fix = _("Nhập điểm trong khoảng này, hoặc «không đánh giá»")
    return DeclarationError([Problem(where, what, fix)])


@transaction.atomic
def give_points(*, row_id: int, points: str, source: str, user: User) -> Ruling:
    """Enter the points of a component that the unit does not declare, with their source."""
    row = access_row(row_id, user=user, to=Action.ENTER_SURVEY, lock=True)
    where = f"{row.sheet.unit.name}, {row.code}"
    problems = []
    if row.is_declared:
        problems.append(Problem(where, _("đơn vị tự kê khai mục này"), _("Chọn mục khảo sát")))
    if row.sheet.round.phase == Phase.CLOSED:
        problems.append(Problem(where, _("kết quả đã khóa"), _("Kỳ đã khóa không sửa được")))
    if not source.strip():
        problems.append(Problem(where, _("chưa ghi nguồn"), _("Ghi văn bản hoặc cuộc khảo sát")))
    if problems:
        raise DeclarationError(problems)
    value = _points(row, points)
    found = Ruling.objects.filter(row=row, stage=Stage.GIVEN).first()
    old = None if found is None else str(found.points)
    ruling = found or Ruling(row=row, stage=Stage.GIVEN, version=0)
    ruling.points, ruling.reason, ruling.by, ruling.at = value, source.strip(), user, timezone.now()
    ruling.status = RowStatus.NOT_APPLICABLE if value is None else RowStatus.SCORED
    ruling.version += 1
    ruling.save()
    post_row(row)
    new = None if value is None else str(value)
    audit_row("row.points_given", row, user=user, old=old, new=new, reason=source.strip())
    return ruling


@transaction.atomic
def give_many(*, points: Mapping[int, str], source: str, user: User) -> int:
    """Enter the points of many rows, all or none; every one that is wrong is listed."""
    problems: list[Problem] = []
    for row_id, text in points.items():
        try:
            give_points(row_id=row_id, points=text, source=source, user=user)
        except DeclarationError as error:
            problems += error.problems
    if problems:
        raise DeclarationError(dict.fromkeys(problems))
    return len(points)
