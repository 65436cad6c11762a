"""Figures, dates and names as the reader's language writes them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)
ORDER = {letter: place for place, letter in enumerate(LETTERS)}


def language() -> str:
    """Return "vi" or "en"."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def show_number(value: Decimal | int, places: int | None = None) -> str:
    """Return 1.234,56 in Vietnamese and 1,234.56 in English."""
    pattern = "#,##0.####" if places is None else "#,##0" + ("." + "0" * places if places else "")
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return _shown(str(exact), pattern, language())


@lru_cache(maxsize=4096)
def _shown(exact: str, pattern: str, locale: str) -> str:
    """Return a figure as a language writes it; the same figures come again and again."""
    return format_decimal(Decimal(exact), format=pattern, locale=locale)


def show_date(value: date) -> str:
    """Return 19/12/2025 in Vietnamese and 19 December 2025 in English.

    In Vietnamese as Decree 30/2020/NĐ-CP writes dates: a zero before days under 10 and before
    January and February only, so 05/01/2022 but 17/9/2026.
    """
    if language() == "en":
        return format_date(value, format="d MMMM yyyy", locale="en")
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def show_moment(value: datetime) -> str:
    """Return 17:00 ngày 19/12/2025 in Vietnamese and 17:00, 19 December 2025 in English."""
    local = timezone.localtime(value)
    clock, day = f"{local.hour:02d}:{local.minute:02d}", show_date(local.date())
    return f"{clock}, {day}" if language() == "en" else f"{clock} ngày {day}"


def show_wall(value: datetime) -> str:
    """Return a wall-clock moment of a dossier: 17:00 ngày 19/12/2025."""
    return show_moment(timezone.make_aware(value))


def sort_key(name: str) -> tuple[int, ...]:
    """Return the place of a name in the Vietnamese alphabet, tones last."""
    text = unicodedata.normalize("NFC", name).casefold()
    return tuple(ORDER.get(letter, ord(letter) - 1000) for letter in text)


def plain_name(name: str) -> str:
    """Return a name without marks and in lower case, for searching: «Đắk Lắk» is «dak lak»."""
    text = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in text if not unicodedata.combining(letter))
