"""Reads what forms of the desk send: days, minutes, numbers, texts; and writes safe CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import RefusedError

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet takes for a formula."""


def text_of(data: QueryDict, name: str) -> str:
    """Return a text without blanks around it."""
    return data.get(name, "").strip()


def day_of(data: QueryDict, name: str) -> date | None:
    """Return a day, None when the field is empty; refuse what is no day."""
    text = text_of(data, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _unreadable(text) from error


def needed_day(data: QueryDict, name: str) -> date:
    """Return a day that must be there."""
    found = day_of(data, name)
    if found is None:
        raise RefusedError(_("Chưa nhập ngày."), fix=_("Nhập ngày rồi gửi lại."))
    return found


def moment_of(data: QueryDict, name: str) -> datetime | None:
    """Return a minute in the province's time, None when the field is empty."""
    text = text_of(data, name)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise _unreadable(text) from error
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def needed_moment(data: QueryDict, name: str) -> datetime:
    """Return a minute that must be there."""
    found = moment_of(data, name)
    if found is None:
        raise RefusedError(_("Chưa nhập ngày, giờ."), fix=_("Nhập ngày và giờ rồi gửi lại."))
    return found


def number_of(data: QueryDict, name: str) -> int:
    """Return a whole number, 0 when there is none: no row has that id, no page that version."""
    text = text_of(data, name)
    return int(text) if is_number(text) else 0


def is_number(text: str) -> bool:
    """Say whether a text is a whole number that an id or a version can be."""
    return text.isascii() and text.isdigit() and len(text) < 16


def numbers_of(data: QueryDict, name: str) -> list[int]:
    """Return the whole numbers among values sent under one name."""
    return [int(text) for text in data.getlist(name) if is_number(text)]


def typed_moment(value: datetime) -> str:
    """Return a minute as an input of type `datetime-local` takes it."""
    return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")


def _unreadable(text: str) -> RefusedError:
    return RefusedError(
        _("«%s» không phải là ngày, giờ đọc được.") % text[:40],
        fix=_("Nhập theo dạng năm-tháng-ngày, hoặc chọn trên lịch."),
    )


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, value: str) -> str:
        """Return the line."""
        return value


def safe(value: Any) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def figure(value: Decimal | None) -> str:
    """Return a figure with all its digits as programs read it; what is missing stays blank."""
    return "" if value is None else format(value, "f")


def csv_response(
    head: Sequence[str], rows: Iterable[Sequence[Any]], name: str
) -> StreamingHttpResponse:
    """Stream a CSV file that spreadsheets open with Vietnamese letters whole."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([safe(cell) for cell in head])
        for row in rows:
            yield writer.writerow([safe(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
