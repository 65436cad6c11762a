"""Model fields of our own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models


class ExactDecimalField(models.TextField):
    """A decimal kept digit by digit.

    SQLite has no decimal type: Django's own field keeps 15 digits there. Ranks hang on less
    than that, but a frozen edition must give back exactly what was computed. Values are
    ordered and summed in Python, never in SQL.
    """

    def from_db_value(self, value: str | None, *_: Any) -> Decimal | None:
        """Return the decimal of a stored text."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        """Return a decimal."""
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Return the text to be stored; a float is refused."""
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError(f"{value!r} is a float; scores are exact decimals")
        return format(Decimal(value), "f")
