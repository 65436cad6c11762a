"""Whether a document was in force in the year that it is to prove something for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from parindex.web.evidence.models import Document


class DateWarning(models.TextChoices):
    """Why the dates of a document do not speak for a year."""

    ISSUED_AFTER_YEAR = "issued_after_year", _("ban hành sau năm chấm điểm")
    EFFECTIVE_AFTER_YEAR = "effective_after_year", _("có hiệu lực sau năm chấm điểm")
    NO_DATE = "no_date", _("chưa ghi ngày ban hành, ngày có hiệu lực")


def date_warnings(document: Document, year: int) -> tuple[DateWarning, ...]:
    """Return what is wrong with a document's dates for a year scored.

    The day of upload does not count. Without a date of effect the day of issue speaks for both.
    """
    issued, effective = document.issued_on, document.effective_on
    if issued is None and effective is None:
        return (DateWarning.NO_DATE,)
    found = []
    if issued is not None and issued.year > year:
        found.append(DateWarning.ISSUED_AFTER_YEAR)
    if effective is not None and effective.year > year:
        found.append(DateWarning.EFFECTIVE_AFTER_YEAR)
    return tuple(found)
