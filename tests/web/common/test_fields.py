"""Decimals in the database: every digit, never a float."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from parindex.web.common.fields import ExactDecimalField
from parindex.web.results.models import UnitResult

LONG = Decimal("96.85314685314685314685314685314685314685")
TYPES_OF_KNOWN = {
    "sqlite": "SELECT DISTINCT typeof(known) FROM results_unitresult",
    "postgresql": "SELECT DISTINCT pg_typeof(known)::text FROM results_unitresult",
}


@pytest.mark.django_db
def test_a_decimal_comes_back_digit_by_digit() -> None:
    unit = UnitResult.objects.first()
    assert unit is not None
    UnitResult.objects.filter(pk=unit.pk).update(index=LONG, points=Decimal("69.250"))
    unit.refresh_from_db()
    assert str(unit.index) == str(LONG)
    assert str(unit.points) == "69.250"


@pytest.mark.django_db
def test_the_column_holds_text() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TYPES_OF_KNOWN[connection.vendor])
        assert cursor.fetchall() == [("text",)]


@pytest.mark.django_db
def test_a_missing_decimal_is_null_and_not_zero() -> None:
    unit = UnitResult.objects.first()
    assert unit is not None
    UnitResult.objects.filter(pk=unit.pk).update(points=None)
    unit.refresh_from_db()
    assert unit.points is None


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match=r"0\.1 is a float; scores are exact decimals"):
        ExactDecimalField().get_prep_value(0.1)


def test_integers_and_exponents_are_stored_plainly() -> None:
    field = ExactDecimalField()
    assert field.get_prep_value(7) == "7"
    assert field.get_prep_value(Decimal("1E+2")) == "100"
    assert field.to_python("1.50") == Decimal("1.50")
    assert field.to_python(None) is None
